import { useQuery } from '@tanstack/react-query';
import { Problem, randomKey, type EntityInfo, type Session } from '@credit/api';
import { SESSION_KEY, client, queries } from './client';

export function useEntity() {
  return useQuery<EntityInfo, Problem>({
    queryKey: ['entity'],
    queryFn: ({ signal }) => client.get<EntityInfo>('/entity', {}, signal),
    staleTime: Infinity,
  });
}

/** Where those who build the system work; a real installation says "production". */
export const isDevelopment = (entity: EntityInfo) => entity.environment !== 'production';

/** null: nobody is signed in. */
export function useSessionQuery() {
  return useQuery<Session | null, Problem>({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }) => {
      try {
        return await client.get<Session>('/session', {}, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

type Begin = (session: Session) => void;

/**
 * "code": the password was right, and a code of the second factor is due.
 *
 * `goOn` takes the new session; as a rule what another person saw is forgotten.
 */
export async function signIn(username: string, password: string, goOn: Begin = begin): Promise<'done' | 'code'> {
  try {
    goOn(await client.post<Session>('/session', { username, password }, { key: randomKey() }));
    return 'done';
  } catch (error) {
    if (error instanceof Problem && error.code === 'identity.second_factor_due') return 'code';
    throw error;
  }
}

export async function completeSignIn(code: string, goOn: Begin = begin): Promise<void> {
  goOn(await client.post<Session>('/session/code', { code }, { key: randomKey() }));
}

function begin(session: Session): void {
  forgetRecords();
  queries.setQueryData(SESSION_KEY, session);
}

/** The same person signs in again while a page waits behind the dialog: what it shows stays. */
export function renew(session: Session): void {
  queries.setQueryData(SESSION_KEY, session);
}

/** The session goes on with the new password; those of other devices end. */
export async function changePassword(current: string, wanted: string): Promise<void> {
  await client.post('/session/password', { current_password: current, new_password: wanted }, { key: randomKey() });
  await queries.invalidateQueries({ queryKey: SESSION_KEY });
}

export async function signOut(everywhere: boolean): Promise<void> {
  // from here on an answer that nobody is signed in is no news
  const former = queries.getQueryData(SESSION_KEY);
  try {
    await client.delete(everywhere ? '/sessions' : '/session');
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) {
      queries.setQueryData(SESSION_KEY, former);
      throw error;
    }
  }
  queries.setQueryData(SESSION_KEY, null);
  forgetRecords();
}

/** What one person saw must not wait in memory for the next. */
function forgetRecords(): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'entity' });
}
