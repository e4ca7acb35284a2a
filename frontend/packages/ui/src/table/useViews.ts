import { useCallback, useEffect, useMemo } from 'react';
import { arranged, pageDefault, sameColumns, type ListColumn } from './layout';
import { inAddress, readTableState, useSearchParams, writeTableState, type TableConfig, type TableState } from './url-state';
import { useUnsavedColumns } from './unsaved';
import type { ListDesk, useLayout } from './useListDesk';
import { NO_VIEW, VIEW, asksForSomething, contentOf, isModified, stateOf, type SavedView, type ViewContent } from './views';

interface Parts {
  desk: ListDesk | undefined;
  state: TableState;
  config: TableConfig;
  pageColumns: readonly { key: string; optional: boolean; sortable: boolean }[];
  layout: Pick<ReturnType<typeof useLayout>, 'columns' | 'change'>;
}

/**
 * The view in use, named in the address. Its columns stand in for the person's own layout; what is changed of
 * them while it is in use changes neither, and stays the person's own until it is saved or undone.
 */
export function useViews({ desk, state, config, pageColumns, layout }: Parts) {
  const [search, setSearch] = useSearchParams();
  const isAsked = asksForSomething(search, config);
  const due = isAsked ? undefined : desk?.views.find((view) => view.id === desk.default_view_id);
  const active = due ?? desk?.views.find((view) => String(view.id) === search[inAddress(config, VIEW)]);
  const own = useMemo(
    () => (active && active.columns.length > 0 ? arranged(pageColumns, active.columns) : layout.columns),
    [active, pageColumns, layout.columns],
  );
  const unsaved = useUnsavedColumns();
  const draft = active && unsaved.of(active);
  const columns = useMemo(() => (draft ? arranged(pageColumns, draft) : own), [draft, pageColumns, own]);
  const sortable = pageColumns.filter((column) => column.sortable).map((column) => column.key);

  /** Write into the address what the view asks for. */
  const arrive = (view: SavedView) =>
    setSearch((now) => ({
      ...writeTableState(now, stateOf(view, readTableState(now, config), config, sortable), config),
      [inAddress(config, VIEW)]: String(view.id),
    }));
  const open = (view: SavedView | null) => {
    if (active) unsaved.drop(active.id);
    if (view) {
      unsaved.drop(view.id);
      arrive(view);
      return;
    }
    const plain = { page: 1, pageSize: state.pageSize, q: '', sort: config.defaultSort ?? '', filters: config.defaultFilters ?? {} };
    setSearch((now) => {
      const { [inAddress(config, VIEW)]: _, ...rest } = writeTableState(now, plain, config);
      return desk?.default_view_id ? { ...rest, [inAddress(config, VIEW)]: NO_VIEW } : rest;
    });
  };
  useEffect(() => {
    if (due) arrive(due);
    // once for each arrival at the bare address
  }, [due?.id]);

  const setColumns = useCallback(
    (next: ListColumn[]) => {
      if (active && active.columns.length > 0) {
        if (sameColumns(next, own)) unsaved.drop(active.id);
        else unsaved.keep(active, next);
      }
      else layout.change({ columns: next });
    },
    [active, own, layout, unsaved],
  );
  return {
    active,
    columns,
    open,
    setColumns,
    resetColumns: () => active && active.columns.length > 0 && unsaved.keep(active, pageDefault(pageColumns)),
    modified: active !== undefined && !due && isModified(active, state, sameAsOwn(active, columns, own), config, pageColumns),
    content: (): ViewContent => contentOf(state, columns),
    /** The address asks for something by itself, so the list need not wait for the views. */
    isAsked,
    /** The default view is about to be written into the address. */
    isDue: due !== undefined,
  };
}

/** A view that was saved without columns follows the layout, and no layout changes it. */
function sameAsOwn(view: SavedView, columns: ListColumn[], own: ListColumn[]): ListColumn[] {
  return view.columns.length === 0 && sameColumns(columns, own) ? [] : columns;
}
