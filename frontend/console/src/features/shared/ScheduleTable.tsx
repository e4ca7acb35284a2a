import { compareDecimal, formatDate, formatMoney } from '@credit/domain';
import type { ScheduleRow } from '@credit/api';
import { Money, PlainTable, StateTag, type Column } from '@credit/ui';
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
  maxHeight?: number;
}

const keyOf = (row: Row) => `${row.no}.${row.due_on}.${row.type ?? ''}`;

export function ScheduleTable({ rows, label, withPaid, narrow, maxHeight }: Props) {
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
      render: (row) => (row.type === 'prepay' ? <span className="kit-tag kit-tag-progress">{t.quote.prepay}</span> : row.no),
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
  return (
    <PlainTable
      rows={rows}
      columns={columns}
      rowKey={keyOf}
      label={label}
      {...(maxHeight ? { maxHeight } : {})}
    />
  );
}

const share = (value: string, top: string) => Number(value) / Number(top);

/**
 * Principal and interest of every row as stacked bars, and the principal left as a line with a scale of
 * its own; heights only, so a float is harmless here.
 */
export function ScheduleChart({ rows, withBalance }: { rows: readonly Row[]; withBalance?: boolean }) {
  const t = useText();
  if (rows.length === 0) return null;
  const width = 960;
  const height = 120;
  const slot = width / rows.length;
  const bar = Math.max(1, Math.min(28, slot * 0.7));
  const top = rows.reduce((max, row) => (compareDecimal(row.payment, max) > 0 ? row.payment : max), '0.01');
  const scale = (value: string) => share(value, top) * (height - 6);
  const most = rows.reduce((max, row) => (compareDecimal(row.balance, max) > 0 ? row.balance : max), '0.01');
  const line = rows.map((row, index) => `${(index + 0.5) * slot},${height - share(row.balance, most) * (height - 6)}`).join(' ');
  const title = withBalance ? t.quote.chart : t.loans.chart;
  return (
    <figure style={{ margin: 0 }}>
      <div className="schedule-chart-head">
        <span className="schedule-key" style={{ '--key': '#1a6e5a' } as React.CSSProperties}>{t.f.principal}</span>
        <span className="schedule-key" style={{ '--key': '#d9a441' } as React.CSSProperties}>{t.f.interest}</span>
        {withBalance && <span className="schedule-key" style={{ '--key': '#2a62a8' } as React.CSSProperties}>{t.f.balance}</span>}
        <span className="kit-muted">{title}</span>
      </div>
      <svg className="schedule-chart" viewBox={`0 0 ${width} ${height + 12}`} preserveAspectRatio="none" role="img" aria-label={title}>
        <line x1="0" x2={width} y1={height} y2={height} stroke="#cfd6dc" vectorEffect="non-scaling-stroke" />
        {rows.map((row, index) => {
          const x = index * slot + (slot - bar) / 2;
          const principal = scale(row.principal);
          // a thin line at least, or the interest beside a large last principal vanishes
          const interest = Number(row.interest) > 0 ? Math.max(2, scale(row.interest)) : 0;
          const paid = row.state === 'PAID';
          return (
            <g key={keyOf(row)} opacity={paid ? 0.4 : 1}>
              <title>{`${row.no} · ${row.due_on} · ${t.f.principal} ${formatMoney(row.principal)} · ${t.f.interest} ${formatMoney(row.interest)}${withBalance ? ` · ${t.f.balance} ${formatMoney(row.balance)}` : ''}`}</title>
              <rect x={index * slot} width={slot} y={0} height={height} fill="transparent" />
              <rect x={x} width={bar} y={height - principal} height={principal} fill="#1a6e5a" />
              <rect x={x} width={bar} y={height - principal - interest} height={interest} fill="#d9a441" />
            </g>
          );
        })}
        {withBalance && (
          <polyline points={line} fill="none" stroke="#2a62a8" strokeWidth="1.5" vectorEffect="non-scaling-stroke" pointerEvents="none" />
        )}
      </svg>
    </figure>
  );
}
