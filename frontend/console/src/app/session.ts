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

/** "code": the password was right, and a code of the second factor is due. */
export async function signIn(username: string, password: string): Promise<'done' | 'code'> {
  try {
    begin(await client.post<Session>('/session', { username, password }, { key: randomKey() }));
    return 'done';
  } catch (error) {
    if (error instanceof Problem && error.code === 'identity.second_factor_due') return 'code';
    throw error;
  }
}

export async function completeSignIn(code: string): Promise<void> {
  begin(await client.post<Session>('/session/code', { code }, { key: randomKey() }));
}

function begin(session: Session): void {
  forgetRecords();
  queries.setQueryData(SESSION_KEY, session);
}

/** The session goes on with the new password; those of other devices end. */
export async function changePassword(current: string, wanted: string): Promise<void> {
  await client.post('/session/password', { current_password: current, new_password: wanted }, { key: randomKey() });
  await queries.invalidateQueries({ queryKey: SESSION_KEY });
}

export async function signOut(everywhere: boolean): Promise<void> {
  await client.delete(everywhere ? '/sessions' : '/session');
  queries.setQueryData(SESSION_KEY, null);
  forgetRecords();
}

/** What one person saw must not wait in memory for the next. */
function forgetRecords(): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'entity' });
}
