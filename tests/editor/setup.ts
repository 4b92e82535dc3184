// Before the tests: the editor is installed and the package of this machine is built and put into it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { browser, editorPrograms, installEditor, mayInstall, requireEditor } from '../../scripts/editor.mjs';
import { ownTarget, packageAll } from '../../scripts/package.mjs';
import { Problem } from '../../scripts/requirements.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where everything is; a reason instead where the editor is not to be had here. */
    readonly installation: Installation | { readonly reason: string };
  }
}

/** The editor with the packaged extension. */
export interface Installation {
  readonly node: string;
  readonly codeServer: string;
  readonly chromium: string;
  readonly package: string;
  /** Holds the editor's extensions; its name has what names of people have. */
  readonly home: string;
}

export default async function setup(project: TestProject): Promise<() => void> {
  try {
    const installation = await install();
    project.provide('installation', installation);
    return () => {
      // Programs that were told to end may still write.
      rmSync(installation.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    };
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }

    // Where everything can be installed nothing is passed over.
    if (mayInstall()) {
      throw error;
    }

    project.provide('installation', { reason: error.message });
    return () => undefined;
  }
}

async function install(): Promise<Installation> {
  requireEditor();
  await installEditor();
  const programs = editorPrograms();
  const home = mkdtempSync(join(tmpdir(), `interp O'Brien Müller 山田 `));
  // INTERP_VSIX names a package that is there already, for repeated runs.
  const file = process.env['INTERP_VSIX'] ?? packageAll([ownTarget()], { quiet: true })[0] ?? '';
  execFileSync(
    programs.node,
    [
      programs.codeServer,
      '--install-extension',
      file,
      '--extensions-dir',
      join(home, 'extensions'),
      '--user-data-dir',
      join(home, 'data'),
    ],
    {
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'share') },
      stdio: 'pipe',
    },
  );
  return { ...programs, chromium: browser(), package: file, home };
}
