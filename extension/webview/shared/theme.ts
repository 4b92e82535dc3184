// The editor's colours at the time of drawing, and ours beside them. Values live in theme.css; charts need them as texts.
import { hexOf, between, type Oklch } from './colour.js';

/** The four kinds of theme that the editor has. */
export type ThemeKind = 'dark' | 'light' | 'hcDark' | 'hcLight';

/** Everything a drawing needs to know about looks. */
export interface Theme {
  readonly kind: ThemeKind;
  readonly highContrast: boolean;
  readonly background: string;
  readonly foreground: string;
  readonly description: string;
  readonly border: string;
  readonly focus: string;
  readonly link: string;
  readonly positive: string;
  readonly negative: string;
  readonly attention: string;
  readonly feedForward: string;
  readonly other: string;
  readonly band: string;
  readonly font: string;
  readonly mono: string;
}

const sequential: Readonly<Record<ThemeKind, readonly [Oklch, Oklch]>> = {
  dark: [
    [0.255, 0.008, 262],
    [0.83, 0.105, 228],
  ],
  light: [
    [0.985, 0.004, 235],
    [0.42, 0.135, 258],
  ],
  hcDark: [
    [0, 0, 250],
    [0.45, 0.12, 250],
  ],
  hcLight: [
    [1, 0, 250],
    [0.72, 0.1, 250],
  ],
};

/** The colour for `at` (0 to 1) of the sequential scale. */
export function sequentialColour(kind: ThemeKind, at: number): string {
  const [from, to] = sequential[kind];
  return hexOf(between(from, to, at));
}

/** Reads the theme of the page as it is now and marks the page with its kind. */
export function readTheme(): Theme {
  const kind = themeKind();
  document.body.dataset['kind'] = kind;
  const style = getComputedStyle(document.body);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  // The chart library writes fonts into attributes of SVG as they are; a double quote would end the attribute.
  const family = (name: string): string => value(name).replaceAll('"', "'");
  return {
    kind,
    highContrast: kind === 'hcDark' || kind === 'hcLight',
    background: value('--background'),
    foreground: value('--foreground'),
    description: value('--description'),
    border: value('--border'),
    focus: value('--focus'),
    link: value('--link'),
    positive: value('--positive'),
    negative: value('--negative'),
    attention: value('--attention'),
    feedForward: value('--feed-forward'),
    other: value('--other'),
    band: value('--band'),
    font: family('--font'),
    mono: family('--mono'),
  };
}

/** Calls `changed` once after each change of the theme, whoever made it. */
export function watchTheme(changed: () => void): void {
  let waiting = false;
  const later = (): void => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        changed();
      });
    }
  };
  const observer = new MutationObserver(later);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', later);
  }
}

function themeKind(): ThemeKind {
  const named = document.body.dataset['vscodeThemeKind'] ?? document.body.className;
  if (named.includes('vscode-high-contrast-light')) {
    return 'hcLight';
  }

  if (named.includes('vscode-high-contrast')) {
    return 'hcDark';
  }

  if (named.includes('vscode-light') || named.includes('vscode-dark')) {
    return named.includes('vscode-light') ? 'light' : 'dark';
  }

  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  return matchMedia('(prefers-contrast: more)').matches ? (dark ? 'hcDark' : 'hcLight') : dark ? 'dark' : 'light';
}
