import { describe, expect, test } from 'vitest';
import { between, contrast, hexOf, textOn } from '../../../extension/webview/shared/colour.js';
import { fileName } from '../../../extension/shared/names.js';
import { coefficient, count, nats, norm, percent, score } from '../../../extension/webview/shared/numbers.js';
import { escaped } from '../../../extension/webview/shared/picture.js';
import { niceTicks } from '../../../extension/webview/shared/scale.js';
import { after, atFirst, isSamePrompt, type Situation } from '../../../extension/webview/shared/situation.js';
import { keptState } from '../../../extension/shared/state.js';
import { csvOf, number, plain } from '../../../extension/webview/shared/table.js';
import { sequentialColour, type ThemeKind } from '../../../extension/webview/shared/theme.js';
import { tokenLabel } from '../../../extension/webview/shared/tokens.js';
import type { Origin, ToView } from '../../../extension/shared/viewProtocol.js';
import { lens, showLens } from '../support/results.js';

describe('Token labels', () => {
  test.each([
    [' Paris', '·Paris'],
    ['\n', '↵'],
    ['\t', '→'],
    ['\u200b', 'U+200B'],
    ['\0', 'U+0000'],
    ['\u202e', 'U+202E'],
    ['\ufeff', 'U+FEFF'],
    ['\ud800', 'U+D800'],
    ['', 'empty'],
    ['\u0301', '◌\u0301'],
    ['e\u0301', 'e\u0301'],
    ['🙂', '🙂'],
    ['<b>', '<b>'],
  ])('%j is shown as %s', (text, label) => {
    expect(tokenLabel(text)).toBe(label);
  });

  test('A long token is cut to 14 characters with an ellipsis, never inside a mark', () => {
    expect(tokenLabel(' antidisestablishment')).toBe('·antidisestab…');
    expect(tokenLabel('\u200b\u200b\u200b\u200b').length).toBeLessThanOrEqual(14);
    expect(tokenLabel('\u200b\u200b\u200b')).toBe('U+200BU+200B…');
  });
});

describe('Numbers', () => {
  test('Probabilities have one decimal from 1 % on and two significant digits below', () => {
    expect([0.923, 1, 0.01, 0.0057, 0.0004, 0].map(percent)).toEqual([
      '92.3\u00a0%',
      '100.0\u00a0%',
      '1.0\u00a0%',
      '0.57\u00a0%',
      '0.040\u00a0%',
      '0\u00a0%',
    ]);
    expect(percent(3.2e-9)).toBe('3.2e\u22127\u00a0%');
  });

  test('Scores have a sign and two decimals, and zero has no sign', () => {
    expect([1.936, -1.42, 0.001, -0.001].map(score)).toEqual(['+1.94', '\u22121.42', '0.00', '0.00']);
    expect([-0.004, -3.5].map(nats)).toEqual(['0.00', '\u22123.50']);
  });

  test('Norms have three significant digits, ranks thousands separators', () => {
    expect([89.881, 0.012345, 12345, -19.21].map(norm)).toEqual(['89.9', '0.0123', '12345', '\u221219.2']);
    expect([-19.21, 0.25].map(coefficient)).toEqual(['\u221219.2', '0.25']);
    expect([7, 49152, 1234567].map(count)).toEqual(['7', '49,152', '1,234,567']);
  });

  test('Ticks are round and hold both ends', () => {
    const ticks = niceTicks(-14.6, 0, 4);
    expect(ticks.values).toEqual([-16, -12, -8, -4, 0]);
    expect(niceTicks(2, 2, 4).max).toBeGreaterThan(niceTicks(2, 2, 4).min);
  });
});

describe('Colours', () => {
  test.each<ThemeKind>(['dark', 'light', 'hcDark', 'hcLight'])(
    'Text on every colour of the scale of %s contrasts at least 4.5 to 1',
    (kind) => {
      for (let step = 0; step <= 100; step++) {
        const colour = sequentialColour(kind, step / 100);
        expect(contrast(colour, textOn(colour))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('The scale is even in lightness between its ends', () => {
    expect(hexOf([0, 0, 0])).toBe('#000000');
    expect(hexOf([1, 0, 0])).toBe('#ffffff');
    expect(between([0.2, 0, 0], [0.8, 0.1, 100], 0.5)).toEqual([0.5, 0.05, 50]);
  });
});

describe('Exports', () => {
  test('CSV quotes what needs it and keeps numbers in full', () => {
    const table = {
      title: 't',
      columns: ['a', 'b,c'],
      rows: [
        [plain(' Paris'), number(0.123456789, percent)],
        [plain('say "x"\n'), plain('')],
      ],
    };
    expect(csvOf([table])).toBe('a,"b,c"\n" Paris",0.123456789\n"say ""x""\n",\n');
  });

  test('What XML cannot hold is left out of a picture, markup is escaped', () => {
    expect(escaped('<a b="c">&\0\ud800\ufffe')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;');
  });

  test('File names hold letters and digits only', () => {
    expect(fileName('lens', '../Who: "gets" <it>?')).toBe('lens-who-gets-it');
    expect(fileName('lens', '///')).toBe('lens');
    expect(fileName('contributions', 'Capital of France')).toBe('explain-capital-of-france');
    expect(fileName('lens', `${'a'.repeat(39)} b`)).toBe(`lens-${'a'.repeat(39)}`);
  });
});

describe('Messages', () => {
  const request = { text: 'x' };
  const { origin } = showLens(lens, 1);
  const begin = (run: number, from: Origin = origin): ToView<'lens'> => ({ type: 'begin', run, request, origin: from });
  const after_ = (...messages: ToView<'lens'>[]): Situation<'lens'> => messages.reduce<Situation<'lens'>>(after, atFirst);

  test('The last result stays while the next one runs, is cancelled, or its program ends', () => {
    const shown = showLens(lens, 1);
    expect(after_(shown, begin(2)).finished?.result).toBe(lens);
    expect(after_(shown, begin(2), { type: 'cancelled', run: 2 })).toMatchObject({ finished: { run: 1 } });
    const failed = after_(shown, begin(2), { type: 'failure', run: 2, failure: { kind: 'failed', message: 'No.', actions: [] } });
    expect(failed.finished?.run).toBe(1);
    expect(failed.running).toBeUndefined();
    expect(failed.failure?.message).toBe('No.');
  });

  test('A refusal stands in the place of the last result, with the prompt that is still the same', () => {
    const shown = showLens(lens, 1);
    const failure = { kind: 'providerUnavailable', message: 'No.', actions: ['useCpu'] } as const;
    const again: ToView<'lens'> = { type: 'begin', run: 2, request: shown.request, origin };
    const refused = after_(shown, again, { type: 'failure', run: 2, failure });
    expect(refused.finished).toBeUndefined();
    expect(refused.failure).toBe(failure);
    expect(refused.stopped?.tokens).toBe(lens.tokens);
    expect(after_(shown, begin(2), { type: 'failure', run: 2, failure }).stopped?.tokens).toBeUndefined();
  });

  test('The result of another prompt goes when the run that took its place fails or is cancelled', () => {
    const other = { ...origin, block: 1, label: 'Other' };
    const running = after_(showLens(lens, 1), begin(2, other));
    expect(running.finished?.result).toBe(lens);
    for (const end of [
      { type: 'cancelled', run: 2 } as const,
      { type: 'failure', run: 2, failure: { kind: 'x', message: 'No.', actions: [] } } as const,
    ]) {
      const ended = after(running, end);
      expect(ended.finished).toBeUndefined();
      expect(ended.stopped?.origin).toBe(other);
    }
  });

  test('Only what is asked of the same tokens in the same way is of the same prompt', () => {
    const finished = after_(showLens(lens, 1)).finished;
    const asked = { run: 2, request: finished?.request ?? {}, origin, parts: [], tokens: lens.tokens ?? [] };
    expect(isSamePrompt(finished, asked)).toBe(true);
    expect(isSamePrompt(finished, { ...asked, tokens: asked.tokens.slice(1) })).toBe(false);
    expect(isSamePrompt(finished, { ...asked, request: { ...asked.request, target: ' x' } })).toBe(false);
    expect(isSamePrompt(finished, { ...asked, origin: { ...origin, block: 1 } })).toBe(false);
    expect(isSamePrompt(undefined, asked)).toBe(false);
  });

  test('Parts, progress, failures and results of another run change nothing', () => {
    const before = after_(begin(2));
    const late: ToView<'lens'>[] = [
      { type: 'parts', run: 1, parts: [] },
      { type: 'progress', run: 1, message: 'x' },
      { type: 'failure', run: 1, failure: { kind: 'x', message: 'x', actions: [] } },
      { type: 'cancelled', run: 1 },
      showLens(lens, 1),
    ];
    for (const message of late) {
      expect(after(before, message)).toBe(before);
    }
  });

  test('Parts gather in their order until the result comes', () => {
    const part = (layer: number): ToView<'lens'> => ({
      type: 'parts',
      run: 1,
      parts: [{ row: { row: 'out', layer }, cells: [] }],
    });
    const running = after_(begin(1), part(0), part(1));
    expect(running.running?.parts.map((each) => each.row.layer)).toEqual([0, 1]);
    expect(after(running, showLens(lens, 1)).running).toBeUndefined();
  });

  test('A state that is not of this view is ignored', () => {
    expect(keptState({ kind: 'lens', request, origin, asTable: false, own: 1 }, 'lens')?.request).toBe(request);
    for (const state of [
      undefined,
      null,
      1,
      [],
      {},
      { kind: 'contributions', request, origin, asTable: true },
      { kind: 'lens', request: 1, origin, asTable: true },
    ]) {
      expect(keptState(state, 'lens')).toBeUndefined();
    }
  });
});
