// Where things stand in the views: nothing cut, nothing that covers another, nothing that jumps.
import { describe, expect, test } from 'vitest';
import type { LensResult } from '../../../extension/shared/contracts.js';
import type { ViewKind } from '../../../extension/shared/viewProtocol.js';
import { named, noBrowser, type OpenOptions, type TestView } from '../support/browser.js';
import { contrasted, explained, lens, promptOf, showContributions, showLens } from '../support/results.js';
import { useViews } from '../support/viewTests.js';

describe.skipIf(noBrowser !== undefined)(named('Layout of the views'), () => {
  const openView = useViews();
  let view: TestView;
  const open = async (kind: ViewKind, options: OpenOptions = {}): Promise<TestView> => (view = await openView(kind, options));
  const openLens = async (options: OpenOptions = {}): Promise<void> => {
    await open('lens', options);
    await view.send(showLens());
  };
  const openContributions = async (options: OpenOptions = {}): Promise<void> => {
    await open('contributions', options);
    await view.send(showContributions());
  };

  test('A run that is cancelled before there is a result leaves what was ready, and one button runs it again', async () => {
    await open('lens');
    const request = { text: promptOf(lens) };
    await view.send({ type: 'begin', run: 1, request, origin: { label: 'Test' }, tokens: lens.tokens ?? [] });
    expect(await view.text('.prompt')).toContain('drink·to');
    const row = lens.rows.slice(0, 1).map((first) => ({ row: first, cells: lens.cells.flatMap((column) => column.slice(0, 1)) }));
    await view.send({ type: 'parts', run: 1, parts: row });
    await view.send({ type: 'cancelled', run: 1 });
    expect(await view.page.locator('[role=gridcell]').count()).toBe(14);
    expect(await view.text('footer')).toBe('Stopped: this is what was ready.');
    expect(await view.violations()).toBe('');
    await view.page.getByRole('button', { name: 'Run Again' }).click();
    expect(await view.posted('run')).toMatchObject([{ request }]);
    await view.send(showLens());
    expect(await view.page.locator('.stopped').count()).toBe(0);
  });

  test('The legend stands on the line of the switch, whatever the colour says, and nothing moves', async () => {
    await openLens({ width: 940 });
    const places: unknown[] = [];
    for (const name of ['probability', 'rank', 'entropy', 'logit']) {
      await view.page.locator(`[data-focus=colour-${name}]`).click();
      await view.settled();
      places.push(
        await view.page
          .locator('.switch, .legend, .lens-grid')
          .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().y)),
      );
    }

    expect(places).toEqual(places.map(() => places[0]));
    const [line] = places;
    const [colours = 0, legend = 0, grid = 0] = Array.isArray(line) ? line.map(Number) : [];
    expect(legend - colours).toBeLessThan(grid - legend);
  });

  test('The header names the pinned position while the cursor is elsewhere', async () => {
    await openLens();
    await view.page.locator('[data-focus=cell-13-29]').focus();
    await view.press('ArrowLeft', 'ArrowUp');
    await view.page.setViewportSize({ width: 880, height: 900 });
    await view.settled();
    expect(await view.text('.prompt .analysed')).toBe('·to');
    expect(await view.text('section h2')).toContain('Position 13 ·to');
  });

  test('Long tokens beside the course are cut, not their numbers', async () => {
    await open('lens');
    const wide = (text: string): LensResult => ({
      ...lens,
      cells: lens.cells.map((column) => column.map((cell) => ({ ...cell, top: cell.top.map((token) => ({ ...token, text })) }))),
    });
    await view.send(showLens(wide(' Straßenbahnhaltestelle')));
    const lists = await view.page
      .locator('table.tokens')
      .evaluateAll((all) => all.map((each) => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]));
    expect(lists).toHaveLength(2);
    expect(lists[0]?.[1]).toBeLessThan(lists[1]?.[0] ?? 0);
    expect(lists[1]?.[1]).toBeLessThanOrEqual(880);
  });

  test.each([600, 940, 1600])('Equal scores have equal bars in both lists, %i pixels wide', async (width) => {
    await openContributions({ width });
    const units = await view.page.locator('.columns.lists table.bars').evaluateAll((tables) =>
      tables.map((table) => {
        const row = [...table.querySelectorAll('tbody tr')].find((each) => each.querySelector('.fill.raises') !== null);
        const cells = [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
        const score = Number(cells.find((cell) => cell.startsWith('+')));
        return (row?.querySelector('.fill.raises')?.getBoundingClientRect().width ?? 0) / score;
      }),
    );
    expect(units).toHaveLength(2);
    expect(units[0]).toBeGreaterThan(10);
    expect((units[0] ?? 0) / (units[1] ?? 1)).toBeCloseTo(1, 1);
  });

  test('With a contrast every head says at which token it looks, and both lists begin on one line', async () => {
    await open('contributions', { width: 940 });
    await view.send(showContributions(contrasted));
    const lists = view.page.locator('.columns.lists table.bars');
    const heads = await lists.first().locator('thead th').allInnerTexts();
    expect(heads.map((head) => head.trim())).toEqual(['head', 'looks at', 'attention', 'score', '·Paris', '·London']);
    const cut = await lists
      .first()
      .locator('tbody td:nth-child(2) .token')
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
    expect(cut).toBe(0);
    const tops = await lists.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    expect(tops[0]).toBe(tops[1]);
  });

  test('The run time takes no line of its own, however narrow the panel', async () => {
    for (const width of [560, 640, 720, 800, 880]) {
      await openContributions({ width });
      const [withTime, without] = await view.page.evaluate(() => {
        const facts = document.querySelector('.facts');
        const height = facts?.clientHeight;
        facts?.querySelector('.time')?.remove();
        return [height, facts?.clientHeight];
      });
      expect(withTime).toBe(without);
      await view.page.close();
    }

    await open('contributions');
  });

  test('The focus of a list frames its whole row', async () => {
    await openContributions();
    await view.page.locator('[data-focus="neuron 27:846"]').focus();
    await view.press('ArrowDown');
    const row = view.page.locator('tr', { has: view.page.locator('[data-focus="neuron 24:1005"]') });
    expect(await row.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    expect(await row.evaluate((element) => getComputedStyle(element).outlineWidth)).toBe('2px');
  });

  test('What a run shows before its end stands where the result will stand', async () => {
    await open('contributions');
    const request = { method: 'contributions', text: promptOf(explained) };
    await view.send({ type: 'begin', run: 1, request, origin: { label: 'Test' }, tokens: explained.tokens ?? [] });
    await view.send({ type: 'parts', run: 1, parts: [{ ...(explained.layers && { layers: explained.layers }) }] });
    const top = (): Promise<number> => view.page.locator('.canvas').evaluate((chart) => chart.getBoundingClientRect().top);
    const early = await top();
    expect(await view.text('main')).not.toContain('all 0 tokens');
    await view.send(showContributions(explained, 1));
    expect(await top()).toBe(early);
  });

  test('A run that takes the place of a result of the same prompt moves nothing until it ends', async () => {
    await openLens({ width: 600 });
    const places = (): Promise<number[]> =>
      view.page.locator('.lens-grid, footer').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    const before = await places();
    const row = lens.rows.slice(0, 1).map((first) => ({ row: first, cells: lens.cells.flatMap((column) => column.slice(0, 1)) }));
    const { request, origin } = showLens(lens, 1);
    await view.send({ type: 'begin', run: 2, request, origin });
    await view.send({ type: 'parts', run: 2, parts: row });
    expect(await view.page.locator('[role=gridcell]').count()).toBeLessThan(15);
    expect(await places()).toEqual(before);
    await view.send(showLens(lens, 2));
    expect(await places()).toEqual(before);
  });
});
