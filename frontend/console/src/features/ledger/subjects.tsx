import { Select } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { AccountSubjectRow, SubjectEntryRow, TrialBalance } from '@credit/api';
import { formatDate, optionsOf } from '@credit/domain';
import { DataTable, Figures, Go, Label, Money, ProblemAlert, Tag, useGet, useLocale, useSession, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { LoanLink, MakerName, PeriodFields, Summary, monthBegin, usePeriod, useSubjectOptions } from './shared';

/** The chart of accounts: the same for all banks; at a bank each subject opens its entries. */
export function SubjectList() {
  const t = useText();
  const { locale } = useLocale();
  const isBank = useSession().realm === 'bank';
  const named = (row: { name: string; name_en: string }) => (locale === 'en' ? row.name_en : row.name);
  const columns: Column<AccountSubjectRow>[] = [
    {
      key: 'code',
      title: t.f.subjectCode,
      sortable: true,
      render: (row) => (isBank && row.is_posted_to ? <Go to={`/account-subjects/${row.code}`}>{row.code}</Go> : row.code),
    },
    { key: 'name', title: t.f.subjectName, render: named },
    { key: 'name_en', title: t.ledger.nameEn, ...(locale === 'en' ? { optional: true } : {}) },
    { key: 'kind', title: t.f.kind, render: (row) => <Label of="subjectKind" code={row.kind} /> },
    { key: 'normal_side', title: t.ledger.normalSide, render: (row) => <Label of="side" code={row.normal_side} /> },
    { key: 'parent', title: t.ledger.parent, render: (row) => (row.parent ? `${row.parent.code} ${named(row.parent)}` : '—') },
    {
      key: 'is_posted_to',
      title: t.ledger.isPostedTo,
      render: (row) => (row.is_posted_to ? t.u.yes : <Tag>{t.ledger.summing}</Tag>),
    },
  ];
  return (
    <ListPage title={t.ledger.subjectsTitle} {...(isBank ? { group: t.menu.ledger } : {})}>
      <DataTable<AccountSubjectRow>
        resource="/account-subjects"
        label={t.ledger.subjectsTitle}
        rowKey="code"
        columns={columns}
        searchHint={t.ledger.subjectsHint}
        filters={[{ name: 'kind', label: t.f.kind, kind: 'select', options: optionsOf('subjectKind', locale) }]}
      />
    </ListPage>
  );
}

/** The entries of one subject over days, with the balance after each. */
export function SubjectPage() {
  const t = useText();
  const code = useParam('code');
  const navigate = useNavigate();
  const subjects = useSubjectOptions();
  const [period, setPeriod] = usePeriod(monthBegin);
  const trial = useGet<TrialBalance>('/trial-balance', { ...period }, { keepPrevious: true });
  const row = trial.data?.rows.find((found) => found.subject_code === code);
  const columns: Column<SubjectEntryRow>[] = [
    { key: 'business_on', title: t.f.businessDate, render: (entry) => formatDate(entry.business_on) },
    { key: 'voucher_no', title: t.f.voucherNo, render: (entry) => <Go to={`/vouchers/${entry.voucher_id}`}>{entry.voucher_no}</Go> },
    { key: 'kind', title: t.f.kind, render: (entry) => <Label of="voucherKind" code={entry.kind} /> },
    { key: 'summary', title: t.f.summary, render: (row) => <Summary of={row} /> },
    { key: 'loan', title: t.ledger.loanNo, render: (entry) => <LoanLink loan={entry.loan} /> },
    { key: 'branch', title: t.f.branch, render: (entry) => entry.branch.name },
    { key: 'maker', title: t.ledger.maker, render: (entry) => <MakerName maker={entry.maker} /> },
    { key: 'debit', title: t.f.debit, align: 'right', render: (entry) => entry.debit && <Money value={entry.debit} />, total: (entry) => entry.debit ?? '0' },
    { key: 'credit', title: t.f.credit, align: 'right', render: (entry) => entry.credit && <Money value={entry.credit} />, total: (entry) => entry.credit ?? '0' },
    { key: 'balance', title: t.f.balance, align: 'right', render: (entry) => <Money value={entry.balance} /> },
  ];
  const name = subjects.find(({ value }) => value === code)?.label ?? code;
  return (
    <ListPage
      title={t.ledger.detailTitle(name)}
      group={t.menu.ledger}
      actions={
        <>
          <Select
            aria-label={t.ledger.subject}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 220 }}
            options={subjects}
            value={code}
            onChange={(other: string) => void navigate({ to: `/account-subjects/${other}`, search: { ...period } } as never)}
          />
          <PeriodFields period={period} onChange={setPeriod} />
        </>
      }
    >
      <ProblemAlert problem={trial.error} onRetry={() => void trial.refetch()} />
      <Figures
        items={[
          { label: t.ledger.opening, value: <Money value={row?.opening ?? '0.00'} />, ...(row ? { note: <Label of="side" code={row.normal_side} /> } : {}) },
          { label: t.ledger.turnoverDebit, value: <Money value={row?.debit ?? '0.00'} /> },
          { label: t.ledger.turnoverCredit, value: <Money value={row?.credit ?? '0.00'} /> },
          { label: t.ledger.closing, value: <Money value={row?.closing ?? '0.00'} />, ...(row ? { note: <Label of="side" code={row.normal_side} /> } : {}) },
        ]}
      />
      <DataTable<SubjectEntryRow>
        resource="/subject-entries"
        fixed={{ subject_code: code, since: period.since, until: period.on, branch_id: period.branch_id }}
        label={t.ledger.detail}
        rowKey="id"
        columns={columns}
        emptyHint={t.ledger.noRows}
      />
    </ListPage>
  );
}
