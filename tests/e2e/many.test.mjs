// Many requests at once, and a client that reads slowly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Daemon, framesOf, tiny } from './daemon.mjs';

test('300 requests at once with progress and a slow reader: every frame whole, every id answered once (R93)', { timeout: 300_000 }, async () => {
  const daemon = new Daemon();
  daemon.send({ id: 'init', method: 'initialize', params: { processId: null, capabilities: {} } });
  await daemon.answer('init');
  const output = daemon.process.stdout;
  output.pause();
  const methods = [
    ['interp/lens', { ...tiny, top: 3 }],
    ['interp/tokenize', { ...tiny }],
    ['interp/forward', { ...tiny, top: 2 }],
    ['interp/project', { model: tiny.model, vectors: [{ kind: 'ffValue', layer: 1, neuron: 2 }] }],
    ['interp/contributions', { ...tiny, levels: ['layers', 'ffNeurons'] }],
    ['interp/debugInfo', {}],
  ];
  for (let id = 0; id < 300; id++) {
    const [method, params] = methods[id % methods.length];
    const own = method === 'interp/debugInfo' ? {} : { ...(id % 5 === 0 ? { ids: tiny.ids.slice(0, 2 + (id % 14)) } : {}), workDoneToken: id, partialResultToken: `p${id}` };
    daemon.send({ id, method, params: method === 'interp/project' ? { ...params, workDoneToken: id } : { ...params, ...own } });
  }

  for (let taste = 0; taste < 64; taste++) {
    output.read(1024);
    await new Promise(setImmediate);
  }

  output.resume();
  await daemon.until((_, place, all) => all.filter(({ id }) => typeof id === 'number').length === 300, '300 answers');
  await daemon.stop();
  const { messages, rest } = framesOf(daemon.bytes);
  assert.equal(rest.length, 0);
  const answers = messages.filter(({ id, method }) => typeof id === 'number' && method === undefined);
  assert.deepEqual(answers.map(({ id }) => id).sort((a, b) => a - b), Array.from({ length: 300 }, (_, id) => id));
  assert.deepEqual(answers.filter(({ error }) => error).map(({ error }) => error.message), []);
  const ended = new Map(messages.map((message, place) => [message.id, place]));
  for (const [place, message] of messages.entries()) {
    if (message.method === '$/progress') {
      const id = Number(String(message.params.token).replace('p', ''));
      assert.ok(place < ended.get(id), `progress of ${id} comes before its answer`);
    }
  }
});
