// Places for the labels of the largest steps: above what raises, below what lowers, never over a bar or another label.

/** A box in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A bar that may be labelled. */
export interface Labelled {
  readonly bar: Box;
  readonly below: boolean;
  readonly size: number;
  /** Width of its label. */
  readonly width: number;
}

/** A label that found a place, with the line to its bar where it does not stand beside it. */
export interface Placed {
  readonly index: number;
  readonly box: Box;
  readonly lead: Box | undefined;
}

const gap = 4;
const height = 14;
const farthest = 5;

/**
 * Places labels of the `most` largest bars, largest first; one that finds no room is left out.
 * @param taken Boxes that no label may touch.
 */
export function placeLabels(bars: readonly Labelled[], area: Box, taken: readonly Box[], most: number): readonly Placed[] {
  const order = [...bars.keys()]
    .filter((index) => (bars[index]?.size ?? 0) > 0)
    .sort((a, b) => (bars[b]?.size ?? 0) - (bars[a]?.size ?? 0));
  const placed: Placed[] = [];
  const occupied: Box[] = [...taken];
  for (const index of order.slice(0, most)) {
    const own = bars[index];
    const others = bars.filter((_, other) => other !== index).map((other) => other.bar);
    const found =
      own &&
      candidates(own).find(
        ({ box, lead }) => isFree(box, area, occupied, others) && (!lead || isFree(lead, area, occupied, others)),
      );
    if (found) {
      placed.push({ index, ...found });
      occupied.push(found.box, ...(found.lead ? [found.lead] : []));
    }
  }

  return placed;
}

/** Places from the nearest outwards: ending at the bar, centred on it, beginning at it. */
function candidates({ bar, below, width }: Labelled): { readonly box: Box; readonly lead: Box | undefined }[] {
  const centre = (bar.left + bar.right) / 2;
  return Array.from({ length: farthest }, (_, level) => {
    const top = below ? bar.bottom + gap + level * height : bar.top - gap - height - level * height;
    return [bar.right - width, centre - width / 2, bar.left].map((left) => {
      const box = { left, top, right: left + width, bottom: top + height };
      return { box, lead: leadTo(bar, box, below) };
    });
  }).flat();
}

function leadTo(bar: Box, box: Box, below: boolean): Box | undefined {
  const [top, bottom] = below ? [bar.bottom + 1, box.top] : [box.bottom, bar.top - 1];
  const centre = (bar.left + bar.right) / 2;
  return bottom - top > height ? { left: centre - 0.5, top, right: centre + 0.5, bottom } : undefined;
}

function isFree(box: Box, area: Box, occupied: readonly Box[], bars: readonly Box[]): boolean {
  const inside = box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
  return inside && !occupied.some((other) => overlap(box, other, 2)) && !bars.some((bar) => overlap(box, bar, 1));
}

function overlap(a: Box, b: Box, margin: number): boolean {
  return a.left < b.right + margin && b.left < a.right + margin && a.top < b.bottom + margin && b.top < a.bottom + margin;
}
