// Apache ECharts, only the parts that are used. Nothing moves: what is drawn is drawn at once, and twice the same.
import { CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, GraphicComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { textWidth } from './measure.js';
import type { Theme } from './theme.js';

use([CustomChart, LineChart, AriaComponent, GraphicComponent, GridComponent, MarkLineComponent, CanvasRenderer, SVGRenderer]);

/** Settings of a chart. */
export type ChartOption = EChartsCoreOption;

/** More marks than this are drawn on a canvas. */
const mostSvgMarks = 2000;

/** A chart on the page; drawn anew for each result, size and theme. */
export class Chart {
  private chart: EChartsType | undefined;
  private renderer: 'svg' | 'canvas' | undefined;

  constructor(readonly element: HTMLElement) {}

  /** Draws `option` with `marks` marks at `width` x `height` pixels. */
  draw(option: ChartOption, width: number, height: number, marks: number): void {
    const renderer = rendererFor(marks);
    if (this.chart === undefined || renderer !== this.renderer) {
      this.dispose();
      this.renderer = renderer;
      this.chart = init(this.element, null, { renderer, width, height });
    } else {
      this.chart.resize({ width, height });
    }

    this.chart.setOption({ ...option, animation: false }, { notMerge: true, lazyUpdate: false, silent: true });
  }

  /** Frees what the chart holds; old results must not stay in memory. */
  dispose(): void {
    this.chart?.dispose();
    this.chart = undefined;
  }
}

/**
 * Draws a small chart that nobody sees: the library is compiled and fonts are found while the page waits for its first result,
 * not when that is to be drawn.
 */
export function warmUp({ font, mono }: Theme): void {
  for (const family of [font, mono]) {
    textWidth('M', `11px ${family}`);
    textWidth('M', `600 11px ${family}`);
  }

  const axis = { type: 'value', axisLabel: { formatter: String } };
  const marks = {
    type: 'custom',
    data: [[0, 0]],
    renderItem: () => ({ type: 'rect', shape: { x: 0, y: 0, width: 1, height: 1 }, style: { fill: '#000' } }),
  };
  const text = { type: 'text', style: { text: 'x', x: 1, y: 1, font: '11px sans-serif' } };
  const chart = new Chart(document.createElement('div'));
  const line = {
    type: 'line',
    data: [
      [0, 0],
      [1, 1],
    ],
    symbol: 'circle',
    showAllSymbol: true,
  };
  chart.draw({ xAxis: axis, yAxis: axis, series: [line, marks], graphic: [text] }, 40, 40, 1);
  chart.dispose();
}

/** SVG has real text and stays sharp; a canvas is quicker for many marks. */
export function rendererFor(marks: number): 'svg' | 'canvas' {
  return marks > mostSvgMarks ? 'canvas' : 'svg';
}

/** The chart as SVG elements without the enclosing `<svg>`, for a picture made of several parts. */
export function chartSvg(option: ChartOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...option, animation: false });
  const text = chart.renderToSVGString({ useViewBox: false });
  chart.dispose();
  // Names that the library counts up, and what only its own page needs, would make two pictures of one result differ.
  return text
    .replace(/<style[^]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'chart-');
}
