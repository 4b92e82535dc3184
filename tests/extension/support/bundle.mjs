// Bundles the views once for all tests, so that none of them sees an old bundle.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleViews } from '../../../extension/esbuild.mjs';

export default async function setup({ provide }) {
  const folder = mkdtempSync(join(tmpdir(), 'interp-views-'));
  await bundleViews(folder);
  provide('views', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
