/** The kinds of records that hang together in the life of a loan, as `Related` shows them. */
import type { ApplicationDetail, ContractDetail, CustomerDetail, DisbursementDetail, IntakeDetail, LoanDetail } from '@credit/api';
import type { RelatedItem, RelatedKind } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';

type Kind = Omit<RelatedKind, 'label'>;

const CUSTOMER: Kind = {
  path: '/customers',
  action: ACTIONS.customersView,
  states: 'customerStatus',
  state: (record: CustomerDetail) => record.status,
  name: (record: CustomerDetail) => record.name,
};
const INTAKE: Kind = {
  path: '/intakes',
  action: ACTIONS.intakeView,
  states: 'intakeState',
  state: (record: IntakeDetail) => record.state,
  amount: (record: IntakeDetail) => record.amount,
};
const APPLICATION: Kind = {
  path: '/applications',
  action: ACTIONS.applicationsView,
  states: 'applicationState',
  state: (record: ApplicationDetail) => record.state,
  amount: (record: ApplicationDetail) => record.approved_amount ?? record.amount,
};
const CONTRACT: Kind = {
  path: '/contracts',
  action: ACTIONS.contractsView,
  states: 'contractState',
  state: (record: ContractDetail) => record.state,
  amount: (record: ContractDetail) => record.amount,
};
const DISBURSEMENT: Kind = {
  path: '/disbursements',
  action: ACTIONS.loansView,
  states: 'disbursementState',
  state: (record: DisbursementDetail) => record.state,
  amount: (record: DisbursementDetail) => record.amount,
};
const LOAN: Kind = {
  path: '/loans',
  action: ACTIONS.loansView,
  states: 'loanStatus',
  state: (record: LoanDetail) => record.status,
  amount: (record: LoanDetail) => record.principal_outstanding,
};

/** `related.contract(loan.contract)` and so on: what a record names becomes a line. */
export function useRelated() {
  const t = useText();
  const item = (kind: Kind, label: string, id: number, number: string): RelatedItem => ({ kind: { ...kind, label }, id, number });
  return {
    customer: (of: { id: number; customer_no: string }) => item(CUSTOMER, t.f.customer, of.id, of.customer_no),
    intake: (of: { id: number; intake_no: string }) => item(INTAKE, t.f.intake, of.id, of.intake_no),
    application: (of: { id: number; app_no: string }) => item(APPLICATION, t.f.application, of.id, of.app_no),
    contract: (of: { id: number; contract_no: string }) => item(CONTRACT, t.f.contract, of.id, of.contract_no),
    disbursement: (of: { id: number; req_no: string }) => item(DISBURSEMENT, t.u.disbursement, of.id, of.req_no),
    loan: (of: { id: number; loan_no: string }) => item(LOAN, t.f.loan, of.id, of.loan_no),
  };
}
