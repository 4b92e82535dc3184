// The start script against stand-ins for dotnet and npm: what it builds and when is checked, not what the program does.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const made = [];
after(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

// Stands in for `dotnet publish -p:PublishDir=FOLDER`: counts builds and writes a program that shows its arguments.
const fakeDotnet = `#!/bin/sh
if [ "$1" = --list-sdks ]; then echo "\${FAKE_SDK-10.0.100} [/usr/share/dotnet/sdk]"; exit 0; fi
echo build >> "$FAKE_LOG"
if [ -n "$FAKE_ERROR" ]; then echo "$FAKE_ERROR"; exit 1; fi
while [ "\${1#-p:PublishDir=}" = "$1" ]; do shift; done
folder=$(printf %s "\${1#-p:PublishDir=}" | sed "s/%27/'/g")
mkdir -p "$folder"
printf '#!/bin/sh\\nprintf "[%%s]" "$@"\\nexit 7\\n' > "$folder/interp"
chmod +x "$folder/interp"
`;

// Stands in for the bundler of the views.
const fakeBundler = `import { mkdirSync, writeFileSync } from 'node:fs';
export async function bundleViews(folder) { mkdirSync(folder, { recursive: true }); writeFileSync(folder + '/lens.js', 'view'); }
`;

function write(path, text, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

function makeCheckout(name = 'checkout') {
  const home = mkdtempSync(join(tmpdir(), 'interp-launcher-'));
  made.push(home);
  const root = join(home, name);
  mkdirSync(join(root, 'scripts'), { recursive: true });
  for (const file of ['interp', 'scripts/build.mjs', 'scripts/requirements.mjs']) {
    copyFileSync(join(repository, file), join(root, file));
  }

  const longAgo = new Date(Date.now() - 3_600_000);
  write(join(root, 'package-lock.json'), JSON.stringify({ packages: { 'node_modules/onnxruntime-node': { version: '1.0.0' } } }));
  write(join(root, 'node_modules/onnxruntime-node/package.json'), JSON.stringify({ version: '1.0.0' }));
  for (const file of ['global.json', 'Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'server/A.cs', 'server/B.cs', 'extension/webview/lens/main.ts', 'extension/shared/x.ts']) {
    write(join(root, file), file);
    utimesSync(join(root, file), longAgo, longAgo);
  }

  write(join(root, 'extension/esbuild.mjs'), fakeBundler);
  utimesSync(join(root, 'extension/esbuild.mjs'), longAgo, longAgo);
  const tools = join(home, 'tools');
  write(join(tools, 'dotnet'), fakeDotnet, 0o755);
  const log = join(home, 'log');
  write(log, '');
  const env = { ...process.env, PATH: `${tools}:${process.env.PATH}`, FAKE_LOG: log, FAKE_ERROR: '' };
  delete env.DOTNET_ROOT;
  return {
    root, home, tools, env,
    start: (args = [], extra = {}) => spawnSync(join(root, 'interp'), args, { env: { ...env, ...extra }, encoding: 'utf8' }),
    builds: () => readFileSync(log, 'utf8').split('\n').filter((line) => line === 'build').length,
  };
}

test('The first start builds, says so on standard error only, and passes arguments and exit code through', () => {
  const checkout = makeCheckout();
  const result = checkout.start(['a b', '', "it's", '-x', '*', '$HOME']);
  assert.equal(result.stdout, "[a b][][it's][-x][*][$HOME]");
  assert.equal(result.stderr, 'interp: building (first start: some minutes, later ones start at once) ...\n');
  assert.equal(result.status, 7);
});

test('The views lie beside the program', () => {
  const checkout = makeCheckout();
  checkout.start();
  assert.equal(readFileSync(join(checkout.root, 'artifacts/interp/views/lens.js'), 'utf8'), 'view');
});

test('A second start builds nothing and says nothing', () => {
  const checkout = makeCheckout();
  checkout.start();
  assert.equal(checkout.start().stderr, '');
  assert.equal(checkout.builds(), 1);
});

const changes = {
  'an edited source': (root) => writeFileSync(join(root, 'server/A.cs'), 'edited'),
  'an edited view': (root) => writeFileSync(join(root, 'extension/webview/lens/main.ts'), 'edited'),
  'a new source': (root) => writeFileSync(join(root, 'server/C.cs'), 'new'),
  'a removed source': (root) => rmSync(join(root, 'server/A.cs')),
  'a renamed source that keeps its old time': (root) => renameSync(join(root, 'server/A.cs'), join(root, 'server/Z.cs')),
  'other build rules': (root) => writeFileSync(join(root, 'Directory.Build.targets'), 'other'),
  'another package version': (root) => writeFileSync(join(root, 'Directory.Packages.props'), 'other'),
};
for (const [name, change] of Object.entries(changes)) {
  test(`Builds again after ${name}`, () => {
    const checkout = makeCheckout();
    checkout.start();
    change(checkout.root);
    assert.equal(checkout.start().stderr, 'interp: building (sources changed: about a minute) ...\n');
    assert.equal(checkout.builds(), 2);
  });
}

test('What the compilers left is used again while their options are the same, and not under others', () => {
  const checkout = makeCheckout();
  checkout.start();
  const left = join(checkout.root, 'artifacts/build/obj/left.dll');
  write(left, 'compiled ahead of time');
  writeFileSync(join(checkout.root, 'server/A.cs'), 'edited');
  checkout.start();
  assert.equal(existsSync(left), true);

  const script = join(checkout.root, 'scripts/build.mjs');
  writeFileSync(script, readFileSync(script, 'utf8').replace('--opt-cross-module:*', '--opt-cross-module:Other'));
  checkout.start();
  assert.equal(existsSync(left), false);
  assert.equal(checkout.builds(), 3);
});

const terminal = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;
test('On a terminal a line tells what the build is at, and goes when it is done', { skip: terminal ? false : 'script of util-linux is not there' }, () => {
  const checkout = makeCheckout();
  write(join(checkout.tools, 'dotnet'), fakeDotnet.replace('echo build', 'echo "  Interp.Models -> /there/Interp.Models.dll"\necho build'), 0o755);
  const shown = spawnSync('script', ['-qec', './interp x', '/dev/null'], { cwd: checkout.root, env: { ...checkout.env, TERM: 'xterm' }, encoding: 'utf8', input: '' }).stdout;
  assert.match(shown, /^interp: building \(first start: [^\n]*\n\r\x1b\[K {2}0:\d\d packages\r/);
  assert.match(shown, /\x1b\[K {2}\d+:\d\d compiled Interp\.Models\r/);
  assert.match(shown, /\r\x1b\[K\[x\]$/);
});

test('A source that was touched but not changed builds nothing', () => {
  const checkout = makeCheckout();
  checkout.start();
  writeFileSync(join(checkout.root, 'server/A.cs'), 'server/A.cs');
  assert.equal(checkout.start().stderr, '');
  assert.equal(checkout.builds(), 1);
});

test('A failed build prints its errors, exits 1 and is tried again', () => {
  const checkout = makeCheckout();
  const failed = checkout.start([], { FAKE_ERROR: 'A.cs(1,2): error CS1002: ; expected' });
  assert.equal(failed.status, 1);
  assert.equal(failed.stdout, '');
  assert.match(failed.stderr, /error CS1002: ; expected/);
  assert.equal(checkout.start().status, 7);
});

test('A failed build does not run the program of the last good one', () => {
  const checkout = makeCheckout();
  checkout.start();
  writeFileSync(join(checkout.root, 'server/A.cs'), 'broken');
  assert.equal(checkout.start([], { FAKE_ERROR: 'error CS1' }).status, 1);
  assert.equal(checkout.start([], { FAKE_ERROR: 'error CS1' }).status, 1);
});

test('Without the package of the ahead-of-time compiler the build is made plainly', () => {
  const checkout = makeCheckout();
  const plainOnly = fakeDotnet.replace('echo build', 'case "$*" in *ReadyToRun=true*) echo "error NU1101: microsoft.netcore.app.crossgen2"; exit 1;; esac\necho build');
  write(join(checkout.tools, 'dotnet'), plainOnly, 0o755);
  assert.equal(checkout.start().status, 7);
});

test('Several starts at once build once', async () => {
  const checkout = makeCheckout();
  const started = Array.from({ length: 4 }, () => new Promise((resolve) => {
    const child = spawn(join(checkout.root, 'interp'), [], { env: checkout.env, stdio: 'ignore' });
    child.on('close', resolve);
  }));
  assert.deepEqual(await Promise.all(started), [7, 7, 7, 7]);
  assert.equal(checkout.builds(), 1);
});

test('The lock of a build that was killed is taken over', () => {
  const checkout = makeCheckout();
  write(join(checkout.root, 'artifacts/build.lock'), 'elsewhere 1');
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(join(checkout.root, 'artifacts/build.lock'), longAgo, longAgo);
  assert.equal(checkout.start().status, 7);
  assert.equal(existsSync(join(checkout.root, 'artifacts/build.lock')), false);
});

test("Starts from a folder with blanks, an apostrophe and other scripts, through symbolic links, from anywhere", () => {
  const checkout = makeCheckout("O'Brien Müller 山田");
  symlinkSync(join(checkout.root, 'interp'), join(checkout.home, 'first'));
  symlinkSync('first', join(checkout.home, 'second link'));
  const through = (program, cwd) => spawnSync(program, ['x'], { cwd, env: checkout.env, encoding: 'utf8' });
  assert.equal(through(join(checkout.home, 'second link'), tmpdir()).stdout, '[x]');
  assert.equal(through('./second link', checkout.home).stdout, '[x]');
  assert.equal(through('./interp', checkout.root).stdout, '[x]');
  assert.equal(through('../interp', join(checkout.root, 'server')).stdout, '[x]');
  assert.equal(checkout.builds(), 1);
});

test('A missing .NET SDK 10 is named with where to get it', () => {
  const result = makeCheckout().start([], { FAKE_SDK: '8.0.400' });
  assert.equal(result.status, 1);
  assert.match(result.stderr, /\.NET SDK 10 is missing \(found: 8\.0\.400\).*https:\/\/dotnet\.microsoft\.com/);
});

test('A missing Node.js is named with where to get it', () => {
  const checkout = makeCheckout();
  const only = join(checkout.home, 'only');
  mkdirSync(only);
  for (const program of ['sh', 'find', 'readlink']) {
    symlinkSync(spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim(), join(only, program));
  }

  const result = checkout.start([], { PATH: only });
  assert.equal(result.status, 1);
  assert.match(result.stderr, /Node\.js 20 or newer is missing.*https:\/\/nodejs\.org/);
});

test('The locked ONNX Runtime is installed when another version is there', () => {
  const checkout = makeCheckout();
  write(join(checkout.root, 'node_modules/onnxruntime-node/package.json'), JSON.stringify({ version: '0.9.0' }));
  write(join(checkout.tools, 'npm'), '#!/bin/sh\necho "npm $*" >> "$FAKE_LOG"\n', 0o755);
  checkout.start();
  assert.match(readFileSync(checkout.env.FAKE_LOG, 'utf8'), /^npm ci /);
});
