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
  /** Asked how the amounts of a row came about; `name` is what people call the row. */
  onExplain?: (no: number, name: number | string) => void;
  maxHeight?: number;
}

/** The instalment's number as people count them: prepayments between them have none. */
function periodsOf(rows: readonly Row[]): Map<Row, number> {
  let period = 0;
  return new Map(rows.map((row) => [row, row.type === 'prepay' ? period : ++period]));
}

const keyOf = (row: Row) => `${row.no}.${row.due_on}.${row.type ?? ''}`;

export function ScheduleTable({ rows, label, withPaid, narrow, maxHeight, onExplain }: Props) {
  const t = useText();
  const periods = periodsOf(rows);
  const money = (key: keyof Row & string, title: string, total = true): Column<Row> => ({
    key,
    title,
    align: 'right',
    render: (row) => <Money value={row[key] as string | undefined} />,
    ...(total ? { total: (row: Row) => (row[key] as string | undefined) ?? '0' } : {}),
  });
  const nameOf = (row: Row) => (row.type === 'prepay' ? t.quote.prepay : (periods.get(row) ?? row.no));
  const columns: Column<Row>[] = [
    {
      key: 'no',
      title: t.f.no,
      align: 'right',
      render: (row) => (row.type === 'prepay' ? <Tag tone="progress">{t.quote.prepay}</Tag> : periods.get(row)),
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
        <Button type="link" size="small" aria-label={t.explained.openOf(nameOf(row))} onClick={() => onExplain(row.no, nameOf(row))}>
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
