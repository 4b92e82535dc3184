// What no client should send, and how it is answered. One daemon takes all that it can go on from.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Daemon, sweep } from './daemon.mjs';

const limit = { timeout: 120_000 };
const daemon = new Daemon();

before(async () => {
  daemon.send({ id: 'early', method: 'interp/memory', params: {} });
  assert.equal((await daemon.answer('early')).error.code, -32002);
  daemon.send({ id: 'init', method: 'initialize', params: { processId: null, capabilities: {} } });
  await daemon.answer('init');
  daemon.send({ method: 'initialized', params: {} });
}, limit);
after(() => daemon.stop(), limit);

/** The error of the next refusal without an id. */
async function refusalOf(message) {
  const before = daemon.messages.filter(({ id }) => id === null).length;
  daemon.send(message);
  await daemon.until((_, place, all) => all.filter(({ id }) => id === null).length > before, 'a refusal');
  return daemon.messages.filter(({ id }) => id === null)[before].error;
}

async function serves() {
  const id = `check ${daemon.messages.length}`;
  daemon.send({ id, method: 'interp/memory' });
  assert.ok((await daemon.answer(id)).result.resident > 0);
}

test('Text that is no JSON is answered by -32700, and the next message is served', limit, async () => {
  for (const text of ['{bad', '', '\u0000', '{"jsonrpc":"2.0","id":1,"method":"interp/memory"', '['.repeat(5000)]) {
    assert.equal((await refusalOf(text)).code, -32700, text.slice(0, 20));
  }

  daemon.write(Buffer.concat([Buffer.from('Content-Length: 3\r\n\r\n'), Buffer.from([0xff, 0xfe, 0x7b])]));
  await serves();
});

test('Batches, fractions as ids and messages of no kind are refused by -32600', limit, async () => {
  for (const text of ['[{"jsonrpc":"2.0","id":1,"method":"interp/memory"}]', '7', '{"jsonrpc":"2.0","id":1.5,"method":"interp/memory"}', '{"jsonrpc":"2.0","id":null,"method":"interp/memory"}']) {
    assert.equal((await refusalOf(text)).code, -32600, text);
  }

  daemon.send('{"jsonrpc":"1.0","id":"old","method":"interp/memory"}');
  assert.equal((await daemon.answer('old')).error.code, -32600);
  daemon.send('{"jsonrpc":"2.0","id":"half","method":"\\ud800"}');
  assert.equal((await daemon.answer('half')).error.code, -32600);
  daemon.send({ id: 'list', method: 'interp/lens', params: [1] });
  assert.equal((await daemon.answer('list')).error.code, -32602);
  await serves();
});

test('Answers to nothing and notifications of no known method are passed over', limit, async () => {
  daemon.send({ id: 99, result: 1 });
  daemon.send({ id: 'x', error: { code: 1, message: 'm' } });
  daemon.send({ method: 'nobody/knows', params: {} });
  daemon.send({ method: '$/cancelRequest', params: { id: 'never was' } });
  await serves();
});

test('A frame that comes byte by byte, and two that come at once, are served', limit, async () => {
  const content = '{"jsonrpc":"2.0","id":"slow","method":"interp/memory","params":null}';
  for (const byte of Buffer.from(`content-length: ${content.length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n${content}`)) {
    daemon.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }

  assert.ok((await daemon.answer('slow')).result.resident > 0);
  const two = ['a1', 'a2'].map((id) => `{"jsonrpc":"2.0","id":"${id}","method":"interp/memory"}`);
  daemon.write(Buffer.from(two.map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`).join('')));
  await daemon.answer('a1');
  await daemon.answer('a2');
});

test('A frame over 32 MB is refused by its id, and the next is served', limit, async () => {
  const text = 'x'.repeat(33 << 20);
  daemon.send({ id: 'huge', method: 'interp/tokenize', params: { text } });
  assert.equal((await daemon.answer('huge')).error.code, -32600);
  await serves();
});

test('A second request with an id that is in use is refused, and the first is served', limit, async () => {
  daemon.send({ id: 'twin', method: 'interp/contributions', params: sweep });
  daemon.send({ id: 'twin', method: 'interp/memory', params: {} });
  const answers = () => daemon.messages.filter(({ id }) => id === 'twin');
  await daemon.until(() => answers().length === 1, 'the refusal');
  assert.equal(answers()[0].error.code, -32600);
  daemon.send({ method: '$/cancelRequest', params: { id: 'twin' } });
  await daemon.until(() => answers().length === 2, 'the answer');
  assert.equal(answers()[1].error.code, -32800);
});

for (const [name, bytes] of [['that is no header', 'GET / HTTP/1.1\r\n\r\n'], ['without a length', 'Content-Type: text\r\n\r\n{}'], ['whose length is no number', 'Content-Length: 1e9\r\n\r\n']]) {
  test(`A header ${name} ends the daemon with one clear line`, limit, async () => {
    const other = new Daemon();
    other.write(Buffer.from(bytes));
    const { code } = await other.ended;
    assert.equal(code, 1);
    assert.match(other.errors.trimEnd().split('\n').at(-1), /^interp serve: ended, a /);
    assert.equal(other.messages[0].error.code, -32700);
  });
}

test('Half a frame and the end of input end the daemon', limit, async () => {
  const other = new Daemon();
  other.process.stdin.end('Content-Length: 100\r\n\r\n{"jsonrpc"');
  assert.equal((await other.ended).code, 1);
});
