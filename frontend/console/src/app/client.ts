import { QueryClient } from '@tanstack/react-query';
import { ApiClient, Problem } from '@credit/api';
import { storedLocale } from '@credit/ui';

/** Any command may ask for a fresh code; the dialog that asks the person puts itself here. */
export const freshFactor: { ask: () => Promise<boolean> } = { ask: () => Promise.resolve(false) };

export const SESSION_KEY = ['session'];

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => error instanceof Problem && (error.status === 0 || error.status === 502) && failures < 2,
    },
  },
});

export const client = new ApiClient({
  language: storedLocale,
  // the session ended meanwhile: the sign-in page takes the place of the shell, the address stays
  onSignedOut: () => queries.setQueryData(SESSION_KEY, null),
  onFreshFactor: () => freshFactor.ask(),
});
