// Where things stand in the views: nothing cut, nothing that covers another, nothing that jumps.
import { describe, expect, test } from 'vitest';
import type { LensResult } from '../../../extension/shared/contracts.js';
import type { ViewKind } from '../../../extension/shared/viewProtocol.js';
import { named, noBrowser, type OpenOptions, type TestView } from '../support/browser.js';
import {
  contrasted,
  explained,
  lens,
  promptOf,
  readByHead,
  showContributions,
  showLens,
  writtenByHead,
} from '../support/results.js';
import { useViews } from '../support/viewTests.js';

describe.skipIf(noBrowser !== undefined)(named('Layout of the views'), () => {
  const openView = useViews();
  let view: TestView;
  const open = async (kind: ViewKind, options: OpenOptions = {}): Promise<TestView> => (view = await openView(kind, options));
  /** What is beyond the page's sides, or cut without a mark, and in no scroller of its own. */
  const outside = (): Promise<string[]> =>
    view.page.evaluate(() => {
      const scrolls = (element: Element | null): boolean =>
        element !== null && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
      const isCut = (element: Element): boolean => {
        const { overflowX, textOverflow, display } = getComputedStyle(element);
        return (
          display !== 'inline' &&
          overflowX === 'hidden' &&
          textOverflow !== 'ellipsis' &&
          element.scrollWidth > element.clientWidth + 1
        );
      };
      const isBeyond = (element: Element): boolean => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < -0.5 || right > innerWidth + 0.5);
      };
      return [...document.querySelectorAll('body *')]
        .filter((element) => element.closest('.unseen, .time') === null && !scrolls(element.parentElement))
        .filter((element) => isBeyond(element) || isCut(element))
        .map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''} ${element.textContent.slice(0, 30)}`);
    });
  /** True where an element is whole within the window. */
  const inSight = (selector: string): Promise<boolean> =>
    view.page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
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

  test.each([220, 320, 480])(
    'Nothing is cut and nothing scrolls sideways but grid and tables, %i pixels wide',
    async (width) => {
      for (const [kind, message] of [
        ['lens', showLens()],
        ['contributions', showContributions()],
        ['contributions', showContributions(contrasted)],
      ] as const) {
        await open(kind, { width });
        await view.send({ type: 'settings', settings: { pinned: true, reducedMotion: true } });
        await view.send(message);
        expect(await outside()).toEqual([]);
        if (kind === 'contributions') {
          await view.page.locator('button.open').last().click();
          await view.settled();
          expect(await outside()).toEqual([]);
          expect(await view.violations()).toBe('');
        }

        for (const key of ['t', 'e', '?']) {
          await view.press(key);
          expect(await outside()).toEqual([]);
          await view.press('Escape');
        }

        const failure = {
          kind: 'providerUnavailable',
          message: 'The provider directml cannot be used.',
          hint: 'Use cpu.',
          actions: ['useCpu', 'showLog'],
        } as const;
        await view.send({ type: 'failure', run: 1, failure });
        expect(await outside()).toEqual([]);
      }
    },
    240_000,
  );

  test('What a person opens comes into sight in a window of the usual size, below the way to it, and the way back leads to the row', async () => {
    await openContributions({ width: 640, height: 620 });
    await view.send({ type: 'settings', settings: { pinned: false, reducedMotion: true } });
    const row = view.page.locator('[data-focus="neuron 24:1005"]');
    await row.focus();
    await view.press('Enter');
    expect(await inSight('.reading-part h2')).toBe(true);
    expect(await inSight('.crumbs [aria-current]')).toBe(true);
    const [way, title] = await view.page
      .locator('.crumbs, .reading-part h2')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
    expect(title?.top).toBeGreaterThanOrEqual(way?.bottom ?? Infinity);
    expect(await view.focus()).toBe('neuron 24:1005');
    await view.press('Escape');
    expect(await inSight('[data-part=ff]')).toBe(true);
    await view.press('Escape');
    expect(await inSight('.waterfall')).toBe(true);
  });

  test('What is computed for an opened head comes into sight when it is there, unless a person scrolls meanwhile', async () => {
    await openContributions({ width: 640, height: 620 });
    await view.send({ type: 'settings', settings: { pinned: false, reducedMotion: true } });
    const top = (): Promise<number> => view.page.evaluate(() => scrollY);
    const answer = async (): Promise<void> => {
      const [read, wrote] = (await view.posted('detail')).slice(-2);
      await view.send({ type: 'detail', id: read?.id ?? 0, result: readByHead(5) });
      await view.send({ type: 'detail', id: wrote?.id ?? 0, result: writtenByHead });
    };
    await view.page.locator('[data-focus="head 23.4"]').click();
    await view.settled();
    const before = await top();
    await answer();
    expect(await top()).toBeGreaterThan(before);
    expect(await inSight('.reading-part h2')).toBe(true);
    await view.page.evaluate(() => {
      scrollTo(0, 0);
    });
    await view.page.locator('[data-focus="head 29.1"]').click();
    await view.settled();
    await view.page.mouse.move(300, 300);
    await view.page.mouse.wheel(0, -2000);
    await view.page.waitForFunction(() => scrollY === 0);
    await answer();
    expect(await top()).toBe(0);
  });

  test('A refusal stands where the result stood: nothing of before is left to be taken for the answer', async () => {
    await openContributions();
    const { request, origin } = showContributions();
    await view.send({ type: 'begin', run: 2, request, origin, tokens: explained.tokens ?? [] });
    const failure = {
      kind: 'providerUnavailable',
      message: 'The provider directml cannot be used. DirectML is not built into this version of the program.',
      hint: 'Leave out the provider or use cpu.',
      actions: ['useCpu'],
    } as const;
    await view.send({ type: 'failure', run: 2, failure });
    expect(await view.text('[role=alert]')).toContain('The provider directml cannot be used.');
    expect(await view.text('.prompt')).toContain('The·capital·of·France·is');
    expect(await view.page.locator('table, .chart, .answer').count()).toBe(0);
    expect(await view.violations()).toBe('');
    await view.page.getByRole('button', { name: 'Use CPU' }).click();
    expect(await view.posted('act')).toEqual([{ type: 'act', action: 'useCpu' }]);
    await view.send({
      type: 'failure',
      run: 3,
      failure: { ...failure, kind: 'resultExpired', actions: ['retry', 'openTour', 'openWalkthrough'] },
    });
    await view.page.getByRole('button', { name: 'Open the Tour' }).click();
    await view.page.getByRole('button', { name: 'Walkthrough' }).click();
    expect((await view.posted('act')).slice(1).map(({ action }) => action)).toEqual(['openTour', 'openWalkthrough']);
    await view.send({ type: 'begin', run: 4, request: { method: 'explain', text: 'x' }, origin });
    expect(await view.page.locator('.view').innerText()).toBe('');
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
