import { QueryClient } from '@tanstack/react-query';
import { ApiClient, Problem } from '@credit/api';
import { storedLocale } from '@credit/ui';

/** Any command may ask for a fresh code; the dialog that asks the person puts itself here. */
export const freshFactor: { ask: () => Promise<boolean> } = { ask: () => Promise.resolve(false) };

/** Any request may find the session ended; the dialog in which the person signs in again puts itself here. */
export const sessionEnded: { ask: () => Promise<boolean> } = { ask: () => Promise.resolve(false) };

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
  onSignedOut: async (code) => {
    // nobody was signed in yet, or on purpose no more: the sign-in page is shown, the address stays
    const renewed = Boolean(queries.getQueryData(SESSION_KEY)) && code === 'identity.not_signed_in' && (await sessionEnded.ask());
    if (!renewed) queries.setQueryData(SESSION_KEY, null);
    return renewed;
  },
  onFreshFactor: () => freshFactor.ask(),
});
