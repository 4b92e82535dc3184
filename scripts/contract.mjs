// Writes extension/shared/contracts.ts anew from the records of server/Interp.Contracts: `node scripts/contract.mjs`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { quietDotnet, root } from './requirements.mjs';

const suite = 'Interp.Daemon.Tests';
run('dotnet', ['build', join(root, 'tests', suite), '-c', 'Release', '-v:quiet']);
run(join(root, 'tests', suite, 'bin', 'Release', 'net10.0', suite), ['--filter', 'FullyQualifiedName~ContractTests'], { INTERP_WRITE_CONTRACT: '1' });

function run(program, options, environment) {
  const { status, error } = spawnSync(program, options, { cwd: root, env: { ...quietDotnet, ...environment }, stdio: 'inherit' });
  if (status !== 0) {
    throw error ?? new Error(`${program} failed`);
  }
}
