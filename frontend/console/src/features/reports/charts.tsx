import type { LoanLedgerReport, NewLoansReport } from '@credit/api';
import { addMoney, subtractMoney } from '@credit/domain';
import { Chart, Panel, useGet } from '@credit/ui';
import { useText } from '../../text';
import { nameOf } from '../shared/params';

type Row = LoanLedgerReport['rows'][number];

interface Sum {
  name: string;
  outstanding: string;
  overdue: string;
}

function sumBy(rows: readonly Row[], by: (row: Row) => string): Sum[] {
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const name = by(row);
    const { outstanding, overdue } = sums.get(name) ?? { outstanding: '0', overdue: '0' };
    sums.set(name, { name, outstanding: addMoney(outstanding, row.outstanding), overdue: addMoney(overdue, row.overdue) });
  }
  return [...sums.values()];
}

/** Where the balance lies: by branch with the part that is overdue, and by product as parts of the whole. */
export function BalanceCharts({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const products = sumBy(rows, (row) => nameOf(row.product));
  return (
    <div className="chart-pair">
      <Panel>
        <Chart
          kind="stacked"
          title={t.charts.byBranch}
          category={t.f.branch}
          name={(row) => row.name}
          rows={sumBy(rows, (row) => nameOf(row.branch))}
          series={[
            { key: 'normal', label: t.charts.notOverdue, unit: 'money', value: (row) => subtractMoney(row.outstanding, row.overdue) },
            { key: 'overdue', label: t.charts.overdue, unit: 'money', value: (row) => row.overdue, tone: 'danger' },
          ]}
        />
      </Panel>
      <Panel>
        <Chart
          kind={products.length > 1 ? 'donut' : 'bars'}
          title={t.charts.byProduct}
          category={t.f.product}
          name={(row) => row.name}
          rows={products}
          series={[{ key: 'outstanding', label: t.f.outstanding, unit: 'money', value: (row) => row.outstanding }]}
        />
      </Panel>
    </div>
  );
}

export function NewLoans() {
  const t = useText();
  const report = useGet<NewLoansReport>('/reports/new-loans', { days: 30 });
  const rows = report.data?.rows ?? [];
  return (
    <Panel>
      <Chart
        kind="mixed"
        title={t.charts.newLoans}
        category={t.charts.day}
        name={(row) => row.on}
        rows={rows.some((row) => row.count > 0) ? rows : []}
        series={[
          { key: 'drawn', label: t.charts.drawnAmount, unit: 'money', value: (row) => row.drawn },
          { key: 'count', label: t.charts.loans, value: (row) => row.count, line: true, own: true },
        ]}
        loading={report.isPending}
        problem={report.error}
        onRetry={() => void report.refetch()}
        emptyText={t.charts.newLoansNone}
      />
    </Panel>
  );
}
