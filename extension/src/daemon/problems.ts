// What can go wrong with the daemon, in one sentence each and with the buttons that help.

/** What a message offers. */
export type Remedy = 'log' | 'settings' | 'restart' | 'chooseModel' | 'useCpu' | 'openTour' | 'openWalkthrough';

/** The daemon cannot be started, and trying again would not help. */
export class StartProblem extends Error {
  constructor(
    message: string,
    readonly remedies: readonly Remedy[],
    /** True where a message has said it already. */
    readonly told = false,
  ) {
    super(message);
    this.name = 'StartProblem';
  }
}

/** How a process ended that had not answered yet. */
export interface EarlyEnd {
  readonly path: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last part of its standard error. */
  readonly errors: string;
  /** The version of this system's GNU C library; undefined where it has another library. */
  readonly glibc: string | undefined;
}

/** The oldest GNU C library with which .NET 10 and ONNX Runtime start. */
export const neededGlibc = '2.28';

/** Why a process ended before its first answer. */
export function explainEarlyEnd(end: EarlyEnd): StartProblem {
  const missing = /version `(GLIBC_[\d.]+|GLIBCXX_[\d.]+|CXXABI_[\d.]+)' not found/.exec(end.errors)?.[1];
  if (missing !== undefined) {
    return libraryProblem(end.glibc, `${missing.replace('_', ' ')} is asked for`);
  }

  const library =
    /error while loading shared libraries: (\S+): cannot open/.exec(end.errors)?.[1] ??
    /Error loading shared library (\S+?):/.exec(end.errors)?.[1];
  if (library !== undefined) {
    return library.startsWith('ld-linux') || library.startsWith('libstdc++') || library.startsWith('libgcc')
      ? libraryProblem(end.glibc, `${library} is missing`)
      : new StartProblem(
          `The program interp cannot start: the library ${library} is missing. Install it with the system's package manager.`,
          ['log', 'restart'],
        );
  }

  if (/valid ICU package|libicu/.test(end.errors)) {
    return new StartProblem(
      "The program interp needs the ICU library, which is missing: install the system's package libicu (Debian: apt-get install libicu-dev, Fedora: dnf install libicu).",
      ['log', 'restart'],
    );
  }

  if (/unknown (verb|command)|Unrecognized command|no verb/i.test(end.errors) && /serve/.test(end.errors)) {
    return new StartProblem(
      `${end.path} is too old for this extension: it has no verb serve. Install the version that came with the extension.`,
      ['settings', 'log'],
    );
  }

  if (/You must install (or update )?\.NET|hostfxr|The framework 'Microsoft\.NETCore\.App'/.test(end.errors)) {
    return new StartProblem(
      'The program interp needs the .NET Runtime 10, which is missing: get it from https://dotnet.microsoft.com/download/dotnet/10.0, or install the package that brings its own.',
      ['log', 'restart'],
    );
  }

  const how = end.signal === null ? `exit code ${String(end.code)}` : `signal ${end.signal}`;
  const last = end.errors.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return new StartProblem(`The program interp ended before it answered (${how})${last === '' ? '.' : `: ${last}`}`, [
    'log',
    'restart',
  ]);
}

/** Why the system refused to start the file at all. */
export function explainSpawnFailure(path: string, code: string | undefined, glibc: string | undefined): StartProblem {
  switch (code) {
    case 'ENOENT':
      // The file was there a moment ago: what is missing is the loader that it names, so the system has another C library.
      return libraryProblem(glibc, 'its loader is missing');
    case 'EACCES':
      return new StartProblem(`The system does not let ${path} run: its folder may be mounted without execution (noexec).`, [
        'settings',
        'log',
      ]);
    case 'ENOEXEC':
    case 'UNKNOWN':
      return new StartProblem(`${path} was made for another system. Install the package made for this one.`, ['settings', 'log']);
    default:
      return new StartProblem(`${path} cannot be started (${code ?? 'no reason given'}).`, ['log', 'settings']);
  }
}

function libraryProblem(glibc: string | undefined, detail: string): StartProblem {
  const found = glibc === undefined ? 'another C library (Alpine has musl)' : `version ${glibc}`;
  return new StartProblem(
    `The program interp needs the GNU C library ${neededGlibc} or newer; this system has ${found} (${detail}).`,
    ['log'],
  );
}
