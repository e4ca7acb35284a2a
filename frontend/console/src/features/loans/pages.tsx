import { useState } from 'react';
import { Button } from 'antd';
import type { LoanDetail, LoanRow, Page, RepaymentRow, Schedule, LoanVoucherRow } from '@credit/api';
import { addMoney, formatDate, isZero, optionsOf, subtractMoney, toScaled } from '@credit/domain';
import {
  ActionBar,
  DataTable,
  DetailPage,
  Facts,
  Figures,
  Go,
  History,
  Label,
  Money,
  PageTabs,
  PlainTable,
  ProblemAlert,
  Rate,
  Related,
  StateTag,
  useGet,
  useLocale,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useRelated } from '../shared/related';
import { ScheduleChart } from '../shared/ScheduleChart';
import { ScheduleTable } from '../shared/ScheduleTable';
import { InstalmentExplained, RepaymentExplained, type ExplainedRow } from './Explained';
import { LoanRates } from './Rates';
import { ReceiptDrawer } from './ReceiptDrawer';
import { RepayDrawer } from './RepayDrawer';
import { StatementDrawer } from './StatementDrawer';
import { TrialDrawer } from './TrialDrawer';
import { ReversalForm } from './ReversalForm';
import { Summary } from '../ledger/shared';

/** All that is due: of overdue rows with penalty and compound, as of the last night or payment. */
function dueNow(row: LoanRow | LoanDetail): string {
  return addMoney(row.principal_due, row.interest_due, row.penalty_due, row.compound_due);
}

export function LoanList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<LoanRow>[] = [
    { key: 'loan_no', title: t.f.loanNo, sortable: true },
    { key: 'customer', title: t.f.customer, render: (row) => row.customer.name },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'drawn', title: t.f.drawn, align: 'right', render: (row) => <Money value={row.drawn} />, total: (row) => row.drawn },
    {
      key: 'principal_outstanding',
      title: t.f.outstanding,
      align: 'right',
      sortable: true,
      render: (row) => <Money value={row.principal_outstanding} />,
      total: (row) => row.principal_outstanding,
    },
    {
      key: 'due',
      title: t.loans.dueNow,
      align: 'right',
      render: (row) => <Money value={dueNow(row)} />,
      total: (row) => dueNow(row),
    },
    { key: 'annual_rate', title: t.f.annualRate, align: 'right', render: (row) => <Rate value={row.annual_rate} /> },
    { key: 'method', title: t.f.method, render: (row) => <Label of="method" code={row.method} /> },
    { key: 'start_on', title: t.f.startOn, sortable: true, render: (row) => formatDate(row.start_on) },
    { key: 'maturity_on', title: t.f.maturityOn, sortable: true, render: (row) => formatDate(row.maturity_on) },
    {
      key: 'overdue_days',
      title: t.f.overdueDays,
      align: 'right',
      sortable: true,
      render: (row) => (row.overdue_days > 0 ? <span className="kit-danger">{row.overdue_days}</span> : '—'),
    },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="loanStatus" code={row.status} /> },
    { key: 'officer', title: t.f.officer, render: (row) => row.officer.name },
  ];
  return (
    <ListPage title={t.menu.loans}>
      <DataTable<LoanRow>
        resource="/loans"
        label={t.loans.title}
        rowKey="id"
        columns={columns}
        searchHint={t.loans.searchHint}
        filters={[
          { name: 'status', label: t.f.state, kind: 'select', options: optionsOf('loanStatus', locale) },
        ]}
        openPath={(row) => `/loans/${row.id}`}
      />
    </ListPage>
  );
}

export function LoanPage() {
  const t = useText();
  const id = useParam();
  const query = useGet<LoanDetail>(`/loans/${id}`);
  const [repaying, setRepaying] = useState(false);
  const [trying, setTrying] = useState(false);
  const [booking, setBooking] = useState(false);
  const [stating, setStating] = useState(false);
  return (
    <>
      <DetailPage
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.loans, to: '/loans' }]}
        title={(data) => data.loan_no}
        aside={(data) => (
          <>
            <StateTag of="loanStatus" code={data.status} />
            <Go to={`/customers/${data.customer.id}`}>{data.customer.name}</Go>
            <span>{data.product.name}</span>
          </>
        )}
        actions={(data) => (
          <ActionBar
            allowed={[...data.allowed_actions, 'statement']}
            actions={[
              { action: 'repay', label: t.loans.repay, run: () => setRepaying(true), primary: true },
              { action: 'receipt', label: t.loans.bookReceipt, run: () => setBooking(true) },
              { action: 'quote', label: t.loans.trial, run: () => setTrying(true) },
              { action: 'statement', label: t.statement.open, run: () => setStating(true) },
            ]}
          />
        )}
      >
        {(data) => <LoanBody loan={data} />}
      </DetailPage>
      {query.data && <RepayDrawer open={repaying} loan={query.data} onClose={() => setRepaying(false)} />}
      {query.data && <ReceiptDrawer open={booking} loan={query.data} onClose={() => setBooking(false)} />}
      {query.data && <StatementDrawer open={stating} loan={query.data} onClose={() => setStating(false)} />}
      {query.data && <TrialDrawer open={trying} loan={query.data} onClose={() => setTrying(false)} />}
    </>
  );
}

function repaidShare(loan: LoanDetail): string {
  const drawn = toScaled(loan.drawn, 2);
  if (drawn === 0n) return '0%';
  const repaid = toScaled(subtractMoney(loan.drawn, loan.principal_outstanding), 2);
  return `${(repaid * 100n) / drawn}%`;
}

function LoanBody({ loan }: { loan: LoanDetail }) {
  const t = useText();
  const related = useRelated();
  const due = dueNow(loan);
  return (
    <>
      <Figures
        items={[
          { label: t.f.outstanding, value: <Money value={loan.principal_outstanding} />, note: t.loans.paidShare(repaidShare(loan)) },
          { label: t.f.drawn, value: <Money value={loan.drawn} /> },
          { label: t.loans.dueNow, value: <Money value={due} />, ...(isZero(due) ? {} : { tone: 'danger' as const }) },
          { label: t.f.accruedInterest, value: <Money value={loan.accrued_interest} /> },
          { label: t.f.annualRate, value: <Rate value={loan.annual_rate} /> },
          {
            label: t.f.overdueDays,
            value: loan.overdue_days > 0 ? t.u.days(loan.overdue_days) : '—',
            ...(loan.overdue_days > 0 ? { tone: 'danger' as const, note: formatDate(loan.overdue_since) } : {}),
          },
        ]}
      />
      <PageTabs
        tabs={[
          { key: 'schedule', label: t.loans.schedule, content: <LoanSchedule id={loan.id} /> },
          { key: 'facts', label: t.loans.main, content: <LoanFacts loan={loan} /> },
          { key: 'rates', label: t.rates.title, content: <LoanRates loan={loan} /> },
          { key: 'repayments', label: t.loans.repayments, content: <LoanRepayments loan={loan} /> },
          { key: 'vouchers', label: t.loans.vouchers, content: <LoanVouchers id={loan.id} /> },
          {
            key: 'history',
            label: t.u.history,
            content: <History entries={loan.history} states="loanStatus" />,
          },
        ]}
      />
      <Related items={[related.customer(loan.customer), related.contract(loan.contract)]} />
    </>
  );
}

function LoanFacts({ loan }: { loan: LoanDetail }) {
  const t = useText();
  return (
    <Facts
      items={[
        { label: t.f.contract, value: <Go to={`/contracts/${loan.contract.id}`}>{loan.contract.contract_no}</Go> },
        { label: t.f.customer, value: <Go to={`/customers/${loan.customer.id}`}>{loan.customer.name} {loan.customer.customer_no}</Go> },
        { label: t.f.product, value: loan.product.name },
        { label: t.f.method, value: <Label of="method" code={loan.method} /> },
        { label: t.f.dayCount, value: <Label of="dayCount" code={loan.day_count} /> },
        { label: t.f.annualRate, value: <Rate value={loan.annual_rate} /> },
        { label: t.f.reprice, value: <Label of="reprice" code={loan.reprice} /> },
        { label: t.f.startOn, value: formatDate(loan.start_on) },
        { label: t.f.maturityOn, value: formatDate(loan.maturity_on) },
        { label: t.loans.settledOn, value: formatDate(loan.settled_on) },
        { label: t.f.principalDue, value: <Money value={loan.principal_due} /> },
        { label: t.f.interestDue, value: <Money value={loan.interest_due} /> },
        { label: t.f.penaltyDue, value: <Money value={loan.penalty_due} /> },
        { label: t.f.compoundDue, value: <Money value={loan.compound_due} /> },
        { label: t.f.penaltyRate, value: <Rate value={loan.penalty_rate} /> },
        { label: t.f.accruedInterest, value: <Money value={loan.accrued_interest} /> },
        { label: t.f.branch, value: loan.branch.name },
        { label: t.f.officer, value: loan.officer.name },
      ]}
    />
  );
}

function LoanSchedule({ id }: { id: number }) {
  const t = useText();
  const schedule = useGet<Schedule>(`/loans/${id}/schedule`);
  const rows = schedule.data?.rows ?? [];
  const [explained, setExplained] = useState<ExplainedRow | null>(null);
  return (
    <>
      <ProblemAlert problem={schedule.error} onRetry={() => void schedule.refetch()} />
      <ScheduleChart rows={rows} />
      <ScheduleTable rows={rows} label={t.loans.schedule} withPaid onExplain={(no, name) => setExplained({ no, name })} />
      <InstalmentExplained loanId={id} row={explained} onClose={() => setExplained(null)} />
    </>
  );
}

function LoanRepayments({ loan }: { loan: LoanDetail }) {
  const t = useText();
  const list = useGet<Page<RepaymentRow>>(`/loans/${loan.id}/repayments`, { page_size: 200 });
  const [explained, setExplained] = useState<number | null>(null);
  const [reversed, setReversed] = useState<RepaymentRow | null>(null);
  const inForce = (row: RepaymentRow) => row.state === 'POSTED';
  const money = (key: 'amount' | 'principal' | 'interest' | 'penalty' | 'compound' | 'fee' | 'unapplied', title: string): Column<RepaymentRow> => ({
    key,
    title,
    align: 'right',
    render: (row) => <Money value={row[key]} />,
    total: (row) => (inForce(row) ? row[key] : '0'),
  });
  const hasFee = list.data?.results.some((row) => !isZero(row.fee));
  const columns: Column<RepaymentRow>[] = [
    { key: 'repay_no', title: t.f.repayNo },
    { key: 'value_on', title: t.f.repaidOn, render: (row) => formatDate(row.value_on) },
    ...(list.data?.results.some((row) => row.booked_on !== row.value_on)
      ? [{ key: 'booked_on', title: t.f.bookedOn, render: (row: RepaymentRow) => formatDate(row.booked_on) }]
      : []),
    { key: 'kind', title: t.f.kind, render: (row) => <RepaymentKindName row={row} /> },
    money('amount', t.f.amount),
    money('principal', t.f.principal),
    money('interest', t.f.interest),
    money('penalty', t.f.penalty),
    money('compound', t.f.compound),
    ...(hasFee ? [money('fee', t.loans.fee)] : []),
    money('unapplied', t.f.unapplied),
    { key: 'source', title: t.f.source, render: (row) => <Label of="repaymentSource" code={row.source} /> },
    { key: 'voucher_no', title: t.f.voucherNo },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="repaymentState" code={row.state} /> },
    {
      key: 'actions',
      title: '',
      render: (row) => (
        <span className="row-buttons">
          <Button type="link" size="small" aria-label={t.explained.openOf(row.repay_no)} onClick={() => setExplained(row.id)}>
            {t.explained.open}
          </Button>
          {row.id === loan.reversible_repayment_id && (
            <Button size="small" onClick={() => setReversed(row)}>
              {t.loans.reverse}
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
      <PlainTable rows={list.data?.results ?? []} columns={columns} rowKey="id" label={t.loans.repayments} loading={list.isPending} emptyText={t.loans.noRepayments} />
      <RepaymentExplained loanId={loan.id} id={explained} onClose={() => setExplained(null)} />
      <ReversalForm loanId={loan.id} repayment={reversed} onClose={() => setReversed(null)} />
    </>
  );
}

function RepaymentKindName({ row }: { row: RepaymentRow }) {
  return (
    <>
      <Label of="repaymentKind" code={row.kind} />
      {row.prepayment_mode && (
        <span className="kit-muted">
          {' '}
          <Label of="prepaymentMode" code={row.prepayment_mode} />
        </span>
      )}
    </>
  );
}

function LoanVouchers({ id }: { id: number }) {
  const t = useText();
  const list = useGet<Page<LoanVoucherRow>>(`/loans/${id}/vouchers`, { page_size: 200 });
  const columns: Column<LoanVoucherRow>[] = [
    { key: 'voucher_no', title: t.f.voucherNo },
    { key: 'business_on', title: t.f.businessDate, render: (row) => formatDate(row.business_on) },
    { key: 'kind', title: t.f.kind, render: (row) => <Label of="voucherKind" code={row.kind} /> },
    { key: 'summary', title: t.f.summary, render: (row) => <Summary of={row} /> },
    { key: 'total', title: t.f.amount, align: 'right', render: (row) => <Money value={row.total} /> },
  ];
  return (
    <>
      <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
      <PlainTable rows={list.data?.results ?? []} columns={columns} rowKey="id" label={t.loans.vouchers} loading={list.isPending} openPath={(row) => `/vouchers/${row.id}`} />
    </>
  );
}
