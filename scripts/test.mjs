// `npm test`: builds everything, runs every suite, and closes with one line that counts all tests.
// `npm test -- NAME ...` runs the suites named; `editor` is run only so: it installs a whole editor first. A suite that crashes, is missing or runs no test counts as one failed test.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem, quietDotnet, requirePackages, requireTools, root } from './requirements.mjs';

const reports = join(root, 'artifacts', 'test-results');
const onlyWhenNamed = 'editor';
const suites = process.argv.length > 2
  ? process.argv.slice(2)
  : readdirSync(join(root, 'tests'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== onlyWhenNamed).map((entry) => entry.name).sort();
const windows = process.platform === 'win32';
let dotnetFolder;
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  dotnetFolder = requireTools();
  requirePackages({ everything: true });
  build();
  runSuites();
} catch (error) {
  if (!(error instanceof Problem)) {
    throw error;
  }

  console.error(error.message);
  total.failed += 1;
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function build() {
  const projects = process.argv.length > 2 ? suites.map(projectOf).filter((path) => existsSync(path)) : [join(root, 'Interp.sln')];
  for (const project of projects) {
    console.log(`building ${basename(project)}`);
    const options = ['build', project, '-c', 'Release', '-nodeReuse:false', '-p:UseSharedCompilation=false', '-v:quiet'];
    const { status, output } = capture('dotnet', options);
    if (status !== 0) {
      throw new Problem(`${output.trimEnd()}\nthe build failed`);
    }
  }

  if (suites.some(isVitestSuite)) {
    buildExtension();
  }
}

/** Types, lint, format and bundles of the extension and its views: what is tested is what is shipped. */
function buildExtension() {
  console.log('building extension');
  for (const script of ['scripts/check.mjs', 'esbuild.mjs']) {
    const { status, output } = capture(process.execPath, [join(root, 'extension', script)]);
    if (status !== 0) {
      throw new Problem(`${output.trimEnd()}\nthe build failed`);
    }
  }
}

function isVitestSuite(name) {
  return existsSync(join(root, 'tests', name, 'vitest.config.mts'));
}

function projectOf(suite) {
  return join(root, 'tests', suite, `${suite}.csproj`);
}

function runSuites() {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  for (const name of suites) {
    const folder = join(root, 'tests', name);
    if (existsSync(projectOf(name))) {
      report(name, () => runDotnetSuite(name));
    } else if (isVitestSuite(name)) {
      report(name, () => runVitestSuite(name));
    } else if (existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('.test.mjs'))) {
      report(name, () => runNodeSuite(name));
    } else if (process.argv.length > 2) {
      throw new Problem(`there is no suite ${name} in tests/`);
    }
  }
}

function report(name, run) {
  const started = performance.now();
  const { passed, failed, skipped, output } = run();
  if (failed > 0) {
    console.log(output.trimEnd());
  }

  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: passed ${passed}, failed ${failed}${skipped > 0 ? `, skipped ${skipped}` : ''} (${seconds} s)`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

function runDotnetSuite(name) {
  const program = join(root, 'tests', name, 'bin', 'Release', 'net10.0', windows ? `${name}.exe` : name);
  const options = ['--report-trx', '--report-trx-filename', `${name}.trx`, '--results-directory', reports, '--progress', 'off'];
  const { status, signal, output } = capture(program, options);
  const file = join(reports, `${name}.trx`);
  const counters = existsSync(file) ? /<Counters ([^>]*)\/>/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  const count = (member) => Number(new RegExp(`\\b${member}="(\\d+)"`).exec(counters ?? '')?.[1] ?? 0);
  const passed = count('passed');
  const failed = count('total') > 0 ? count('executed') - passed : 0;
  return judge({ passed, failed, skipped: count('total') - count('executed') }, status, signal, output);
}

function runNodeSuite(name) {
  const folder = join(root, 'tests', name);
  const files = readdirSync(folder).filter((file) => file.endsWith('.test.mjs')).map((file) => join(folder, file));
  const { status, signal, output } = capture(process.execPath, ['--test', '--test-reporter=tap', ...files]);
  const count = (member) => Number(new RegExp(`^# ${member} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  return judge({ passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') }, status, signal, output);
}

function runVitestSuite(name) {
  const file = join(reports, `${name}.json`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['run', '--root', join(root, 'tests', name), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { status, signal, output } = capture(process.execPath, [vitest, ...options], name === onlyWhenNamed ? 60 : undefined);
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = counts;
  return judge({ passed, failed, skipped }, status, signal, output);
}

/** A suite is as good as its exit code: one that ends badly without a failed test has crashed or has run nothing. */
function judge(counts, status, signal, output) {
  const silent = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  const how = signal === null ? `exit code ${status}` : `signal ${signal}`;
  return silent ? { ...counts, failed: 1, output: `${output}\nthe suite ran no test or did not end well (${how})` } : { ...counts, output };
}

function capture(program, options, minutes = 20) {
  const result = spawnSync(program, options, { cwd: root, env: { ...quietDotnet, DOTNET_ROOT: dotnetFolder }, encoding: 'utf8', maxBuffer: 1 << 28, timeout: minutes * 60_000 });
  return { status: result.status, signal: result.signal, output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}` };
}
