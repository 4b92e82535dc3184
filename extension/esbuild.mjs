// Bundles the extension and its views into dist/: `node esbuild.mjs [--watch]`. scripts/build.mjs bundles only the views.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const extension = dirname(fileURLToPath(import.meta.url));

/** The names of the views: every folder of webview/ with a main.ts. */
export function viewNames() {
  return readdirSync(join(extension, 'webview'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(extension, 'webview', entry.name, 'main.ts')))
    .map((entry) => entry.name)
    .sort();
}

/** How the views are bundled: NAME.js and NAME.css in `folder`, each complete by itself. */
export function viewOptions(folder) {
  return {
    entryPoints: viewNames().map((name) => ({ in: join(extension, 'webview', name, 'main.ts'), out: name })),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: extension,
  };
}

function extensionOptions() {
  return {
    entryPoints: [join(extension, 'src', 'extension.ts')],
    outfile: join(extension, 'dist', 'extension.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: true,
    logLevel: 'warning',
    absWorkingDir: extension,
  };
}

/** Writes the bundles of all views to `folder`. */
export async function bundleViews(folder) {
  await esbuild.build(viewOptions(folder));
}

async function main() {
  const all = [viewOptions(join(extension, 'dist', 'webview')), extensionOptions()].filter(
    (options) => options.entryPoints.length > 0 && options.entryPoints.every((entry) => existsSync(entry.in ?? entry)),
  );
  if (!process.argv.includes('--watch')) {
    await Promise.all(all.map((options) => esbuild.build(options)));
    return;
  }

  for (const options of all) {
    const context = await esbuild.context({ ...options, minify: false, sourcemap: true, logLevel: 'info' });
    await context.watch();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main();
}
