import { Button } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import type { QuoteResult } from '@credit/api';
import { formatMoney, formatRate, isZero, labelOf } from '@credit/domain';
import { Figures, Label, Money, Panel, Rate, useLocale } from '@credit/ui';
import { useText } from '../../text';
import { ScheduleChart } from '../shared/ScheduleChart';
import { ScheduleTable } from '../shared/ScheduleTable';
import { comparison, signed, type Compared } from './terms';

interface Props {
  quote: QuoteResult;
  onExport: () => void;
}

/** The terms in one line, so that a printed result says what it is the result of. */
function Terms({ quote }: { quote: QuoteResult }) {
  const t = useText();
  const { locale } = useLocale();
  const { terms } = quote;
  const parts = [
    labelOf('quoteMethod', terms.method, locale),
    `${formatMoney(terms.principal)}`,
    formatRate(terms.annual_rate),
    ...(terms.term_months ? [t.u.months(terms.term_months)] : []),
    t.u.range(terms.start_date, terms.maturity_date),
    t.u.everyMonths(terms.period_months),
    ...(terms.interest_day ? [t.u.dayOfMonth(terms.interest_day)] : []),
    labelOf('dayCount', terms.day_count, locale),
  ];
  return <p className="quote-line-of-terms kit-figure">{parts.join(' · ')}</p>;
}

function ExportButton({ onExport }: { onExport: () => void }) {
  const t = useText();
  return (
    <Button icon={<DownloadOutlined aria-hidden />} className="quote-tool" onClick={onExport}>
      {t.quote.exportXlsx}
    </Button>
  );
}

export function Result({ quote, onExport }: Props) {
  const t = useText();
  const reason = quote.cost_reason ? t.quote.reasons[quote.cost_reason as keyof typeof t.quote.reasons] : undefined;
  const cost = (value: string | undefined) => (value === undefined ? t.quote.noCost : <Rate value={value} />);
  return (
    <>
      <Figures
        items={[
          { label: t.quote.firstPayment, value: <Money value={quote.rows[0]?.payment} /> },
          { label: t.quote.interest, value: <Money value={quote.totals.interest} /> },
          { label: t.quote.payment, value: <Money value={quote.totals.payment} /> },
          ...(isZero(quote.fees_total) ? [] : [{ label: t.quote.fees, value: <Money value={quote.fees_total} /> }]),
          { label: t.quote.netReceived, value: <Money value={quote.cost?.net_received} /> },
          { label: t.quote.simple, value: cost(quote.cost?.simple), note: reason },
          { label: t.quote.compound, value: cost(quote.cost?.compound) },
        ]}
      />
      <Panel title={t.loans.schedule} extra={<ExportButton onExport={onExport} />} flush>
        <div className="quote-inset">
          <Terms quote={quote} />
          <ScheduleChart rows={quote.rows} />
        </div>
        <ScheduleTable rows={quote.rows} label={t.loans.schedule} />
      </Panel>
    </>
  );
}

export function ResultColumn({ quote, onExport }: Props) {
  const t = useText();
  const { locale } = useLocale();
  return (
    <Panel title={<Label of="quoteMethod" code={quote.terms.method} />} extra={<ExportButton onExport={onExport} />} flush>
      <div className="quote-inset">
        <Terms quote={quote} />
        <ScheduleChart rows={quote.rows} />
      </div>
      <ScheduleTable rows={quote.rows} label={`${t.loans.schedule} ${labelOf('quoteMethod', quote.terms.method, locale)}`} narrow />
    </Panel>
  );
}

/* side by side */

const shown = (value: string | null, kind: Compared['kind']): string => {
  if (value === null) return '—';
  if (kind === 'count') return value;
  return kind === 'rate' ? formatRate(value) : formatMoney(value);
};

/** More to pay is marked as worse and less as better; a count and the money received are neither. */
function toneOf({ key, difference }: Compared): string {
  if (difference === null || isNothing(difference)) return '';
  if (key === 'rows') return 'quote-differs';
  const more = !difference.startsWith('-');
  return `quote-differs ${more === (key !== 'net') ? 'kit-danger' : 'kit-success'}`;
}

const isNothing = (difference: string) => !/[1-9]/.test(difference);

export function Comparison({ left, right }: { left: QuoteResult; right: QuoteResult }) {
  const t = useText();
  const labels: Record<Compared['key'], string> = {
    rows: t.quote.rows,
    first: t.quote.firstPayment,
    highest: t.quote.highestPayment,
    interest: t.quote.interest,
    payment: t.quote.payment,
    fees: t.quote.fees,
    net: t.quote.netReceived,
    simple: t.quote.simple,
    compound: t.quote.compound,
  };
  return (
    <Panel title={t.quote.comparison} flush>
      <table className="quote-compare" aria-label={t.quote.comparison}>
        <thead>
          <tr>
            <th scope="col">{t.quote.item}</th>
            <th scope="col"><Label of="quoteMethod" code={left.terms.method} /></th>
            <th scope="col"><Label of="quoteMethod" code={right.terms.method} /></th>
            <th scope="col">{t.quote.difference}</th>
          </tr>
        </thead>
        <tbody>
          {comparison(left, right).map((line) => (
            <tr key={line.key}>
              <th scope="row">{labels[line.key]}</th>
              <td className="kit-figure">{shown(line.left, line.kind)}</td>
              <td className={`kit-figure ${toneOf(line)}`}>{shown(line.right, line.kind)}</td>
              <td className={`kit-figure ${toneOf(line)}`}>
                {line.difference === null || isNothing(line.difference) ? '—' : signed(line.difference, shown(line.difference, line.kind))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
