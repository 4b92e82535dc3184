import { describe, expect, test } from 'vitest';
import { percent } from '../../../extension/webview/shared/numbers.js';
import { tokenLabel } from '../../../extension/webview/shared/tokens.js';
import { grown, named, noBrowser, themes, type OpenOptions, type TestView } from '../support/browser.js';
import { hostileLens, lens, promptOf, showLens, wideLens } from '../support/results.js';
import { useViews } from '../support/viewTests.js';

describe.skipIf(noBrowser !== undefined)(named('Lens in a browser'), () => {
  const openView = useViews();
  let view: TestView;
  const open = async (options: OpenOptions = {}): Promise<TestView> => (view = await openView('lens', options));
  const openShown = async (options: OpenOptions = {}): Promise<TestView> => {
    await open(options);
    await view.send(showLens());
    return view;
  };

  test('Every cell shows the top token and says token, place and value', async () => {
    await openShown();
    const cells = await view.page
      .locator('[role=gridcell]')
      .evaluateAll((all) => all.map((cell) => [cell.textContent, cell.getAttribute('aria-description')]));
    const expected = lens.rows.flatMap((row, index) =>
      lens.positions.map((position) => {
        const cell = lens.cells[position]?.[index];
        const top = cell?.top[0];
        const depth = row.layer === undefined ? 'embedding' : `after layer ${row.layer}`;
        const target = top?.id === cell?.target?.id ? ', the target' : '';
        return [tokenLabel(top?.text ?? '', 7), `position ${position}, ${depth}, ${percent(top?.prob ?? 0)}${target}`];
      }),
    );
    expect(cells).toEqual(expected);
  });

  test('The header says prompt, answer, model, provider, precision, badge and lens', async () => {
    await openShown();
    const header = await view.text('header');
    for (const part of [
      'drink·to',
      '·Mary 92.3 %',
      'smollm2-135m-instruct',
      'CPU · f32',
      '✓ verified',
      'lens perLayer',
      'target ·Mary',
      'contrast ·John',
    ]) {
      expect(header).toContain(part);
    }
  });

  test('R111 Keyboard alone reaches a cell, reads its value, pins it, follows it and leaves', async () => {
    await openShown();
    for (let presses = 0; presses < 30 && !(await view.focus()).startsWith('cell-'); presses++) {
      await view.press('Tab');
    }

    expect(await view.focus()).toBe('cell-13-29');
    await view.press('ArrowUp', 'ArrowUp', 'ArrowLeft');
    expect(await view.focus()).toBe('cell-12-27');
    expect(await view.page.locator('[data-focus=cell-12-27]').getAttribute('aria-description')).toContain(
      'position 12, after layer 26',
    );
    await view.press('Enter');
    expect(await view.focus()).toBe('cell-12-27');
    expect(await view.page.locator('[data-focus=cell-12-27]').getAttribute('aria-selected')).toBe('true');
    expect(await view.text('section h2')).toContain('Positions');
    await view.press('Tab');
    expect(await view.focus()).toBe('course');
    const slider = view.page.getByRole('slider');
    await view.press('Home');
    expect(await slider.getAttribute('aria-valuetext')).toContain('embedding: Mary');
    await view.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuenow')).toBe('1');
    await view.press('Tab');
    expect(await view.focus()).toBe('explain');
    await view.press('Enter');
    expect(await view.posted('open')).toMatchObject([{ view: 'contributions', request: { text: promptOf(lens), position: 12 } }]);
  });

  test('Keys work anywhere: layers, switch of target and contrast, unpin, help, colours by arrows', async () => {
    await openShown();
    await view.press('[');
    expect(await view.focus()).toBe('cell-13-28');
    await view.press(']', ']');
    expect(await view.focus()).toBe('cell-13-30');
    await view.press('c');
    expect(await view.text('header')).toContain('target ·John');
    await view.press('c', 'Escape');
    expect(
      await view.page.locator('[aria-selected=true]').evaluateAll((all) => all.map((cell) => cell.getAttribute('data-focus'))),
    ).toEqual(['cell-13-30']);
    await view.press('?');
    expect(await view.text('dialog')).toContain('switch target and contrast');
    await view.press('Escape');
    expect(await view.page.locator('dialog').count()).toBe(0);
    await view.page.locator('[data-focus=colour-probability]').focus();
    await view.press('ArrowRight', 'Enter');
    expect(await view.text('.scale')).toContain('rank 49,152');
    expect(await view.focus()).toBe('colour-rank');
  });

  test('R111 The table twin has the same numbers', async () => {
    await openShown();
    await view.press('t');
    const rows = await view.page
      .locator('table.data')
      .first()
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows).toHaveLength(lens.rows.length);
    expect(rows[29]?.[14]).toBe(
      `·the ${percent(lens.cells[13]?.[29]?.top[0]?.prob ?? 0)}`.replace(
        '·the',
        tokenLabel(lens.cells[13]?.[29]?.top[0]?.text ?? ''),
      ),
    );
    const course = await view.page.locator('table.data').nth(1).locator('tbody tr').last().innerText();
    expect(course).toContain('−0.08');
    await view.press('t');
    expect(await view.page.locator('[role=grid]').count()).toBe(1);
  });

  test.each(themes)('R113 axe finds nothing in %s: grid, table, dialogs', async (theme) => {
    await openShown({ theme });
    expect(await view.violations()).toBe('');
    await view.press('e');
    expect(await view.violations()).toBe('');
    await view.press('Escape', 't');
    expect(await view.violations()).toBe('');
  });

  test('R113 A change of the theme is drawn at once with the view open', async () => {
    await openShown();
    const colour = (): Promise<string> =>
      view.page.locator('[data-focus=cell-0-0]').evaluate((cell) => getComputedStyle(cell).backgroundColor);
    const line = (): Promise<string> => view.page.locator('.canvas svg').evaluate((svg) => svg.outerHTML);
    const [cellBefore, chartBefore] = [await colour(), await line()];
    await view.page.evaluate(() => {
      document.body.className = 'vscode-high-contrast';
    });
    await view.settled();
    expect(await colour()).not.toBe(cellBefore);
    expect(await line()).not.toBe(chartBefore);
    expect(await view.page.locator('[data-focus=cell-0-0]').evaluate((cell) => getComputedStyle(cell).borderBottomColor)).toBe(
      'rgb(111, 195, 223)',
    );
  });

  test('R109 A picture exported at once is whole, and a second export is equal to it', async () => {
    await open();
    await view.page.evaluate((message) => {
      window.postMessage(message, '*');
    }, showLens());
    await view.page.waitForFunction(() => document.querySelector('footer') !== null);
    for (let times = 0; times < 2; times++) {
      await view.page.keyboard.press('e');
      await view.page.getByRole('button', { name: /^SVG/ }).click();
    }

    const [first, second] = await view.posted('export');
    expect(first?.content).toBe(second?.content);
    expect(first?.name).toBe('lens-test.svg');
    const outside = await view.page.evaluate((content) => {
      const svg = new DOMParser().parseFromString(content, 'image/svg+xml').documentElement;
      const shown = document.body.appendChild(document.importNode(svg, true));
      const { width, height } = shown.getBoundingClientRect();
      const origin = shown.getBoundingClientRect();
      const texts = [...shown.querySelectorAll('text')].map((text) => ({
        text: text.textContent,
        box: text.getBoundingClientRect(),
      }));
      shown.remove();
      return {
        count: texts.length,
        outside: texts
          .filter(
            ({ box }) =>
              box.right - origin.left > width + 0.5 || box.bottom - origin.top > height + 0.5 || box.left < origin.left - 0.5,
          )
          .map(({ text }) => text),
      };
    }, first?.content ?? '');
    expect(outside.outside).toEqual([]);
    expect(outside.count).toBeGreaterThan(14 * 31);
  });

  test('PNG, CSV, JSON, page and command line are exported too', async () => {
    await openShown();
    for (const name of [/^PNG/, /^CSV/, /^JSON/, /^HTML/, /^Command line/]) {
      await view.press('e');
      await view.page.getByRole('button', { name }).click();
      await view.settled();
    }

    await view.page.waitForFunction(
      () => Array.isArray(Reflect.get(window, 'posted')) && JSON.stringify(Reflect.get(window, 'posted')).includes('"png"'),
    );
    const files = await view.posted('export');
    const byFormat = new Map(files.map((file) => [file.format, file]));
    expect(byFormat.get('png')?.content.startsWith('iVBORw0KGgo')).toBe(true);
    expect(byFormat.get('csv')?.content.match(/^\d+,/gm)).toHaveLength(14 * 31);
    expect(JSON.parse(byFormat.get('json')?.content ?? '')).toEqual(lens);
    expect(await view.posted('exportHtml')).toHaveLength(1);
    expect(await view.posted('copyCommand')).toMatchObject([{ request: { text: promptOf(lens) } }]);
  });

  test('R105 After a reload colour, pins and table come back, and what the extension noted of the page goes first', async () => {
    await open();
    await view.send({ type: 'panel', panel: 'one' });
    await view.send(showLens());
    await view.page.locator('[data-focus=cell-9-20]').click();
    await view.page.locator('[data-focus=colour-entropy]').click();
    await view.press('t');
    const state = await view.kept();
    const page = (await view.posted('keep')).at(-1)?.page;
    expect(state).toMatchObject({ panel: 'one', request: { text: promptOf(lens), target: ' Mary' }, ...page });
    await open({ state: { kind: 'lens', request: { text: 'x' }, origin: { label: 'Older' }, asTable: false, own: {} } });
    await view.send({ type: 'panel', panel: 'one', ...(page && { page }) });
    expect(await view.posted('run')).toEqual([]);
    await view.send(showLens(lens, 2));
    expect(await view.page.locator('table.data').count()).toBe(2);
    await view.press('t');
    expect(
      await view.page.locator('[aria-selected=true]').evaluateAll((all) => all.map((cell) => cell.getAttribute('data-focus'))),
    ).toEqual(['cell-9-20']);
    expect(await view.text('.scale')).toContain('bits');
  });

  test('R105 Where the run after a reload fails, one button runs it again', async () => {
    await open();
    const { request, origin } = showLens();
    await view.send({ type: 'begin', run: 1, request, origin });
    await view.send({
      type: 'failure',
      run: 1,
      failure: { kind: 'resultExpired', message: 'The result is gone.', hint: 'Run it again.', actions: ['retry'] },
    });
    expect(await view.text('[role=alert]')).toContain('The result is gone. Run it again.');
    await view.page.getByRole('button', { name: 'Run Again' }).click();
    expect(await view.posted('run')).toMatchObject([{ request: { text: promptOf(lens) } }]);
  });

  test('R107 A lens of 512 positions stays live and leaves nothing behind after 20 more results', async () => {
    await open();
    const wide = wideLens(512);
    await view.send(showLens(wide, 1));
    const cells = (): Promise<number> => view.page.locator('[role=gridcell]').count();
    expect(await cells()).toBeLessThan(31 * 60);
    await view.page.locator('[role=gridcell][tabindex="0"]').focus();
    await view.press('Home', 'End');
    expect(await view.focus()).toBe('cell-511-29');
    expect(await view.page.locator('[data-focus=cell-511-29]').isVisible()).toBe(true);
    await view.page.locator('[role=grid]').evaluate((grid) => {
      grid.scrollLeft = 250 * 58;
    });
    await view.settled();
    expect(await view.page.locator('[data-focus=cell-256-3]').innerText()).toBe(
      tokenLabel(wide.cells[256]?.[3]?.top[0]?.text ?? '', 7),
    );
    await view.send(showLens(wideLens(512), 2));
    const before = await view.held();
    for (let run = 3; run <= 22; run++) {
      await view.send(showLens(wideLens(512), run));
    }

    expect(grown(before, await view.held())).toEqual([]);
  }, 600_000);

  test('Rows stream in from the first layer, in the places that they keep', async () => {
    await open();
    await view.send({
      type: 'begin',
      run: 1,
      request: { text: promptOf(lens) },
      origin: { label: 'Test' },
      tokens: lens.tokens ?? [],
    });
    const part = (index: number): { row: (typeof lens.rows)[number]; cells: (typeof lens.cells)[number] }[] =>
      lens.rows
        .slice(index, index + 1)
        .map((row) => ({ row, cells: lens.cells.flatMap((column) => column.slice(index, index + 1)) }));
    await view.send({ type: 'parts', run: 1, parts: [...part(0), ...part(1)] });
    const place = (): Promise<{ y: number; text: string | null }> =>
      view.page
        .locator('[data-row="1"][data-column="2"]')
        .evaluate((cell) => ({ y: cell.getBoundingClientRect().y, text: cell.textContent }));
    const early = await place();
    expect(await view.page.locator('[role=row]').count()).toBe(3);
    expect(await view.text('[role=columnheader][data-column="1"]')).toContain('·Mary');
    await view.send({ type: 'parts', run: 1, parts: part(2) });
    expect(await view.page.locator('[role=row]').count()).toBe(4);
    await view.send(showLens());
    expect(await place()).toEqual(early);
    expect(await view.text('[role=status]')).toContain('the last layer says Mary, 92.3');
  });

  test('Cancel is offered while a run goes on, and the last result stays', async () => {
    await openShown();
    await view.send({ type: 'begin', run: 2, request: { text: promptOf(lens) }, origin: { label: 'Test' } });
    await view.send({ type: 'progress', run: 2, message: 'layer 3 of 30', percentage: 10 });
    expect(await view.text('.running')).toContain('layer 3 of 30 · 10 %');
    expect(await view.page.locator('[role=gridcell]').count()).toBe(14 * 31);
    await view.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await view.posted('cancel')).toEqual([{ type: 'cancel', run: 2 }]);
  });

  test('Tokens with markup, bidirectional controls and NUL are shown and never interpreted', async () => {
    await open();
    await view.send(showLens(hostileLens()));
    expect(await view.page.locator('main img, main script, header img, header script').count()).toBe(0);
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
    const text = await view.text('header');
    expect(text).toContain('<img·src=x·on…');
    expect(text).toContain('U+0000');
    expect(text).toContain('U+202E');
    expect(await view.violations()).toBe('');
    await view.press('e');
    await view.page.getByRole('button', { name: /^SVG/ }).click();
    const [file] = await view.posted('export');
    const parsed = await view.page.evaluate((content) => {
      const document = new DOMParser().parseFromString(content, 'image/svg+xml');
      return { error: document.querySelector('parsererror') !== null, foreign: document.querySelectorAll('img, script').length };
    }, file?.content ?? '');
    expect(parsed).toEqual({ error: false, foreign: 0 });
  });

  test('A token under the pointer is outlined in the document, and one of the document in the view', async () => {
    await openShown();
    await view.page.locator('header [data-position="3"]').hover();
    expect((await view.posted('highlight')).at(-1)).toEqual({ type: 'highlight', position: 3 });
    await view.page.locator('footer').hover();
    await view.send({ type: 'highlight', position: 5 });
    expect(
      await view.page
        .locator('.pointed')
        .evaluateAll((all) => all.map((each) => each.getAttribute('data-position') ?? each.getAttribute('data-column'))),
    ).toEqual(['5', '5']);
  });

  test('A narrow panel stacks its columns and never scrolls sideways as a whole', async () => {
    await openShown({ width: 480 });
    const width = await view.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(width[0]).toBe(width[1]);
    const boxes = await view.page
      .locator('.columns > section')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left));
    expect(new Set(boxes).size).toBe(1);
  });
});
