import { useCallback, useMemo, useState } from 'react';
import type { TableProps } from 'antd';

export interface Selection<Row> {
  /** The rows as they were seen when they were ticked, also those of other pages. */
  rows: ReadonlyMap<string, Row>;
  toggle: (row: Row) => void;
  drop: (ids: readonly string[]) => void;
  clear: () => void;
}

/** Ticked rows, kept while paging. */
export function useSelection<Row extends object>(
  rowKey: keyof Row & string,
  page: readonly Row[],
  selectable: (row: Row) => boolean,
  label: string,
): { selection: Selection<Row>; boxes: NonNullable<TableProps<Row>['rowSelection']> } {
  const [ticked, setTicked] = useState<ReadonlyMap<string, Row>>(new Map());
  const idOf = useCallback((row: Row) => String(row[rowKey]), [rowKey]);
  const toggle = useCallback(
    (row: Row) => {
      if (!selectable(row)) return;
      setTicked((former) => {
        const next = new Map(former);
        if (!next.delete(idOf(row))) next.set(idOf(row), row);
        return next;
      });
    },
    [idOf, selectable],
  );
  const drop = useCallback((ids: readonly string[]) => {
    setTicked((former) => new Map([...former].filter(([id]) => !ids.includes(id))));
  }, []);
  const clear = useCallback(() => setTicked(new Map()), []);
  const selection = useMemo(() => ({ rows: ticked, toggle, drop, clear }), [ticked, toggle, drop, clear]);
  return {
    selection,
    boxes: {
      columnWidth: 36,
      selectedRowKeys: page.filter((row) => ticked.has(idOf(row))).map((row) => row[rowKey] as never),
      onChange: (keys) => {
        const wanted = new Set(keys.map(String));
        setTicked((former) => {
          const next = new Map(former);
          for (const row of page) {
            if (wanted.has(idOf(row))) next.set(idOf(row), row);
            else next.delete(idOf(row));
          }
          return next;
        });
      },
      getCheckboxProps: (row) => ({ disabled: !selectable(row), 'aria-label': `${label} ${idOf(row)}`, tabIndex: -1 }) as never,
    },
  };
}
