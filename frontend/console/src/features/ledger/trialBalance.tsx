import { Button } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { TrialBalance as TrialBalanceAnswer, TrialBalanceRow } from '@credit/api';
import { compareDecimal, formatDate, formatMoney, subtractMoney } from '@credit/domain';
import { ExportButton, Label, Money, Panel, PlainTable, PrintHead, ProblemAlert, Tag, useGet, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { PeriodFields, useBranchChoices, usePeriod, useSubjectName, type BookPeriod } from './shared';
import './ledger.css';

const NONE = '0.00';

export function TrialBalance() {
  const t = useText();
  const [period, setPeriod] = usePeriod();
  const branches = useBranchChoices();
  const query = useGet<TrialBalanceAnswer>('/trial-balance', { ...period }, { keepPrevious: true });
  const rows = query.data?.rows ?? [];
  const columns = useColumns(period);
  const parts = [
    { title: t.ledger.onSheet, rows: rows.filter((row) => row.kind !== 'MEMORANDUM') },
    { title: t.ledger.offSheet, rows: rows.filter((row) => row.kind === 'MEMORANDUM') },
  ].filter((part, index) => index === 0 || part.rows.length > 0);
  const branch = branches.find(({ value }) => value === period.branch_id)?.label.trim() ?? t.ledger.wholeBank;
  const days = period.since === period.on ? formatDate(period.on) : `${formatDate(period.since)} — ${formatDate(period.on)}`;
  return (
    <>
      <PrintHead title={t.ledger.trialTitle} number={`${days} ${branch}`} />
      <ListPage
        title={t.ledger.trialTitle}
        group={t.menu.ledger}
        aside={query.data && rows.length > 0 && <BalanceMark totals={query.data.totals} />}
        actions={
          <>
            <PeriodFields period={period} onChange={setPeriod} />
            <Button icon={<PrinterOutlined aria-hidden />} disabled={!query.data} onClick={() => window.print()}>
              {t.ledger.print}
            </Button>
            <ExportButton
              list="trial-balance"
              resource="/trial-balance/rows"
              query={{ ...period }}
              columns={[
                { key: 'subject_code', title: t.f.subjectCode },
                { key: 'subject_name', title: t.f.subjectName },
                { key: 'kind', title: t.f.kind },
                { key: 'normal_side', title: t.ledger.normalSide },
                { key: 'opening', title: t.ledger.opening },
                { key: 'debit', title: t.ledger.turnoverDebit },
                { key: 'credit', title: t.ledger.turnoverCredit },
                { key: 'closing', title: t.ledger.closing },
              ]}
              total={rows.length}
            />
          </>
        }
      >
        <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
        <div className="ledger-book">
          {parts.map((part) => (
            <Panel key={part.title} flush title={part.title}>
              <PlainTable rows={part.rows} columns={columns} rowKey="subject_code" label={part.title} loading={query.isPending} emptyText={t.ledger.noRows} />
            </Panel>
          ))}
        </div>
      </ListPage>
    </>
  );
}

/** Each balance stands in the column of its subject's normal side; one against that side is negative there. */
function useColumns(period: BookPeriod): Column<TrialBalanceRow>[] {
  const t = useText();
  const subjectName = useSubjectName();
  const onSide = (side: TrialBalanceRow['normal_side'], field: 'opening' | 'closing', title: string): Column<TrialBalanceRow> => ({
    key: `${field}_${side}`,
    title,
    align: 'right',
    render: (row) => (row.normal_side === side ? <Money value={row[field]} /> : ''),
    total: (row) => (row.normal_side === side ? row[field] : NONE),
  });
  const turnover = (field: 'debit' | 'credit', title: string): Column<TrialBalanceRow> => ({
    key: field,
    title,
    align: 'right',
    render: (row) => <Money value={row[field]} />,
    total: (row) => row[field],
  });
  return [
    {
      key: 'subject_code',
      title: t.f.subjectCode,
      render: (row) => (
        <Link to={`/account-subjects/${row.subject_code}` as never} search={{ ...period } as never}>
          {row.subject_code}
        </Link>
      ),
    },
    { key: 'subject_name', title: t.f.subjectName, render: subjectName },
    { key: 'normal_side', title: t.ledger.normalSide, align: 'center', render: (row) => <Label of="side" code={row.normal_side} /> },
    onSide('DEBIT', 'opening', t.ledger.openingDebit),
    onSide('CREDIT', 'opening', t.ledger.openingCredit),
    turnover('debit', t.ledger.turnoverDebit),
    turnover('credit', t.ledger.turnoverCredit),
    onSide('DEBIT', 'closing', t.ledger.closingDebit),
    onSide('CREDIT', 'closing', t.ledger.closingCredit),
  ];
}

/** Whether both sides are equal at the opening, in the turnover and at the closing; the first gap if not. */
function BalanceMark({ totals }: { totals: TrialBalanceAnswer['totals'] }) {
  const t = useText();
  if (totals.balanced) return <Tag tone="success">{t.ledger.balanced}</Tag>;
  const gaps = [
    subtractMoney(totals.opening_debit, totals.opening_credit),
    subtractMoney(totals.debit, totals.credit),
    subtractMoney(totals.closing_debit, totals.closing_credit),
  ];
  return <Tag tone="danger">{t.ledger.unbalanced(formatMoney(gaps.find((gap) => compareDecimal(gap, '0') !== 0)))}</Tag>;
}
