// A view in a plain browser, with a page that plays the editor.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { isFromView, type FromView, type ToView, type ViewKind } from '../../../extension/shared/viewProtocol.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the bundled views. */
    views: string;
  }
}

const places = [process.env['INTERP_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = places.find((place) => place !== undefined && existsSync(place));

/** Why tests that need a browser are skipped; undefined where there is one. */
export const noBrowser = found === undefined ? 'no Chromium: apt-get install chromium, or set INTERP_CHROMIUM' : undefined;

/** The name of a group of browser tests, with the reason where it is skipped. */
export function named(title: string): string {
  return noBrowser === undefined ? title : `${title} (skipped: ${noBrowser})`;
}

/** The themes that the editor has, as classes of the page. */
export const themes = ['vscode-dark', 'vscode-light', 'vscode-high-contrast', 'vscode-high-contrast-light'] as const;

/** Starts a browser that asks nobody anything. */
export function startBrowser(): Promise<Browser> {
  const quiet = [
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
  return chromium.launch({ executablePath: found ?? '', args: ['--no-sandbox', ...quiet] });
}

/** More of one kind would only hide the others. */
const mostViolations = 6;

/** How a view is opened. */
export interface OpenOptions {
  readonly theme?: (typeof themes)[number];
  readonly width?: number;
  readonly height?: number;
  /** State kept before a reload. */
  readonly state?: unknown;
}

/** How much more a page may hold after many results than after two. */
const mostGrowth = { Nodes: 1.2, JSEventListeners: 1.2, JSHeapUsedSize: 1.5 } as const;

/** What a page holds more of than it held before, beyond what engines need; empty where that is nothing. */
export function grown(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return Object.entries(mostGrowth)
    .filter(([name, factor]) => (after.get(name) ?? Infinity) > (before.get(name) ?? 0) * factor)
    .map(([name]) => `${name}: ${before.get(name)}, then ${after.get(name)}`);
}

/** A view on a page. */
export class TestView {
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.errors.push(message.text());
      }
    });
    page.on('request', (request) => {
      if (!/^(about|data):/.test(request.url())) {
        this.errors.push(`asked for ${request.url()}`);
      }
    });
  }

  /** Opens a view as the editor does. */
  static async open(
    browser: Browser,
    kind: ViewKind,
    { theme = 'vscode-dark', width = 900, height = 900, state }: OpenOptions = {},
  ): Promise<TestView> {
    const view = new TestView(await browser.newPage({ viewport: { width, height } }));
    const text = (name: string): string => readFileSync(join(inject('views'), name), 'utf8');
    const editor = `window.posted = []; window.kept = ${JSON.stringify(state ?? null)} ?? undefined;
      window.interpEditor = { postMessage: (m) => window.posted.push(structuredClone(m)), getState: () => window.kept, setState: (s) => { window.kept = structuredClone(s); } };`;
    await view.page.setContent(
      `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>view</title><style>${text(`${kind}.css`)}</style></head><body class="${theme}"><script>${editor}</script><script>${text(`${kind}.js`)}</script></body></html>`,
    );
    return view;
  }

  /** Sends a message as the extension does, and waits until what it changes is drawn. */
  async send(message: ToView): Promise<void> {
    await this.page.evaluate((data) => {
      window.postMessage(data, '*');
    }, message);
    await this.settled();
  }

  /** Waits for two frames: messages are taken and drawn. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 0);
        }),
    );
  }

  /** Presses keys one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }

    await this.settled();
  }

  /** What the view has posted of one type. */
  async posted<T extends FromView['type']>(type: T): Promise<Extract<FromView, { type: T }>[]> {
    const all: unknown = await this.page.evaluate('window.posted');
    const isOfType = (message: unknown): message is Extract<FromView, { type: T }> =>
      isFromView(message) && message.type === type;
    return Array.isArray(all) ? all.filter(isOfType) : [];
  }

  /** What the view has kept for a reload. */
  kept(): Promise<unknown> {
    return this.page.evaluate('window.kept');
  }

  /** What the page holds after garbage was collected: `Nodes`, `JSEventListeners`, `JSHeapUsedSize` and others. */
  async held(): Promise<ReadonlyMap<string, number>> {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Performance.enable');
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    await session.detach();
    return new Map(metrics.map(({ name, value }) => [name, value]));
  }

  /** The text of the first element that matches. */
  async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
  }

  /** The focused element's name for tests: its `data-focus`, or its text. */
  focus(): Promise<string> {
    return this.page.evaluate(
      () => document.activeElement?.getAttribute('data-focus') ?? document.activeElement?.textContent ?? '',
    );
  }

  /** What axe finds, one line each; the empty text where it finds nothing. */
  async violations(): Promise<string> {
    await this.page.addScriptTag({ path: join(import.meta.dirname, '..', '..', '..', 'node_modules', 'axe-core', 'axe.min.js') });
    const lines: unknown = await this.page.evaluate(
      `axe.run(document).then((found) => found.violations.flatMap((violation) => violation.nodes.map((node) => violation.id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`,
    );
    return Array.isArray(lines) ? lines.slice(0, mostViolations).join('\n') : 'axe gave no list';
  }
}
