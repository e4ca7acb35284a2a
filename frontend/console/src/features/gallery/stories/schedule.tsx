import { ScheduleTable, type Row } from '../../shared/ScheduleTable';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '还款计划', en: 'Schedule' };
export const about: Words = {
  zh: '试算、申请、合同和借据共用的还款计划表，末行为合计。',
  en: 'The schedule of quotes, applications, contracts and loans alike, with totals in the last row.',
};
export const props: readonly PropNote[] = [
  { name: 'rows', type: 'Row[]', note: { zh: '期次；试算可含提前还款', en: 'Instalments; a quote may hold prepayments' } },
  { name: 'withPaid', type: 'boolean', note: { zh: '显示已还金额和状态', en: 'Shows what was paid, and the state' } },
  { name: 'narrow', type: 'boolean', note: { zh: '两种方式并排时不显示天数', en: 'Beside another schedule: without days' } },
];

const row = (no: number, due_on: string, principal: string, interest: string, payment: string, balance: string, paid: boolean) =>
  ({
    no, due_on, days: 30, principal, interest, payment, balance,
    principal_paid: paid ? principal : '0.00', interest_paid: paid ? interest : '0.00',
    state: paid ? 'PAID' : 'PENDING', paid_on: paid ? due_on : null,
  }) as unknown as Row;

export const SCHEDULE: readonly Row[] = [
  row(1, '2026-12-21', '4125.00', '170.00', '4295.00', '45875.00', true),
  row(2, '2027-01-21', '4139.50', '155.50', '4295.00', '41735.50', false),
  row(3, '2027-02-21', '41735.50', '141.40', '41876.90', '0.00', false),
];

export default function Schedule() {
  const say = useSay();
  const label = say(title);
  return (
    <>
      <Example id="quote" title={{ zh: '试算', en: 'A quote' }}><ScheduleTable rows={SCHEDULE} label={label} /></Example>
      <Example id="loan" title={{ zh: '借据', en: 'A loan' }}><ScheduleTable rows={SCHEDULE} label={label} withPaid /></Example>
    </>
  );
}
