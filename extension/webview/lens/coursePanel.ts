// The chart of the courses with a reader: a slider over the layers that says the values where it stands.
import { afterFrame, h } from '../shared/dom.js';
import type { Chart } from '../shared/charts.js';
import { count, nats } from '../shared/numbers.js';
import type { Theme } from '../shared/theme.js';
import { spokenToken, tokenSpan } from '../shared/tokens.js';
import { valueAt, type CourseModel } from './course.js';
import { courseHeight, courseLayout, courseOption, rowToX } from './courseChart.js';
import { rowPhrase, tokenAt, type LensData } from './data.js';

/** Narrower than this the courses cannot be told apart. */
const leastWidth = 180;

/** The section; it draws itself once it stands in the page and has a width. */
export function coursePanel(model: CourseModel, chart: Chart, theme: Theme, vocabulary: number, data: LensData): HTMLElement {
  const reading = h('p', { class: 'reading', 'aria-hidden': 'true' }, '\u00a0');
  const hair = h('span', { class: 'hair', hidden: true });
  const reader = h('div', {
    class: 'chart',
    style: `min-height: ${courseHeight}px`,
    role: 'slider',
    tabindex: 0,
    'data-focus': 'course',
    'aria-label': 'Course over the layers',
    'aria-valuemin': 0,
    'aria-valuemax': model.rows.length - 1,
    'aria-valuenow': model.rows.length - 1,
    'aria-valuetext': readingAt(model, model.rows.length - 1),
  });
  reader.append(chart.element, hair);
  const section = h('section', { 'aria-label': 'Course over the layers' }, title(model, data), reader, reading);
  const draw = (): void => {
    const layout = courseLayout(Math.max(leastWidth, Math.floor(section.clientWidth)));
    if (layout.isNarrow) {
      reading.textContent = readingAt(model, model.rows.length - 1);
    }

    chart.draw(
      courseOption(model, theme, layout, vocabulary),
      layout.width,
      layout.height,
      2 * model.courses.length * model.rows.length,
    );
    listen(reader, model, rowToX(model, layout), (row, x) => {
      reading.textContent = readingAt(model, row);
      hair.hidden = false;
      hair.style.left = `${x}px`;
    });
  };
  queueMicrotask(() => {
    // What is below the window's end can wait until what is in sight was painted.
    if (section.getBoundingClientRect().top < window.innerHeight) {
      draw();
    } else {
      afterFrame(() => {
        if (section.isConnected) {
          draw();
        }
      });
    }
  });
  return section;
}

function title(model: CourseModel, data: LensData): HTMLElement {
  const columns = [...new Set(model.courses.map((course) => course.column))];
  const names = columns.flatMap((column, index) => {
    const token = tokenAt(data, column);
    return [index > 0 ? ', ' : '', String(data.positions[column] ?? column), ' ', token ? tokenSpan(token) : ''];
  });
  return h(
    'h2',
    {},
    columns.length === 1 ? 'Position ' : 'Positions ',
    ...names,
    ' over layers',
    h('span', { class: 'note' }, 'log-probability (nats) above, rank (log scale) below'),
  );
}

function listen(
  reader: HTMLElement,
  model: CourseModel,
  x: (row: number) => number,
  show: (row: number, x: number) => void,
): void {
  const last = model.rows.length - 1;
  let row = last;
  const go = (next: number): void => {
    row = Math.min(last, Math.max(0, next));
    reader.setAttribute('aria-valuenow', String(row));
    reader.setAttribute('aria-valuetext', readingAt(model, row));
    show(row, x(row));
  };
  reader.addEventListener('keydown', (event) => {
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: row - 1,
      ArrowDown: row - 1,
      ArrowRight: row + 1,
      ArrowUp: row + 1,
      Home: 0,
      End: last,
    };
    const next = places[event.key];
    if (next !== undefined) {
      event.preventDefault();
      go(next);
    }
  });
  reader.addEventListener('focus', () => {
    go(row);
  });
  reader.addEventListener('pointermove', (event) => {
    const left = event.clientX - reader.getBoundingClientRect().left;
    go(Math.round(((left - x(0)) / Math.max(1, x(last) - x(0))) * last));
  });
}

/** The values of every course at a row, in one sentence. */
function readingAt(model: CourseModel, row: number): string {
  const depth = model.rows[row];
  const several = new Set(model.courses.map((course) => course.column)).size > 1;
  const parts = model.courses.map((course) => {
    const value = valueAt(course, row);
    const name = `${spokenToken(course.token.text)}${several ? ` at ${course.position}` : ''}`;
    return value === undefined ? '' : `${name} ${nats(value.logProb)} nats, rank ${count(value.rank)}`;
  });
  return `${depth ? rowPhrase(depth) : ''}: ${parts.filter((part) => part !== '').join('; ')}`;
}
