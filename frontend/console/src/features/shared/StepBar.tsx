import { Progress } from 'antd';
import { useText } from '../../text';

/** How far a job of named steps has come. */
export function StepBar({ done, total, state }: { done: number; total: number; state: string }) {
  const t = useText();
  return (
    <Progress
      percent={total > 0 ? Math.floor((done / total) * 100) : 0}
      size="small"
      aria-label={t.nights.progress(done, total)}
      status={state === 'FAILED' ? 'exception' : state === 'DONE' ? 'success' : 'active'}
      format={() => <span className="kit-figure">{t.nights.progress(done, total)}</span>}
    />
  );
}
