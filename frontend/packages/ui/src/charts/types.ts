import type { Locale } from '@credit/domain';

/** How the numbers of a series are read. Amounts are decimal strings; only their drawn length is a float. */
export type Unit = 'money' | 'count' | 'seconds';

/**
 * bars: side by side; stacked: on top of each other; lines; mixed: bars and lines, each series says which;
 * ranking: lying bars, the longest first; donut: parts of one whole, and nothing else.
 */
export type ChartKind = 'bars' | 'stacked' | 'lines' | 'mixed' | 'ranking' | 'donut';

export interface Series<Row> {
  key: string;
  label: string;
  value: (row: Row) => string | number | null | undefined;
  unit?: Unit;
  /** Of a mixed chart; bars otherwise. */
  line?: boolean;
  /** With a scale of its own at the right: for what is of another size. */
  own?: boolean;
  tone?: 'danger';
}

export interface ChartSpec<Row> {
  kind: ChartKind;
  title: string;
  /** What the rows are: the heading of the table's first column. */
  category: string;
  name: (row: Row) => string;
  rows: readonly Row[];
  series: readonly Series<Row>[];
  /** A ranking draws the first so many; its table has all. */
  most?: number;
  /** Drawn pale: what is over. */
  faded?: (row: Row) => boolean;
}

/** The words that stand in the drawing itself. */
export interface ChartWords {
  locale: Locale;
  yuan: string;
  wan: string;
  seconds: string;
  others: string;
  summary: (title: string, kind: string, count: number) => string;
}
