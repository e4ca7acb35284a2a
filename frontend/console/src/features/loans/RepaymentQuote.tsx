import { Form, Skeleton, type FormInstance } from 'antd';
import type { LoanDetail, PrepaymentEffect, RepaymentQuote } from '@credit/api';
import { compareDecimal, formatDate, formatMoney, isDecimal, isZero, optionsOf } from '@credit/domain';
import { MoneyField, ProblemAlert, SelectField, useGet, useLocale, useSettled } from '@credit/ui';
import { useText } from '../../text';

export interface QuoteState {
  data: RepaymentQuote | undefined;
  problem: Parameters<typeof ProblemAlert>[0]['problem'];
  pending: boolean;
  /** A prepayment in part whose principal or mode is not given yet. */
  incomplete: boolean;
}

/** What a form's repayment takes, by its fields `kind`, `principal`, `mode` and, for a trial, `on`. */
export function useRepaymentQuote(loanId: number, form: FormInstance, open: boolean): QuoteState {
  const kind: string = Form.useWatch('kind', form) ?? 'DUE';
  const on: string | undefined = Form.useWatch('on', form);
  const principal: string | undefined = Form.useWatch('principal', form);
  const mode: string | undefined = Form.useWatch('mode', form);
  const settled = useSettled(principal);
  const part = kind === 'PREPAY_PART';
  const named = part && !!settled && isDecimal(settled) && compareDecimal(settled, '0') > 0 && !!mode;
  const query = useGet<RepaymentQuote>(
    `/loans/${loanId}/repayment-quote`,
    { kind, ...(on ? { on } : {}), ...(part ? { principal: settled, mode } : {}) },
    { enabled: open && (!part || named) },
  );
  const waiting = part && (!named || settled !== principal);
  const fresh = !waiting && query.data?.kind === kind;
  return {
    data: fresh ? query.data : undefined,
    problem: waiting ? null : query.error,
    pending: !(part && !named) && !fresh && !query.error,
    incomplete: part && !named,
  };
}

export function PrepaymentFields({ loan }: { loan: LoanDetail }) {
  const t = useText();
  const { locale } = useLocale();
  return (
    <>
      <MoneyField name="principal" label={t.loans.prepaid} required hint={t.loans.prepaidHint(formatMoney(loan.principal_outstanding))} />
      <SelectField name="mode" label={t.loans.prepayMode} required options={optionsOf('prepaymentMode', locale)} />
    </>
  );
}

export function QuoteBox({ quote }: { quote: QuoteState }) {
  const t = useText();
  if (quote.problem) return <ProblemAlert problem={quote.problem} />;
  if (quote.incomplete) return <p className="kit-muted">{t.loans.prepayFirst}</p>;
  if (!quote.data) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  const data = quote.data;
  const optional = (label: string, amount: string) =>
    isZero(amount) ? null : (
      <>
        <dt>{label}</dt>
        <dd>{formatMoney(amount)}</dd>
      </>
    );
  return (
    <div className="quote-box">
      <strong>{t.loans.quote}</strong> <span className="kit-muted">{t.loans.quoteOn(formatDate(data.value_on))}</span>
      {isZero(data.total) ? (
        <div>{t.loans.nothingDue}</div>
      ) : (
        <dl>
          <dt>{t.f.principal}</dt>
          <dd>{formatMoney(data.principal)}</dd>
          <dt>{t.f.interest}</dt>
          <dd>{formatMoney(data.interest)}</dd>
          {optional(t.f.penalty, data.penalty)}
          {optional(t.f.compound, data.compound)}
          {optional(t.loans.fee, data.fee)}
          <dt>{t.f.total}</dt>
          <dd>{formatMoney(data.total)}</dd>
        </dl>
      )}
      {data.effect && <Effect effect={data.effect} />}
    </div>
  );
}

/** Before and after, side by side: what the borrower asks about first. */
function Effect({ effect }: { effect: PrepaymentEffect }) {
  const t = useText();
  const lines: [string, string, string][] = [
    [t.loans.nextPayment, formatMoney(effect.next_payment_before), formatMoney(effect.next_payment_after)],
    [t.loans.lastDue, formatDate(effect.maturity_before), formatDate(effect.maturity_after)],
    [t.loans.rowsLeft, String(effect.rows_before), String(effect.rows_after)],
  ];
  return (
    <table className="quote-effect">
      <caption>{t.loans.effect}</caption>
      <tbody>
        {lines.map(([label, before, after]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{before}</td>
            <td aria-hidden="true">→</td>
            <td className={before === after ? undefined : 'kit-strong'}>{after}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t.loans.saved}</th>
          <td />
          <td />
          <td className="kit-strong">{formatMoney(effect.interest_saved)}</td>
        </tr>
      </tbody>
    </table>
  );
}
