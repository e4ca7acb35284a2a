import type { VoucherDetail, VoucherRow, VoucherRule } from '@credit/api';
import { formatDate, formatInstant, optionsOf, toChineseAmount } from '@credit/domain';
import { DataTable, DetailPage, Facts, Go, Label, Money, Panel, PlainTable, Tag, useGet, useLocale, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { LoanLink, MakerName, Summary, useBranchChoices, useSubjectName, useSubjectOptions } from './shared';
import './ledger.css';

export function VoucherList() {
  const t = useText();
  const { locale } = useLocale();
  const branches = useBranchChoices();
  const subjects = useSubjectOptions();
  const columns: Column<VoucherRow>[] = [
    { key: 'voucher_no', title: t.f.voucherNo, sortable: true },
    { key: 'business_on', title: t.f.businessDate, sortable: true, render: (row) => formatDate(row.business_on) },
    { key: 'kind', title: t.f.kind, render: (row) => <Label of="voucherKind" code={row.kind} /> },
    { key: 'summary', title: t.f.summary, render: (row) => <Summary of={row} /> },
    { key: 'business_no', title: t.f.businessNo },
    { key: 'loan', title: t.ledger.loanNo, render: (row) => <LoanLink loan={row.loan} /> },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'maker', title: t.ledger.maker, render: (row) => <MakerName maker={row.maker} /> },
    { key: 'total', title: t.f.amount, align: 'right', sortable: true, render: (row) => <Money value={row.total} />, total: (row) => row.total },
  ];
  return (
    <ListPage title={t.ledger.vouchersTitle} group={t.menu.ledger}>
      <DataTable<VoucherRow>
        resource="/vouchers"
        label={t.ledger.vouchersTitle}
        rowKey="id"
        columns={columns}
        searchHint={t.ledger.vouchersHint}
        filters={[
          { name: 'since', label: t.ledger.since, kind: 'date' },
          { name: 'until', label: t.ledger.until, kind: 'date' },
          { name: 'kind', label: t.f.kind, kind: 'select', options: optionsOf('voucherKind', locale), width: 110 },
          { name: 'subject_code', label: t.ledger.subject, kind: 'select', options: subjects, width: 190 },
          { name: 'branch_id', label: t.f.branch, kind: 'select', options: branches, width: 190 },
          { name: 'loan_no', label: t.ledger.loanNo, kind: 'text', width: 170 },
          { name: 'maker', label: t.ledger.maker, kind: 'text', width: 110 },
          { name: 'amount_from', label: t.ledger.amountFrom, kind: 'text', width: 120 },
          { name: 'amount_to', label: t.ledger.amountTo, kind: 'text', width: 120 },
        ]}
        openPath={(row) => `/vouchers/${row.id}`}
      />
    </ListPage>
  );
}

export function VoucherPage() {
  const t = useText();
  const { locale } = useLocale();
  const id = useParam();
  const subjectName = useSubjectName();
  const query = useGet<VoucherDetail>(`/vouchers/${id}`);
  type Entry = VoucherDetail['entries'][number];
  const sideAmount = (side: Entry['side'], title: string): Column<Entry> => ({
    key: side,
    title,
    align: 'right',
    render: (row) => (row.side === side ? <Money value={row.amount} /> : ''),
    total: (row) => (row.side === side ? row.amount : '0'),
  });
  const columns: Column<Entry>[] = [
    { key: 'subject_code', title: t.f.subjectCode, render: (row) => <Go to={`/account-subjects/${row.subject_code}`}>{row.subject_code}</Go> },
    { key: 'subject_name', title: t.f.subjectName, render: subjectName },
    sideAmount('DEBIT', t.f.debit),
    sideAmount('CREDIT', t.f.credit),
  ];
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.ledger }, { title: t.menu.vouchers, to: '/vouchers' }]}
      title={(data) => data.voucher_no}
      aside={(data) => (
        <>
          <Label of="voucherKind" code={data.kind} />
          <span>{formatDate(data.business_on)}</span>
          {data.reversed_by && <Tag tone="warning">{t.ledger.reversed}</Tag>}
        </>
      )}
    >
      {(data) => (
        <>
          <Panel>
            <Facts
              items={[
                { label: t.f.summary, value: <Summary of={data} /> },
                { label: t.f.businessNo, value: data.business_no },
                { label: t.ledger.loanNo, value: <LoanLink loan={data.loan} /> },
                { label: t.f.branch, value: data.branch.name },
                { label: t.f.businessDate, value: formatDate(data.business_on) },
                { label: t.ledger.maker, value: <MakerName maker={data.maker} /> },
                { label: t.f.amount, value: <Money value={data.total} strong /> },
                locale === 'zh-CN' && { label: t.ledger.inWords, value: toChineseAmount(data.total) },
                { label: t.ledger.postedAt, value: formatInstant(data.created_at) },
                data.reversal_of && { label: t.ledger.reversalOf, value: <Go to={`/vouchers/${data.reversal_of.id}`}>{data.reversal_of.voucher_no}</Go> },
                data.reversed_by && { label: t.ledger.reversedBy, value: <Go to={`/vouchers/${data.reversed_by.id}`}>{data.reversed_by.voucher_no}</Go> },
              ]}
            />
          </Panel>
          <Panel flush title={t.ledger.entries}>
            <PlainTable rows={data.entries.map((entry, index) => ({ ...entry, line: index }))} columns={columns as Column<Entry & { line: number }>[]} rowKey="line" label={t.ledger.entries} />
          </Panel>
          {data.rule && <RulePanel rule={data.rule} turned={data.reversal_of !== null} />}
        </>
      )}
    </DetailPage>
  );
}

type RuleLine = VoucherRule['lines'][number];

/** What the event books by the table of the house, each line with its reason, and how much of it this voucher has. */
function RulePanel({ rule, turned }: { rule: VoucherRule; turned: boolean }) {
  const t = useText();
  const { locale } = useLocale();
  const subjectName = useSubjectName();
  const said = (words: { zh: string; en: string }) => words[locale === 'en' ? 'en' : 'zh'];
  const columns: Column<RuleLine>[] = [
    { key: 'side', title: t.ledger.side, render: (row) => <Label of="side" code={row.side} /> },
    { key: 'subject', title: t.ledger.subject, render: (row) => `${row.subject_code} ${subjectName(row)}` },
    { key: 'amounts', title: t.ledger.whyAmount, wrap: true, render: (row) => row.amounts.map(said).join(' + ') },
    { key: 'why', title: t.ledger.whyReason, wrap: true, render: said },
    {
      key: 'amount',
      title: t.ledger.whyPosted,
      align: 'right',
      render: (row) =>
        row.amount === null ? (
          <span className="kit-muted">{t.ledger.whyNone}</span>
        ) : (
          <>
            {row.amount.startsWith('-') && <span className="kit-muted ledger-turned">{t.ledger.whyTurned}</span>}
            <Money value={row.amount} />
          </>
        ),
    },
  ];
  return (
    <Panel flush title={t.ledger.why}>
      <p className="ledger-when">
        {turned && t.ledger.whyReversal} {t.ledger.whyWhen(said(rule))}
      </p>
      <PlainTable rows={rule.lines} columns={columns} rowKey={(row) => `${row.side}${row.subject_code}`} label={t.ledger.why} />
    </Panel>
  );
}
