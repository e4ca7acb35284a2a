import { useRef } from 'react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Problem, Tagged } from '@credit/api';
import { useApi } from '../api';

/** Between two readings, in milliseconds; the jitter keeps a thousand desks from asking at one moment. */
export const EVERY = 30_000;
export const JITTER = 10_000;

/** `chance` from 0 to 1. */
export function pauseUntilNext(chance: number): number {
  return EVERY + chance * JITTER;
}

/**
 * Reads a small answer again and again by its ETag, while the tab is looked at.
 *
 * Hidden tabs ask nothing; whoever comes back to the tab, or has just sent a command, sees what is new at once.
 */
export function usePolled<T>(path: string): UseQueryResult<T, Problem> {
  const api = useApi();
  const held = useRef<Tagged<T> | null>(null);
  return useQuery<T, Problem>({
    queryKey: ['get', path],
    queryFn: async ({ signal }) => {
      const answer = await api.getIfChanged<T>(path, held.current?.etag ?? null, signal);
      held.current = answer ?? held.current;
      return held.current!.data;
    },
    staleTime: 0,
    refetchInterval: () => pauseUntilNext(Math.random()),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
  });
}
