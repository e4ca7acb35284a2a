import type { Page } from '@credit/api';

/** Small lists may come whole or in pages. */
export function rowsOf<Row>(data: Page<Row> | { rows: Row[] } | Row[] | undefined): Row[] {
  if (!data) return [];
  if (Array.isArray(data)) return data;
  return 'rows' in data ? data.rows : data.results;
}
