import type { Locale } from '@credit/domain';
import { shown, total } from './format';
import type { ChartSpec } from './types';

export interface ChartTable {
  heads: string[];
  lines: string[][];
  /** Nothing where a sum would say nothing. */
  totals: string[] | null;
}

/** The same numbers as text: what is read aloud, shown in the drawing's place, and copied. */
export function tableOf<Row>(spec: ChartSpec<Row>, totalWord: string, locale: Locale): ChartTable {
  const sums = spec.kind !== 'lines' && spec.rows.length > 1 && spec.series.every((series) => !series.line && series.unit !== 'seconds');
  return {
    heads: [spec.category, ...spec.series.map((series) => series.label)],
    lines: spec.rows.map((row) => [spec.name(row), ...spec.series.map((series) => shown(series.value(row), series.unit, locale))]),
    totals: sums ? [totalWord, ...spec.series.map((series) => total(spec.rows, series, locale))] : null,
  };
}

/** As a spreadsheet takes it from the clipboard. */
export function tabSeparated({ heads, lines, totals }: ChartTable): string {
  const plain = (cell: string) => cell.replace(/[\t\n]/g, ' ').replace(/^—$/, '');
  return [heads, ...lines, ...(totals ? [totals] : [])].map((line) => line.map(plain).join('\t')).join('\n');
}
