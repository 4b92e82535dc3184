// A real VS Code in a real browser, driven as a person would: keyboard, pointer, and what can be read on the screen.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Dialog, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { addressOf, environmentOf, startServer, writeSettings, type EditorOptions } from './server.js';
import type { Installation } from './setup.js';

/** Long enough for a busy machine; nothing waits longer than its condition needs. */
const limitMs = 90_000;

const axe = join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js');

/** The browser asks nobody anything. */
const quiet = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Editor {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    private readonly data: string,
    /** The environment of the editor and of what it starts. */
    readonly environment: Record<string, string>,
    private readonly installation: Installation,
    private readonly options: EditorOptions,
  ) {}

  static async open(installation: Installation, options: EditorOptions): Promise<Editor> {
    const home = mkdtempSync(join(installation.home, 'person '));
    const folder = join(home, options.folderName ?? 'interp-tour');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(options.files)) {
      writeFileSync(join(folder, name), text);
    }

    if (options.folderSettings !== undefined) {
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(options.folderSettings));
    }

    const data = join(home, 'data');
    writeSettings(data, options, options.settings ?? {});
    const server = startServer(installation, home, data);
    const address = await addressOf(server);
    const browser = await chromium.launch({ executablePath: installation.chromium, args: ['--no-sandbox', ...quiet] });
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1180, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(limitMs);
    await page.goto(`${address}?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return new Editor(page, folder, server, browser, data, environmentOf(home), installation, options);
  }

  /** Reloads the window as a person does who says that it may be left. */
  async reload(): Promise<void> {
    const leave = (dialog: Dialog): void => {
      void dialog.accept();
    };
    this.page.on('dialog', leave);
    await this.page.reload();
    this.page.off('dialog', leave);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Waits until the editor has stored something of its state, as it does every few seconds: a reload brings it back. */
  async stored(text: RegExp): Promise<void> {
    await until(`the editor stores ${text.source}`, () => this.page.evaluate(storedState, text.source));
  }

  async close(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((done) => this.server.once('exit', done));
    this.server.kill();
    await ended;
  }

  /** Runs a command by its title, as the command palette shows it. */
  async command(title: string): Promise<void> {
    await this.openList('F1', `>${title}`, focused(title));
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).waitFor({ state: 'hidden' });
  }

  async openFile(name: string): Promise<void> {
    await this.openList('Control+p', name, focused(name));
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** The text on the screen. */
  async text(): Promise<string> {
    const lines = await this.page.locator('.editor-instance .view-line').allTextContents();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Where a stretch of text is on the screen; the first place that has it. */
  async placeOf(text: string, within?: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const place = await this.page.waitForFunction(
      ([wanted, line]) => {
        const plain = (value: string | null): string => (value ?? '').replaceAll('\u00a0', ' ');
        for (const row of document.querySelectorAll('.editor-instance .view-line')) {
          const rowText = plain(row.textContent);
          const start =
            line === undefined
              ? rowText.indexOf(wanted)
              : rowText.indexOf(line) < 0
                ? -1
                : rowText.indexOf(wanted, rowText.indexOf(line));
          if (start < 0) {
            continue;
          }

          const range = document.createRange();
          let passed = 0;
          const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const length = node.textContent?.length ?? 0;
            if (start >= passed && start < passed + length) {
              range.setStart(node, start - passed);
            }

            const end = start + wanted.length;
            if (end > passed && end <= passed + length) {
              range.setEnd(node, end - passed);
              const { x, y, width, height } = range.getBoundingClientRect();
              return { x, y, width, height };
            }

            passed += length;
          }
        }

        return undefined;
      },
      [text, within] as const,
    );
    const found = await place.jsonValue();
    if (found === undefined) {
      throw new Error(`"${text}" is not on the screen`);
    }

    return found;
  }

  /** Rests the pointer on a text until the hover shows what is wanted; gives the hover's text. */
  async hover(text: string, line: string, wanted: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible .hover-contents', { hasText: wanted }).first();
    const ended = Date.now() + limitMs;
    for (;;) {
      // From outside: a hover that is there already is not asked for again.
      await this.noHover();
      const { x, y, width, height } = await this.placeOf(text, line);
      await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
      try {
        await hover.waitFor({ timeout: 5000 });
        return (await this.page.locator('.monaco-hover:visible').first().innerText()).replaceAll('\u00a0', ' ');
      } catch (error) {
        if (Date.now() > ended) {
          throw error;
        }
      }
    }
  }

  /** Moves the pointer away and waits until nothing hovers. */
  async noHover(): Promise<void> {
    const hovers = this.page.locator('.monaco-hover:visible');
    await until('nothing hovers', async () => {
      await this.page.mouse.move(5, 5);
      return (await hovers.count()) === 0;
    });
  }

  async clickText(text: string, line: string): Promise<void> {
    const { x, y, width, height } = await this.placeOf(text, line);
    await this.page.mouse.click(x + width - 1, y + height / 2);
  }

  /** The page of a view inside its two frames. */
  view(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** What axe finds in the view: contrast of texts, names, roles. */
  async violations(): Promise<string[]> {
    await this.view().locator('body').waitFor();
    const element = await this.page.frameLocator('iframe.webview.ready').locator('#active-frame').elementHandle();
    const frame = await element.contentFrame();
    // Evaluated, not added to the page: its policy lets no other script in.
    await frame?.evaluate(readFileSync(axe, 'utf8'));
    const found = await frame?.evaluate<string[]>(
      `axe.run(document).then((all) => all.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.html.slice(0, 160))))`,
    );
    return found ?? ['There is no view.'];
  }

  /** Texts of a page in a browser of its own that has no network, and what it asked for besides itself. */
  async plainPage(address: string, selector: string): Promise<{ texts: string[]; asked: string[] }> {
    const context = await this.browser.newContext({ offline: true });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) {
        asked.push(request.url());
      }
    });
    await page.goto(address);
    await page.locator(selector).first().waitFor();
    const texts = await page.locator(selector).allInnerTexts();
    await context.close();
    return { texts, asked };
  }

  tab(title: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title });
  }

  status(): Locator {
    return this.page.locator('.part.statusbar .statusbar-item[id*="interp.status"]');
  }

  codeLens(text: string): Locator {
    return this.page.locator('.editor-instance .codelens-decoration', { hasText: text });
  }

  /** The messages on the screen. */
  messages(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item-message');
  }

  /** All lines of the extension's log so far. */
  log(): string {
    const logs = join(this.data, 'logs');
    return readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('Interp.log'))
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('');
  }

  /** Chooses another theme by its name in the list. */
  async chooseTheme(name: string): Promise<void> {
    const row = '.monaco-list-row[aria-label^="Preferences: Color Theme"]';
    await this.openList('F1', '>Preferences: Color Theme', row);
    await this.page.locator(`.quick-input-list ${row}`).click();
    await this.page.locator('.quick-input-widget:visible input[placeholder^="Select Color Theme"]').fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
  }

  /** Types into a list that a key opens, until it has a row. A view that comes up takes the focus, which closes the list: then it is opened once more. */
  private async openList(key: string, typed: string, row: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input[type=text]');
    await until(`the list has ${row}`, async () => {
      if (!(await input.isVisible())) {
        await this.page.keyboard.press(key);
      }

      try {
        await input.fill(typed, { timeout: 5000 });
        await this.page.locator(`.quick-input-list ${row}`).waitFor({ timeout: 5000 });
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Changes the person's settings as another window would: by the file. */
  setSettings(settings: Readonly<Record<string, unknown>>): void {
    writeSettings(this.data, this.options, settings);
  }

  /** The program inside the installed package. */
  packagedProgram(): string {
    const extensions = join(this.installation.home, 'extensions');
    const folder = readdirSync(extensions).find((name) => name.startsWith('interp.interp-vscode-'));
    return join(extensions, folder ?? '', 'server', 'interp');
  }

  /** The process of the daemon, as the extension's log names it; the last one started. */
  daemon(): number | undefined {
    const all = [...this.log().matchAll(/The daemon answered .* process (\d+)\)/g)];
    return all.length === 0 ? undefined : Number(all.at(-1)?.[1]);
  }
}

/** Waits until a condition holds; the words say which, when it never does. */
export async function until(words: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const ended = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > ended) {
      throw new Error(`It never came to be that ${words}.`);
    }

    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The row of a list that Enter takes, by its text. */
function focused(text: string): string {
  return `.monaco-list-row.focused:has-text(${JSON.stringify(text)})`;
}

/** In the page: true where what the editor stores in the browser has the text. */
async function storedState(text: string): Promise<boolean> {
  const settled = <R>(request: IDBRequest<R>): Promise<R> =>
    new Promise((done, fail) => {
      request.onsuccess = () => {
        done(request.result);
      };
      request.onerror = () => {
        fail(request.error ?? new Error('The browser does not say why.'));
      };
    });
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values: unknown[] = await settled(database.transaction(store).objectStore(store).getAll());
      if (name.startsWith('vscode-web-state-db') && values.some((value) => new RegExp(text).test(String(value)))) {
        database.close();
        return true;
      }
    }

    database.close();
  }

  return false;
}
