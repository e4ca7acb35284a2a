import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { App } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Problem } from '@credit/api';
import { useApi } from '../api';
import { useKitText } from '../locale';
import { problemWords } from '../ProblemAlert';
import { arranged, pageDefault, sameColumns, type Density, type ListColumn } from './layout';
import type { SavedView } from './views';

export interface ListDesk {
  list_id: string;
  columns: ListColumn[];
  density: Density;
  views: SavedView[];
  default_view_id: number | null;
  may_share: boolean;
}

const SAVE_AFTER_MS = 500;

interface Layout {
  columns: ListColumn[];
  density: Density;
}

/** What the server keeps of a list for this person. `settled` as soon as it is known, or known to be missing. */
export function useListDesk(listId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const key = useMemo(() => ['list-desk', listId], [listId]);
  const found = useQuery<ListDesk, Problem>({
    queryKey: key,
    queryFn: ({ signal }) => api.get<ListDesk>(`/lists/${listId}`, {}, signal),
    staleTime: 60_000,
  });
  const put = useCallback(
    (part: Partial<ListDesk>) => queries.setQueryData<ListDesk>(key, (former) => (former ? { ...former, ...part } : former)),
    [queries, key],
  );
  return { desk: found.data, settled: !found.isPending, put, reload: () => queries.invalidateQueries({ queryKey: key }) };
}

/**
 * The layout of a list. A change is seen at once and sent when nothing more changes for half a second, or when the
 * list leaves the screen; what is kept already is never sent again.
 */
export function useLayout(
  listId: string,
  desk: ListDesk | undefined,
  put: (part: Partial<ListDesk>) => void,
  page: readonly { key: string; optional?: boolean }[],
) {
  const api = useApi();
  const text = useKitText();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<Layout | null>(null);
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; layout: Layout } | null>(null);
  const kept: Layout = useMemo(() => ({ columns: desk?.columns ?? [], density: desk?.density ?? 'COMPACT' }), [desk]);
  const now = draft ?? kept;
  const columns = useMemo(() => arranged(page, now.columns), [page, now.columns]);

  const send = useRef<(layout: Layout) => Promise<void>>(() => Promise.resolve());
  send.current = async (layout) => {
    if (layout.density === kept.density && sameColumns(layout.columns, kept.columns)) return;
    try {
      await api.put(`/lists/${listId}/layout`, layout);
      put(layout);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      void message.warning(`${text.layoutNotKept} ${problemWords(error, text).title}`);
    }
  };
  const flush = useCallback(() => {
    const due = waiting.current;
    if (!due) return;
    clearTimeout(due.timer);
    waiting.current = null;
    void send.current(due.layout);
  }, []);
  const change = useCallback(
    (part: Partial<Layout>) => {
      const layout = { ...(waiting.current?.layout ?? { columns: now.columns, density: now.density }), ...part };
      // the page's own arrangement needs no keeping, and follows the page when that changes
      if (sameColumns(layout.columns, pageDefault(page))) layout.columns = [];
      setDraft(layout);
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { layout, timer: setTimeout(flush, SAVE_AFTER_MS) };
    },
    [now.columns, now.density, page, flush],
  );
  const reset = useCallback(async () => {
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = null;
    setDraft({ columns: [], density: 'COMPACT' });
    try {
      await api.delete(`/lists/${listId}/layout`);
      put({ columns: [], density: 'COMPACT' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      void message.warning(`${text.layoutNotKept} ${problemWords(error, text).title}`);
    }
  }, [api, listId, put, message, text]);

  useEffect(() => {
    const hide = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', hide);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      flush();
    };
  }, [flush]);

  return { columns, density: now.density, change, reset };
}
