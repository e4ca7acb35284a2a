import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { Table, type TableProps } from 'antd';
import type { TableRef } from 'antd/es/table';
import './table.css';

interface RowTableProps<Row> extends Omit<TableProps<Row>, 'rowKey' | 'dataSource' | 'scroll' | 'virtual' | 'onRow'> {
  label: string;
  rows: readonly Row[];
  rowKey: (keyof Row & string) | ((row: Row) => string);
  /** Given, only the rows that are seen are drawn, with these widths. */
  widths?: ReadonlyMap<string, number> | undefined;
  /** The height beyond which the rows scroll by themselves. */
  height?: number | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  /** Rows take the focus although they don't open. */
  focusable?: boolean;
  reach?: RefObject<((index: number) => void) | null>;
}

/** Moves the focus among the rows where no list listens to the keys. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp' ? 'previousElementSibling' : null;
  if (!step) return;
  event.preventDefault();
  const sibling = event.currentTarget[step];
  if (sibling instanceof HTMLElement && sibling.dataset.rowKey !== undefined) sibling.focus();
}

/** Rows that are drawn in part are no table to a screen reader until somebody says so. */
function nameParts(element: HTMLElement | undefined, label: string, count: number) {
  const body = element?.querySelector('.ant-table-tbody-virtual');
  body?.setAttribute('role', 'table');
  body?.setAttribute('aria-label', label);
  body?.setAttribute('aria-rowcount', String(count));
  body?.querySelector('.ant-table-tbody-virtual-holder-inner')?.setAttribute('role', 'rowgroup');
}

/** The antd table of both kinds of list: rows that open, in part drawn when there are many. */
export function RowTable<Row extends object>({
  label, rows, rowKey, widths, height, onOpen, focusable, reach, ...rest
}: RowTableProps<Row>) {
  const table = useRef<TableRef>(null);
  if (reach) reach.current = widths ? (index) => table.current?.scrollTo({ index, align: 'nearest' } as never) : null;
  useEffect(() => {
    if (widths) nameParts(table.current?.nativeElement, label, rows.length);
  }, [widths, label, rows.length]);
  const hasStop = onOpen !== undefined || focusable;
  return (
    <Table<Row>
      ref={table}
      aria-label={label}
      rowKey={rowKey}
      dataSource={rows}
      virtual={widths !== undefined}
      scroll={
        widths
          ? { x: [...widths.values()].reduce((sum, width) => sum + width, 0), y: height ?? 480 }
          : // as narrow as the cells allow before it scrolls: headings and long words take a second line first
            { x: true, ...(height ? { y: height } : {}) }
      }
      {...(hasStop || widths
        ? {
            onRow: (row: Row, index?: number) => ({
              ...(widths ? { role: 'row', 'aria-rowindex': (index ?? 0) + 1 } : {}),
              ...(hasStop ? { tabIndex: index === 0 ? 0 : -1 } : {}),
              ...(onOpen
                ? {
                    className: 'kit-openable',
                    onClick: () => {
                      // selecting text in a row is not a wish to open it
                      if (window.getSelection()?.toString() === '') onOpen(row);
                    },
                  }
                : { className: 'kit-focusable' }),
              ...(focusable
                ? {}
                : {
                    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
                      if (event.target !== event.currentTarget) return;
                      if (event.key === 'Enter') onOpen?.(row);
                      else moveFocus(event);
                    },
                  }),
            }),
          }
        : {})}
      {...rest}
    />
  );
}
