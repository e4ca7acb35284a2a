import { useEffect } from 'react';
import { App, Form, Skeleton } from 'antd';
import type { LoanDetail, RepaymentRow, RepaymentQuote } from '@credit/api';
import { compareDecimal, formatMoney, isDecimal, isZero, optionsOf, subtractMoney } from '@credit/domain';
import { FormDrawer, MoneyField, ProblemAlert, SelectField, useGet, useLocale } from '@credit/ui';
import { useText } from '../../text';

interface Props {
  open: boolean;
  loan: LoanDetail;
  onClose: () => void;
}

export function RepayDrawer({ open, loan, onClose }: Props) {
  const t = useText();
  const { locale } = useLocale();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const kind: string = Form.useWatch('kind', form) ?? 'DUE';
  const amount: string | undefined = Form.useWatch('amount', form);
  const quote = useGet<RepaymentQuote>(`/loans/${loan.id}/repayment-quote`, { kind }, { enabled: open });
  const total = quote.data?.kind === kind ? quote.data.total : undefined;
  useEffect(() => {
    if (open && total !== undefined) form.setFieldValue('amount', isZero(total) ? undefined : total);
  }, [open, total, form]);
  const above = total && amount && isDecimal(amount) && compareDecimal(amount, total) > 0 ? subtractMoney(amount, total) : null;
  return (
    <FormDrawer<RepaymentRow>
      form={form}
      open={open}
      onClose={onClose}
      title={`${t.loans.repayTitle} · ${loan.loan_no}`}
      name="loan-repay"
      width={440}
      submitLabel={t.loans.repay}
      doneMessage={false}
      initialValues={{ kind: 'DUE' }}
      send={(command, values) =>
        command.post(`/loans/${loan.id}/repayments`, { kind: values.kind, amount: values.amount, source: 'COUNTER' })
      }
      onDone={(repayment) => {
        void message.success(repayment.voucher_no ? t.loans.repaidVoucher(repayment.voucher_no) : t.loans.repaid);
      }}
    >
      <SelectField name="kind" label={t.loans.repayKind} required options={optionsOf('repaymentKind', locale, ['DUE', 'PREPAY_FULL'])} />
      <QuoteBox quote={quote.data} pending={quote.isPending} problem={quote.error} />
      <MoneyField
        name="amount"
        label={t.loans.repayAmount}
        required
        disabled={kind === 'PREPAY_FULL'}
        hint={kind === 'PREPAY_FULL' ? t.loans.fullFixed : above ? t.loans.aboveQuote(formatMoney(above)) : undefined}
      />
    </FormDrawer>
  );
}

function QuoteBox({ quote, pending, problem }: {
  quote: RepaymentQuote | undefined;
  pending: boolean;
  problem: Parameters<typeof ProblemAlert>[0]['problem'];
}) {
  const t = useText();
  if (problem) return <ProblemAlert problem={problem} />;
  if (pending || !quote) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  return (
    <div className="quote-box">
      <strong>{t.loans.quote}</strong> <span className="kit-muted">{t.loans.quoteOn(quote.value_on)}</span>
      {isZero(quote.total) ? (
        <div>{t.loans.nothingDue}</div>
      ) : (
        <dl>
          <dt>{t.f.principal}</dt>
          <dd>{formatMoney(quote.principal)}</dd>
          <dt>{t.f.interest}</dt>
          <dd>{formatMoney(quote.interest)}</dd>
          {!isZero(quote.penalty) && (
            <>
              <dt>{t.f.penalty}</dt>
              <dd>{formatMoney(quote.penalty)}</dd>
            </>
          )}
          {!isZero(quote.compound) && (
            <>
              <dt>{t.f.compound}</dt>
              <dd>{formatMoney(quote.compound)}</dd>
            </>
          )}
          <dt>{t.f.total}</dt>
          <dd>{formatMoney(quote.total)}</dd>
        </dl>
      )}
    </div>
  );
}
