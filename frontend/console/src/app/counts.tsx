import { createContext, use, useMemo, type ReactNode } from 'react';
import type { DeskCounts } from '@credit/api';
import { usePolled } from '@credit/ui';

interface Counts {
  unread: number;
  /** By the path of the list that shows the work; a kind that is none of the person's is missing. */
  todo: ReadonlyMap<string, number>;
}

const CountsContext = createContext<Counts>({ unread: 0, todo: new Map() });

/** What waits for the person, read for menu, header and pages alike. */
export function CountsProvider({ children }: { children: ReactNode }) {
  const { data } = usePolled<DeskCounts>('/desk/counts');
  const state = useMemo(
    () => ({ unread: data?.unread ?? 0, todo: new Map((data?.todo ?? []).map((row) => [row.path, row.count])) }),
    [data],
  );
  return <CountsContext value={state}>{children}</CountsContext>;
}

export function useCounts(): Counts {
  return use(CountsContext);
}
