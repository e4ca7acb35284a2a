import { Progress, Tooltip } from 'antd';
import { formatCount } from '@credit/domain';
import { useText } from '../../text';
import './nights.css';

/** The name of a step in the language of the page; a step that is new has its Chinese title only. */
export function useStepName(): (step: { name: string; title: string }) => string {
  const t = useText();
  return (step) => t.nightBoard.steps[step.name] ?? step.title;
}

interface Rows {
  state: string;
  rows_done: number;
  rows_of: number | null;
}

/** Rows gone over, of how many; a bar while the step is under way. */
export function RowsDone({ step }: { step: Rows }) {
  const t = useText();
  if (step.rows_of === null) return <>{step.rows_done > 0 ? formatCount(step.rows_done) : '—'}</>;
  const words = <span className="kit-figure">{t.nightBoard.ofRows(formatCount(step.rows_done), formatCount(step.rows_of))}</span>;
  if (step.state !== 'RUNNING') return words;
  return (
    <span className="night-rows">
      {words}
      <Progress percent={percent(step)} size="small" showInfo={false} aria-label={`${percent(step)}%`} />
    </span>
  );
}

export function percent(step: Rows): number {
  return step.rows_of ? Math.floor((step.rows_done / step.rows_of) * 100) : 0;
}

export function elapsed(night: { started_at: string | null; finished_at: string | null }): number | null {
  if (!night.started_at || !night.finished_at) return null;
  return (Date.parse(night.finished_at) - Date.parse(night.started_at)) / 1000;
}

/** The numbers of the loans that stopped a step; in a table many are kept short. */
export function LoanNos({ numbers, most = 2 }: { numbers: readonly string[]; most?: number }) {
  if (numbers.length === 0) return <>—</>;
  const shown = numbers.slice(0, most).join(' ');
  if (numbers.length <= most) return <span className="kit-figure">{shown}</span>;
  return (
    <Tooltip title={numbers.join(' ')}>
      <span className="kit-figure">{`${shown} … (${numbers.length})`}</span>
    </Tooltip>
  );
}
