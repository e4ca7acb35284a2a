/**
 * Columns that a person has changed under a view without saving them: this browser keeps them for that person until
 * they are saved or undone, so that reloading the page loses nothing. They are of the view as it was then; once the
 * view has been saved anew, by whomever, they are gone.
 */
import { useMemo, useState } from 'react';
import { useAccountId } from '../session';
import type { ListColumn } from './layout';

interface Kept {
  version: number;
  columns: ListColumn[];
}

interface View {
  id: number;
  version: number;
}

const nameOf = (account: number | null, view: number): string => `credit.view-columns.${account ?? 0}.${view}`;

/** What a browser holds under a name: nothing, where it was written by another program or by hand. */
export function readKept(text: string | null): Kept | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Kept | null;
    return kept && typeof kept.version === 'number' && Array.isArray(kept.columns) ? kept : null;
  } catch {
    return null;
  }
}

export interface UnsavedColumns {
  of: (view: View) => ListColumn[] | undefined;
  keep: (view: View, columns: ListColumn[]) => void;
  drop: (view: number) => void;
}

export function useUnsavedColumns(): UnsavedColumns {
  const account = useAccountId();
  const [held, setHeld] = useState<ReadonlyMap<number, Kept | null>>(new Map());
  return useMemo(() => {
    const put = (view: number, kept: Kept | null) => {
      if (kept) localStorage.setItem(nameOf(account, view), JSON.stringify(kept));
      else localStorage.removeItem(nameOf(account, view));
      setHeld((former) => new Map(former).set(view, kept));
    };
    const stored = new Map<number, Kept | null>();
    const find = (view: number): Kept | null => {
      if (held.has(view)) return held.get(view) ?? null;
      if (!stored.has(view)) stored.set(view, readKept(localStorage.getItem(nameOf(account, view))));
      return stored.get(view) ?? null;
    };
    return {
      of: (view) => {
        const kept = find(view.id);
        return kept?.version === view.version ? kept.columns : undefined;
      },
      keep: (view, columns) => put(view.id, { version: view.version, columns }),
      drop: (view) => put(view, null),
    };
  }, [account, held]);
}
