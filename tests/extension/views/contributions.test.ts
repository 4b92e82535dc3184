import { describe, expect, test } from 'vitest';
import { isRecord } from '../../../extension/shared/state.js';
import { score } from '../../../extension/webview/shared/numbers.js';
import { grown, named, noBrowser, themes, type OpenOptions, type TestView } from '../support/browser.js';
import {
  contrasted,
  explained,
  hostileContributions,
  promptOf,
  readByHead,
  showContributions,
  showLens,
  wideLens,
  writtenByHead,
} from '../support/results.js';
import { useViews } from '../support/viewTests.js';

describe.skipIf(noBrowser !== undefined)(named('Contributions in a browser'), () => {
  const openView = useViews();
  let view: TestView;
  const open = async (options: OpenOptions = {}): Promise<TestView> => (view = await openView('contributions', options));
  const openShown = async (options: OpenOptions = {}): Promise<TestView> => {
    await open(options);
    await view.send(showContributions());
    return view;
  };
  const crumbs = (): Promise<string> => view.text('.crumbs');

  test('The waterfall has one bar per layer score, each with its numbers in words', async () => {
    await openShown();
    const names = await view.page
      .locator('.steps button')
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
    expect(names).toHaveLength(61);
    for (const [index, row] of (explained.layers ?? []).entries()) {
      expect(names[index]).toContain(`: ${score(row.score)} nats, from `);
    }
    expect(names.at(-1)).toContain('feed-forward 29: +1.94 nats');
  });

  test('Both lists show both tails, the sign in words and in the bar, and what is proved', async () => {
    await openShown();
    const heads = await view.page
      .locator('table.bars')
      .first()
      .locator('tbody tr:not(.gap)')
      .evaluateAll((all) => all.map((row) => (row instanceof HTMLElement ? row.innerText.replace(/\s+/g, ' ').trim() : '')));
    expect(heads).toHaveLength(12);
    expect(heads[0]).toBe('23.4 ·France 0.90 +2.97');
    expect(heads[11]).toBe('29.0 ·is 0.54 −1.42');
    expect(await view.page.locator('table.bars').first().locator('.lowers').count()).toBe(5);
    expect(await view.text('footer')).toContain(
      'Certified: both lists equal a full sweep (bound Jensen and variance, 122 of 46,080 neurons',
    );
    expect(await view.text('footer')).toContain('interaction 0.00');
  });

  test('R111 Keyboard alone goes from a layer to a neuron to what it read, and back', async () => {
    await openShown();
    for (let presses = 0; presses < 30 && !(await view.focus()).startsWith('step-'); presses++) {
      await view.press('Tab');
    }

    expect(await view.focus()).toBe('step-0');
    await view.press('End', 'ArrowLeft', 'Enter');
    expect(await view.focus()).toBe('step-59');
    expect(await crumbs()).toBe('·Paris 77.3 % attention 29');
    await view.press('Escape');
    for (let presses = 0; presses < 10 && (await view.focus()) !== 'neuron 27:846'; presses++) {
      await view.press('Tab');
    }

    await view.press('ArrowDown', 'Enter');
    expect(await crumbs()).toBe('·Paris 77.3 % feed-forward 24 neuron 24:1005: what it read');
    expect(await view.text('.reading-part')).toContain('coefficient −19.21 = f(4.38) · (−4.44)');
    expect(await view.text('.reading-part tfoot')).toBe('sum = pre-activation +4.38');
    await view.press('Escape');
    expect(await crumbs()).toBe('·Paris 77.3 % feed-forward 24');
    await view.press('[');
    expect(await crumbs()).toBe('·Paris 77.3 % feed-forward 23');
    await view.press('Escape');
    expect(await crumbs()).toBe('·Paris 77.3 %');
  });

  test('A layer asks for its own heads and shows them when they come', async () => {
    await openShown();
    await view.page.locator('[data-focus=step-47]').click();
    const [asked] = await view.posted('detail');
    expect(asked?.detail).toMatchObject({ method: 'contributions', request: { levels: ['heads'], inLayers: [23], reads: true } });
    expect(await view.text('main h2 .note')).toContain('61 scores');
    const heads = explained.heads;
    const own = (heads?.top ?? [])
      .slice(0, 1)
      .flatMap((row) => Array.from({ length: 9 }, (_, head) => ({ ...row, head, score: 4 - head })));
    const result = { ...explained, ...(heads && { heads: { ...heads, layers: [23], top: own, bottom: own.toReversed() } }) };
    await view.send({ type: 'detail', id: asked?.id ?? 0, result });
    const rows = await view.page.locator('table.bars').first().locator('tbody tr:not(.gap) td:first-child').allInnerTexts();
    expect(rows).toEqual(Array.from({ length: 9 }, (_, head) => `23.${head}`));
  });

  test('A head asks what it read and wrote; a failure is said in its place', async () => {
    await openShown();
    await view.page.locator('[data-focus="head 23.4"]').click();
    const asked = await view.posted('detail');
    expect(asked.map((message) => message.detail.method)).toEqual(['contributions', 'project']);
    for (const { id } of asked) {
      await view.send({ type: 'detail', id, failure: { kind: 'cancelled', message: 'It was cancelled.', actions: [] } });
    }

    expect(await view.text('.reading-part')).toContain('It was cancelled.');
  });

  test('c runs the request with target and contrast switched', async () => {
    await open();
    await view.send(showContributions(contrasted));
    expect(await view.text('.axis-names')).toBe('log-probability of ·Paris minus that of ·London, nats odds');
    await view.press('c');
    expect(await view.posted('run')).toMatchObject([
      { request: { target: contrasted.contrast?.id, contrast: contrasted.target.id } },
    ]);
    await view.page.locator('header [data-position="2"]').click();
    expect((await view.posted('run')).at(-1)?.request).toMatchObject({ position: 2 });
    expect((await view.posted('run')).at(-1)?.request).not.toHaveProperty('target');
  });

  test('A preview is marked until it is proved', async () => {
    await openShown();
    const { ffNeurons } = explained;
    await view.send({
      type: 'begin',
      run: 2,
      request: { method: 'contributions', text: promptOf(explained) },
      origin: { label: 'Test' },
    });
    await view.send({ type: 'parts', run: 2, parts: [{ preview: true, ...(ffNeurons && { ffNeurons }) }] });
    expect(await view.page.locator('.preview').count()).toBeGreaterThan(0);
    await view.send(showContributions(explained, 2));
    expect(await view.page.locator('.preview').count()).toBe(0);
  });

  test('A list that is not proved says so with the gap', async () => {
    await open();
    const level = explained.ffNeurons;
    const certificate = { certified: false, bound: 'jensenVariance', candidates: 46080, exactEvaluations: 5, topGap: 0.25 };
    await view.send(showContributions({ ...explained, ...(level && { ffNeurons: { ...level, certificate } }) }));
    expect(await view.text('footer')).toContain(
      '! Not certified: one of the neurons that were not projected could stand up to +0.25 above the last of the highest',
    );
  });

  test('R111 The table twin has the same numbers', async () => {
    await openShown();
    await view.press('t');
    const layers = await view.page.locator('table.data').first().locator('tbody tr td:nth-child(2)').allInnerTexts();
    expect(layers).toEqual(explained.layers?.map((row) => score(row.score)));
    expect(await view.page.locator('table.data').count()).toBe(5);
  });

  test.each(themes)('R113 axe finds nothing in %s: charts, a reading, table', async (theme) => {
    await openShown({ theme });
    expect(await view.violations()).toBe('');
    await view.page.locator('[data-focus="neuron 24:1005"]').click();
    expect(await view.violations()).toBe('');
    await view.press('t');
    expect(await view.violations()).toBe('');
  });

  test('R113 A change of the theme redraws bars and chart at once', async () => {
    await openShown();
    const chart = (): Promise<string> => view.page.locator('.canvas svg').evaluate((svg) => svg.outerHTML);
    const before = await chart();
    await view.page.evaluate(() => {
      document.body.className = 'vscode-light';
    });
    await view.settled();
    expect(await chart()).not.toBe(before);
    expect(
      await view.page
        .locator('.fill.raises')
        .last()
        .evaluate((bar) => getComputedStyle(bar).backgroundColor),
    ).toBe('rgb(34, 115, 191)');
  });

  test.each([
    ['without', explained],
    ['with', contrasted],
  ])('R109 Two exports %s a contrast are equal, and no text of the picture is cut off or covers another', async (_, result) => {
    await open();
    await view.send(showContributions(result));
    for (let times = 0; times < 2; times++) {
      await view.press('e');
      await view.page.getByRole('button', { name: /^SVG/ }).click();
    }

    const [first, second] = await view.posted('export');
    expect(first?.content).toBe(second?.content);
    const found = await view.page.evaluate((content) => {
      const shown = document.body.appendChild(
        document.importNode(new DOMParser().parseFromString(content, 'image/svg+xml').documentElement, true),
      );
      const page = shown.getBoundingClientRect();
      const texts = [...shown.querySelectorAll('text')]
        .filter((text) => text.textContent !== '')
        .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
      shown.remove();
      const outside = texts
        .filter(({ box }) => box.right > page.right + 0.5 || box.left < page.left - 0.5 || box.bottom > page.bottom + 0.5)
        .map(({ text }) => text);
      const covered = texts.flatMap((a, index) =>
        texts
          .slice(index + 1)
          .filter(
            (b) =>
              a.box.left < b.box.right - 1 &&
              b.box.left < a.box.right - 1 &&
              a.box.top < b.box.bottom - 4 &&
              b.box.top < a.box.bottom - 4,
          )
          .map((b) => `${a.text} | ${b.text}`),
      );
      const gone = texts.filter(({ text }) => text === '…').map(() => 'a text is cut to nothing');
      return [...outside.map((text) => `outside: ${text}`), ...covered, ...gone].join('\n');
    }, first?.content ?? '');
    expect(found).toBe('');
  });

  test('What is opened on the way down is in every export, and a saved page opens it without asking', async () => {
    await openShown();
    const save = async (name: RegExp): Promise<void> => {
      await view.press('e');
      await view.page.getByRole('button', { name }).click();
    };
    for (const name of [/^SVG/, /^CSV/, /^JSON/]) {
      await save(name);
    }

    const plain = await view.posted('export');
    await view.page.locator('[data-focus="head 23.4"]').click();
    const [read, wrote] = await view.posted('detail');
    await view.send({ type: 'detail', id: read?.id ?? 0, result: readByHead(2) });
    await view.send({ type: 'detail', id: wrote?.id ?? 0, result: writtenByHead });
    for (const name of [/^SVG/, /^SVG/, /^CSV/, /^JSON/, /^HTML/, /^PNG/]) {
      await save(name);
    }

    await view.page.waitForFunction(() => JSON.stringify(Reflect.get(window, 'posted')).includes('"png"'));
    const [svg, again, csv, json, png] = (await view.posted('export')).slice(plain.length);
    expect(svg?.name).toBe('explain-test.svg');
    expect(svg?.content).toBe(again?.content);
    for (const text of [
      'What head 23.4 read and wrote at position 4',
      '·Paris 77.3',
      '› attention 23 › head 23.4',
      'what it read',
      '+2.80',
    ]) {
      expect(svg?.content).toContain(text);
      expect(plain[0]?.content).not.toContain(text === '·Paris 77.3' ? 'head 23.4:' : text);
    }

    expect(csv?.content.startsWith(plain[1]?.content ?? 'x')).toBe(true);
    expect(csv?.content).toContain('\n3," France",0.9,2.8,');
    expect(csv?.content).toContain('\n" the",-2\n');
    const whole: unknown = JSON.parse(json?.content ?? '');
    const { opened, ...rest } = isRecord(whole) ? whole : { opened: undefined };
    expect(rest).toEqual(JSON.parse(plain[2]?.content ?? ''));
    expect(opened).toMatchObject({ path: { unit: 'head 23.4' }, answers: { 'head 23.4 wrote': writtenByHead } });
    expect(png?.content.startsWith('iVBORw0KGgo')).toBe(true);
    const [page] = await view.posted('exportHtml');
    expect(page?.opened).toEqual(opened);
    await view.press('t');
    expect(await view.page.locator('table.data caption').allInnerTexts()).toEqual(
      expect.arrayContaining(['What head 23.4 read', 'What head 23.4 wrote']),
    );

    await open();
    await view.send({ ...showContributions(), opened });
    expect(await crumbs()).toContain('head 23.4: what it read and wrote');
    expect(await view.text('.reading-part')).toContain('·France 0.90 +2.80');
    expect(await view.posted('detail')).toEqual([]);
    expect(await view.violations()).toBe('');
  }, 120_000);

  test('R105 After a reload the way down comes back with its request', async () => {
    await openShown();
    await view.page.locator('[data-focus="neuron 24:1005"]').click();
    const state = await view.kept();
    await open({ state });
    await view.send({ type: 'panel', panel: 'one' });
    await view.send(showContributions(explained, 2));
    expect(await crumbs()).toContain('neuron 24:1005');
  });

  test('R107 Beside an open lens of 512 positions 20 more results leave nothing behind, and both views stay live', async () => {
    const beside = await openView('lens');
    await beside.send(showLens(wideLens(512)));
    await open();
    const showNext = async (run: number): Promise<void> => {
      await view.send(showContributions(run % 2 === 0 ? contrasted : explained, run));
      await view.page.locator('.steps button').last().click();
      const id = (await view.posted('detail')).at(-1)?.id ?? 0;
      await view.send({ type: 'detail', id, failure: { kind: 'cancelled', message: 'It was cancelled.', actions: [] } });
      await view.press('Escape');
    };
    for (let run = 1; run <= 4; run++) {
      await showNext(run);
    }

    const before = await view.held();
    for (let run = 5; run <= 24; run++) {
      await showNext(run);
    }

    expect(grown(before, await view.held())).toEqual([]);
    await view.page.locator('.steps button').last().click();
    expect(await crumbs()).toContain('feed-forward 29');
    await beside.page.locator('[role=gridcell][tabindex="0"]').focus();
    await beside.press('Home', 'End');
    expect(await beside.focus()).toBe('cell-511-29');
  }, 600_000);

  test('Tokens with markup, bidirectional controls and NUL are shown and never interpreted', async () => {
    await open();
    await view.send(showContributions(hostileContributions()));
    expect(await view.page.locator('main img, main script, header img, header script').count()).toBe(0);
    expect(await view.page.evaluate('window.hacked')).toBeUndefined();
    expect(await view.text('header')).toContain('</script><scr…');
    expect(await view.violations()).toBe('');
  });

  test('A narrow panel stacks its lists and never scrolls sideways as a whole', async () => {
    await openShown({ width: 480 });
    const width = await view.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(width[0]).toBe(width[1]);
  });
});
