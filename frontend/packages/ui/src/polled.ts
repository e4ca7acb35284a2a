/** One way to read something again and again. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Problem, Tagged } from '@credit/api';
import { useApi } from './api';

/** Between two readings, in milliseconds; the jitter keeps a thousand desks from asking at one moment. */
export const EVERY = 30_000;
export const JITTER = 10_000;

/** `chance` from 0 to 1. */
export function pauseUntilNext(chance: number): number {
  return EVERY + chance * JITTER;
}

export interface PollOptions<T> {
  enabled?: boolean;
  /** Milliseconds until the next reading, or false for none; about half a minute unless said. */
  every?: (data: T | undefined) => number | false;
}

/** The key of a polled answer, for whoever wants it read at once. */
export const polledKey = (path: string): readonly string[] => ['polled', path];

/**
 * Reads a small answer again and again by its ETag, while the tab is looked at.
 *
 * Hidden tabs ask nothing; whoever comes back to the tab, or has just sent a command, sees what is new at once.
 */
export function usePolled<T>(path: string, { enabled = true, every }: PollOptions<T> = {}): UseQueryResult<T, Problem> {
  const api = useApi();
  const queries = useQueryClient();
  const key = polledKey(path);
  return useQuery<Tagged<T>, Problem, T>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const held = queries.getQueryData<Tagged<T>>(key);
      // "as before" is only ever answered to an ETag that is held
      return (await api.getIfChanged<T>(path, held?.etag ?? null, signal)) ?? held!;
    },
    select: (answer) => answer.data,
    enabled,
    staleTime: 0,
    refetchInterval: (query) => (every ? every(query.state.data?.data) : pauseUntilNext(Math.random())),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
  });
}
