import { Alert } from 'antd';
import type { ChangeDetail, RepaymentRow } from '@credit/api';
import { formatMoney } from '@credit/domain';
import { FormModal, cleaned, fieldsOf } from '@credit/ui';
import { useText } from '../../text';
import { useProposed } from '../changes/proposed';

const Reversed = fieldsOf<{ reason: string }>();

/** A repayment of today is taken back when a second person has checked it. */
export function ReversalForm({ loanId, repayment, onClose }: { loanId: number; repayment: RepaymentRow | null; onClose: () => void }) {
  const t = useText();
  const proposed = useProposed();
  return (
    <FormModal<ChangeDetail>
      open={repayment !== null}
      onClose={onClose}
      title={`${t.loans.reverse} · ${repayment?.repay_no ?? ''}`}
      name="repayment-reverse"
      doneMessage={false}
      send={(command, values) => command.post(`/loans/${loanId}/repayments/${repayment?.id}/reversal`, cleaned(values))}
      onDone={proposed}
    >
      <Alert type="info" showIcon title={t.loans.reverseNote(formatMoney(repayment?.amount))} className="kit-problem" />
      <Reversed.Area name="reason" label={t.loans.reverseReason} required maxLength={200} />
    </FormModal>
  );
}
