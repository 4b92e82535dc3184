// The manifest says what is so: names, commands, and which providers this version has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { viewNames } from '../../extension/shared/names.js';
import { isRecord } from '../../extension/shared/state.js';
import { commands } from '../../extension/src/commands.js';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** A member of the manifest by its path. */
function manifest(...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) ? value[name] : undefined),
    JSON.parse(read('extension/package.json')),
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

describe('The manifest', () => {
  test('Every provider that this version lacks says so where it can be chosen', () => {
    const setting = ['contributes', 'configuration', 'properties', 'interp.provider'] as const;
    const names = list(manifest(...setting, 'enum')).map(String);
    const texts = list(manifest(...setting, 'enumDescriptions')).map(String);
    expect(texts).toHaveLength(names.length);
    const lacking = [...read('server/Interp.Runtime/Providers/ProviderCatalog.cs').matchAll(/new KnownProvider\("(\w+)"/g)].map(
      (match) => match[1],
    );
    expect(lacking.length).toBeGreaterThan(0);
    for (const [index, name] of names.entries()) {
      expect(texts[index]?.includes('Not in this version'), name).toBe(lacking.includes(name));
      expect(read('docs/providers.md')).toContain(name);
    }
  });

  test('Every command of the manifest is one of the code, and the other way round', () => {
    const declared = list(manifest('contributes', 'commands')).map((command) => (isRecord(command) ? command['command'] : ''));
    expect(declared.toSorted()).toEqual(Object.values(commands).toSorted());
  });

  test('One thing has one name in commands, views and documents', () => {
    const titles = list(manifest('contributes', 'commands')).map((command) =>
      isRecord(command) ? String(command['title']) : '',
    );
    for (const name of Object.values(viewNames)) {
      expect(titles.some((title) => title.includes(name))).toBe(true);
      expect(read('docs/views.md')).toContain(`\n## ${name}\n`);
    }

    const said = [read('docs/editor.md'), read('docs/views.md'), read('extension/README.md'), read('extension/package.json')];
    expect(said.join('\n')).not.toMatch(/\bContributions\b/);
  });

  test('A newcomer is led to the tour and the walkthrough', () => {
    const id = list(manifest('contributes', 'walkthroughs')).map((each) => (isRecord(each) ? each['id'] : ''));
    expect(read('extension/src/features/tour.ts')).toContain(`#${String(id[0])}`);
    for (const page of ['README.md', 'docs/editor.md', 'extension/README.md']) {
      expect(read(page)).toContain('Interp: Open the Tour');
      expect(read(page)).toContain('Interp: Open Walkthrough');
    }
  });
});
