// One daemon, spoken to as an editor does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import rpc from 'vscode-jsonrpc/node';
import { Daemon, sweep, tiny, until } from './daemon.mjs';

const { CancellationTokenSource, ProgressType } = rpc;
const limit = { timeout: 120_000 };
const daemon = new Daemon(['--debug-print'], { DOTNET_gcTrace: '0', Logging__LogLevel__Default: 'Trace', ORT_LOG_LEVEL: 'VERBOSE' });

before(() => daemon.connect(), limit);
after(() => daemon.stop(), limit);

test('The answer to initialize says what is spoken and served', limit, () => {
  assert.equal(daemon.greeting.interp.protocolVersion, 1);
  assert.ok(daemon.greeting.interp.analyses.some(({ method }) => method === 'lens'));
  assert.equal(daemon.greeting.serverInfo.name, 'interp');
});

test('A sweep that is cancelled is answered by -32800, and what was asked later is served', limit, async () => {
  const source = new CancellationTokenSource();
  const running = daemon.request('interp/contributions', sweep, source.token).then(() => 'served', ({ code }) => code);
  await daemon.untilRunning('interp/contributions');
  source.cancel();
  assert.equal(await running, -32800);
  const lens = await daemon.request('interp/lens', { text: 'The capital of France is', top: 1 });
  assert.equal(lens.cells.at(-1).at(-1).top[0].text, ' Paris');
});

test('Of two who ask for the same, one may cancel and the other is answered', limit, async () => {
  const request = { text: 'Two ask for one thing', levels: ['layers', 'ffNeurons'], top: 7 };
  const source = new CancellationTokenSource();
  const blocker = new CancellationTokenSource();
  const first = daemon.request('interp/contributions', sweep, blocker.token).catch(({ code }) => code);
  await daemon.untilRunning('interp/contributions');
  const leaves = daemon.request('interp/contributions', request, source.token).then(() => 'served', ({ code }) => code);
  const stays = daemon.request('interp/contributions', request);
  await until(async () => {
    const { lanes } = await daemon.request('interp/debugInfo', {});
    const { waiting } = lanes.find(({ lane }) => lane === 'heavy');
    assert.ok(waiting <= 1, 'both wait for one computation');
    return waiting === 1;
  });
  source.cancel();
  assert.equal(await leaves, -32800);
  blocker.cancel();
  assert.equal(await first, -32800);
  assert.equal((await stays).ffNeurons.top.length, 7);
});

test('debugInfo and memory are answered, and a quick lens is served, while a sweep runs', limit, async () => {
  const source = new CancellationTokenSource();
  const running = daemon.request('interp/contributions', sweep, source.token).catch(({ code }) => code);
  await daemon.untilRunning('interp/contributions');
  const memory = await daemon.request('interp/memory', {});
  assert.ok(memory.resident > 0 && memory.models.length > 0);
  const lens = await daemon.request('interp/lens', { text: 'The capital of France is', positions: [-1], top: 1 });
  assert.equal(lens.cells[0].at(-1).top[0].text, ' Paris');
  const info = await daemon.request('interp/debugInfo', {});
  assert.ok(info.lanes.some(({ running: works }) => works.some(({ method }) => method === 'interp/contributions')), 'the sweep still runs');
  source.cancel();
  assert.equal(await running, -32800);
});

test('Partial results of a lens are its depths, each once and before the response', limit, async () => {
  const depths = [];
  let answered = false;
  const listener = daemon.connection.onProgress(new ProgressType(), 'lens-parts', (records) => {
    assert.equal(answered, false);
    depths.push(...records);
  });
  const result = await daemon.request('interp/lens', { text: 'The Eiffel Tower stands in the city of', top: 2, partialResultToken: 'lens-parts' });
  answered = true;
  listener.dispose();
  const name = ({ row, layer }) => `${row} ${layer}`;
  assert.deepEqual(depths.map(({ row }) => name(row)).sort(), result.rows.map(name).sort());
  for (const { row, cells } of depths) {
    const place = result.rows.findIndex((other) => name(other) === name(row));
    assert.deepEqual(cells, result.cells.map((position) => position[place]));
  }
});

test('Partial results of contributions are previews, then the levels of the result', limit, async () => {
  const records = [];
  const listener = daemon.connection.onProgress(new ProgressType(), 17, (some) => records.push(...some));
  const result = await daemon.request('interp/contributions', { ...tiny, levels: ['layers', 'heads', 'ffNeurons'], partialResultToken: 17 });
  listener.dispose();
  const preview = records.findIndex((record) => record.preview && record.ffNeurons);
  const proved = records.findIndex((record) => !record.preview && record.ffNeurons);
  assert.ok(preview >= 0 && preview < proved, 'a preview comes before what is proved');
  assert.equal(records[preview].ffNeurons.certificate.certified, false);
  for (const row of records[preview].ffNeurons.top) {
    assert.ok(Math.abs(row.score - row.firstOrder) <= 1e-5 * Math.max(1, Math.abs(row.score)), 'a preview is in order of first-order scores');
  }

  assert.deepEqual(records[proved].ffNeurons, result.ffNeurons);
  assert.deepEqual(records.find(({ layers }) => layers).layers, result.layers);
  assert.deepEqual(records.find(({ heads }) => heads).heads, result.heads);
});

test('Work that is long says how far it is: begin first, end last', limit, async () => {
  const said = [];
  const listener = daemon.connection.onProgress(new ProgressType(), 'far', (value) => said.push(value.kind));
  await daemon.request('interp/contributions', { ...tiny, score: 'rank', levels: ['ffNeurons'], workDoneToken: 'far' });
  listener.dispose();
  assert.equal(said[0], 'begin');
  assert.equal(said.at(-1), 'end');
});

test('Params that do not fit are refused by path and nearest name, before anything is run', limit, async () => {
  const unknown = await daemon.refusal('interp/lens', { text: 'x', topp: 1 });
  assert.deepEqual([unknown.code, unknown.data.kind, unknown.data.member, unknown.data.nearest], [1008, 'settingUnknown', 'topp', 'top']);
  const inner = await daemon.refusal('interp/project', { ...tiny, vectors: [{ kind: 'ffValue', layr: 1 }] });
  assert.deepEqual([inner.code, inner.data.member], [1008, 'vectors[0].layr']);
  assert.equal((await daemon.refusal('interp/lense', {})).code, -32601);
  assert.equal((await daemon.refusal('interp/lens', { text: 'x', model: 'nobody/has-this' })).code, 1001);
  assert.equal((await daemon.refusal('interp/readTile', { handle: 'r0', start: [0], count: [1] })).data.kind, 'resultExpired');
});

test('A large tensor is read in tiles of three kinds, and is gone when it is released', limit, async () => {
  const request = { ...tiny, ids: Array.from({ length: 64 }, (_, index) => index % 40), positions: [-1], taps: ['logits', 'blocks.0.attn.hook_attn_scores'] };
  const { taps } = await daemon.request('interp/forward', request);
  const { handle, shape, dtype } = taps.logits;
  assert.equal(dtype, 'float32');
  assert.ok(shape[0] * shape[1] > 4096);
  const read = (type, count = [1, shape[1]]) => daemon.request('interp/readTile', { handle, start: [63, 0], count, dtype: type });
  const whole = await read('float32');
  const floats = new Float32Array(Uint8Array.from(Buffer.from(whole.data, 'base64')).buffer);
  const plain = await daemon.request('interp/forward', { ...request, taps: [], top: 1 });
  const { id, logit } = plain.predictions[0].top[0];
  assert.equal(Math.fround(logit), floats[id]);
  assert.equal(floats[id], Math.max(...floats));
  const bytes = Buffer.from((await read('uint8')).data, 'base64');
  const step = (whole.max - whole.min) / 254;
  assert.ok(floats.every((value, index) => Math.abs(whole.min + (bytes[index] - 1) * step - value) <= step), 'a byte is within a step of its number');
  assert.equal(Buffer.from((await read('float16')).data, 'base64').length, 2 * shape[1]);
  const masked = taps['blocks.0.attn.hook_attn_scores'];
  const row = await daemon.request('interp/readTile', { handle: masked.handle, start: [0, 0, 0], count: [1, 1, 64], dtype: 'uint8' });
  assert.deepEqual([...Buffer.from(row.data, 'base64').subarray(1)], Array(63).fill(0), 'the first position sees itself alone');
  assert.equal((await daemon.refusal('interp/readTile', { handle, start: [64, 0], count: [1, 1] })).code, 1007);
  assert.deepEqual(await daemon.request('interp/release', { handle }), { released: true });
  assert.equal((await daemon.refusal('interp/readTile', { handle, start: [0, 0], count: [1, 1] })).code, 1015);
});

test('A model can be loaded, seen, and unloaded while it works', limit, async () => {
  await daemon.request('interp/loadModel', { model: 'tiny/gpt2' });
  const here = async () => (await daemon.request('interp/memory', {})).models.map(({ path }) => path).filter((path) => path.includes('gpt2')).length;
  assert.equal(await here(), 1);
  const works = daemon.request('interp/contributions', { ...tiny, model: 'tiny/gpt2', levels: ['ffNeurons'] });
  assert.deepEqual(await daemon.request('interp/unloadModel', { model: 'tiny/gpt2' }), { unloaded: true });
  assert.ok((await works).ffNeurons.top.length > 0);
  assert.ok((await daemon.request('interp/models', {})).models.some(({ name }) => name === 'tiny/gpt2'));
});

test('A picture of a request is drawn, and a request is repeated as a command line', limit, async () => {
  const figure = await daemon.request('interp/figure', { request: { method: 'lens', ...tiny } });
  assert.match(figure.data, /^<svg|^<\?xml/);
  const { command } = await daemon.request('interp/commandLine', { request: { method: 'lens', text: "it's", target: ' x', positions: [-1] } });
  assert.equal(command, "interp lens --positions=-1 --target ' x' -- 'it'\\''s'");
});

test('Standard output carries frames only, though managed and native code print all the time (R91)', limit, async () => {
  await until(() => /printed by managed code/.test(daemon.errors) && /printed by native code/.test(daemon.errors));
  assert.ok(daemon.messages.length > 20);
});
