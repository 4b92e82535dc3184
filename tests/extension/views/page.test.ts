import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { named, noBrowser, startBrowser } from '../support/browser.js';

const program = join(import.meta.dirname, '..', '..', '..', 'server', 'Interp.Cli', 'bin', 'Release', 'net10.0');
const name = join(program, process.platform === 'win32' ? 'interp.exe' : 'interp');
const missing = noBrowser ?? (existsSync(name) ? undefined : 'the command line is not built: dotnet build');
const title =
  missing === noBrowser ? named('The page of the command line') : `The page of the command line (skipped: ${missing ?? ''})`;

describe.skipIf(missing !== undefined)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-page-'));
  let browser: Browser;

  beforeAll(async () => {
    // The start script puts the views beside the program that it builds; a plain build has none.
    cpSync(inject('views'), join(program, 'views'), { recursive: true });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(program, 'views'), { recursive: true, force: true });
  });

  test.each([
    ['lens', ['--html'], '[role=grid]'],
    ['explain', ['--out'], '.steps button'],
  ])(
    '%s writes one file that opens offline, draws its view and follows the system’s theme',
    async (verb, option, drawn) => {
      const file = join(folder, `${verb}.html`);
      const prompt = 'Where is </script><img src=x onerror="window.hacked=1"> in';
      const run = spawnSync(name, [verb, prompt, ...option, file, '--quiet'], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
      const context = await browser.newContext({ offline: true, colorScheme: 'light' });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => problems.push(message.text()));
      page.on('request', (request) => problems.push(...(/^(file|data):/.test(request.url()) ? [] : [request.url()])));
      await page.goto(`file://${file}`);
      await page.waitForSelector(drawn);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('.prompt').innerText()).toContain('</');
      expect(await page.evaluate(() => document.body.dataset['kind'])).toBe('light');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction(() => document.body.dataset['kind'] === 'dark');
      await page.keyboard.press('e');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^SVG/ }).click()]);
      expect(download.suggestedFilename()).toMatch(/\.svg$/);
      expect(problems).toEqual([]);
      await context.close();
    },
    120_000,
  );
});
