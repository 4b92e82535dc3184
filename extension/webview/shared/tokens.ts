// A token's text as people can see it: every character leaves a mark, none is interpreted.
import { h } from './dom.js';

/** Longest label; the rest is in the tooltip. */
export const labelLength = 14;

/** A token as results name it. */
export interface Token {
  readonly id: number;
  readonly text: string;
}

/** One visible mark of a label; boxed ones stand for a character without ink. */
interface Mark {
  readonly text: string;
  readonly boxed: boolean;
}

// Letters and symbols by category that nevertheless leave no ink: Hangul fillers and the blank Braille cell.
const blank = new Set(['\u115f', '\u1160', '\u3164', '\uffa0', '\u2800']);
const joiner = '\u034f';
const combining = /^[\p{Mn}\p{Me}]$/u;
const invisible = /^[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]$/u;

/**
 * The label of a text: `·` for a space, `↵` and `→` for line break and tab, `U+200B` for what has no ink, at most `longest`
 * characters with `…` at the end.
 */
export function tokenLabel(text: string, longest = labelLength): string {
  return cut(marksOf(text), longest)
    .map((mark) => mark.text)
    .join('');
}

/** A label as an element, isolated from the direction of the text around it; the whole token is in the tooltip. */
export function tokenSpan(token: Token, longest = labelLength, extra = ''): HTMLElement {
  const marks = cut(marksOf(token.text), longest);
  const span = h('bdi', { class: 'token', dir: 'ltr', title: `${tokenLabel(token.text, 200)}  id ${token.id}${extra}` });
  let plain = '';
  for (const mark of marks) {
    if (mark.boxed) {
      span.append(plain, h('span', { class: 'boxed' }, mark.text));
      plain = '';
    } else {
      plain += mark.text;
    }
  }

  span.append(plain);
  return span;
}

/** How a screen reader says a token: the leading space, which most have, is left out. */
export function spokenToken(text: string): string {
  return tokenLabel(text.startsWith(' ') && text.length > 1 ? text.slice(1) : text, 40);
}

function marksOf(text: string): readonly Mark[] {
  if (text.length === 0) {
    return [{ text: 'empty', boxed: true }];
  }

  const marks: Mark[] = [];
  for (const character of text) {
    const last = marks.at(-1);
    if (isCombining(character) && last !== undefined && !last.boxed) {
      marks[marks.length - 1] = { text: last.text + character, boxed: false };
    } else {
      marks.push(markOf(character));
    }
  }

  return marks;
}

function markOf(character: string): Mark {
  const white: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '→' };
  const known = white[character];
  if (known !== undefined) {
    return { text: known, boxed: false };
  }

  if (isCombining(character)) {
    return { text: `◌${character}`, boxed: false };
  }

  const isHidden = blank.has(character) || character === joiner || invisible.test(character);
  return isHidden ? { text: `U+${codeOf(character)}`, boxed: true } : { text: character, boxed: false };
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

function isCombining(character: string): boolean {
  return character !== joiner && combining.test(character);
}

function cut(marks: readonly Mark[], longest: number): readonly Mark[] {
  const length = (mark: Mark): number => (mark.boxed ? mark.text.length : 1);
  if (marks.reduce((sum, mark) => sum + length(mark), 0) <= longest) {
    return marks;
  }

  const kept: Mark[] = [];
  let used = 1;
  for (const mark of marks) {
    used += length(mark);
    if (used > longest) {
      break;
    }

    kept.push(mark);
  }

  return [...kept, { text: '…', boxed: false }];
}
