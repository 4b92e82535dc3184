// Which text a selection means as a prompt.

interface Place {
  readonly line: number;
  readonly character: number;
}

interface Lines {
  readonly lineAt: (line: number) => { readonly text: string };
}

/**
 * The stretch that a selection means: without its last line break, which a selection of whole lines has because the cursor stands at the
 * next line; of an empty selection the line of the cursor. Undefined where that is no text.
 */
export function promptSelection(
  document: Lines,
  { start, end }: { readonly start: Place; readonly end: Place },
): { start: Place; end: Place } | undefined {
  const endOf = (line: number): Place => ({ line, character: document.lineAt(line).text.length });
  if (start.line === end.line && start.character === end.character) {
    return document.lineAt(start.line).text.trim() === ''
      ? undefined
      : { start: { line: start.line, character: 0 }, end: endOf(start.line) };
  }

  const last = end.character === 0 && end.line > start.line ? endOf(end.line - 1) : end;
  return last.line === start.line && last.character === start.character ? undefined : { start, end: last };
}
