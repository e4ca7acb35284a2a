import type { ReactNode } from 'react';
import { Button } from 'antd';
import { useNavigate, type ErrorComponentProps } from '@tanstack/react-router';
import { useText } from '../text';

/** Part of the entry, so that it also shows when a page's own file cannot be loaded: few means, no pictures. */
function Notice({ code, title, body, extra }: { code: string; title: string; body: ReactNode; extra: ReactNode }) {
  return (
    <section className="shell-notice">
      <p className="shell-notice-code" aria-hidden>{code}</p>
      <h1>{title}</h1>
      <div>{body}</div>
      {extra}
    </section>
  );
}

function Home() {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/' } as never)}>
      {t.errors.home}
    </Button>
  );
}

export function NotFound() {
  const t = useText();
  return <Notice code="404" title={t.errors.notFoundTitle} body={t.errors.notFoundBody} extra={<Home />} />;
}

export function NotAllowed() {
  const t = useText();
  return <Notice code="403" title={t.errors.notAllowedTitle} body={t.errors.notAllowedBody} extra={<Home />} />;
}

export function Crashed({ error }: ErrorComponentProps) {
  const t = useText();
  return (
    <Notice
      code="500"
      title={t.errors.crashedTitle}
      body={
        <>
          {t.errors.crashedBody}
          <div className="kit-muted">{error instanceof Error ? error.message : String(error)}</div>
        </>
      }
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t.errors.reload}
        </Button>
      }
    />
  );
}
