import { describe, expect, test } from 'vitest';
import { tails } from '../../../extension/webview/contributions/lists.js';
import { keptPath, pathToKeep, unitKey, unitOfKey } from '../../../extension/webview/contributions/path.js';
import { previewOf } from '../../../extension/webview/contributions/preview.js';
import { questionsOf } from '../../../extension/webview/contributions/questions.js';
import { branchLists, coefficientNote, queryList, valueNeuronOf } from '../../../extension/webview/contributions/reading.js';
import { placeLabels } from '../../../extension/webview/contributions/stepLabels.js';
import { waterfallOf } from '../../../extension/webview/contributions/steps.js';
import { contributionTables } from '../../../extension/webview/contributions/tables.js';
import { scaleOf } from '../../../extension/webview/lens/colouring.js';
import { coursesOf } from '../../../extension/webview/lens/course.js';
import { dataOf, dataOfParts, swapped } from '../../../extension/webview/lens/data.js';
import { longTable } from '../../../extension/webview/lens/tables.js';
import { contrasted, explained, lens } from '../support/results.js';

describe('Waterfall', () => {
  test('Steps join from the start to the final log-probability', () => {
    const waterfall = waterfallOf(explained);
    expect(waterfall?.steps).toHaveLength(61);
    expect(waterfall?.start).toBe(explained.target.logProbZero);
    expect(waterfall?.end).toBeCloseTo(explained.target.logProbFinal, 6);
    for (const step of waterfall?.steps ?? []) {
      expect(step.after - step.before).toBeCloseTo(step.score, 6);
    }
  });

  test('With a contrast the course is that of the difference', () => {
    const waterfall = waterfallOf(contrasted);
    expect(waterfall?.isDifference).toBe(true);
    expect(waterfall?.start).toBeCloseTo(0, 9);
    expect(waterfall?.end).toBeCloseTo(contrasted.target.logProbFinal - (contrasted.contrast?.logProbFinal ?? 0), 5);
  });

  test('Labels touch no bar, no other label and no taken place, and stay inside', () => {
    const bars = Array.from({ length: 40 }, (_, index) => {
      const top = 100 + 40 * Math.sin(index);
      return {
        bar: { left: index * 12, right: index * 12 + 10, top, bottom: top + 30 },
        below: index % 3 === 0,
        size: 1 + ((index * 7) % 11),
        width: 60,
      };
    });
    const area = { left: 0, right: 480, top: 0, bottom: 260 };
    const taken = [{ left: 0, right: 100, top: 40, bottom: 60 }];
    const placed = placeLabels(bars, area, taken, 12);
    expect(placed.length).toBeGreaterThan(3);
    const boxes = [...taken, ...bars.map((bar) => bar.bar), ...placed.map((label) => label.box)];
    for (const [index, label] of placed.entries()) {
      const { box } = label;
      expect(box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom).toBe(true);
      const others = boxes.filter((_, other) => other !== taken.length + bars.length + index);
      expect(
        others.some(
          (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
        ),
      ).toBe(false);
    }
  });
});

describe('Lists', () => {
  test('A part in both tails is listed once, the highest first and the lowest last', () => {
    const row = (name: string, score: number): { name: string; score: number; bs: number; norm: number } => ({
      name,
      score,
      bs: 0,
      norm: 0,
    });
    const all = [row('a', 2), row('b', 0.1), row('c', -0.1), row('d', -3)];
    const [high, low] = tails(all, all.toReversed(), (each) => each.name);
    expect([...high, ...low].map((each) => each.name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('Named shares, others and bias sum to the pre-activation exactly', () => {
    const unit = { kind: 'neuron', layer: 24, index: 1005 } as const;
    const neuron = valueNeuronOf(explained, unit);
    expect(neuron?.branches.map((branch) => branch.branch)).toEqual(['gate', 'up']);
    const lists = neuron ? branchLists(neuron) : [];
    for (const [index, list] of lists.entries()) {
      const sum = list.top.flatMap((row) => row.cells).reduce((total, cell) => total + (cell.kind === 'bar' ? cell.value : 0), 0);
      expect(sum).toBeCloseTo(neuron?.branches[index]?.value ?? Number.NaN, 9);
      expect(list.top).toHaveLength(7);
    }

    expect(neuron && coefficientNote(neuron, -19.21)).toBe('coefficient −19.21 = f(4.38) · (−4.44), f the activation');
    expect(queryList(explained, 'x')?.bottom.length).toBeGreaterThan(0);
  });

  test('Keys of rows name their unit and come back', () => {
    for (const unit of [{ kind: 'head', layer: 23, index: 4 } as const, { kind: 'neuron', layer: 24, index: 1005 } as const]) {
      expect(unitOfKey(unitKey(unit))).toEqual(unit);
      expect(keptPath(pathToKeep({ part: { part: 'ff', layer: 2 }, unit }))).toEqual({ part: { part: 'ff', layer: 2 }, unit });
    }

    expect(unitOfKey('head x')).toBeUndefined();
    expect(keptPath({ part: { part: 'other', layer: -1 }, unit: 7 })).toEqual({});
  });

  test('Smaller questions keep the prompt, the model and the tokens of the result', () => {
    const request = { method: 'explain', model: 'm', text: 'T', top: 3, words: 9, target: ' x' };
    const questions = questionsOf(
      { part: { part: 'attn', layer: 23 }, unit: { kind: 'head', layer: 23, index: 4 } },
      request,
      explained,
    );
    const requests = [...questions.values()].map((question) => question.request);
    expect(requests).toHaveLength(3);
    for (const asked of requests) {
      expect(asked).toMatchObject({ model: 'm', text: 'T', position: 4, mode: 'frozen' });
    }

    expect(requests[0]).toMatchObject({ target: 7042, inLayers: [23], levels: ['heads'], top: 9, bottom: 9, reads: true });
    expect(requests[2]).not.toHaveProperty('words');
  });

  test('A preview is marked until every list is proved', () => {
    const { heads, ffNeurons } = explained;
    const parts = [{ preview: true, ...(heads && { heads }), ...(ffNeurons && { ffNeurons }) }, { ...(heads && { heads }) }];
    const running = { run: 1, request: { text: 'x', target: ' Paris' }, origin: { label: 'x' }, parts };
    expect(previewOf(running, undefined)).toMatchObject({ isPreview: true, result: { target: { text: ' Paris' } } });
    expect(previewOf({ ...running, parts: [...parts, { ...(ffNeurons && { ffNeurons }) }] }, explained).isPreview).toBe(false);
  });

  test('The tables hold every layer score and both tails', () => {
    const tables = contributionTables(explained);
    expect(tables.map((table) => table.title)).toEqual([
      'Layer scores',
      'Heads',
      'Feed-forward neurons',
      'What neurons read',
      'Earlier neurons that excited them',
    ]);
    expect(tables[0]?.rows.map((row) => row[1]?.value)).toEqual(explained.layers?.map((row) => row.score));
    expect(tables[1]?.rows.map((row) => row[1]?.value)).toEqual([
      ...Array<string>(7).fill('highest'),
      ...Array<string>(5).fill('lowest'),
    ]);
    for (const table of tables) {
      expect(new Set(table.rows.map((row) => row.length))).toEqual(new Set([table.columns.length]));
    }
  });
});

describe('Lens', () => {
  const data = dataOf(lens);

  test('Courses follow target and contrast of a pinned position over all rows', () => {
    const model = coursesOf(data, [{ column: 13, row: 28 }]);
    expect(model.courses.map((course) => [course.role, course.token.text])).toEqual([
      ['target', ' Mary'],
      ['contrast', ' John'],
    ]);
    expect(model.courses[0]?.logProb).toEqual(lens.cells[13]?.map((cell) => cell.target?.logProb));
    expect(model.courses[1]?.rank).toEqual(lens.cells[13]?.map((cell) => cell.contrast?.rank));
  });

  test('What the axis leaves out is named with its value', () => {
    const model = coursesOf(data, [{ column: 13, row: 28 }]);
    expect(model.offAxis.map((off) => [off.row, off.value])).toEqual([
      [0, lens.cells[13]?.[0]?.target?.logProb],
      [0, lens.cells[13]?.[0]?.contrast?.logProb],
    ]);
    const shown = model.courses.flatMap((course) => course.logProb.slice(1));
    expect(shown.every((value) => value !== undefined && value >= model.logProbAxis.min)).toBe(true);
  });

  test('Scales state their ends, and every value lies between them', () => {
    for (const colouring of ['probability', 'rank', 'entropy', 'logit'] as const) {
      const scale = scaleOf(colouring, data, 49152);
      const values = lens.cells.flat().map((cell) => scale.at(cell));
      expect(values.every((value) => value !== undefined && value >= -1e-9 && value <= 1 + 1e-9)).toBe(true);
      expect(`${scale.low} ${scale.high}`).toMatch(/\d/);
    }
  });

  test('Switching target and contrast twice gives the same grid', () => {
    expect(swapped(data).cell(13, 29)?.target).toBe(lens.cells[13]?.[29]?.contrast);
    expect(swapped(swapped(data)).cell(13, 29)).toEqual(data.cell(13, 29));
  });

  test('Rows that are ready form the grid of a lens that still runs', () => {
    const parts = lens.rows
      .slice(0, 3)
      .map((row, index) => ({ row, cells: lens.cells.flatMap((column) => column.slice(index, index + 1)) }));
    const partial = dataOfParts({
      run: 1,
      request: { positions: [-2, -1] },
      origin: { label: '' },
      tokens: lens.tokens ?? [],
      parts,
    });
    expect(partial.rows).toEqual(lens.rows.slice(0, 3));
    expect(partial.positions.slice(0, 2)).toEqual([12, 13]);
    expect(partial.cell(13, 2)).toBe(lens.cells[13]?.[2]);
    expect(partial.cell(13, 3)).toBeUndefined();
  });

  test('The long table has one line per cell with the numbers of the result', () => {
    const table = longTable(data);
    expect(table.rows).toHaveLength(14 * 31);
    const last = table.rows.at(-1)?.map((datum) => datum.value);
    expect(last?.slice(0, 7)).toEqual([
      13,
      ' to',
      'out',
      29,
      ' Mary',
      lens.cells[13]?.[30]?.top[0]?.id,
      lens.cells[13]?.[30]?.top[0]?.prob,
    ]);
  });
});
