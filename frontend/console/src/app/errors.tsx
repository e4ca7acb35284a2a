import { useState } from 'react';
import { Button } from 'antd';
import { useNavigate, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Problem } from '@credit/api';
import { ErrorPage, ProblemAlert, problemWords, useKitText, useSession } from '@credit/ui';
import { useText } from '../text';
import { client } from './client';

function Home() {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/' } as never)}>
      {t.errors.home}
    </Button>
  );
}

function Back() {
  const t = useText();
  const router = useRouter();
  return <Button onClick={() => router.history.back()}>{t.errors.back}</Button>;
}

export function NotFound() {
  const t = useText();
  return (
    <ErrorPage
      code="404"
      title={t.errors.notFoundTitle}
      body={t.errors.notFoundBody}
      hints={[t.errors.notFoundHintAddress, t.errors.notFoundHintSearch]}
      actions={<><Back /><Home /></>}
    />
  );
}

/** `action` is the permission that the page asks for: what to name when asking for it. */
export function NotAllowed({ action }: { action?: string }) {
  const t = useText();
  const { realm } = useSession();
  return (
    <ErrorPage
      code="403"
      title={t.errors.notAllowedTitle}
      body={t.errors.notAllowedBody}
      hints={[
        ...(action ? [t.errors.notAllowedAction(action)] : []),
        realm === 'province' ? t.errors.notAllowedAskProvince : t.errors.notAllowedAskBank,
      ]}
      actions={<><Back /><Home /></>}
    />
  );
}

/** A part of the program that is no longer there: a new version was put in place while the page was open. */
const isStaleProgram = (error: unknown) =>
  error instanceof Error && /dynamically imported module|module script failed|Unable to preload/i.test(error.message);

/** Stands in the place of the one page that failed: the menu stays usable. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const t = useText();
  const kit = useKitText();
  // the id of the moment in which it failed, not of what is asked afterwards
  const [lastId] = useState(() => client.lastCorrelationId);
  const stale = isStaleProgram(error);
  const problem = error instanceof Problem ? error : null;
  const words = problem && problemWords(problem, kit);
  return (
    <ErrorPage
      code={stale ? '↻' : '500'}
      title={stale ? t.errors.staleTitle : (words?.title ?? t.errors.crashedTitle)}
      body={stale ? t.errors.staleBody : words?.detail || t.errors.crashedBody}
      hints={stale ? [] : [t.errors.crashedHintRetry, t.errors.crashedHintMenu, t.errors.crashedHintQuote]}
      correlationId={stale ? null : (problem?.correlationId ?? lastId)}
      actions={
        stale ? (
          <Button type="primary" onClick={() => location.reload()}>{t.errors.reload}</Button>
        ) : (
          <>
            <Button onClick={reset}>{kit.retry}</Button>
            <Button onClick={() => location.reload()}>{t.errors.reload}</Button>
            <Home />
          </>
        )
      }
    />
  );
}

/** In place of everything when not even the bank or the session can be read. */
export function Unreachable({ problem }: { problem: Problem }) {
  const t = useText();
  const kit = useKitText();
  if (problem.status >= 400 && problem.status < 500) {
    return (
      <div className="kit-page">
        <ProblemAlert problem={problem} onRetry={() => location.reload()} />
      </div>
    );
  }
  const { title, detail } = problemWords(problem, kit);
  return (
    <ErrorPage
      code={problem.status === 0 ? '…' : '500'}
      title={title}
      body={detail || t.errors.crashedBody}
      hints={problem.status === 0 ? [t.errors.offlineHintLine, t.errors.offlineHintProxy] : [t.errors.crashedHintQuote]}
      correlationId={problem.correlationId}
      actions={<Button type="primary" onClick={() => location.reload()}>{kit.retry}</Button>}
    />
  );
}
