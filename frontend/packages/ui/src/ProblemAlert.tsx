import { Alert, Button } from 'antd';
import { NETWORK_FAULT, type Problem } from '@credit/api';
import { Copy } from './Copy';
import { useKitText } from './locale';
import type { KitText } from './text/zh';

export function problemWords(problem: Problem, text: KitText): { title: string; detail: string } {
  if (problem.code === NETWORK_FAULT) return { title: text.networkTitle, detail: text.networkDetail };
  if (problem.code === 'platform.stale_edit') {
    return { title: text.staleTitle, detail: problem.detail || text.staleDetail };
  }
  if (problem.code.startsWith('client.')) return { title: text.serverTitle, detail: text.serverDetail };
  return { title: problem.title, detail: problem.detail === problem.title ? '' : problem.detail };
}

/** What to quote when one asks for help: with every fault, and where the network failed. */
export function Correlation({ problem }: { problem: Problem }) {
  const text = useKitText();
  if (!problem.correlationId || (problem.status > 0 && problem.status < 500)) return null;
  return (
    <div className="kit-muted">
      {text.correlation(problem.correlationId)}
      <Copy text={problem.correlationId} />
    </div>
  );
}

interface Props {
  problem: Problem | null | undefined;
  /** Names of form fields that show their own faults; the rest is listed here. */
  shownFields?: ReadonlySet<string>;
  onRetry?: () => void;
  retryLabel?: string;
}

export function ProblemAlert({ problem, shownFields, onRetry, retryLabel }: Props) {
  const text = useKitText();
  if (!problem) return null;
  const { title, detail } = problemWords(problem, text);
  const rest = problem.errors.filter((fault) => !shownFields?.has(fault.field));
  const calm = problem.status === 409 || problem.status === 503 || problem.status === 412;
  return (
    <Alert
      className="kit-problem"
      type={calm ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={title}
      description={
        detail || rest.length > 0 || problem.correlationId ? (
          <>
            {detail && <div>{detail}</div>}
            {rest.map((fault) => (
              <div key={`${fault.field}.${fault.code}`}>{fault.message}</div>
            ))}
            <Correlation problem={problem} />
          </>
        ) : undefined
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {retryLabel ?? text.retry}
          </Button>
        )
      }
    />
  );
}
