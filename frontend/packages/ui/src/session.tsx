import { createContext, use, type ReactNode } from 'react';
import type { Session } from '@credit/api';

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('no SessionProvider above this component');
  return session;
}

/** Whose console this is; null where nobody need be signed in. */
export function useAccountId(): number | null {
  return use(SessionContext)?.account.id ?? null;
}

/** May this person do the action (any of the actions) at all? Rows say more by `allowed_actions`. */
export function useCan(): (...actions: string[]) => boolean {
  const { actions } = useSession();
  return (...wanted) => wanted.some((action) => actions.includes(action));
}

/** The same where nobody need be signed in: then nothing may be done. */
export function useMayIfSignedIn(): (action: string) => boolean {
  const session = use(SessionContext);
  return (action) => session?.actions.includes(action) ?? false;
}

export function Can({ action, children }: { action: string | readonly string[]; children: ReactNode }) {
  const can = useCan();
  return can(...(typeof action === 'string' ? [action] : action)) ? <>{children}</> : null;
}

/** `allowed_actions` of a resource names the action alone, or with its app ("contracts.sign"). */
export function isAllowed(allowed: readonly string[] | null | undefined, action: string): boolean {
  return (allowed ?? []).some((name) => name === action || name.endsWith(`.${action}`));
}
