import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { TrialBalance as TrialBalanceAnswer, TrialBalanceRow, VoucherDetail, VoucherRow } from '@credit/api';
import { addMoney, compareDecimal, formatDate, formatMoney, optionsOf, subtractMoney, toChineseAmount } from '@credit/domain';
import {
  DataTable,
  DetailPage,
  Facts,
  Label,
  Money,
  Panel,
  PlainTable,
  ProblemAlert,
  Tag,
  useGet,
  useLocale,
  useSearchParams,
  useSession,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';

export function VoucherList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<VoucherRow>[] = [
    { key: 'voucher_no', title: t.f.voucherNo, sortable: true },
    { key: 'business_on', title: t.f.businessDate, sortable: true, render: (row) => formatDate(row.business_on) },
    { key: 'kind', title: t.f.kind, render: (row) => <Label of="voucherKind" code={row.kind} /> },
    { key: 'summary', title: t.f.summary },
    { key: 'business_no', title: t.f.businessNo },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
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
          { name: 'on', label: t.f.businessDate, kind: 'date' },
          { name: 'kind', label: t.f.kind, kind: 'select', options: optionsOf('voucherKind', locale) },
        ]}
        openPath={(row) => `/vouchers/${row.id}`}
      />
    </ListPage>
  );
}

export function VoucherPage() {
  const t = useText();
  const id = useParam();
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
    { key: 'subject_code', title: t.f.subjectCode },
    { key: 'subject_name', title: t.f.subjectName },
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
        </>
      )}
    >
      {(data) => (
        <>
          <Panel>
            <Facts
              items={[
                { label: t.f.summary, value: data.summary },
                { label: t.f.businessNo, value: data.business_no },
                { label: t.f.branch, value: data.branch.name },
                { label: t.f.businessDate, value: formatDate(data.business_on) },
                { label: t.f.amount, value: <Money value={data.total} strong /> },
                { label: t.ledger.inWords, value: toChineseAmount(data.total) },
              ]}
            />
          </Panel>
          <Panel flush title={t.ledger.entries}>
            <PlainTable rows={data.entries.map((entry, index) => ({ ...entry, line: index }))} columns={columns as Column<Entry & { line: number }>[]} rowKey="line" label={t.ledger.entries} />
          </Panel>
        </>
      )}
    </DetailPage>
  );
}

export function TrialBalance() {
  const t = useText();
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const on = search.on ?? session.business_date ?? '';
  const query = useGet<TrialBalanceAnswer>('/trial-balance', { on }, { keepPrevious: true });
  const rows = query.data?.rows ?? [];
  const columns: Column<TrialBalanceRow>[] = [
    { key: 'subject_code', title: t.f.subjectCode },
    { key: 'subject_name', title: t.f.subjectName },
    { key: 'debit', title: t.f.debit, align: 'right', render: (row) => <Money value={row.debit} />, total: (row) => row.debit },
    { key: 'credit', title: t.f.credit, align: 'right', render: (row) => <Money value={row.credit} />, total: (row) => row.credit },
    { key: 'balance_side', title: t.f.balanceSide, align: 'center', render: (row) => <Label of="side" code={row.balance_side} /> },
    { key: 'balance', title: t.f.balance, align: 'right', render: (row) => <Money value={row.balance} /> },
  ];
  return (
    <ListPage
      title={t.ledger.trialTitle}
      group={t.menu.ledger}
      aside={rows.length > 0 && <BalanceMark rows={rows} />}
      actions={
        <DatePicker
          aria-label={t.ledger.on}
          allowClear={false}
          value={on ? dayjs(on) : null}
          onChange={(value) => setSearch({ ...search, on: value ? value.format('YYYY-MM-DD') : '' })}
        />
      }
    >
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      <Panel flush>
        <PlainTable rows={rows} columns={columns} rowKey="subject_code" label={t.ledger.trialTitle} loading={query.isPending} emptyText={t.ledger.noRows} />
      </Panel>
    </ListPage>
  );
}

/** Debits equal credits, and debit balances equal credit balances. */
function BalanceMark({ rows }: { rows: readonly TrialBalanceRow[] }) {
  const t = useText();
  const turnover = subtractMoney(addMoney(...rows.map((row) => row.debit)), addMoney(...rows.map((row) => row.credit)));
  const balances = addMoney(
    ...rows.map((row) => (row.balance_side === 'DEBIT' ? row.balance : subtractMoney('0', row.balance))),
  );
  const gap = compareDecimal(turnover, '0') !== 0 ? turnover : balances;
  return compareDecimal(gap, '0') === 0 ? (
    <Tag tone="success">{t.ledger.balanced}</Tag>
  ) : (
    <Tag tone="danger">{t.ledger.unbalanced(formatMoney(gap))}</Tag>
  );
}
