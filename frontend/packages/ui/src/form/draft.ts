/** What is typed is kept on the server, encrypted, so that a lost connection or a closed tab loses nothing. */
import { useEffect, useRef, useState } from 'react';
import type { DraftDetail } from '@credit/api';
import { useApi } from '../api';
import type { Values } from './values';

/** Milliseconds after the last key. */
const PAUSE = 2_000;

interface Kept {
  values: Values;
  /** What the form began with: an edit of a record is merged with what it has become. */
  began: Values;
}

export interface Offer extends Kept {
  at: string;
}

export interface DraftState {
  /** What was kept before this form was opened, until somebody takes or refuses it. */
  offer: Offer | null;
  /** When the present form was kept last. */
  keptAt: string | null;
  note: (values: Values, began: Values) => void;
  /** Keep at once what still waits. */
  flush: () => Promise<void>;
  taken: () => void;
  forget: () => Promise<void>;
}

export function useDraft(form: string | undefined, open: boolean): DraftState {
  const api = useApi();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const waiting = useRef<Kept | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // one request after the other: a late "keep" must not undo a "forget"
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const path = `/drafts/${form ?? ''}`;

  function send<T>(work: () => Promise<T>): Promise<T | undefined> {
    const next = line.current.then(work).catch(() => undefined); // a draft that cannot be kept disturbs nobody
    line.current = next;
    return next;
  }

  useEffect(() => {
    if (!form || !open) return undefined;
    let gone = false;
    void send(() => api.get<DraftDetail>(path)).then((found) => {
      const content = found?.content as Kept | null | undefined;
      if (!gone && content?.values && found?.kept_at) setOffer({ ...content, at: found.kept_at });
    });
    return () => {
      gone = true;
      clearTimeout(timer.current);
      waiting.current = null;
      setOffer(null);
      setKeptAt(null);
    };
    // each opening asks once
  }, [form, open]);

  async function flush() {
    clearTimeout(timer.current);
    const content = waiting.current;
    waiting.current = null;
    if (!content) return;
    const kept = await send(() => api.put<DraftDetail>(path, { content }));
    if (kept?.kept_at) setKeptAt(kept.kept_at);
  }

  return {
    offer,
    keptAt,
    note: (values, began) => {
      if (!form) return;
      waiting.current = { values, began };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE);
    },
    flush,
    taken: () => setOffer(null),
    forget: async () => {
      if (!form) return;
      clearTimeout(timer.current);
      waiting.current = null;
      setOffer(null);
      setKeptAt(null);
      await send(() => api.delete(path));
    },
  };
}
