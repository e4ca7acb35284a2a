import dayjs from 'dayjs';
import { DatePicker, Select } from 'antd';
import type { AccountSubjectRow, Page } from '@credit/api';
import { Go, Label, useGet, useLocale, useSearchParams, useSession } from '@credit/ui';
import { useText } from '../../text';
import { useBranchOptions } from '../organisation/shared';

const DAY = 'YYYY-MM-DD';
/** The longest period that the server sums up at once, in days. */
const LONGEST = 366;

/** A name as the reader's language has it. */
export function useSubjectName() {
  const { locale } = useLocale();
  return (row: { subject_name: string; subject_name_en: string }) => (locale === 'en' ? row.subject_name_en : row.subject_name);
}

/** The subjects that entries may name, as choices. */
export function useSubjectOptions(): { value: string; label: string }[] {
  const { locale } = useLocale();
  const chart = useGet<Page<AccountSubjectRow>>('/account-subjects', { is_posted_to: 'true', page_size: 200 });
  return (chart.data?.results ?? []).map((row) => ({ value: row.code, label: `${row.code} ${locale === 'en' ? row.name_en : row.name}` }));
}

export function useBranchChoices(): { value: string; label: string }[] {
  return useBranchOptions({ all: true }).map(({ value, label }) => ({ value: String(value), label }));
}

export interface BookPeriod {
  since: string;
  on: string;
  branch_id: string;
}

/** Which days and which branch a book is read for: kept in the address, the business date unless it says otherwise. */
export function usePeriod(begin: (on: string) => string = (on) => on): [BookPeriod, (change: Partial<BookPeriod>) => void] {
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const on = search.on ?? session.business_date ?? '';
  const period = { since: search.since ?? begin(on), on, branch_id: search.branch_id ?? '' };
  return [period, (change) => setSearch({ ...search, ...period, ...change, page: '1' })];
}

export const monthBegin = (on: string) => (on ? dayjs(on).startOf('month').format(DAY) : '');

/** The days and the branch, to be chosen beside the title. */
export function PeriodFields({ period, onChange }: { period: BookPeriod; onChange: (change: Partial<BookPeriod>) => void }) {
  const t = useText();
  const branches = useBranchChoices();
  return (
    <>
      <DatePicker.RangePicker
        aria-label={t.ledger.period}
        allowClear={false}
        style={{ width: 240 }}
        value={period.since && period.on ? [dayjs(period.since), dayjs(period.on)] : null}
        disabledDate={(day, { from }) => (from ? Math.abs(day.diff(from, 'day')) > LONGEST : false)}
        onChange={(days) => days?.[0] && days[1] && onChange({ since: days[0].format(DAY), on: days[1].format(DAY) })}
      />
      <Select
        aria-label={t.f.branch}
        placeholder={t.ledger.wholeBank}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 200 }}
        options={branches}
        value={period.branch_id || null}
        onChange={(id: string | null) => onChange({ branch_id: id ?? '' })}
      />
    </>
  );
}

export function MakerName({ maker }: { maker: { name: string } | null }) {
  const t = useText();
  return maker ? maker.name : <span className="kit-muted">{t.ledger.system}</span>;
}

interface Summed {
  kind: string;
  summary: string;
  business_no?: string;
  loan?: { loan_no: string } | null;
}

/** What a voucher was written for. The stored text is Chinese; the English face has its kind and number. */
export function Summary({ of }: { of: Summed }) {
  const { locale } = useLocale();
  if (locale !== 'en') return <>{of.summary}</>;
  return (
    <span title={of.summary}>
      <Label of="voucherKind" code={of.kind} /> {of.loan?.loan_no ?? of.business_no}
    </span>
  );
}

export function LoanLink({ loan }: { loan: { id: number; loan_no: string } | null }) {
  return loan ? <Go to={`/loans/${loan.id}`}>{loan.loan_no}</Go> : '—';
}
