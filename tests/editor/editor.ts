// A real VS Code in a real browser, driven as a person would: keyboard, pointer, and what can be read on the screen.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import type { Installation } from './setup.js';

/** Long enough for a busy machine; nothing waits longer than its condition needs. */
const limitMs = 90_000;

export interface EditorOptions {
  /** Files of the folder that is opened, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder that is not trusted opens in restricted mode. */
  readonly trusted?: boolean;
  readonly theme?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly scale?: number;
  readonly folderName?: string;
  /** Settings that the folder itself brings along. */
  readonly folderSettings?: Readonly<Record<string, unknown>>;
}

export class Editor {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    private readonly data: string,
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
    const browser = await chromium.launch({ executablePath: installation.chromium, args: ['--no-sandbox'] });
    const context = await browser.newContext({
      viewport: { width: 1180, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(limitMs);
    await page.goto(`${address}?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return new Editor(page, folder, server, browser, data, installation, options);
  }

  async close(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((done) => this.server.once('exit', done));
    this.server.kill();
    await ended;
  }

  /** Runs a command by its title, as the command palette shows it. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget:visible input[type=text]');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).waitFor({ state: 'hidden' });
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    const input = this.page.locator('.quick-input-widget:visible input[type=text]');
    await input.waitFor();
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
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
    await this.page.mouse.move(5, 5);
    await this.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  }

  async clickText(text: string, line: string): Promise<void> {
    const { x, y, width, height } = await this.placeOf(text, line);
    await this.page.mouse.click(x + width - 1, y + height / 2);
  }

  /** The page of a view inside its two frames. */
  view(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
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

/** A person's own settings; those that belong to the machine, models and programs, are kept beside the server. */
function writeSettings(data: string, options: EditorOptions, settings: Readonly<Record<string, unknown>>): void {
  const entries = Object.entries({ ...plainSettings(options), ...settings });
  const own = (name: string): boolean => name.startsWith('interp.');
  for (const [place, wanted] of [
    ['User', entries.filter(([name]) => !own(name))] as const,
    ['Machine', entries.filter(([name]) => own(name))] as const,
  ]) {
    mkdirSync(join(data, place), { recursive: true });
    writeFileSync(join(data, place, 'settings.json'), JSON.stringify(Object.fromEntries(wanted)));
  }
}

function plainSettings(options: EditorOptions): Record<string, unknown> {
  return {
    'workbench.colorTheme': options.theme ?? 'Default Dark Modern',
    'security.workspace.trust.enabled': options.trusted === false,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    'telemetry.telemetryLevel': 'off',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'update.mode': 'none',
    'files.autoSave': 'off',
    'files.simpleDialog.enable': true,
    'editor.fontSize': 14,
    'editor.minimap.enabled': false,
    'editor.stickyScroll.enabled': false,
    'git.enabled': false,
  };
}

/** No program is found on the way to this server: neither .NET nor Node.js is there for the extension. */
function startServer(installation: Installation, home: string, data: string): ChildProcess {
  const empty = join(home, 'bin');
  mkdirSync(empty, { recursive: true });
  const options = [
    '--auth',
    'none',
    '--bind-addr',
    '127.0.0.1:0',
    '--disable-telemetry',
    '--disable-update-check',
    '--ignore-last-opened',
  ];
  return spawn(
    installation.node,
    [installation.codeServer, ...options, '--extensions-dir', join(installation.home, 'extensions'), '--user-data-dir', data],
    { env: { PATH: empty, HOME: home, LANG: 'C.UTF-8', TMPDIR: home }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

function addressOf(server: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((done, fail) => {
    const read = (text: Buffer): void => {
      output += text.toString();
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(output)?.[1];
      if (address !== undefined) {
        done(address);
      }
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => {
      fail(new Error(`code-server ended with ${String(code)}:\n${output}`));
    });
  });
}
