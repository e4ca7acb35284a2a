import { Alert, Button } from 'antd';
import type { LoanLedgerReport } from '@credit/api';
import { addMoney, formatCount, formatInstant, formatSeconds, toScaled } from '@credit/domain';
import { Figures, Money, Panel, PlainTable, ProblemAlert, StateTag, useGet, useLocale, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { nameOf } from '../shared/params';
import { BalanceCharts, NewLoans } from './charts';

type Row = LoanLedgerReport['rows'][number];

export function LoanLedger() {
  const t = useText();
  const { locale } = useLocale();
  const query = useGet<LoanLedgerReport>('/reports/loan-ledger', {}, { keepPrevious: true });
  const unavailable = query.error?.code === 'reports.replica_unavailable';
  const report = query.data;
  const rows = report?.rows ?? [];
  const money = (key: 'drawn' | 'outstanding' | 'overdue', title: string): Column<Row> => ({
    key,
    title,
    align: 'right',
    render: (row) => <Money value={row[key]} />,
    total: (row) => row[key],
  });
  const columns: Column<Row>[] = [
    { key: 'branch', title: t.f.branch, render: (row) => nameOf(row.branch) },
    { key: 'product', title: t.f.product, render: (row) => nameOf(row.product) },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="loanStatus" code={row.status} /> },
    { key: 'count', title: t.f.count, align: 'right', render: (row) => formatCount(row.count) },
    money('drawn', t.f.drawn),
    money('outstanding', t.f.outstanding),
    money('overdue', t.f.overdueAmount),
  ];
  return (
    <ListPage
      title={t.reports.title}
      group={t.menu.reports}
      aside={
        report && (
          <>
            <span>{t.reports.asOf(report.as_of.length > 10 ? formatInstant(report.as_of) : report.as_of)}</span>
            <span>{t.reports.delay(formatSeconds(report.replica_delay_seconds, locale))}</span>
          </>
        )
      }
    >
      {unavailable ? (
        <Alert
          className="kit-problem"
          type="warning"
          showIcon
          title={t.reports.unavailableTitle}
          description={query.error?.detail || t.reports.unavailableDetail}
          action={<Button onClick={() => void query.refetch()}>{t.act.retry}</Button>}
        />
      ) : (
        <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      )}
      {report && (
        <>
          <Totals rows={rows} />
          {rows.length > 0 && <BalanceCharts rows={rows} />}
          <NewLoans />
          <Panel flush>
            <PlainTable
              rows={rows.map((row, line) => ({ ...row, line }))}
              columns={columns as Column<Row & { line: number }>[]}
              rowKey="line"
              label={t.reports.title}
              emptyText={t.reports.noRows}
            />
          </Panel>
        </>
      )}
    </ListPage>
  );
}

function Totals({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const outstanding = addMoney(...rows.map((row) => row.outstanding));
  const overdue = addMoney(...rows.map((row) => row.overdue));
  const base = toScaled(outstanding, 2);
  const share = base === 0n ? '—' : `${Number((toScaled(overdue, 2) * 10_000n) / base) / 100}%`;
  return (
    <Figures
      items={[
        { label: t.f.count, value: formatCount(rows.reduce((sum, row) => sum + row.count, 0)) },
        { label: t.f.drawn, value: <Money value={addMoney(...rows.map((row) => row.drawn))} /> },
        { label: t.f.outstanding, value: <Money value={outstanding} /> },
        { label: t.f.overdueAmount, value: <Money value={overdue} /> },
        { label: t.reports.overdueShare, value: share },
      ]}
    />
  );
}
