/** The columns of a list as one person has arranged them. Without React, so that it can be tested. */

export interface ListColumn {
  key: string;
  /** In pixels; null where the page decides. */
  width: number | null;
  hidden: boolean;
}

export type Density = 'COMPACT' | 'NORMAL' | 'LOOSE';
export const DENSITIES: readonly Density[] = ['COMPACT', 'NORMAL', 'LOOSE'];

interface PageColumn {
  key: string;
  optional?: boolean;
}

/** "/loans/12/repayments" is the list "loans.id.repayments", whichever loan it is. */
export function listIdOf(resource: string): string {
  const parts = resource.split('/').filter(Boolean);
  return parts
    .map((part) => (/^\d+$|^[0-9a-f-]{36}$/.test(part) ? 'id' : part.toLowerCase().replace(/[^a-z0-9-]/g, '-')))
    .join('.')
    .slice(0, 80);
}

export function pageDefault(page: readonly PageColumn[]): ListColumn[] {
  return page.map(({ key, optional }) => ({ key, width: null, hidden: optional ?? false }));
}

/**
 * The page's columns in the order that was kept. What the page no longer has is dropped; what it has gained stands
 * after the column that it follows on the page. At least one column is shown.
 */
export function arranged(page: readonly PageColumn[], kept: readonly ListColumn[]): ListColumn[] {
  const fresh = pageDefault(page);
  if (kept.length === 0) return fresh;
  const known = new Set(page.map(({ key }) => key));
  const found = kept.filter(({ key }) => known.has(key)).map(({ key, width, hidden }) => ({ key, width, hidden }));
  fresh.forEach((column, index) => {
    if (found.some(({ key }) => key === column.key)) return;
    const before = fresh[index - 1];
    const at = before ? found.findIndex(({ key }) => key === before.key) + 1 : 0;
    found.splice(at, 0, column);
  });
  if (found.every(({ hidden }) => hidden) && found[0]) found[0] = { ...found[0], hidden: false };
  return found;
}

export function sameColumns(one: readonly ListColumn[], other: readonly ListColumn[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ key, width, hidden }, index) => {
      const beside = other[index]!;
      return key === beside.key && width === beside.width && hidden === beside.hidden;
    })
  );
}

/** The columns with one of them at another place; the same when it would leave the list. */
export function moved(columns: readonly ListColumn[], from: number, to: number): ListColumn[] {
  const next = [...columns];
  if (to < 0 || to >= next.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function changed(columns: readonly ListColumn[], key: string, change: Partial<ListColumn>): ListColumn[] {
  return columns.map((column) => (column.key === key ? { ...column, ...change } : column));
}
