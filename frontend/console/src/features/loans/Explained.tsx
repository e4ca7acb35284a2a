import type { AmountExplanation, ExplanationPart, InstalmentExplanation, RepaymentExplanation, RuleWords } from '@credit/api';
import { formatDate, formatExact, isZero, type Locale } from '@credit/domain';
import { Label, Money, PlainTable, ProblemAlert, Rate, RecordDrawer, useGet, useLocale, type Column } from '@credit/ui';
import { useText } from '../../text';
import './explained.css';

interface Props {
  loanId: number;
  onClose: () => void;
}

/** A row of the schedule by its key, and what people call it. */
export interface ExplainedRow {
  no: number;
  name: number | string;
}

/** How each amount that a row of the schedule owes came about. */
export function InstalmentExplained({ loanId, row, onClose }: Props & { row: ExplainedRow | null }) {
  const t = useText();
  const no = row?.no ?? null;
  const query = useGet<InstalmentExplanation>(`/loans/${loanId}/schedule/${no}/explanation`, {}, { enabled: no !== null });
  const data = query.data;
  return (
    <RecordDrawer open={no !== null} title={t.explained.instalment(row?.name ?? 0)} onClose={onClose} width={760} loading={query.isPending}>
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      {data && (
        <>
          <p className="explained-head">
            {t.explained.asOf(formatDate(data.due_on), formatDate(data.on))}
            <strong>
              {t.explained.owes} <Money value={data.total} />
            </strong>
          </p>
          {data.amounts.filter((item) => item.parts.length > 0).map((item) => <Amount key={item.bucket} item={item} />)}
        </>
      )}
    </RecordDrawer>
  );
}

function Amount({ item }: { item: AmountExplanation }) {
  const t = useText();
  const timed = item.parts.some((part) => part.days !== null);
  const based = item.parts.some((part) => part.base !== null);
  const columns: Column<ExplanationPart>[] = [
    { key: 'kind', title: t.explained.part, render: (part) => <PartName part={part} /> },
    ...(based ? [{ key: 'base', title: t.explained.base, align: 'right' as const, render: (part: ExplanationPart) => (part.base ? <Money value={part.base} /> : '') }] : []),
    ...(timed
      ? [
          { key: 'annual_rate', title: t.f.annualRate, align: 'right' as const, render: (part: ExplanationPart) => (part.annual_rate ? <Rate value={part.annual_rate} /> : '') },
          {
            key: 'days',
            title: t.explained.time,
            align: 'right' as const,
            render: (part: ExplanationPart) => (part.days === null ? '' : t.explained.ofYear(part.days, part.year_days ?? 360)),
          },
        ]
      : []),
    { key: 'amount', title: t.f.amount, align: 'right', render: (part) => <span className="kit-figure">{formatExact(part.amount)}</span> },
  ];
  return (
    <section className="explained-amount">
      <header>
        <h3>
          <Label of="bucket" code={item.bucket} />
        </h3>
        <Money value={item.amount} strong />
      </header>
      <PlainTable rows={item.parts} columns={columns} rowKey={(part) => `${part.kind}.${part.since}.${part.until}.${part.reference}`} label={item.bucket} />
      <Words rule={item.rule} />
    </section>
  );
}

function PartName({ part }: { part: ExplanationPart }) {
  const days = part.since && part.until ? `${formatDate(part.since)} – ${formatDate(part.until)}` : part.until ? formatDate(part.until) : '';
  return (
    <>
      <Label of="explanationPart" code={part.kind} /> {part.reference} <span className="kit-muted">{days}</span>
    </>
  );
}

function Words({ rule }: { rule: RuleWords }) {
  const { locale } = useLocale();
  return <p className="kit-muted explained-rule">{inWords(rule, locale)}</p>;
}

function inWords(rule: RuleWords, locale: Locale): string {
  return locale === 'en' ? rule.en : rule.zh;
}

/** How a repayment was divided over rows and buckets, and why in this order. */
export function RepaymentExplained({ loanId, id, onClose }: Props & { id: number | null }) {
  const t = useText();
  const query = useGet<RepaymentExplanation>(`/loans/${loanId}/repayments/${id}/explanation`, {}, { enabled: id !== null });
  const data = query.data;
  const parts = usePartColumns<RepaymentExplanation['lines'][number]>();
  const columns = [{ key: 'due_on', title: t.f.dueOn, render: (line: { due_on: string }) => formatDate(line.due_on) }, ...parts];
  return (
    <RecordDrawer open={id !== null} title={t.explained.repayment(data?.repay_no ?? '')} onClose={onClose} width={700} loading={query.isPending}>
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      {data && (
        <>
          <p className="explained-head">
            {t.explained.overdue(formatDate(data.value_on), data.overdue_days)}
            {!isZero(data.unapplied) && (
              <span>
                {t.f.unapplied} <Money value={data.unapplied} />
              </span>
            )}
          </p>
          <PlainTable rows={data.lines} columns={columns} rowKey={(line) => String(line.no)} label={t.explained.divided} />
          <Words rule={data.order} />
          {data.adjustments.length > 0 && <Adjustments rows={data.adjustments} />}
        </>
      )}
    </RecordDrawer>
  );
}

/** The parts of a repayment in their order of allocation, with their totals. */
function usePartColumns<Line extends Record<'compound' | 'penalty' | 'interest' | 'principal', string>>(): Column<Line>[] {
  const t = useText();
  return (['compound', 'penalty', 'interest', 'principal'] as const).map((key) => ({
    key,
    title: t.f[key],
    align: 'right',
    render: (line) => <Money value={line[key]} />,
    total: (line) => line[key],
  }));
}

/** What receipts changed of the repayment that were booked after it for an earlier day. */
function Adjustments({ rows }: { rows: RepaymentExplanation['adjustments'] }) {
  const t = useText();
  const parts = usePartColumns<RepaymentExplanation['adjustments'][number]>();
  const columns = [
    { key: 'cause', title: t.explained.cause },
    { key: 'booked_on', title: t.f.bookedOn, render: (line: { booked_on: string }) => formatDate(line.booked_on) },
    ...parts,
  ];
  return (
    <section className="explained-amount">
      <header>
        <h3>{t.explained.adjusted}</h3>
      </header>
      <PlainTable rows={rows} columns={columns} rowKey="cause" label={t.explained.adjusted} />
    </section>
  );
}
