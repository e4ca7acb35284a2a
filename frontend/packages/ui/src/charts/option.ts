import type { EChartsCoreOption } from 'echarts/core';
import { axisLabel, drawn, inWan, shown } from './format';
import type { ChartSpec, ChartWords, Series, Unit } from './types';

/** Colours of one scheme; the series take `palette` in its order. */
export interface ChartTheme {
  palette: readonly string[];
  danger: string;
  ink: string;
  soft: string;
  line: string;
  ground: string;
  font: string;
}

interface Point {
  seriesIndex: number;
  dataIndex: number;
  color: string;
}

const PARTS = 6;

/** What ECharts draws of a chart; pure, so that it can be tested without a browser. */
export function optionOf<Row>(spec: ChartSpec<Row>, theme: ChartTheme, words: ChartWords, animated: boolean): EChartsCoreOption {
  const base = {
    animation: animated,
    animationDuration: 300,
    color: [...theme.palette],
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.soft },
    aria: { enabled: true, label: { description: words.summary(spec.title, spec.category, spec.rows.length) } },
  };
  return spec.kind === 'donut' ? { ...base, ...donut(spec, theme, words) } : { ...base, ...cartesian(spec, theme, words) };
}

/** The rows as they are drawn: a ranking and a donut begin with the largest. */
export function drawnOrder<Row>({ kind, rows, series, most }: ChartSpec<Row>): readonly Row[] {
  if (kind !== 'ranking' && kind !== 'donut') return rows;
  const sorted = rows.toSorted((a, b) => drawn(series[0]!.value(b)) - drawn(series[0]!.value(a)));
  return kind === 'ranking' ? sorted.slice(0, most) : sorted;
}

function cartesian<Row>(spec: ChartSpec<Row>, theme: ChartTheme, words: ChartWords) {
  const lying = spec.kind === 'ranking';
  const rows = drawnOrder(spec);
  const isLine = (series: Series<Row>) => spec.kind === 'lines' || (spec.kind === 'mixed' && series.line === true);
  const hasOwn = spec.series.some((series) => series.own);
  const axis = (of: readonly Series<Row>[], right: boolean) => {
    const unit = of[0]?.unit ?? 'count';
    const wan = unit === 'money' && inWan(largest(rows, of, spec.kind === 'stacked' || spec.kind === 'mixed'));
    return {
      type: 'value',
      name: unitName(unit, wan, words),
      nameTextStyle: { color: theme.soft, align: lying ? 'left' : right ? 'right' : 'left', padding: lying ? 0 : [0, 0, 0, right ? 0 : -28] },
      nameGap: lying ? 6 : 10,
      ...(unit === 'count' ? { minInterval: 1 } : {}),
      splitNumber: 4,
      axisLabel: { color: theme.soft, hideOverlap: true, formatter: (value: number) => axisLabel(value, unit, wan) },
      splitLine: { show: !right, lineStyle: { color: theme.line } },
    };
  };
  const names = rows.map((row) => spec.name(row));
  const category = {
    type: 'category',
    data: names,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.line } },
    axisLabel: {
      color: lying ? theme.ink : theme.soft,
      hideOverlap: true,
      overflow: 'truncate',
      width: lying ? 150 : names.length > 12 ? 76 : 110,
      ...(lying || names.length <= 8 ? { interval: 0 } : {}),
    },
  };
  const left = axis(spec.series.filter((series) => !series.own), false);
  const values = hasOwn ? [left, axis(spec.series.filter((series) => series.own), true)] : left;
  const stacks = spec.kind === 'stacked' || spec.kind === 'mixed';
  return {
    grid: {
      left: 8,
      right: lying ? 120 : 12,
      top: lying ? 4 : spec.series.length > 1 ? 48 : 30,
      bottom: lying ? 22 : 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      show: spec.series.length > 1,
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 10,
      icon: 'roundRect',
      textStyle: { color: theme.ink, fontSize: 12 },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: isLine(spec.series[0]!) ? 'line' : 'shadow' },
      ...tooltip(theme),
      formatter: (points: Point | Point[]) => {
        const found = Array.isArray(points) ? points : [points];
        const row = rows[found[0]?.dataIndex ?? -1];
        if (row === undefined) return '';
        return card(spec.name(row), found.map(({ seriesIndex, color }) => {
          const series = spec.series[seriesIndex]!;
          return { label: series.label, text: shown(series.value(row), series.unit, words.locale), color };
        }));
      },
    },
    xAxis: lying ? values : category,
    yAxis: lying ? category : values,
    series: spec.series.map((series, index) => {
      const color = series.tone === 'danger' ? theme.danger : theme.palette[index % theme.palette.length]!;
      const data = rows.map((row) => ({
        // nothing is no bar, not one of the least height
        value: isLine(series) ? drawn(series.value(row)) : drawn(series.value(row)) || '-',
        ...(spec.faded?.(row) && !isLine(series) ? { itemStyle: { opacity: 0.4 } } : {}),
      }));
      const common = { name: series.label, data, itemStyle: { color }, ...(series.own ? { [lying ? 'xAxisIndex' : 'yAxisIndex']: 1 } : {}) };
      if (isLine(series)) {
        return { ...common, type: 'line', symbol: rows.length > 40 ? 'none' : 'circle', symbolSize: 5, lineStyle: { width: 2, color } };
      }
      return {
        ...common,
        type: 'bar',
        barMaxWidth: lying ? 16 : 32,
        barCategoryGap: rows.length > 60 ? '10%' : '30%',
        ...(stacks ? { stack: 'all' } : {}),
        // a thin line at least, or a small value beside a large one vanishes
        barMinHeight: 1,
        ...(lying && spec.series.length === 1
          ? { label: { show: true, position: 'right', color: theme.ink, formatter: ({ dataIndex }: Point) => withUnit(shown(series.value(rows[dataIndex]!), series.unit, words.locale), series.unit, words) } }
          : {}),
      };
    }),
  };
}

function donut<Row>(spec: ChartSpec<Row>, theme: ChartTheme, words: ChartWords) {
  const series = spec.series[0]!;
  const sorted = drawnOrder(spec);
  const whole = sorted.reduce((sum, row) => sum + drawn(series.value(row)), 0);
  const few = sorted.length > PARTS + 1 ? sorted.slice(0, PARTS) : sorted;
  const parts = few.map((row) => ({ name: spec.name(row), value: drawn(series.value(row)), text: shown(series.value(row), series.unit, words.locale) }));
  const rest = whole - parts.reduce((sum, part) => sum + part.value, 0);
  if (few.length < sorted.length) parts.push({ name: words.others, value: rest, text: shown(series.unit === 'money' ? rest.toFixed(2) : rest, series.unit, words.locale) });
  const share = (value: number) => (whole > 0 ? `${((value / whole) * 100).toFixed(1)}%` : '—');
  return {
    legend: {
      orient: 'vertical',
      left: '52%',
      top: 'middle',
      itemWidth: 12,
      itemHeight: 10,
      icon: 'roundRect',
      textStyle: { color: theme.ink, fontSize: 12 },
      formatter: (name: string) => `${name}  ${share(parts.find((part) => part.name === name)?.value ?? 0)}`,
    },
    tooltip: {
      trigger: 'item',
      ...tooltip(theme),
      formatter: ({ dataIndex, color }: Point) => {
        const part = parts[dataIndex];
        return part ? card(part.name, [{ label: share(part.value), text: part.text, color }]) : '';
      },
    },
    series: [
      {
        type: 'pie',
        radius: ['52%', '80%'],
        center: ['26%', '50%'],
        label: { show: false },
        itemStyle: { borderColor: theme.ground, borderWidth: 2 },
        data: parts,
      },
    ],
  };
}

/** The largest value of an axis; where bars stand on each other, the largest sum. */
function largest<Row>(rows: readonly Row[], series: readonly Series<Row>[], stacked: boolean): number {
  const bars = series.filter((one) => !one.line);
  const lines = series.filter((one) => one.line);
  return rows.reduce((most, row) => {
    const heights = bars.map((one) => Math.abs(drawn(one.value(row))));
    const bar = stacked ? heights.reduce((sum, height) => sum + height, 0) : Math.max(0, ...heights);
    return Math.max(most, bar, ...lines.map((one) => Math.abs(drawn(one.value(row)))));
  }, 0);
}

function unitName(unit: Unit, wan: boolean, words: ChartWords): string {
  if (unit === 'money') return wan ? words.wan : words.yuan;
  return unit === 'seconds' ? words.seconds : '';
}

/** Beside an axis in ten thousands an amount says that it is not. */
function withUnit(text: string, unit: Unit | undefined, words: ChartWords): string {
  return unit === 'money' && text !== '—' ? `${text} ${words.yuan}` : text;
}

function tooltip(theme: ChartTheme) {
  return {
    confine: true,
    backgroundColor: theme.ground,
    borderColor: theme.line,
    padding: [6, 10],
    textStyle: { color: theme.ink, fontSize: 12 },
  };
}

/** Built of nodes: names come from people, and no name may become markup. */
function card(title: string, lines: readonly { label: string; text: string; color: string }[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-card';
  const head = box.appendChild(document.createElement('strong'));
  head.textContent = title;
  for (const { label, text, color } of lines) {
    const line = box.appendChild(document.createElement('div'));
    const key = line.appendChild(document.createElement('span'));
    key.className = 'chart-key';
    key.style.background = color;
    line.appendChild(document.createElement('span')).textContent = label;
    line.appendChild(document.createElement('b')).textContent = text;
  }
  return box;
}
