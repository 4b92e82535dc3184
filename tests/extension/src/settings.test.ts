import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const extension = join(import.meta.dirname, '..', '..', '..', 'extension');
const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as {
  contributes: { configuration: { properties: Record<string, { default: unknown }> } };
};
const { properties } = manifest.contributes.configuration;
const sources = readdirSync(join(extension, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(extension, 'src', name), 'utf8'));

test('Every setting that is read is one of package.json, and where it is read with a default that is the same', () => {
  const read = sources
    .filter((source) => source.includes("getConfiguration('interp')"))
    .flatMap((source) => [...source.matchAll(/(?:\.get<[^>]*>|\b(?:setting|text|number|flag))\('([\w.]+)'(?:, ([^)]+))?\)/g)])
    .map(([, name = '', fallback]) => ({ name: `interp.${name}`, fallback }))
    .filter(({ name }) => name !== 'interp.reduceMotion');
  expect(read.length).toBeGreaterThan(10);
  for (const { name, fallback } of read) {
    expect(Object.keys(properties)).toContain(name);
    if (fallback !== undefined) {
      expect(JSON.stringify(properties[name]?.default), name).toBe(fallback.replaceAll("'", '"'));
    }
  }
});
