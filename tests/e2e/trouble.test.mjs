// What goes wrong around a daemon: each gets one message that says what to do, and the daemon serves on.
import assert from 'node:assert/strict';
import { mkdtempSync, openSync, closeSync, ftruncateSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import rpc from 'vscode-jsonrpc/node';
import { Daemon, isAlive, until } from './daemon.mjs';
import { largeModel, wordModel } from './models.mjs';

const { ProgressType } = rpc;

const limit = { timeout: 180_000 };
const place = mkdtempSync(join(tmpdir(), 'interp-trouble-'));
const words = wordModel(join(place, 'words'));
const daemon = new Daemon();
const told = new Map();

before(async () => {
  await daemon.connect({ protocolVersion: 1, model: words });
  daemon.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => told.set(uri, diagnostics));
}, limit);
after(async () => {
  assert.deepEqual(await daemon.stop(), { code: 0, signal: null });
  rmSync(place, { recursive: true, force: true });
}, limit);

const open = (uri, text) => daemon.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'interp', version: 1, text } });
const close = (uri) => daemon.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });

/** The hover at a place, once the model has read the prompt. */
async function hover(uri, line, character) {
  for (;;) {
    const answer = await daemon.request('textDocument/hover', { textDocument: { uri }, position: { line, character } });
    if (answer === null || !answer.contents.value.includes('still reading')) {
      return answer;
    }
  }
}

test('A document of 5 MB and 110,000 prompts is served while it is typed in, and one line says what is left out', limit, async () => {
  const uri = 'untitled:long.interp';
  const text = Array.from({ length: 110_000 }, (_, index) => `### prompt ${index}\n@expect prob("cat") > 2\n\nthe cat sat\n`).join('\n');
  assert.ok(text.length > 5_000_000);
  await open(uri, text);
  assert.match((await hover(uri, 3, 5)).contents.value, /cat/);
  for (const character of [3, 4, 5]) {
    await daemon.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: character },
      contentChanges: [{ range: { start: { line: 500_003, character: 0 }, end: { line: 500_003, character: 0 } }, text: 'x' }],
    });
    const lenses = await daemon.request('textDocument/codeLens', { textDocument: { uri } });
    assert.ok(lenses.length >= 2000 && lenses.length <= 4000, `${lenses.length} code lenses`);
  }

  assert.equal((await daemon.request('textDocument/documentSymbol', { textDocument: { uri } })).length, 1000);
  await until(() => told.get(uri)?.some(({ code }) => code === 'manyPrompts'));
  const leftOut = told.get(uri).filter(({ code }) => code === 'manyPrompts');
  assert.equal(leftOut.length, 1);
  assert.equal(leftOut[0].severity, 3);
  assert.match(leftOut[0].message, /^Only the first 1,000 of 110,000 prompts have .* Hovers and Explain work in all of them/);
  assert.match((await hover(uri, 549_993, 5)).contents.value, /cat/);
  await close(uri);
});

test('A prompt beyond the context is told with both lengths, wherever it is asked of', limit, async () => {
  const uri = 'untitled:deep.interp';
  const text = Array(100).fill('cat').join(' ');
  const said = 'The prompt has 100 tokens; words reads at most 64.';
  const refusal = await daemon.refusal('interp/lens', { text });
  assert.deepEqual([refusal.message, refusal.data.kind], [said, 'promptTooLong']);
  assert.ok(refusal.data.hint.length > 0);
  await open(uri, `### deep\n\n${text}`);
  assert.match((await hover(uri, 2, 5)).contents.value, /has 100 tokens/);
  await until(() => told.get(uri)?.length === 1);
  assert.ok(told.get(uri)[0].message.startsWith(said));
  await close(uri);
});

test('Tokens of markup, bidirectional controls, bars, line breaks and NUL are shown as text, and no row loses its columns (R101)', limit, async () => {
  const nasty = ['|', '||', '`', '\n', '\r\n', '<b>', '</td>', '<img src=x onerror=alert(1)>', '\u202e', '\u2066', '\0', '\\', '](x)', '&amp;', '$x$', '---', '**'];
  const uri = 'untitled:nasty.interp';
  const model = wordModel(join(place, 'nasty'), ['the', 'cat', ...Array.from({ length: 209 }, (_, index) => nasty[index % nasty.length] + (index < nasty.length ? '' : index))]);
  await open(uri, `@model ${model}\n### nasty\n\nthe cat the cat`);
  const text = (await hover(uri, 3, 5)).contents.value;
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066\u2067\u2069]/);
  assert.doesNotMatch(text.replaceAll(/<(?:img src="data:[^"]*" width="\d+" height="\d+" alt="[^"<>]*"|\/?(?:table|tr|td|th|code|b|br|strong|span)[^<>]*)>/g, ''), /<[a-z/]/i);
  const rows = [...text.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) => [...row.matchAll(/<td[ >]/g)].length).slice(1);
  assert.ok(rows.length > 0 && rows.every((columns) => columns === rows[0]), `columns ${rows}`);
  const lenses = await daemon.request('textDocument/codeLens', { textDocument: { uri } });
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  assert.ok(lenses.every(({ command }) => !/[\u0000-\u001f\u202e\u2066]/.test(command.title)));
  await close(uri);
});

test('A model that disappears is named, others are served, and it is served again when it is back', limit, async () => {
  const model = wordModel(join(place, 'gone'));
  const request = { model, text: 'the cat', top: 1 };
  const whole = await daemon.request('interp/lens', request);
  renameSync(model, `${model}-elsewhere`);
  const refusal = await daemon.refusal('interp/lens', { ...request, top: 2 });
  assert.equal(refusal.data.kind, 'modelNotFound');
  assert.ok(refusal.message.includes('gone') && refusal.data.hint.length > 0);
  await open('untitled:gone.interp', `@model ${model}\n### a\n\nthe cat`);
  assert.match((await hover('untitled:gone.interp', 3, 5)).contents.value, /gone/);
  assert.equal((await daemon.request('interp/lens', { text: 'the cat', top: 1 })).cells.length, 2);
  renameSync(`${model}-elsewhere`, model);
  assert.deepEqual((await daemon.request('interp/lens', request)).cells, whole.cells);
  await close('untitled:gone.interp');
});

test('A model file that is cut short in place while it works neither ends the daemon nor changes an answer; the next request is refused', limit, async () => {
  const model = largeModel(join(place, 'large'));
  const file = join(model, 'model.safetensors');
  const bytes = readFileSync(file);
  const request = { model, ids: [1, 2, 3, 4], top: 3 };
  const whole = await daemon.request('interp/forward', request);
  const ids = Array.from({ length: 60 }, (_, id) => id);
  const begun = new Promise((resolve) => daemon.connection.onProgress(new ProgressType(), 'begun', resolve));
  const works = daemon.request('interp/contributions', { model, ids, score: 'rank', levels: ['ffNeurons'], workDoneToken: 'begun' }).then(() => 'served', ({ code }) => code);
  await begun;
  const descriptor = openSync(file, 'r+');
  ftruncateSync(descriptor, 4096);
  closeSync(descriptor);
  assert.equal(await works, 'served');
  const refusal = await daemon.refusal('interp/forward', request);
  assert.equal(refusal.data.kind, 'modelDamaged');
  assert.ok(refusal.data.hint.length > 0);
  assert.ok(isAlive(daemon.process.pid));
  writeFileSync(file, bytes);
  assert.deepEqual((await daemon.request('interp/forward', request)).predictions, whole.predictions);
});

test('A client of another version is told what to install, and may end the daemon', limit, async () => {
  for (const [protocolVersion, hint] of [[99, /^Install a newer interp/], [0, /^Install a newer client/]]) {
    const other = new Daemon();
    other.send({ id: 1, method: 'initialize', params: { capabilities: {}, initializationOptions: { protocolVersion } } });
    const { error } = await other.answer(1);
    assert.deepEqual([error.code, error.data.kind], [-32803, 'protocolVersion']);
    assert.match(error.data.hint, hint);
    other.send({ method: 'exit' });
    assert.equal((await other.ended).code, 1);
  }
});
