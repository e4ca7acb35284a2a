import type { EntityRow, Page } from '@credit/api';
import { useGet } from '@credit/ui';

/** Code -> name of the banks of the province: rows of other lists bear only the code. */
export function useEntityNames(): ReadonlyMap<string, string> {
  const list = useGet<Page<EntityRow>>('/entities', { page_size: 200, sort: 'code' });
  return new Map(list.data?.results.map((row) => [row.code, row.name]));
}
