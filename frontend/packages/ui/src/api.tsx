import { createContext, use, useRef, useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { CommandKey, Problem, type ApiClient, type Query, type Tagged } from '@credit/api';

const ApiContext = createContext<ApiClient | null>(null);

export function ApiProvider({ client, children }: { client: ApiClient; children: ReactNode }) {
  return <ApiContext value={client}>{children}</ApiContext>;
}

export function useApi(): ApiClient {
  const client = use(ApiContext);
  if (client === null) throw new Error('no ApiProvider above this component');
  return client;
}

export interface GetOptions<T> {
  enabled?: boolean;
  /** Keep showing the former answer while the query changes (lists). */
  keepPrevious?: boolean;
  /** Milliseconds until the next read, or false to stop. */
  poll?: (data: T | undefined) => number | false;
}

export function useGet<T>(path: string, query: Query = {}, options: GetOptions<T> = {}): UseQueryResult<T, Problem> {
  const api = useApi();
  const { poll } = options;
  return useQuery<T, Problem>({
    queryKey: ['get', path, query],
    queryFn: ({ signal }) => api.get<T>(path, query, signal),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(poll ? { refetchInterval: (q) => poll(q.state.data) } : {}),
  });
}

/** Like useGet, with the ETag that an edit must send back. */
export function useGetTagged<T>(path: string, options: GetOptions<Tagged<T>> = {}): UseQueryResult<Tagged<T>, Problem> {
  const api = useApi();
  return useQuery<Tagged<T>, Problem>({
    queryKey: ['tagged', path],
    queryFn: ({ signal }) => api.getTagged<T>(path, {}, signal),
    enabled: options.enabled ?? true,
  });
}

/** Told at once, where `problem` is there with the next rendering only. */
type OnProblem = (problem: Problem) => void;

export interface Command {
  busy: boolean;
  problem: Problem | null;
  clear: () => void;
  /** Resolves with the answer, or undefined when `problem` says why not. */
  post: <T>(path: string, body: unknown, onProblem?: OnProblem) => Promise<T | undefined>;
  patch: <T>(path: string, body: unknown, etag: string | null, onProblem?: OnProblem) => Promise<T | undefined>;
}

/** One command of one form: repeats its key on a retry and refreshes what is on screen after. */
export function useCommand(): Command {
  const api = useApi();
  const queries = useQueryClient();
  const key = useRef(new CommandKey());
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run<T>(send: () => Promise<T>, onProblem?: OnProblem): Promise<T | undefined> {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const finish = () => {
      running.current = false;
      setBusy(false);
    };
    try {
      const answer = await send();
      key.current.succeeded();
      // first let a form close, then read anew what is still on screen; busy until that is there
      setTimeout(() => void queries.invalidateQueries().finally(finish), 50);
      return answer ?? ({} as T);
    } catch (error) {
      finish();
      if (!(error instanceof Problem)) throw error;
      key.current.failed(error);
      setProblem(error);
      onProblem?.(error);
      return undefined;
    }
  }

  return {
    busy,
    problem,
    clear: () => setProblem(null),
    post: <T,>(path: string, body: unknown, onProblem?: OnProblem) =>
      run<T>(() => api.post<T>(path, body, { key: key.current.keyFor(path, body) }), onProblem),
    patch: <T,>(path: string, body: unknown, etag: string | null, onProblem?: OnProblem) =>
      run<T>(() => api.patch<T>(path, body, etag), onProblem),
  };
}
