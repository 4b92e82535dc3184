// How long the extension takes to be ready in a real VS Code, and a document to show its first answer: fresh windows of code-server with the package of this machine.
// `INTERP_VSIX=FILE node benchmarks/editor/activation.mjs` takes a package that is there already.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright-core';
import { browser, editorPrograms, installEditor } from '../../scripts/editor.mjs';
import { ownTarget, packageAll } from '../../scripts/package.mjs';
import { milliseconds, quantile } from '../daemon/client.mjs';

const rounds = 7;
await installEditor();
const { node, codeServer } = editorPrograms();
const home = mkdtempSync(join(tmpdir(), 'interp-activation-'));
const extensions = join(home, 'extensions');
const environment = { PATH: join(home, 'bin'), HOME: home, LANG: 'C.UTF-8', TMPDIR: home };
const file = process.env.INTERP_VSIX ?? packageAll([ownTarget()], { quiet: true })[0];
spawnSync(node, [codeServer, '--install-extension', file, '--extensions-dir', extensions, '--user-data-dir', join(home, 'data')], { env: environment });
const folder = join(home, 'tour');
mkdirSync(folder);
writeFileSync(join(folder, 'capitals.interp'), '### Capital of France\nThe capital of France is\n');

const shown = await chromium.launch({ executablePath: browser(), args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
const times = [];
for (let round = 0; round < rounds; round++) {
  times.push(await measure(join(home, `person-${round}`)));
}

await shown.close();
rmSync(home, { recursive: true, force: true });
console.log('| wait | median | slowest |\n| --- | --- | --- |');
const row = (name, values) => console.log(`| ${name} | ${milliseconds(quantile(values, 0.5))} | ${milliseconds(Math.max(...values))} |`);
row('activation of the extension, as the editor tells it', times.map((time) => time.activation));
row('of that, its own part', times.map((time) => time.own));
row('a document chosen to its first answer above the prompt, daemon and model started', times.map((time) => time.answer));
console.log(`\n${rounds} fresh windows of code-server, Chromium ${shown.version()} on the same two cores.`);

async function measure(data) {
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify({
    'security.workspace.trust.enabled': false, 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off', 'chat.disableAIFeatures': true,
    'extensions.autoCheckUpdates': false, 'update.mode': 'none', 'git.enabled': false,
  }));
  const server = spawn(
    node,
    [codeServer, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check', '--extensions-dir', extensions, '--user-data-dir', data],
    { env: environment, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  // So tall that the list of extensions is whole.
  const page = await shown.newPage({ viewport: { width: 1280, height: 3000 } });
  page.setDefaultTimeout(120_000);
  try {
    await page.goto(`${await addressOf(server)}?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await page.keyboard.press('Control+p');
    const input = page.locator('.quick-input-widget:visible input[type=text]');
    await input.fill('capitals');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'capitals.interp' }).waitFor();
    const chosen = performance.now();
    await page.keyboard.press('Enter');
    await page.locator('.codelens-decoration', { hasText: 'Paris' }).waitFor();
    const answer = performance.now() - chosen;
    await page.keyboard.press('F1');
    await input.fill('>Developer: Show Running Extensions');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Show Running Extensions' }).waitFor();
    await page.keyboard.press('Enter');
    const told = await page.locator('.monaco-list-row', { hasText: /^Interp\d/ }).locator('.activation-time').innerText();
    return { answer, activation: numberIn(told), own: numberIn(/The extension was ready (\d+) ms/.exec(log(data))?.[0] ?? '') };
  } finally {
    await page.close();
    const ended = new Promise((done) => server.once('exit', done));
    server.kill();
    await ended;
  }
}

function numberIn(text) {
  return Number(/\d+/.exec(text)?.[0] ?? NaN);
}

function log(data) {
  const folderOfLogs = join(data, 'logs');
  return readdirSync(folderOfLogs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('Interp.log')).map((name) => readFileSync(join(folderOfLogs, name), 'utf8')).join('');
}

function addressOf(server) {
  let output = '';
  return new Promise((done) => {
    server.stdout.on('data', (text) => {
      output += text;
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(output)?.[1];
      if (address !== undefined) {
        done(address);
      }
    });
  });
}
