import { QueryClient } from '@tanstack/react-query';
import { ApiClient, Problem } from '@credit/api';
import { storedLocale } from '@credit/ui';

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
});
