import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Empty, Table, Tooltip, type TableProps } from 'antd';
import { ColumnHeightOutlined, ReloadOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import type { Page, Query } from '@credit/api';
import { addMoney, formatCount } from '@credit/domain';
import { useGet } from './api';
import { FilterBar, type FilterSpec } from './FilterBar';
import { useKitText } from './locale';
import { ProblemAlert } from './ProblemAlert';
import { toQuery, useTableState, type SearchParams, type TableConfig } from './url-state';
import { Money } from './values';

export interface Column<Row> {
  /** The field of the row, and the name to sort by. */
  key: string;
  title: string;
  /** Amounts and counts stand right with even figures. */
  align?: 'left' | 'right' | 'center';
  sortable?: boolean;
  /** Long words may take several lines. */
  wrap?: boolean;
  /** Give the sum of this column in the totals row. */
  total?: (row: Row) => string;
  render?: (row: Row, index: number) => ReactNode;
}

function shownField(row: object, key: string): ReactNode {
  const value = (row as Record<string, ReactNode>)[key];
  return value === null || value === undefined || value === '' ? '—' : value;
}

function antColumns<Row extends object>(columns: readonly Column<Row>[], sort: string): TableProps<Row>['columns'] {
  return columns.map((column) => ({
    key: column.key,
    dataIndex: column.key,
    title: column.title,
    align: column.align ?? 'left',
    ...(column.align === 'right' ? { className: 'kit-figure' } : {}),
    ...(column.sortable
      ? {
          sorter: true,
          showSorterTooltip: false,
          sortOrder: sort === column.key ? 'ascend' : sort === `-${column.key}` ? 'descend' : null,
        }
      : {}),
    render: (_: unknown, row: Row, index: number) => {
      const shown = column.render ? column.render(row, index) : shownField(row, column.key);
      return column.wrap ? <div className="kit-wrap">{shown}</div> : shown;
    },
  }));
}

function TotalsRow<Row>({ columns, rows, label }: { columns: readonly Column<Row>[]; rows: readonly Row[]; label: string }) {
  return (
    <Table.Summary.Row className="kit-totals">
      {columns.map((column, index) => (
        <Table.Summary.Cell key={column.key} index={index} align={column.align ?? 'left'}>
          {column.total ? (
            <Money value={addMoney(...rows.map(column.total))} strong />
          ) : index === 0 ? (
            <strong>{label}</strong>
          ) : null}
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}

const focusSibling = (row: HTMLElement, step: 'nextElementSibling' | 'previousElementSibling') => {
  const sibling = row[step];
  if (sibling instanceof HTMLElement && sibling.tabIndex === 0) sibling.focus();
};

function rowOpener<Row>(open: ((row: Row) => void) | undefined) {
  if (!open) return {};
  return {
    onRow: (row: Row) => ({
      tabIndex: 0,
      className: 'kit-openable',
      onClick: () => {
        // selecting text in a row is not a wish to open it
        if (window.getSelection()?.toString() === '') open(row);
      },
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter') open(row);
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          focusSibling(event.currentTarget, event.key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling');
        }
      },
    }),
  };
}

const DENSITY = 'credit.density';
type Density = 'small' | 'medium';

interface DataTableProps<Row> {
  /** The list resource, such as "/customers". */
  resource: string;
  /** Parameters that the page fixes and the address does not show. */
  fixed?: Query;
  columns: readonly Column<Row>[];
  rowKey: keyof Row & string;
  filters?: readonly FilterSpec[];
  defaultFilters?: SearchParams;
  searchHint?: string;
  defaultSort?: string;
  openPath?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  toolbar?: ReactNode;
  label: string;
  poll?: (data: Page<Row> | undefined) => number | false;
  emptyHint?: string;
  /** Boxes to tick rows by, for a command on several of them. */
  selection?: Selection<Row>;
}

interface Selection<Row> {
  keys: number[];
  onChange: (keys: number[]) => void;
  selectable?: (row: Row) => boolean;
}

function rowSelection<Row>(selection: Selection<Row> | undefined): Pick<TableProps<Row>, 'rowSelection'> {
  if (!selection) return {};
  return {
    rowSelection: {
      selectedRowKeys: selection.keys,
      onChange: (keys) => selection.onChange(keys.map(Number)),
      getCheckboxProps: (row) => ({ disabled: selection.selectable ? !selection.selectable(row) : false }),
    },
  };
}

/** A list of the server: paging, order and conditions live in the address. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const text = useKitText();
  const navigate = useNavigate();
  const filters = props.filters ?? [];
  const filterNames = filters.flatMap((filter) => [filter.name, filter.endName ?? []].flat()).join(',');
  const config = useMemo<TableConfig>(
    () => ({
      filters: filterNames ? filterNames.split(',') : [],
      ...(props.defaultSort ? { defaultSort: props.defaultSort } : {}),
      ...(props.defaultFilters ? { defaultFilters: props.defaultFilters } : {}),
    }),
    // a page's defaults never change while it is open
    [filterNames, props.defaultSort],
  );
  const [state, change] = useTableState(config);
  const [density, setDensity] = useState<Density>(() =>
    localStorage.getItem(DENSITY) === 'medium' ? 'medium' : 'small',
  );
  const list = useGet<Page<Row>>(
    props.resource,
    { ...toQuery(state), ...props.fixed },
    { keepPrevious: true, ...(props.poll ? { poll: props.poll } : {}) },
  );
  const rows = list.data?.results ?? [];
  const hasTotals = props.columns.some((column) => column.total);
  const { openPath, onOpen } = props;
  const open = onOpen ?? (openPath ? (row: Row) => void navigate({ to: openPath(row) } as never) : undefined);
  const onTableChange: TableProps<Row>['onChange'] = (pagination, _, sorter, extra) => {
    if (extra.action === 'sort') {
      const one = Array.isArray(sorter) ? sorter[0] : sorter;
      const field = String(one?.columnKey ?? '');
      change({ sort: one?.order ? `${one.order === 'descend' ? '-' : ''}${field}` : '' });
    } else if (extra.action === 'paginate') {
      const pageSize = pagination.pageSize ?? state.pageSize;
      change({ page: pageSize === state.pageSize ? (pagination.current ?? 1) : 1, pageSize });
    }
  };
  return (
    <section className="kit-panel kit-panel-flush">
      <div className="kit-list-bar">
        <FilterBar
          filters={filters}
          values={state.filters}
          q={state.q}
          searchHint={props.searchHint}
          onChange={(part) => change(part)}
        />
        <div className="kit-list-tools">
          {props.toolbar}
          <Tooltip title={text.density}>
            <Button
              type="text"
              aria-label={text.density}
              icon={<ColumnHeightOutlined />}
              onClick={() => {
                const next = density === 'small' ? 'medium' : 'small';
                localStorage.setItem(DENSITY, next);
                setDensity(next);
              }}
            />
          </Tooltip>
          <Tooltip title={text.refresh}>
            <Button
              type="text"
              aria-label={text.refresh}
              icon={<ReloadOutlined spin={list.isFetching} />}
              onClick={() => void list.refetch()}
            />
          </Tooltip>
        </div>
      </div>
      {list.isError && <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />}
      <Table<Row>
        aria-label={props.label}
        size={density}
        rowKey={props.rowKey}
        columns={antColumns(props.columns, state.sort) ?? []}
        dataSource={rows}
        loading={{ spinning: list.isPending || list.isPlaceholderData, delay: 200 }}
        sticky={{ offsetHeader: 48 }}
        scroll={{ x: 'max-content' }}
        onChange={onTableChange}
        {...rowOpener(open)}
        {...rowSelection(props.selection)}
        locale={{ emptyText: list.isPending ? ' ' : <EmptyNote hint={props.emptyHint} /> }}
        pagination={{
          current: state.page,
          pageSize: state.pageSize,
          total: list.data?.count ?? 0,
          showSizeChanger: true,
          pageSizeOptions: [20, 50, 100, 200],
          showTotal: (count) => text.total(formatCount(count)),
          size: 'small',
        }}
        {...(hasTotals && rows.length > 0
          ? { summary: () => <TotalsRow columns={props.columns} rows={rows} label={text.pageTotals} /> }
          : {})}
      />
    </section>
  );
}

function EmptyNote({ hint }: { hint?: string | undefined }) {
  const text = useKitText();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {text.emptyList}
          <div className="kit-muted">{hint ?? text.emptyHint}</div>
        </>
      }
    />
  );
}

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

/** Rows that the page already holds: schedules, entries, members. */
export function PlainTable<Row extends object>(props: PlainTableProps<Row>) {
  const text = useKitText();
  const navigate = useNavigate();
  const { openPath } = props;
  const hasTotals = props.columns.some((column) => column.total);
  return (
    <Table<Row>
      aria-label={props.label}
      size="small"
      rowKey={props.rowKey}
      columns={antColumns(props.columns, '') ?? []}
      dataSource={props.rows}
      loading={{ spinning: props.loading ?? false, delay: 200 }}
      pagination={false}
      scroll={{ x: 'max-content', ...(props.maxHeight ? { y: props.maxHeight } : {}) }}
      {...rowOpener(openPath ? (row: Row) => void navigate({ to: openPath(row) } as never) : undefined)}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={props.emptyText ?? text.emptyList} /> }}
      {...(hasTotals && props.rows.length > 0
        ? {
            summary: () => (
              <Table.Summary fixed={props.maxHeight ? 'bottom' : false}>
                <TotalsRow columns={props.columns} rows={props.rows} label={props.totalsLabel ?? text.totals} />
              </Table.Summary>
            ),
          }
        : {})}
    />
  );
}
