import { Suspense, lazy, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, Table, Tooltip, type TableProps } from 'antd';
import { QuestionCircleOutlined, ReloadOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import type { Page, Query } from '@credit/api';
import { formatCount } from '@credit/domain';
import { useGet } from '../api';
import { useKitText } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import { BatchBar, type BatchAction } from './BatchBar';
import { ColumnSettings } from './ColumnSettings';
import { TABLE_PARTS, TotalsRow, antColumns, type Column } from './columns';
import { ExportButton } from '../exports/ExportButton';
import { FilterBar, type FilterSpec } from './FilterBar';
import { changed, listIdOf, type Density } from './layout';
import { RowTable } from './RowTable';
import { EmptyNote, SkeletonRows } from './states';
import { toQuery, useTableState, type SearchParams, type TableConfig } from './url-state';
import { rowOf, useTableKeys } from './useKeys';
import { useLayout, useListDesk } from './useListDesk';
import { useSelection } from './useSelection';
import { useViews } from './useViews';
import { ViewMenu } from './ViewMenu';
import { MANY_ON_A_PAGE, guessedWidths, useTableHeight } from './virtual';

const KeyHelp = lazy(() => import('./KeyHelp').then((module) => ({ default: module.KeyHelp })));

const SIZES: Record<Density, 'small' | 'medium' | 'large'> = { COMPACT: 'small', NORMAL: 'medium', LOOSE: 'large' };

export interface DataTableProps<Row> {
  /** The list resource, such as "/customers". */
  resource: string;
  /** What layout and views are kept under; that of the resource unless two different lists show the same one. */
  list?: string;
  /** Stands before the list's parameters in the address: of two lists on a page, one must have it. */
  addressKey?: string;
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
  /** What may be done to several ticked rows; with one, rows get boxes. */
  batchActions?: readonly BatchAction<Row>[];
  /** What a row is called among the results of a batch; its first column unless said. */
  rowName?: (row: Row) => string;
  /** What one must be allowed to take this list out as a file, besides taking out lists at all. */
  exportAction?: string;
  /** Fields of the row that the page has no column for, and a file has. */
  fileColumns?: readonly { key: string; title: string }[];
}

/**
 * A list of the server: paging, order and conditions live in the address; columns, density and views are kept on the
 * server for each person.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const text = useKitText();
  const navigate = useNavigate();
  const section = useRef<HTMLElement>(null);
  const reach = useRef<((index: number) => void) | null>(null);
  const [helping, setHelping] = useState(false);
  const filters = props.filters ?? [];
  const filterNames = filters.flatMap((filter) => [filter.name, filter.endName ?? []].flat()).join(',');
  const config = useMemo<TableConfig>(
    () => ({
      prefix: props.addressKey,
      filters: filterNames ? filterNames.split(',') : [],
      ...(props.defaultSort ? { defaultSort: props.defaultSort } : {}),
      ...(props.defaultFilters ? { defaultFilters: props.defaultFilters } : {}),
    }),
    // a page's defaults never change while it is open
    [props.addressKey, filterNames, props.defaultSort],
  );
  const listId = props.list ?? listIdOf(props.resource);
  const [state, change] = useTableState(config);
  const { desk, settled, put, reload } = useListDesk(listId);
  const pageColumns = useStableColumns(props.columns);
  const layout = useLayout(listId, desk, put, pageColumns);
  const views = useViews({ desk, state, config, pageColumns, layout });

  const query = { ...toQuery(state), ...props.fixed };
  const list = useGet<Page<Row>>(props.resource, query, {
    keepPrevious: true,
    // a default view is known before anything is asked for, so that the list does not change under the eyes
    enabled: settled ? !views.isDue : views.isAsked,
    ...(props.poll ? { poll: props.poll } : {}),
  });
  const page = useLastGood(list.data);
  const rows = useMemo(() => page?.results ?? [], [page]);
  const isFirst = page === undefined && !list.isError;

  const byKey = new Map(props.columns.map((column) => [column.key, column]));
  const shown = views.columns.flatMap(({ key, hidden }) => (hidden ? [] : (byKey.get(key) ?? [])));
  const widths = useMemo(
    () => new Map(views.columns.flatMap(({ key, width }) => (width === null ? [] : [[key, width] as const]))),
    [views.columns],
  );
  const isLong = rows.length > MANY_ON_A_PAGE;
  const height = useTableHeight();
  const allWidths = isLong ? new Map([...guessedWidths(shown, rows), ...[...widths].filter(([key]) => !hiddenKeys(views.columns).has(key))]) : undefined;

  const { openPath, onOpen, batchActions = [] } = props;
  const open = onOpen ?? (openPath ? (row: Row) => void navigate({ to: openPath(row) } as never) : undefined);
  const selectable = useCallback(
    (row: Row) => batchActions.some((action) => action.allowed?.(row) ?? true),
    // the actions of a page are the same at each drawing
    [batchActions.length],
  );
  const { selection, boxes } = useSelection(props.rowKey, rows, selectable, text.selectRow);
  const hasBoxes = batchActions.length > 0;
  const rowOfId = (id: string) => rows.find((row) => String(row[props.rowKey]) === id);
  const pages = Math.max(1, Math.ceil((page?.count ?? 0) / state.pageSize));
  useTableKeys(section, {
    ids: rows.map((row) => String(row[props.rowKey])),
    open: open && ((id) => withRow(rowOfId(id), open)),
    tick: hasBoxes ? (id) => withRow(rowOfId(id), selection.toggle) : undefined,
    page: (step) => {
      const to = state.page + step;
      if (to >= 1 && to <= pages) change({ page: to });
    },
    help: () => setHelping(true),
    reach: (index) => reach.current?.(index),
  });

  const hasConditions = state.q !== '' || Object.values(state.filters).some(Boolean);
  const clear = () => change({ q: '', filters: {} });
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
  const firstName = props.columns[0]?.key ?? props.rowKey;
  const hasTotals = shown.some((column) => column.total);

  return (
    <section ref={section} className="kit-panel kit-panel-flush">
      <div className="kit-list-bar">
        {desk && (
          <ViewMenu
            listId={listId}
            desk={desk}
            active={views.active}
            modified={views.modified}
            content={views.content}
            onOpen={views.open}
            onChanged={reload}
          />
        )}
        <FilterBar
          filters={filters}
          values={state.filters}
          q={state.q}
          searchHint={props.searchHint}
          onChange={(part) => change(part)}
        />
        <div className="kit-list-tools">
          {props.toolbar}
          <ExportButton
            list={listId}
            resource={props.resource}
            query={{ ...query, page: undefined, page_size: undefined }}
            columns={[...shown, ...(props.fileColumns ?? [])].map(({ key, title }) => ({ key, title }))}
            total={page?.count ?? 0}
            action={props.exportAction}
          />
          <ColumnSettings
            titles={new Map(props.columns.map(({ key, title }) => [key, title]))}
            columns={views.columns}
            density={layout.density}
            onColumns={views.setColumns}
            onDensity={(density) => layout.change({ density })}
            onReset={() => {
              views.resetColumns();
              void layout.reset();
            }}
          />
          <Tooltip title={text.refresh}>
            <Button
              type="text"
              aria-label={text.refresh}
              icon={<ReloadOutlined spin={list.isFetching} />}
              onClick={() => void list.refetch()}
            />
          </Tooltip>
          <Tooltip title={text.keys}>
            <Button type="text" aria-label={text.keys} icon={<QuestionCircleOutlined />} onClick={() => setHelping(true)} />
          </Tooltip>
        </div>
      </div>
      {list.isError && <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />}
      {settled ? (
        <RowTable<Row>
          label={props.label}
          size={SIZES[layout.density]}
          rowKey={props.rowKey}
          rows={rows}
          columns={antColumns(shown, {
            sort: state.sort,
            widths: allWidths ?? widths,
            stretch: isLong,
            onWidth: (key, width) => views.setColumns(changed(views.columns, key, { width })),
          })}
          components={TABLE_PARTS}
          widths={allWidths}
          height={isLong ? height : undefined}
          loading={{ spinning: !isFirst && list.isPlaceholderData, delay: 200 }}
          sticky={{ offsetHeader: 48 }}
          onChange={onTableChange}
          onOpen={open}
          focusable
          reach={reach}
          {...(hasBoxes ? { rowSelection: boxes } : {})}
          locale={{
            emptyText: isFirst ? <SkeletonRows /> : list.isError ? ' ' : <EmptyNote hint={props.emptyHint} onClear={hasConditions ? clear : undefined} />,
          }}
          pagination={{
            current: state.page,
            pageSize: state.pageSize,
            total: page?.count ?? 0,
            showSizeChanger: true,
            pageSizeOptions: [20, 50, 100, 200],
            showTotal: (count) => text.total(formatCount(count)),
            size: 'small',
          }}
          {...(hasTotals && rows.length > 0
            ? {
                summary: () => (
                  <Table.Summary fixed={isLong ? 'bottom' : false}>
                    <TotalsRow columns={shown} rows={rows} label={text.pageTotals} offset={hasBoxes ? 1 : 0} />
                  </Table.Summary>
                ),
              }
            : {})}
        />
      ) : (
        <SkeletonRows />
      )}
      {hasBoxes && (
        <BatchBar
          selection={selection}
          actions={batchActions}
          rowName={props.rowName ?? ((row) => String((row as Record<string, unknown>)[firstName] ?? ''))}
        />
      )}
      {helping && (
        <Suspense>
          <KeyHelp open onClose={() => closeHelp(setHelping, section.current, rows[0] && String(rows[0][props.rowKey]))} />
        </Suspense>
      )}
    </section>
  );
}

function withRow<Row>(row: Row | undefined, what: (row: Row) => void) {
  if (row) what(row);
}

const hiddenKeys = (columns: readonly { key: string; hidden: boolean }[]) =>
  new Set(columns.flatMap(({ key, hidden }) => (hidden ? [key] : [])));

/** The focus goes back to the rows, where the keys are for. */
function closeHelp(set: (open: boolean) => void, section: HTMLElement | null, first: string | undefined) {
  set(false);
  const stop = section?.querySelector<HTMLElement>('[data-row-key][tabindex="0"]') ?? (section && first ? rowOf(section, first) : null);
  stop?.focus({ preventScroll: true });
}

/** What the columns are called and in which order the page has them: the same object until that changes. */
function useStableColumns<Row>(columns: readonly Column<Row>[]) {
  const described = columns.map(({ key, optional, sortable }) => `${key} ${optional ?? false} ${sortable ?? false}`).join('\n');
  return useMemo(
    () => columns.map(({ key, optional = false, sortable = false }) => ({ key, optional, sortable })),
    [described],
  );
}

/** A failed reading does not take away what was there. */
function useLastGood<T>(value: T | undefined): T | undefined {
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  return last.current;
}
