import { useEffect } from 'react';
import { App, Form } from 'antd';
import type { LoanDetail, RepaymentRow } from '@credit/api';
import { compareDecimal, formatMoney, isDecimal, isZero, optionsOf, subtractMoney } from '@credit/domain';
import { FormDrawer, MoneyField, SelectField, useLocale } from '@credit/ui';
import { useText } from '../../text';
import { PrepaymentFields, QuoteBox, useRepaymentQuote } from './RepaymentQuote';

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
  const quote = useRepaymentQuote(loan.id, form, open);
  const total = quote.data?.total;
  const due = kind === 'DUE';
  useEffect(() => {
    if (open) form.setFieldValue('amount', total === undefined || isZero(total) ? undefined : total);
  }, [open, total, form]);
  const above = due && total && amount && isDecimal(amount) && compareDecimal(amount, total) > 0 ? subtractMoney(amount, total) : null;
  return (
    <FormDrawer<RepaymentRow>
      form={form}
      open={open}
      onClose={onClose}
      title={`${t.loans.repayTitle} · ${loan.loan_no}`}
      name="loan-repay"
      width={460}
      blocked={!due && !quote.data}
      submitLabel={t.loans.repay}
      doneMessage={false}
      initialValues={{ kind: 'DUE' }}
      send={(command, values) => {
        const named = kind === 'PREPAY_PART' ? { principal: values.principal, mode: values.mode } : {};
        return command.post(`/loans/${loan.id}/repayments`, { kind: values.kind, amount: values.amount, source: 'COUNTER', ...named });
      }}
      onDone={(repayment) => {
        void message.success(repayment.voucher_no ? t.loans.repaidVoucher(repayment.voucher_no) : t.loans.repaid);
      }}
    >
      <SelectField name="kind" label={t.loans.repayKind} required options={optionsOf('repaymentKind', locale)} />
      {kind === 'PREPAY_PART' && <PrepaymentFields loan={loan} />}
      <QuoteBox quote={quote} />
      <MoneyField
        name="amount"
        label={t.loans.repayAmount}
        required
        disabled={!due}
        hint={!due ? (kind === 'PREPAY_FULL' ? t.loans.fullFixed : t.loans.partFixed) : above ? t.loans.aboveQuote(formatMoney(above)) : undefined}
      />
    </FormDrawer>
  );
}
