import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from '../../extension/shared/commandLine.js';

test('A lens request becomes the command line that a person would type', () => {
  const request = { method: 'lens', text: 'The capital of France is', target: ' Paris', positions: [-1], mid: true };
  expect(commandLine('lens', request)).toBe("interp lens --target ' Paris' --positions=-1 --mid 'The capital of France is'");
});

test('Members keep their kind: lists, negations, objects, tokens of digits', () => {
  const request = {
    text: 'x',
    target: '7',
    contrast: 12,
    inLayers: [1, 2],
    levels: ['layers', 'heads'],
    reads: false,
    maxEvaluations: 5,
  };
  expect(commandLine('explain', request)).toBe(
    `interp explain --target '"7"' --contrast 12 --in-layers 1,2 --levels layers,heads --no-reads --max-evaluations 5 x`,
  );
  expect(commandLine('contributions', { text: 'x', queries: { shares: true } })).toBe(
    `interp contributions --queries '{"shares":true}' x`,
  );
});

test('A shell hands every prompt on as it is', () => {
  for (const text of ["it's", '$HOME `id` "x"', 'a\nb', '-n', '', '{"a": 1}', 'Müller 山田 🙂', '!!', '\\']) {
    const line = commandLine('lens', { text });
    const seen = execFileSync('sh', ['-c', `interp() { for last; do :; done; printf %s "$last"; }; ${line}`], {
      encoding: 'utf8',
    });
    expect(seen).toBe(text);
  }
});
