import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem, type ApiClient } from '@credit/api';

/** Between two readings, in milliseconds; the jitter keeps a thousand desks from asking at one moment. */
export const EVERY = 30_000;
export const JITTER = 10_000;

/**
 * Reads a small answer again and again by its ETag, while the tab is looked at.
 *
 * Hidden tabs ask nothing; whoever comes back to the tab sees what is new at once.
 */
export function usePolled<T>(api: ApiClient, path: string): { data: T | undefined; refresh: () => void } {
  const [data, setData] = useState<T>();
  const refresh = useRef<() => void>(() => undefined);

  useEffect(() => {
    let etag: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running = false;
    const ended = new AbortController();

    const read = async () => {
      clearTimeout(timer);
      if (running || ended.signal.aborted) return;
      running = true;
      try {
        const answer = await api.getIfChanged<T>(path, etag, ended.signal);
        if (answer && !ended.signal.aborted) {
          etag = answer.etag;
          setData(answer.data);
        }
      } catch (error) {
        // a lost line or a busy server: the next reading will tell
        if (!(error instanceof Problem) && !ended.signal.aborted) throw error;
      } finally {
        running = false;
        if (!document.hidden && !ended.signal.aborted) timer = setTimeout(() => void read(), pauseUntilNext(Math.random()));
      }
    };
    const looked = () => {
      if (document.hidden) clearTimeout(timer);
      else void read();
    };
    refresh.current = () => void read();
    document.addEventListener('visibilitychange', looked);
    window.addEventListener('focus', looked);
    void read();
    return () => {
      ended.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', looked);
      window.removeEventListener('focus', looked);
    };
  }, [api, path]);

  return { data, refresh: useCallback(() => refresh.current(), []) };
}

/** `chance` from 0 to 1. */
export function pauseUntilNext(chance: number): number {
  return EVERY + chance * JITTER;
}
