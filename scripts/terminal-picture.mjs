// Draws what a terminal shows as an SVG picture: standard input is the terminal's output with its colour codes.
//   script -qec 'stty cols 120; ./interp explain "The capital of France is"' /dev/null \
//     | node scripts/terminal-picture.mjs 'interp explain "The capital of France is"' > docs/images/explain.svg
// Block characters are drawn as rectangles, so that bars look the same in every font.
import { readFileSync } from 'node:fs';

const cell = { width: 8.4, height: 19, baseline: 14 };
const margin = 22;
const theme = { background: '#181818', text: '#cccccc', prompt: '#4c9be8' };
const marked = { fill: '#0e3a5e', colour: '#ffffff' };
const basic = [
  '#3b3b3b', '#ce9178', '#7fce7f', '#dcdcaa', '#4c9be8', '#d670d6', '#56b6a8', '#cccccc',
  '#7f7f7f', '#ce9178', '#8fe08f', '#dcdcaa', '#6fb7ff', '#d670d6', '#5fe0cc', '#ffffff',
];

const command = process.argv[2] ?? '';
const lines = parse(readFileSync(0, 'utf8'));
process.stdout.write(draw(command === '' ? lines : [promptLine(command), [], ...lines]));

function promptLine(text) {
  return [...styled('❯ ', { colour: theme.prompt, bold: true }), ...styled(text, { colour: '#e8e8e8' })];
}

function styled(text, style) {
  return Array.from(text, (character) => ({ character, style }));
}

/** Lines of { character, style }. A carriage return and the erasing of a line are obeyed: progress that was overwritten is not shown. */
function parse(output) {
  const rows = [[]];
  let style = {};
  let column = 0;
  const tokens = output.matchAll(/\u001b\[([\d;:?]*)([A-Za-z])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[=>]|\r|\n|([^\u001b\r\n])/gu);
  for (const [token, codes, final, character] of tokens) {
    const row = rows.at(-1);
    if (token === '\n') {
      rows.push([]);
      column = 0;
    } else if (token === '\r') {
      column = 0;
    } else if (final === 'K') {
      row.length = column;
    } else if (final === 'm') {
      style = applied(style, codes.split(/[;:]/).map(Number));
    } else if (character !== undefined) {
      row[column] = { character, style };
      column += 1;
    }
  }

  while (rows.length > 0 && rows.at(-1).every((item) => item.character === ' ')) {
    rows.pop();
  }

  return rows;
}

function applied(style, codes) {
  let next = { ...style };
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at];
    if (code === 38 || code === 48) {
      const member = code === 38 ? 'colour' : 'fill';
      if (codes[at + 1] === 5) {
        next[member] = indexed(codes[at + 2]);
        at += 2;
      } else {
        next[member] = `#${codes.slice(at + 2, at + 5).map(hex).join('')}`;
        at += 4;
      }
    } else if (code === 0) {
      next = {};
    } else if (code === 1) {
      next.bold = true;
    } else if (code === 2) {
      next.dim = true;
    } else if (code === 4) {
      next.underline = true;
    } else if (code === 7) {
      next.inverse = true;
    } else if (code === 22) {
      next = { ...next, bold: false, dim: false };
    } else if (code === 39) {
      next.colour = undefined;
    } else if (code === 49) {
      next.fill = undefined;
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      next.colour = basic[code >= 90 ? code - 82 : code - 30];
    } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
      next.fill = basic[code >= 100 ? code - 92 : code - 40];
    }
  }

  return next;
}

function hex(value) {
  return value.toString(16).padStart(2, '0');
}

/** A colour of the 256 that terminals number. */
function indexed(index) {
  if (index < 16) {
    return basic[index];
  }

  if (index >= 232) {
    return `#${hex(8 + (10 * (index - 232))).repeat(3)}`;
  }

  const level = (value) => hex(value === 0 ? 0 : 55 + (40 * value));
  const cube = index - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

function draw(rows) {
  const columns = Math.max(...rows.map((row) => row.length), 1);
  const width = Math.ceil((columns * cell.width) + (2 * margin));
  const height = Math.ceil((rows.length * cell.height) + (2 * margin));
  const body = rows.flatMap((row, index) => drawRow(row, margin + (index * cell.height))).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(command === '' ? 'Terminal' : command)}</title>
<defs><pattern id="shade" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="4" fill="#e8914a"/></pattern></defs>
<rect width="100%" height="100%" rx="6" fill="${theme.background}"/>
<g font-family="'JetBrains Mono','Cascadia Code','DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="14">
${body}
</g>
</svg>
`;
}

function drawRow(row, top) {
  const parts = [];
  for (let from = 0; from < row.length;) {
    let to = from + 1;
    const kind = kindOf(row[from]);
    while (to < row.length && row[to].style === row[from].style && kindOf(row[to]) === kind) {
      to += 1;
    }

    parts.push(...drawRun(row.slice(from, to), kind, margin + (from * cell.width), top));
    from = to;
  }

  return parts;
}

/** Neighbours of one kind are drawn together: equal blocks, or text. */
function kindOf({ character }) {
  return /[\u2580-\u259f\u2502\u2500\u2508]/u.test(character) ? character : 'text';
}

function drawRun(run, kind, left, top) {
  const { style } = run[0];
  const colour = style.inverse ? marked.colour : (style.colour ?? theme.text);
  const fill = style.inverse ? marked.fill : style.fill;
  const width = run.length * cell.width;
  const parts = fill === undefined ? [] : [rectangle(left, top, width, cell.height, fill)];
  const text = run.map((item) => item.character).join('');
  if (kind !== 'text') {
    parts.push(...block(kind, left, top, run.length, colour));
    return parts;
  }

  // Each stretch between wider gaps is placed by itself, so that columns stand one under the other in every font.
  const bold = style.bold ? ' font-weight="700"' : '';
  const dim = style.dim ? ' opacity="0.6"' : '';
  const line = style.underline ? ' text-decoration="underline"' : '';
  for (const [shown, index] of stretches(text)) {
    const place = `x="${number(left + (index * cell.width))}" y="${number(top + cell.baseline)}" textLength="${number(Array.from(shown).length * cell.width)}"`;
    parts.push(`<text ${place} fill="${colour}"${bold}${dim}${line}>${escaped(shown)}</text>`);
  }

  return parts;
}

function stretches(text) {
  return [...text.matchAll(/\S+(?: \S+)*/gu)].map((match) => [match[0], Array.from(text.slice(0, match.index)).length]);
}

function block(character, left, top, count, colour) {
  const code = character.codePointAt(0);
  const width = count * cell.width;
  if (code >= 0x2581 && code <= 0x2588) {
    const share = (code - 0x2580) / 8;
    const height = share * (cell.height - (code === 0x2588 ? 2 : 1));
    return [rectangle(left, top + cell.height - 1 - height, width, height, colour)];
  }

  if (code >= 0x2589 && code <= 0x258f) {
    return [rectangle(left, top + 1, ((0x2590 - code) / 8) * cell.width, cell.height - 2, colour)];
  }

  if (code === 0x2590) {
    return [rectangle(left + (cell.width / 2), top + 1, cell.width / 2, cell.height - 2, colour)];
  }

  if (code >= 0x2591 && code <= 0x2593) {
    return [rectangle(left, top + 1, width, cell.height - 2, 'url(#shade)'), `<rect x="${number(left)}" y="${number(top + 1)}" width="${number(width)}" height="${number(cell.height - 2)}" fill="none" stroke="${colour}"/>`];
  }

  if (character === '│') {
    return Array.from({ length: count }, (_, index) => rectangle(left + ((index + 0.5) * cell.width), top, 1, cell.height, colour));
  }

  const dash = character === '┈' ? ' stroke-dasharray="2 2"' : '';
  const middle = number(top + (cell.height / 2));
  return [`<path d="M${number(left)} ${middle}h${number(width)}" stroke="${colour}"${dash}/>`];
}

function rectangle(x, y, width, height, fill) {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${fill}" shape-rendering="crispEdges"/>`;
}

function number(value) {
  return String(Math.round(value * 100) / 100);
}

function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
