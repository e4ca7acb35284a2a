import { formatDate } from '@credit/domain';
import { Chart } from '@credit/ui';
import { useText } from '../../text';
import type { Row } from './ScheduleTable';

/**
 * Principal and interest of every row on each other, and the principal left as a line with a scale of its
 * own. Its table is the schedule, which every page shows beside it.
 */
export function ScheduleChart({ rows, height = 190 }: { rows: readonly Row[]; height?: number }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <Chart
      withoutTable
      kind="mixed"
      title={t.quote.chart}
      category={t.f.dueOn}
      name={(row) => formatDate(row.due_on)}
      rows={rows}
      height={height}
      faded={(row) => row.state === 'PAID'}
      series={[
        { key: 'principal', label: t.f.principal, unit: 'money', value: (row) => row.principal },
        { key: 'interest', label: t.f.interest, unit: 'money', value: (row) => row.interest },
        { key: 'balance', label: t.f.balance, unit: 'money', value: (row) => row.balance, line: true, own: true },
      ]}
    />
  );
}
