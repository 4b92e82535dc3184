// A person writes while the daemon answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import { Daemon, program, until } from './daemon.mjs';
import { wordModel } from './models.mjs';

const limit = { timeout: 180_000 };
const place = mkdtempSync(join(tmpdir(), 'interp-writing-'));
const words = wordModel(join(place, 'words'));
after(() => rmSync(place, { recursive: true, force: true }));

const text = 'the cat sat on a mat the cat sat on a mat';

async function serving(capabilities, environment, model = words) {
  const daemon = new Daemon([], environment);
  await daemon.connect({ protocolVersion: 1, model }, capabilities);
  let version = 1;
  return Object.assign(daemon, {
    open: (uri, content) => daemon.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'interp', version, text: content } }),
    change: (uri, ...contentChanges) => daemon.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges }),
    hover: (uri, line, character) => daemon.request('textDocument/hover', { textDocument: { uri }, position: { line, character } }),
    read: async (uri, line, character) => {
      for (;;) {
        const hover = await daemon.hover(uri, line, character);
        if (!hover?.contents.value.includes('still reading')) {
          return hover;
        }
      }
    },
  });
}

test('A change while hovers and code lenses are under way: each is answered for the text it was asked of, none is cancelled (R97)', limit, async () => {
  const uri = 'untitled:typed.interp';
  const daemon = await serving();
  await daemon.open(uri, text);
  const asked = [];
  for (let round = 0; round < 40; round++) {
    asked.push(daemon.hover(uri, 0, 4), daemon.request('textDocument/codeLens', { textDocument: { uri } }));
    await daemon.change(uri, { text: round % 2 === 0 ? `### a\n\n${text} ${'the '.repeat(round % 5)}` : text });
  }

  for (const [index, answer] of (await Promise.allSettled(asked)).entries()) {
    if (answer.status === 'rejected') {
      assert.equal(answer.reason.code, -32801);
      continue;
    }

    // At odd rounds the text began with a header, over which there is no hover.
    const isPlain = index % 4 < 2;
    if (index % 2 === 0) {
      assert.equal(answer.value === null, !isPlain, `hover of round ${Math.floor(index / 2)}`);
    } else {
      assert.ok(answer.value.length >= 2);
      assert.equal(answer.value[0].range.end.character, isPlain ? 0 : 5);
    }
  }

  assert.equal((await daemon.stop()).code, 0);
});

test('The copy of a document is what the editor has after changes beside characters of two units and beyond the ends (R95)', limit, async () => {
  const uri = 'untitled:copy.interp';
  const daemon = await serving();
  const range = (...at) => ({ start: { line: at[0], character: at[1] }, end: { line: at[2], character: at[3] } });
  const tokens = async () => (await daemon.request('interp/tokenize', { document: { uri, block: 0 } })).tokens.map((token) => token.text).join(' ');
  await daemon.open(uri, 'let x = "😀";');
  await daemon.change(uri, { range: range(0, 0, 0, 13), text: 'cat' });
  assert.equal(await tokens(), 'cat');
  await daemon.change(uri, { range: range(7, 0, 9, 9), text: ' sat 😀\r\nthe' }, { range: range(0, 8, 1, 0), text: '' });
  assert.equal((await daemon.request('interp/document', { textDocument: { uri } })).blocks[0].request.text, 'cat sat the');
  await daemon.change(uri, { range: range(0, 3, 1, 0), text: '' });
  assert.equal(await tokens(), 'cat');
  assert.equal((await daemon.stop()).code, 0);
});

test('Editors without tables or without Markdown get the same facts (R103)', limit, async () => {
  const facts = [];
  for (const capabilities of [
    {},
    { general: { markdown: { parser: 'marked' } } },
    { textDocument: { hover: { contentFormat: ['plaintext'] } } },
  ]) {
    const daemon = await serving(capabilities);
    await daemon.open('untitled:facts.interp', text);
    const { kind, value } = (await daemon.read('untitled:facts.interp', 0, 5)).contents;
    const plain = value.replaceAll(/<[^>]*>|!\[[^\]]*\]\([^)]*\)|\*\*/g, '').replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    facts.push([kind, ...['position 1 of 0–11', /Next: .*%/, /[−\d.]+ after layer 0, [−\d.]+ at the end\./].map((fact) => (typeof fact === 'string' ? plain.includes(fact) && fact : fact.exec(plain)?.[0]))]);
    await daemon.stop();
  }

  assert.deepEqual(facts.map(([kind]) => kind), ['markdown', 'markdown', 'plaintext']);
  assert.ok(facts[0].every((fact) => fact));
  assert.deepEqual(facts[1].slice(1), facts[0].slice(1));
  assert.deepEqual(facts[2].slice(1), facts[0].slice(1));
});

const locales = ['de_DE.UTF-8', 'nb_NO.UTF-8', 'sv_SE.UTF-8', 'tr_TR.UTF-8', 'ar_SA.UTF-8', 'fa_IR.UTF-8'];

test('Expectations are read, evaluated and shown alike under every locale (R121)', limit, async () => {
  const document = join(place, 'expected.interp');
  const content = `@model ./words\n### a\n@expect prob("cat") >= 0.0001\n@expect prob("mat") < 0.5\n@expect logprob("sat") > -1000.25\n\n${text}\n`;
  writeFileSync(document, content);
  const tested = (locale) => {
    const { status, stdout, stderr } = spawnSync(program, ['test', document], { env: { ...process.env, LANG: locale, LC_ALL: locale, INTERP_MODELS: '' }, encoding: 'utf8' });
    return [status, stdout, stderr];
  };
  const hinted = async (locale) => {
    const daemon = await serving({}, { LANG: locale, LC_ALL: locale });
    const uri = pathToFileURL(document).href;
    await daemon.open(uri, content);
    await daemon.request('interp/runExpectations', { textDocument: { uri } });
    const hints = await daemon.request('textDocument/inlayHint', { textDocument: { uri }, range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } });
    const { contents } = await daemon.read(uri, 6, 5);
    await daemon.stop();
    return [hints.map(({ label }) => label), contents.value];
  };
  const [status, printed] = tested('C');
  assert.equal(status, 0, printed);
  const shown = await hinted('C');
  assert.equal(shown[0].length, 3);
  for (const locale of locales) {
    assert.deepEqual(tested(locale).slice(0, 2), [status, printed], locale);
    assert.deepEqual(await hinted(locale), shown, locale);
  }
});

test('Numbers that a model does not have are told at their place, by analyses of the block and by the tests, in the words of the document', limit, async () => {
  const document = join(place, 'beyond.interp');
  const content = `@model ./words\n### a\n@layers 50-60\n@expect prob("cat") > 0\n\n${text}\n### b\n@expect score(head 99.9) > 0\n@expect attention(head 0.0, 77) > 0\n@expect prob("cat") >= 0\n\n${text}\n`;
  writeFileSync(document, content);
  const uri = pathToFileURL(document).href;
  const daemon = await serving();
  await daemon.open(uri, content);
  const { params } = await daemon.until((message) => message.method === 'textDocument/publishDiagnostics' && message.params.diagnostics.length === 3, 'three problems');
  const lines = content.split('\n');
  const told = params.diagnostics.map(({ range, message }) => [lines[range.start.line].slice(range.start.character, range.end.character), message]);
  const layers = 'This model has layers 0 to 2; 50-60 lies outside.';
  assert.deepEqual(told, [
    ['50-60', `${layers} Write layers from 0 to 2.`],
    ['99', 'This model has layers 0 to 2; 99 lies outside. Write layers from 0 to 2.'],
    ['77', 'The prompt has positions 0 to 11; 77 lies outside. Write a number from 0 to 11, or from -1 back to -12, counted from the end.'],
  ]);
  assert.equal((await daemon.refusal('interp/explain', { document: { uri, block: 0 } })).message, layers);
  assert.match((await daemon.refusal('interp/explain', { document: { uri, block: 0 }, inLayers: [9] })).message, /inLayers\[0\]/, 'What the request says itself is called as it says it.');
  await daemon.request('interp/lens', { document: { uri, block: 0 }, top: 1 });
  assert.equal((await daemon.stop()).code, 0);

  const { status, stdout } = spawnSync(program, ['test', document], { env: { ...process.env, INTERP_MODELS: '' }, encoding: 'utf8' });
  assert.equal(status, 4, stdout);
  assert.match(stdout, /3:9 This model has layers 0 to 2; 50-60 lies outside\. Write layers from 0 to 2\./);
  assert.match(stdout, /line 8: score\(head 99\.9\) has no value: This model has layers 0 to 2; 99 lies outside\./);
  assert.match(stdout, /1 passed, 3 failed/);
  assert.doesNotMatch(stdout, /\[0\]/);
});

test('Models, documents and the log may be in folders with blanks, an apostrophe and other scripts in their names (R125)', limit, async () => {
  const folder = join(place, "O'Brien Müller 山田");
  mkdirSync(folder);
  wordModel(join(folder, 'my words'));
  const uri = pathToFileURL(join(folder, 'my prompts.interp')).href;
  const daemon = await serving({}, { XDG_STATE_HOME: folder });
  await daemon.open(uri, `@model ./my words\n### a\n\n${text}`);
  assert.match((await daemon.read(uri, 3, 5)).contents.value, /Next: /);
  await daemon.request('interp/lens', { document: { uri, block: 0 }, top: 1 });
  await until(async () => (await daemon.request('interp/memory', {})).models.some(({ path }) => path.endsWith('my words')));
  assert.equal((await daemon.stop()).code, 0);
});
