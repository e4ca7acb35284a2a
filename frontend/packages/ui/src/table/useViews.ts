import { useCallback, useEffect, useState } from 'react';
import { arranged, pageDefault, sameColumns, type ListColumn } from './layout';
import { useSearchParams, writeTableState, type TableConfig, type TableState } from './url-state';
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
 * The view in use, named in the address. Its columns stand in for the person's own layout; changing them while it is
 * in use changes neither until the view is saved.
 */
export function useViews({ desk, state, config, pageColumns, layout }: Parts) {
  const [search, setSearch] = useSearchParams();
  const [draft, setDraft] = useState<{ view: number; columns: ListColumn[] } | null>(null);
  const isAsked = asksForSomething(search, config);
  const due = isAsked ? undefined : desk?.views.find((view) => view.id === desk.default_view_id);
  const active = due ?? desk?.views.find((view) => String(view.id) === search[VIEW]);
  const own = active && active.columns.length > 0 ? arranged(pageColumns, active.columns) : layout.columns;
  const columns = draft && draft.view === active?.id ? draft.columns : own;
  const sortable = pageColumns.filter((column) => column.sortable).map((column) => column.key);

  const open = useCallback(
    (view: SavedView | null) => {
      setDraft(null);
      if (view) {
        setSearch({ ...writeTableState(search, stateOf(view, state, config, sortable), config), [VIEW]: String(view.id) });
        return;
      }
      const plain = { ...state, page: 1, q: '', sort: config.defaultSort ?? '', filters: config.defaultFilters ?? {} };
      const { [VIEW]: _, ...rest } = writeTableState(search, plain, config);
      setSearch(desk?.default_view_id ? { ...rest, [VIEW]: NO_VIEW } : rest);
    },
    [search, setSearch, state, config, sortable, desk?.default_view_id],
  );
  useEffect(() => {
    if (due) open(due);
    // once for each arrival at the bare address
  }, [due?.id]);

  const setColumns = useCallback(
    (next: ListColumn[]) => {
      if (active && active.columns.length > 0) setDraft({ view: active.id, columns: next });
      else layout.change({ columns: next });
    },
    [active, layout],
  );
  return {
    active,
    columns,
    open,
    setColumns,
    resetColumns: () => active && active.columns.length > 0 && setDraft({ view: active.id, columns: pageDefault(pageColumns) }),
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
