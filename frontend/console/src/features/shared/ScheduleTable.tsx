import { Button } from 'antd';
import { formatDate } from '@credit/domain';
import type { ScheduleRow } from '@credit/api';
import { Money, PlainTable, StateTag, Tag, type Column } from '@credit/ui';
import { useText } from '../../text';

/** A row of a loan, or of a trial, which may hold prepayments. */
export type Row = ScheduleRow & { type?: string };

interface Props {
  rows: readonly Row[];
  label: string;
  /** A running loan also shows what was paid. */
  withPaid?: boolean;
  /** Beside another schedule: without the days. */
  narrow?: boolean;
  /** Asked how the amounts of a row came about. */
  onExplain?: (no: number) => void;
  maxHeight?: number;
}

const keyOf = (row: Row) => `${row.no}.${row.due_on}.${row.type ?? ''}`;

export function ScheduleTable({ rows, label, withPaid, narrow, maxHeight, onExplain }: Props) {
  const t = useText();
  const money = (key: keyof Row & string, title: string, total = true): Column<Row> => ({
    key,
    title,
    align: 'right',
    render: (row) => <Money value={row[key] as string | undefined} />,
    ...(total ? { total: (row: Row) => (row[key] as string | undefined) ?? '0' } : {}),
  });
  const columns: Column<Row>[] = [
    {
      key: 'no',
      title: t.f.no,
      align: 'right',
      render: (row) => (row.type === 'prepay' ? <Tag tone="progress">{t.quote.prepay}</Tag> : row.no),
    },
    { key: 'due_on', title: t.f.dueOn, render: (row) => formatDate(row.due_on) },
    ...(narrow ? [] : [{ key: 'days', title: t.f.days, align: 'right' as const }]),
    money('principal', t.f.principal),
    money('interest', t.f.interest),
    money('payment', t.f.payment),
    money('balance', t.f.balance, false),
  ];
  if (withPaid) {
    columns.push(money('principal_paid', t.f.principalPaid), money('interest_paid', t.f.interestPaid), {
      key: 'state',
      title: t.f.state,
      render: (row) => <StateTag of="instalmentState" code={row.state} />,
    });
    columns.push({ key: 'paid_on', title: t.f.paidOn, render: (row) => formatDate(row.paid_on) });
  }
  if (onExplain) {
    columns.push({
      key: 'explain',
      title: '',
      render: (row) => (
        <Button type="link" size="small" aria-label={t.explained.openOf(row.no)} onClick={() => onExplain(row.no)}>
          {t.explained.open}
        </Button>
      ),
    });
  }
  const table = <PlainTable rows={rows} columns={columns} rowKey={keyOf} label={label} />;
  if (!maxHeight) return table;
  return (
    // reached and scrolled with the keyboard too
    <div className="schedule-window" style={{ maxHeight }} tabIndex={0} role="region" aria-label={label}>
      {table}
    </div>
  );
}
