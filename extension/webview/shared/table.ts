// The twin of a chart: the same numbers as a plain table, which is also what CSV exports.
import { h } from './dom.js';
import { tokenSpan, tokenLabel, type Token } from './tokens.js';

/** A value of a table: shown with `text`, exported with `value`. */
export interface Datum {
  readonly text: string;
  readonly value: number | string;
  readonly token?: Token;
}

/** A table with a name and heads that hold the units. */
export interface DataTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Datum[])[];
}

/** A number as shown and as it is. */
export function number(value: number | undefined, format: (value: number) => string): Datum {
  return value === undefined ? { text: '', value: '' } : { text: format(value), value };
}

/** A token as shown and as it is. */
export function word(token: Token | undefined): Datum {
  return token === undefined ? { text: '', value: '' } : { text: tokenLabel(token.text), value: token.text, token };
}

/** A plain text. */
export function plain(text: string): Datum {
  return { text, value: text };
}

/** The table as an element. */
export function tableElement(table: DataTable): HTMLElement {
  const isNumber = table.columns.map((_, index) => table.rows.some((row) => typeof row[index]?.value === 'number'));
  const heads = table.columns.map((name, index) => h('th', { scope: 'col', class: isNumber[index] ? 'right' : undefined }, name));
  const rows = table.rows.map((row) =>
    h('tr', {}, ...row.map((datum, index) => cell(datum, index === 0, isNumber[index] ?? false))),
  );
  return h(
    'table',
    { class: 'data' },
    h('caption', {}, table.title),
    h('thead', {}, h('tr', {}, ...heads)),
    h('tbody', {}, ...rows),
  );
}

function cell(datum: Datum, isHead: boolean, isNumber: boolean): HTMLElement {
  const content = datum.token === undefined ? datum.text : tokenSpan(datum.token);
  const name = isNumber ? 'right' : undefined;
  return isHead ? h('th', { scope: 'row', class: name }, content) : h('td', { class: name }, content);
}

/** Tables as one CSV text (RFC 4180, line feeds): texts and numbers exactly as they are, an empty line between tables. */
export function csvOf(tables: readonly DataTable[]): string {
  return tables
    .map((table) => [table.columns, ...table.rows.map((row) => row.map((datum) => datum.value))].map(csvLine).join(''))
    .join('\n');
}

function csvLine(values: readonly (string | number)[]): string {
  return `${values.map((value) => csvField(String(value))).join(',')}\n`;
}

function csvField(text: string): string {
  return /[",\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
