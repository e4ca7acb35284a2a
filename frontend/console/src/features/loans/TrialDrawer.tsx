import { Form } from 'antd';
import type { LoanDetail } from '@credit/api';
import { optionsOf } from '@credit/domain';
import { DateField, RecordDrawer, SelectField, useLocale, useSession } from '@credit/ui';
import { useText } from '../../text';
import { PrepaymentFields, QuoteBox, useRepaymentQuote } from './RepaymentQuote';

/** What a repayment would take on a day to come: nothing is entered here. */
export function TrialDrawer({ open, loan, onClose }: { open: boolean; loan: LoanDetail; onClose: () => void }) {
  const t = useText();
  const { locale } = useLocale();
  const businessDate = useSession().business_date ?? undefined;
  const [form] = Form.useForm();
  const kind: string = Form.useWatch('kind', form) ?? 'PREPAY_FULL';
  const quote = useRepaymentQuote(loan.id, form, open);
  return (
    <RecordDrawer open={open} title={`${t.loans.trialTitle} · ${loan.loan_no}`} onClose={onClose} width={460}>
      <Form form={form} layout="vertical" name="loan-trial" initialValues={{ kind: 'PREPAY_FULL', on: businessDate }}>
        <SelectField name="kind" label={t.loans.repayKind} required options={optionsOf('repaymentKind', locale)} />
        <DateField name="on" label={t.loans.trialOn} required min={businessDate} />
        {kind === 'PREPAY_PART' && <PrepaymentFields loan={loan} />}
      </Form>
      <QuoteBox quote={quote} />
      <p className="kit-muted">{t.loans.trialNote}</p>
    </RecordDrawer>
  );
}
