import type { LoanDetail, LoanRate } from '@credit/api';
import { formatDate, formatPoints } from '@credit/domain';
import { Facts, Label, PlainTable, ProblemAlert, Rate, useGet, type Column } from '@credit/ui';
import { useText } from '../../text';

/** How the rate of the loan goes on, and what it was since the drawdown (重定价). */
export function LoanRates({ loan }: { loan: LoanDetail }) {
  const t = useText();
  const list = useGet<LoanRate[]>(`/loans/${loan.id}/rates`);
  const columns: Column<LoanRate>[] = [
    { key: 'effective_on', title: t.rates.effectiveOn, render: (row) => formatDate(row.effective_on) },
    { key: 'annual_rate', title: t.rates.rate, align: 'right', render: (row) => <Rate value={row.annual_rate} /> },
    { key: 'previous_rate', title: t.rates.before, align: 'right', render: (row) => <Rate value={row.previous_rate} /> },
    { key: 'lpr_rate', title: t.rates.lpr, align: 'right', render: (row) => <Rate value={row.lpr_rate} /> },
    { key: 'bp', title: t.f.bp, align: 'right', render: (row) => formatPoints(row.bp) },
    { key: 'lpr_published_on', title: t.f.lprPublishedOn, render: (row) => formatDate(row.lpr_published_on) },
    { key: 'schedule_version', title: t.rates.schedule, render: (row) => t.u.version(row.schedule_version) },
  ];
  return (
    <>
      <Facts
        items={[
          { label: t.f.reprice, value: <Label of="reprice" code={loan.reprice} /> },
          { label: t.f.lprTenor, value: <Label of="lprTenor" code={loan.lpr_tenor} /> },
          { label: t.f.bp, value: formatPoints(loan.bp) },
          ...(loan.reprice === 'FIXED' ? [] : [{ label: t.f.repricesOn, value: formatDate(loan.reprices_on) }]),
        ]}
      />
      <h2 className="kit-section">{t.rates.history}</h2>
      <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
      <PlainTable rows={list.data ?? []} columns={columns} rowKey="effective_on" label={t.rates.history} loading={list.isPending} />
    </>
  );
}
