import { isValidElement, type CSSProperties, type HTMLAttributes, type ReactNode } from 'react';
import { Table, type TableProps } from 'antd';
import { addMoney } from '@credit/domain';
import { useKitText } from '../locale';
import { Money } from '../values';
import { HeaderCell, type ResizableHeader } from './resize';

export interface Column<Row> {
  /** The field of the row, and the name to sort by. */
  key: string;
  title: string;
  /** Amounts and counts stand right with even figures. */
  align?: 'left' | 'right' | 'center';
  sortable?: boolean;
  /** Long words may take several lines. */
  wrap?: boolean;
  /** In pixels; without one the content decides. */
  width?: number;
  /** Shown only to whoever asks for it in the settings of the list. */
  optional?: boolean;
  /** Give the sum of this column in the totals row. */
  total?: (row: Row) => string;
  render?: (row: Row, index: number) => ReactNode;
}

export function shownField(row: object, key: string): ReactNode {
  const value = (row as Record<string, ReactNode>)[key];
  return value === null || value === undefined || value === '' ? '—' : value;
}

const exactly = (width: number): CSSProperties => ({ width, minWidth: width, maxWidth: width });

interface Options {
  sort?: string;
  /** Widths that a person chose, by column. */
  widths?: ReadonlyMap<string, number>;
  /** The table stretches the widths to fill its own: they are where it begins, not where it ends. */
  stretch?: boolean;
  onWidth?: (key: string, width: number) => void;
}

/** The columns as antd wants them. A chosen width is kept to the pixel and cuts what is longer. */
export function antColumns<Row extends object>(
  columns: readonly Column<Row>[],
  { sort = '', widths, stretch = false, onWidth }: Options = {},
): NonNullable<TableProps<Row>['columns']> {
  return columns.map((column) => {
    const chosen = widths?.get(column.key);
    const width = chosen ?? column.width;
    const cell: HTMLAttributes<HTMLElement> =
      width === undefined ? {} : { className: 'kit-cell-cut', ...(stretch ? { role: 'cell' } : { style: exactly(width) }) };
    return {
      key: column.key,
      dataIndex: column.key,
      title: column.title,
      align: column.align ?? 'left',
      ...(width === undefined ? {} : { width }),
      ...(column.align === 'right' ? { className: 'kit-figure' } : {}),
      ...(column.sortable
        ? {
            sorter: true,
            showSorterTooltip: false,
            sortOrder: sort === column.key ? 'ascend' : sort === `-${column.key}` ? 'descend' : null,
          }
        : {}),
      onCell: () => cell,
      onHeaderCell: () => ({ ...(stretch ? {} : cell), ...(onWidth ? { resize: (to: number) => onWidth(column.key, to) } : {}) }) as ResizableHeader,
      render: (_: unknown, row: Row, index: number) => {
        const shown = column.render ? column.render(row, index) : shownField(row, column.key);
        if (column.wrap) return <div className="kit-wrap">{shown}</div>;
        // what is cut can still be read under the pointer
        return width !== undefined && !isValidElement(shown) ? <span title={String(shown)}>{shown}</span> : shown;
      },
    };
  });
}

/** Stable, or every header would be made anew at each drawing. */
export const TABLE_PARTS = { header: { cell: HeaderCell } };

/** Sums are of amounts only: the row says in what. */
export function TotalsRow<Row>({ columns, rows, label, offset = 0 }: {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  label: string;
  /** Columns before the first, such as that of the boxes. */
  offset?: number;
}) {
  const unit = useKitText().moneyUnit;
  return (
    <Table.Summary.Row className="kit-totals">
      {offset > 0 && <Table.Summary.Cell index={0} colSpan={offset} />}
      {columns.map((column, index) => (
        <Table.Summary.Cell key={column.key} index={index + offset} align={column.align ?? 'left'}>
          {column.total ? (
            <Money value={addMoney(...rows.map(column.total))} strong />
          ) : index === 0 ? (
            <>
              <strong>{label}</strong> <span className="kit-muted">{unit}</span>
            </>
          ) : null}
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}
