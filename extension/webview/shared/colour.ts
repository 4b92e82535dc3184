// Colours by number: scales in OKLCH, which are even to the eye, and text that stays readable on them.

/** Lightness 0 to 1, chroma, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** The colour as `#rrggbb`, clipped to what a screen shows. */
export function hexOf([lightness, chroma, hue]: Oklch): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map((value) => twoDigits(encoded(value))).join('')}`;
}

/** Between two colours, even in lightness; `at` from 0 to 1. */
export function between(from: Oklch, to: Oklch, at: number): Oklch {
  const part = Math.min(1, Math.max(0, at));
  const mix = (start: number, end: number): number => start + (end - start) * part;
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}

/** Black or white, whichever contrasts more with `background`. */
export function textOn(background: string): '#000000' | '#ffffff' {
  const light = luminance(background) + 0.05;
  return light / 0.05 >= 1.05 / light ? '#000000' : '#ffffff';
}

/** Contrast ratio of two colours `#rrggbb` by WCAG, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const channel = (start: number): number => decoded(Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function encoded(value: number): number {
  const clipped = Math.min(1, Math.max(0, value));
  return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
}

function decoded(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function twoDigits(value: number): string {
  return value.toString(16).padStart(2, '0');
}
