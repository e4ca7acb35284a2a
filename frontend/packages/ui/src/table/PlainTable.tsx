import { useMemo } from 'react';
import { Empty, Table } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { useKitText } from '../locale';
import { TotalsRow, antColumns, type Column } from './columns';
import { RowTable } from './RowTable';
import { MANY_ROWS, guessedWidths, useOnPaper, useTableHeight } from './virtual';

interface PlainTableProps<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (keyof Row & string) | ((row: Row) => string);
  label: string;
  loading?: boolean;
  openPath?: (row: Row) => string;
  emptyText?: string;
  totalsLabel?: string;
  maxHeight?: number;
}

/** Rows that the page already holds: schedules, entries, members. Very many of them are drawn as they are scrolled. */
export function PlainTable<Row extends object>(props: PlainTableProps<Row>) {
  const text = useKitText();
  const navigate = useNavigate();
  const { openPath, rows, columns } = props;
  const hasTotals = columns.some((column) => column.total);
  const onPaper = useOnPaper();
  const isLong = rows.length > MANY_ROWS && !onPaper;
  const free = useTableHeight();
  const widths = useMemo(() => (isLong ? guessedWidths(columns, rows) : undefined), [isLong, columns, rows]);
  return (
    <RowTable<Row>
      label={props.label}
      rowKey={props.rowKey}
      rows={rows}
      size="small"
      columns={antColumns(columns, widths ? { widths, stretch: true } : {})}
      widths={widths}
      height={isLong ? (props.maxHeight ?? free) : onPaper ? undefined : props.maxHeight}
      loading={{ spinning: props.loading ?? false, delay: 200 }}
      pagination={false}
      onOpen={openPath ? (row) => void navigate({ to: openPath(row) } as never) : undefined}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={props.emptyText ?? text.emptyList} /> }}
      {...(hasTotals && rows.length > 0
        ? {
            summary: () => (
              <Table.Summary fixed={props.maxHeight || isLong ? 'bottom' : false}>
                <TotalsRow columns={columns} rows={rows} label={props.totalsLabel ?? text.totals} />
              </Table.Summary>
            ),
          }
        : {})}
    />
  );
}
