// A picture as SVG with real text: pure text building, so that two exports of one result are the same to the byte.
import type { Theme } from './theme.js';

/** How a text is set. */
export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** Id of the hatch that marks what lowers. */
const hatch = 'hatch';

/** A drawing of `width` pixels that grows downwards. */
export class Picture {
  private readonly parts: string[] = [];
  private height = 0;

  constructor(
    readonly width: number,
    readonly theme: Theme,
  ) {}

  /** A text with its baseline at `y`. */
  text(x: number, y: number, content: string, style: TextStyle = {}): void {
    const { size = 11, bold = false, mono = false, fill = this.theme.foreground, anchor = 'start' } = style;
    const weight = bold ? ' font-weight="600"' : '';
    const side = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    const family = mono ? this.theme.mono : this.theme.font;
    this.add(
      `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-family="${escaped(family)}" fill="${escaped(fill)}"${weight}${side} xml:space="preserve">${escaped(content)}</text>`,
      y + size * 0.3,
    );
  }

  /** A filled box, with an outline where `stroke` is given. */
  box(x: number, y: number, width: number, height: number, fill: string, stroke?: string, strokeWidth = 1): void {
    const outline = stroke === undefined ? '' : ` stroke="${escaped(stroke)}" stroke-width="${strokeWidth}"`;
    this.add(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${escaped(fill)}"${outline}/>`,
      y + height,
    );
  }

  /** A bar that lowers: the colour of what lowers under a hatch. */
  hatched(x: number, y: number, width: number, height: number): void {
    this.box(x, y, width, height, this.theme.negative);
    this.box(x, y, width, height, `url(#${hatch})`);
  }

  /** A straight line. */
  line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1, dash?: string): void {
    const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
    this.add(
      `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${escaped(stroke)}" stroke-width="${width}"${dashes}/>`,
      Math.max(y1, y2),
    );
  }

  /** A shape given as SVG path data. */
  path(data: string, fill: string, bottom: number): void {
    this.add(`<path d="${escaped(data)}" fill="${escaped(fill)}"/>`, bottom);
  }

  /** Another picture made by us or by the chart library, with its corner at x, y. */
  inset(svgText: string, x: number, y: number, height: number): void {
    this.add(`<g transform="translate(${round(x)},${round(y)})">${svgText}</g>`, y + height);
  }

  /** The whole file; `title` is its accessible name. */
  toSvg(title: string): string {
    const height = Math.ceil(this.height + 12);
    const { background } = this.theme;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${height}" viewBox="0 0 ${this.width} ${height}" role="img">`,
      `<title>${escaped(title)}</title>`,
      `<defs><pattern id="${hatch}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`,
      `<rect width="1.4" height="4" fill="${escaped(background)}"/></pattern></defs>`,
      `<rect width="100%" height="100%" fill="${escaped(background)}"/>`,
      ...this.parts,
      '</svg>\n',
    ].join('\n');
  }

  private add(part: string, bottom: number): void {
    this.parts.push(part);
    this.height = Math.max(this.height, bottom);
  }
}

/** Text for markup: what XML cannot hold at all has been made visible by the labels, or is dropped here. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
