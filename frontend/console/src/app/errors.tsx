import { Button, Result } from 'antd';
import { useNavigate, type ErrorComponentProps } from '@tanstack/react-router';
import { useText } from '../text';

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
  return <Result status="404" title={t.errors.notFoundTitle} subTitle={t.errors.notFoundBody} extra={<Home />} />;
}

export function NotAllowed() {
  const t = useText();
  return <Result status="403" title={t.errors.notAllowedTitle} subTitle={t.errors.notAllowedBody} extra={<Home />} />;
}

export function Crashed({ error }: ErrorComponentProps) {
  const t = useText();
  return (
    <Result
      status="500"
      title={t.errors.crashedTitle}
      subTitle={
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
