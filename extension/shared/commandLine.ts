// The command line that repeats a request in a shell of Unix.

/** A request as data: the members of any request record. */
export type RequestMembers = object;

/**
 * The command line that repeats `request`, for example `interp lens 'The capital of France is' --target ' Paris'`.
 * @param method The analysis, which is the verb.
 * @param request Its request; members that are absent or null are left out.
 */
export function commandLine(method: string, request: RequestMembers): string {
  const { text, ...members } = withoutMethod(request);
  const prompt = typeof text === 'string' ? [quoted(text)] : [];
  const options = Object.entries(members).flatMap(([name, value]) => option(name, value));
  const words = ['interp', method, ...options, ...(prompt.length > 0 && needsEnd(text) ? ['--'] : []), ...prompt];
  return words.join(' ');
}

function withoutMethod(request: RequestMembers): Record<string, unknown> {
  const members: Record<string, unknown> = { ...request };
  delete members['method'];
  return members;
}

/** A prompt that begins like an option, or is the sign for standard input, stands after `--`. */
function needsEnd(text: unknown): boolean {
  return typeof text === 'string' && text.startsWith('-');
}

function option(name: string, value: unknown): string[] {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === undefined || value === null) {
    return [];
  }

  if (typeof value === 'boolean') {
    return [value ? flag : flag.replace('--', '--no-')];
  }

  if (typeof value === 'string') {
    const isToken = name === 'target' || name === 'contrast';
    return [flag, quoted(isToken && /^("|\d+$)/.test(value) ? JSON.stringify(value) : value)];
  }

  if (typeof value === 'number') {
    return [joined(flag, String(value))];
  }

  if (Array.isArray(value) && value.every((item) => typeof item === 'number' || isName(item))) {
    return [joined(flag, value.join(','))];
  }

  return [flag, quoted(JSON.stringify(value))];
}

/** A value that begins with a minus is joined to its option, so that it is not read as another one. */
function joined(flag: string, value: string): string {
  return value.startsWith('-') ? `${flag}=${value}` : `${flag} ${value}`;
}

function isName(item: unknown): item is string {
  return typeof item === 'string' && /^\w+$/.test(item);
}

function quoted(text: string): string {
  return /^[\w./:=,]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
