// Small checkpoints for situations that no model in the repository is in.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './daemon.mjs';

const vocabulary = 211;
const width = 48;

/** A copy of the tiny GPT-2 whose tokens are these words, then others. */
export function wordModel(folder, words = ['the', 'cat', 'sat', 'on', 'a', 'mat']) {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'models', 'tiny', 'gpt2'), folder, { recursive: true });
  const vocab = Object.fromEntries(Array.from({ length: vocabulary }, (_, id) => [words[id] ?? `w${id}`, id]));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({
    version: '1.0', pre_tokenizer: { type: 'WhitespaceSplit' }, model: { type: 'WordLevel', vocab, unk_token: words[0] },
  }));
  return folder;
}

/** The same with an embedding of so many rows in float32: from one megabyte on, such a matrix can be used as it lies in the file. */
export function largeModel(folder, rows = 8192) {
  wordModel(folder);
  const path = join(folder, 'model.safetensors');
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + headerLength).toString('utf8'));
  const parts = [];
  let offset = 0;
  for (const entry of Object.values(header).filter(({ data_offsets: offsets }) => offsets !== undefined)) {
    const [start, end] = entry.data_offsets;
    let data = bytes.subarray(8 + headerLength + start, 8 + headerLength + end);
    if (entry.shape[0] === vocabulary && entry.shape[1] === width) {
      entry.shape[0] = rows;
      data = Buffer.concat(Array.from({ length: Math.ceil(rows / vocabulary) }, () => data)).subarray(0, rows * width * 4);
    }

    entry.data_offsets = [offset, offset + data.length];
    offset += data.length;
    parts.push(data);
  }

  const written = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([written, Buffer.alloc((8 - (written.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  writeFileSync(path, Buffer.concat([length, padded, ...parts]));
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, vocab_size: rows }));
  return folder;
}
