import { Alert, App, Form, Skeleton } from 'antd';
import type { ChangeDetail, LoanDetail, ReceiptEffect, RepaymentRow } from '@credit/api';
import { compareDecimal, formatMoney, isDecimal, isZero, optionsOf } from '@credit/domain';
import { AreaField, DateField, FormDrawer, MoneyField, ProblemAlert, SelectField, TextField, useGet, useLocale, useSession, useSettled } from '@credit/ui';
import { useText } from '../../text';
import { useProposed } from '../changes/proposed';

interface Props {
  open: boolean;
  loan: LoanDetail;
  onClose: () => void;
}

/** A receipt that a channel or core banking took on an earlier day: what it changes is shown before it is booked. */
export function ReceiptDrawer({ open, loan, onClose }: Props) {
  const t = useText();
  const { locale } = useLocale();
  const { message } = App.useApp();
  const proposed = useProposed();
  const today = useSession().business_date ?? undefined;
  const [form] = Form.useForm();
  const kind: string = Form.useWatch('kind', form) ?? 'DUE';
  const valueOn: string | undefined = Form.useWatch('value_on', form);
  const amount: string | undefined = Form.useWatch('amount', form);
  const settled = useSettled(amount);
  const named = !!settled && isDecimal(settled) && compareDecimal(settled, '0') > 0 && !!valueOn;
  const query = useGet<ReceiptEffect>(`/loans/${loan.id}/receipts/quote`, { kind, amount: settled, value_on: valueOn }, { enabled: open && named });
  const effect = named && settled === amount ? query.data : undefined;
  const checked = effect?.needs_approval ?? false;
  return (
    <FormDrawer<RepaymentRow | ChangeDetail>
      form={form}
      open={open}
      onClose={onClose}
      title={`${t.loans.bookReceiptTitle} · ${loan.loan_no}`}
      name="loan-receipt"
      width={520}
      blocked={!effect}
      submitLabel={checked ? t.loans.receiptPropose : t.loans.receiptBook}
      doneMessage={false}
      initialValues={{ kind: 'DUE', source: 'CHANNEL' }}
      send={(command, values) => {
        const { reason, ...booked } = values;
        return checked
          ? command.post(`/loans/${loan.id}/receipts/proposal`, { ...booked, reason })
          : command.post(`/loans/${loan.id}/receipts`, booked);
      }}
      onDone={(made) => {
        if ('repay_no' in made) void message.success(made.voucher_no ? t.loans.repaidVoucher(made.voucher_no) : t.loans.repaid);
        else proposed(made);
      }}
    >
      <SelectField name="kind" label={t.loans.repayKind} required options={optionsOf('repaymentKind', locale, ['DUE', 'PREPAY_FULL'])} />
      <SelectField name="source" label={t.f.source} required options={optionsOf('repaymentSource', locale, ['CHANNEL', 'CORE'])} />
      <TextField name="received_as" label={t.loans.receivedAs} required maxLength={60} />
      <DateField name="value_on" label={t.loans.receivedOn} required min={loan.start_on} {...(today ? { max: dayBefore(today) } : {})} />
      <MoneyField name="amount" label={t.loans.repayAmount} required />
      {named && query.error ? <ProblemAlert problem={query.error} /> : null}
      {!named && <p className="kit-muted">{t.loans.receiptAsk}</p>}
      {named && !effect && !query.error && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
      {effect && <EffectBox effect={effect} />}
      {checked && (
        <>
          <Alert type="warning" showIcon title={t.loans.receiptChecked} className="kit-problem" />
          <AreaField name="reason" label={t.loans.receiptReason} required maxLength={200} />
        </>
      )}
    </FormDrawer>
  );
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

function EffectBox({ effect }: { effect: ReceiptEffect }) {
  const t = useText();
  const parts: [string, string][] = [
    [t.f.compound, effect.taken.compound],
    [t.f.penalty, effect.taken.penalty],
    [t.f.interest, effect.taken.interest],
    [t.f.principal, effect.taken.principal],
    [t.f.unapplied, effect.unapplied],
  ];
  return (
    <div className="quote-box">
      <strong>{t.loans.receiptEffect}</strong>
      <dl>
        {parts
          .filter(([, amount]) => !isZero(amount))
          .map(([label, amount]) => (
            <div key={label} className="quote-line">
              <dt>{label}</dt>
              <dd>{formatMoney(amount)}</dd>
            </div>
          ))}
      </dl>
      {effect.adjusted.length > 0 && (
        <table className="quote-effect">
          <caption>{t.loans.receiptAdjusted}</caption>
          <tbody>
            {effect.adjusted.map((line) => (
              <tr key={line.repay_no}>
                <th scope="row">{line.repay_no}</th>
                <td>{line.value_on}</td>
                <td>{formatMoney(line.total)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t.loans.receiptExcess}</th>
              <td />
              <td className="kit-strong">{formatMoney(effect.excess)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  );
}
