import { useMemo, type ReactNode } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ApiClient } from '@credit/api';
import { ApiProvider, storedLocale } from '@credit/ui';

/** What a path answers: a document, or a function of the parameters. A `Response` is sent as it is. */
export type Answers = Record<string, unknown | ((query: URLSearchParams, body: unknown) => unknown)>;

/** An API of the story's own: nothing that is done in the gallery reaches the server. */
export function Server({ answers, children }: { answers: Answers; children: ReactNode }) {
  const [client, queries] = useMemo(
    () =>
      [
        new ApiClient({
          language: storedLocale,
          transport: async (input, init) => {
            const url = new URL(input, location.origin);
            const answer = answers[url.pathname.replace(/^\/api\/v1/, '')];
            if (answer === undefined) return problem(404, 'sample.unknown', 'No sample', url.pathname);
            const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
            const given: unknown = typeof answer === 'function' ? answer(url.searchParams, body) : answer;
            return given instanceof Response ? given : Response.json(await given);
          },
        }),
        new QueryClient({ defaultOptions: { queries: { retry: false } } }),
      ] as const,
    [answers],
  );
  return (
    <QueryClientProvider client={queries}>
      <ApiProvider client={client}>{children}</ApiProvider>
    </QueryClientProvider>
  );
}

/** A refusal, for a story that shows one. */
export function problem(status: number, code: string, title: string, detail = '', errors: unknown[] = []): Response {
  return Response.json({ status, code, title, detail, errors, correlation_id: '7f3c1e52' }, { status });
}
