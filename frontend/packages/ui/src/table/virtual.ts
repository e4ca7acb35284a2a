/** Long tables draw only the rows that are seen. Such a table needs widths beforehand: they are guessed from the rows. */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Column } from './columns';

/** Rows from which a table is drawn in part. */
export const MANY_ROWS = 200;
/** Rows from which a page of a list is. */
export const MANY_ON_A_PAGE = 100;
const SAMPLE = 100;
const WIDE_CHARACTER = 13.5;
const NARROW_CHARACTER = 7.6;
const PADDING = 22;
const SORTER = 18;

const textWidth = (text: string): number =>
  [...text].reduce((width, character) => width + (character > '\u2e7f' ? WIDE_CHARACTER : NARROW_CHARACTER), 0);

function wordOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return wordOf((value as Record<string, unknown>).name ?? (value as Record<string, unknown>).code);
  return String(value);
}

/** A width for each column, wide enough for its title and for what its first rows hold. */
export function guessedWidths<Row extends object>(columns: readonly Column<Row>[], rows: readonly Row[]): Map<string, number> {
  const sample = rows.slice(0, SAMPLE);
  return new Map(
    columns.map((column) => {
      const title = textWidth(column.title) + PADDING + (column.sortable ? SORTER : 0);
      const words = sample.map((row) => textWidth(wordOf((row as Record<string, unknown>)[column.key])));
      // figures are shown with separators, and long words may be cut
      const content = Math.min(column.wrap ? 190 : 260, Math.max(48, ...words) * (column.align === 'right' ? 1.15 : 1) + PADDING);
      return [column.key, Math.round(column.width ?? Math.max(title, content))];
    }),
  );
}

/** Pixels between what stands above a page's table and below it, and the window's edges. */
const AROUND = 300;

/** The height that a table with its own scrolling may take. */
export function useTableHeight(): number {
  const height = () => Math.max(320, window.innerHeight - AROUND);
  const [found, setFound] = useState(height);
  useEffect(() => {
    const measure = () => setFound(height());
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return found;
}

/** True while the browser takes its picture for paper, on which nobody scrolls: every row is drawn then. */
export function useOnPaper(): boolean {
  const [onPaper, setOnPaper] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setOnPaper(true));
    const after = () => setOnPaper(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  return onPaper;
}
