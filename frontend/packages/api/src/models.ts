/**
 * The resource types of both faces. Pages import them from here only.
 * Money and rates are decimal strings, dates "YYYY-MM-DD", instants RFC 3339.
 */

export interface Page<Row> {
  count: number;
  page: number;
  page_size: number;
  results: Row[];
}

export type Realm = 'bank' | 'province';
export type Method = 'EQUAL_INSTALMENT' | 'EQUAL_PRINCIPAL' | 'INTEREST_ONLY' | 'BULLET';
export type LprTenor = 'ONE_YEAR' | 'FIVE_YEAR';

export interface NamedRef {
  id: number;
  name: string;
}
export interface BranchRef {
  id: number;
  code: string;
  name: string;
}
export interface ProductRef {
  id: number;
  code: string;
  name: string;
}
export interface CustomerRef {
  id: number;
  customer_no: string;
  name: string;
}
export interface HistoryEntry {
  at: string;
  actor_name: string;
  action: string;
  from_state: string | null;
  to_state: string | null;
  comment: string | null;
}

/* session and entity */

export interface EntityInfo {
  code: string;
  name: string;
  kind: string;
  realm: Realm;
  environment: 'demo' | 'production';
}
export interface Session {
  account: { id: number; username: string; name: string };
  staff: { id: number; staff_no: string; name: string; branch: BranchRef | null } | null;
  entity: { code: string; name: string; kind: string };
  realm: Realm;
  business_date: string | null;
  actions: string[];
  posts: { id: number; name: string; role: string; scope: string }[];
}

/* organisation */

export interface BranchRow {
  id: number;
  code: string;
  name: string;
  kind: string;
  parent: NamedRef | null;
  is_open: boolean;
}
export interface StaffRow {
  id: number;
  staff_no: string;
  name: string;
  branch: NamedRef;
  is_active: boolean;
  posts: string[];
}
export interface RoleRow {
  id: number;
  code: string;
  name: string;
  actions: { code: string; name: string }[];
}
export interface AuthorityRow {
  id: number;
  staff: NamedRef;
  product_code: string;
  guarantee_mode: string;
  max_amount: string;
  valid_from: string;
  valid_to: string | null;
}

/* products */

export interface ProductBounds {
  amount_min: string;
  amount_max: string;
  term_months_min: number;
  term_months_max: number;
  bp_min: number;
  bp_max: number;
  methods: string[];
  guarantee_modes: string[];
  customer_kinds: string[];
  lpr_tenors?: string[];
}
export interface LevelOneProductDetail extends ProductBounds {
  id: number;
  code: string;
  edition: number;
  name: string;
  category: string;
  lpr_tenors: string[];
  status: string;
  published_at: string | null;
  /** Only the province edits. */
  allowed_actions?: string[];
}
export interface ProductDetail extends ProductBounds {
  id: number;
  code: string;
  edition: number;
  name: string;
  parent_code: string;
  parent_edition: number;
  parent_name: string;
  lpr_tenor: LprTenor;
  day_count_by_method: Record<string, string>;
  interest_day: number | null;
  period_months: number;
  status: string;
  published_at: string | null;
  created_at: string;
  version: number;
  parent: ProductBounds | null;
  allowed_actions: string[];
}

/* customers */

export interface CustomerDetail {
  id: number;
  customer_no: string;
  name: string;
  id_no: string;
  gender: string;
  birth_on: string;
  age: number;
  phone: string;
  address: string;
  occupation: string;
  monthly_income: string | null;
  is_farmer: boolean;
  household: { id: number; household_no: string; name: string } | null;
  branch: BranchRef;
  owner: NamedRef;
  status: string;
  created_at: string;
  version: number;
}
export interface HouseholdDetail {
  id: number;
  household_no: string;
  name: string;
  region_code: string;
  region_name: string;
  address: string;
  land_mu: string;
  yearly_income: string;
  yearly_cost: string;
  /** Not in lists. */
  members: { id: number; customer_id: number; name: string; relation: string }[];
  branch: BranchRef;
  created_at: string;
}

/* intake and application */

export interface IntakeDetail {
  id: number;
  intake_no: string;
  channel: string;
  customer: CustomerRef;
  product: ProductRef;
  amount: string;
  term_months: number;
  purpose: string;
  purpose_text: string;
  state: string;
  assigned_to: NamedRef | null;
  branch: BranchRef;
  application: { id: number; app_no: string } | null;
  reason: string | null;
  created_at: string;
  allowed_actions: string[];
  history: HistoryEntry[];
}
export interface Investigation {
  summary: string;
  primary_source: string;
  monthly_income: string | null;
  monthly_debt: string | null;
}
export interface ApplicationDetail {
  id: number;
  app_no: string;
  intake: { id: number; intake_no: string } | null;
  customer: CustomerRef;
  product: ProductRef;
  amount: string;
  term_months: number;
  method: Method;
  day_count: string;
  interest_day: number | null;
  period_months: number;
  guarantee_mode: string;
  purpose: string;
  purpose_text: string;
  lpr_tenor: LprTenor;
  lpr_rate: string;
  lpr_published_on: string;
  bp: number;
  annual_rate: string;
  investigation: Investigation | null;
  state: string;
  approved_amount: string | null;
  approved_term_months: number | null;
  decided_on: string | null;
  branch: BranchRef;
  officer: NamedRef;
  allowed_actions: string[];
  history: HistoryEntry[];
  tasks: TaskRow[];
  contract: { id: number; contract_no: string } | null;
  version: number;
  created_at?: string;
}
export interface TaskRow {
  id: number;
  node: string;
  node_name: string;
  business_type: string;
  business_id: number;
  business_no: string;
  customer_name: string;
  product_name: string;
  amount: string;
  branch_name: string;
  created_at: string;
  revision: number;
  state: string;
  decision: string;
  opinion: string;
  assignee_name: string;
  decided_at: string | null;
}
export interface TaskDetail extends TaskRow {
  term_months: number;
  asked_amount: string;
  asked_term_months: number;
  guarantee_mode: string;
  facts: { label: string; value: string }[];
  facts_sha256: string;
  authority_limit: string | null;
  actions: {
    at: string;
    actor_name: string;
    action: string;
    node: string;
    opinion: string;
    amount: string;
    term_months: number;
  }[];
  chain_intact: boolean;
  allowed_actions: string[];
}

/* contracts and disbursements */

export interface ContractDetail {
  id: number;
  contract_no: string;
  application: { id: number; app_no: string };
  customer: CustomerRef;
  product: ProductRef;
  amount: string;
  annual_rate: string;
  term_months: number;
  method: Method;
  start_on: string;
  end_on: string;
  account_no: string;
  state: string;
  file_hash: string;
  template_version: string;
  signatures: { party: string; name: string; signed_at: string; how: string }[];
  available_amount: string;
  disbursements: { id: number; req_no: string; amount: string; state: string; value_on: string | null }[];
  allowed_actions: string[];
  history: HistoryEntry[];
}
export interface DisbursementDetail {
  id: number;
  req_no: string;
  contract: { id: number; contract_no: string };
  customer: CustomerRef;
  amount: string;
  value_on: string;
  maturity_on: string;
  annual_rate: string;
  pay_mode: string;
  payee_account_no?: string;
  state: string;
  core_request_no: string | null;
  core_reference: string | null;
  attempts: number;
  failure_reason: string | null;
  loan: { id: number; loan_no: string } | null;
  branch: BranchRef;
  created_by: NamedRef | string | null;
  checked_by: NamedRef | string | null;
  allowed_actions: string[];
  history: HistoryEntry[];
}

/* loans */

export interface LoanDetail {
  id: number;
  loan_no: string;
  contract: { id: number; contract_no: string };
  customer: CustomerRef;
  product: ProductRef;
  drawn: string;
  principal_outstanding: string;
  accrued_interest: string;
  interest_due: string;
  principal_due: string;
  start_on: string;
  maturity_on: string;
  annual_rate: string;
  method: Method;
  day_count: string;
  overdue_days: number;
  overdue_since: string | null;
  status: string;
  branch: BranchRef;
  officer: NamedRef;
  settled_on: string | null;
  allowed_actions: string[];
}
export interface ScheduleRow {
  no: number;
  due_on: string;
  days: number;
  principal: string;
  interest: string;
  payment: string;
  balance: string;
  principal_paid?: string;
  interest_paid?: string;
  state?: string;
  paid_on?: string | null;
}
export interface Schedule {
  version?: number;
  rows: ScheduleRow[];
  totals: { principal: string; interest: string; payment: string };
}
export interface RepaymentDetail {
  id: number;
  repay_no: string;
  kind: string;
  amount: string;
  principal: string;
  interest: string;
  unapplied: string;
  value_on: string;
  source: string;
  state: string;
  voucher_no: string | null;
}
export interface RepaymentQuote {
  kind: string;
  value_on: string;
  principal: string;
  interest: string;
  total: string;
}
export interface LoanQuoteRequest {
  principal: string;
  annual_rate: string;
  method: string;
  day_count: string;
  start_date: string;
  term_months?: number;
  maturity_date?: string;
  interest_day: number | null;
  period_months: number;
}

/* ledger, nights, reports, audit */

export interface VoucherDetail {
  id: number;
  voucher_no: string;
  business_on: string;
  branch: BranchRef;
  kind: string;
  summary: string;
  business_no: string;
  total: string;
  entries: { subject_code: string; subject_name: string; side: 'DEBIT' | 'CREDIT'; amount: string }[];
}
export interface TrialBalanceRow {
  subject_code: string;
  subject_name: string;
  debit: string;
  credit: string;
  balance_side: 'DEBIT' | 'CREDIT';
  balance: string;
}
export interface NightStep {
  name: string;
  title: string;
  state: string;
  rows: number | null;
  started_at: string | null;
  finished_at: string | null;
  seconds: number | string | null;
  error: string | null;
  attempts: number;
}
export interface NightDetail {
  id: number;
  business_on: string;
  next_business_on: string;
  state: string;
  started_at: string | null;
  finished_at: string | null;
  started_by: string;
  progress: { done: number; total: number };
  steps: NightStep[];
}
export interface ProvinceNightRow {
  id: number;
  entity_code: string;
  entity_name?: string;
  business_on: string;
  state: string;
  started_at: string | null;
  finished_at: string | null;
  failed_step: string;
  error: string;
}
export interface NightSummary {
  business_dates: { business_date: string | null; count: number }[];
  newest_business_on: string | null;
  states: { state: string; count: number }[];
  failed: number;
}
export interface LoanLedgerReport {
  as_of: string;
  replica_delay_seconds: number | string | null;
  rows: {
    branch: BranchRef | string;
    product: ProductRef | string;
    status: string;
    count: number;
    drawn: string;
    outstanding: string;
    overdue: string;
  }[];
}
export interface AuditRow {
  id: number;
  at: string;
  actor_name: string;
  action: string;
  object_type: string;
  object_no: string;
  from_state: string;
  to_state: string;
  /** field -> [before, after] */
  changes: Record<string, unknown>;
  comment: string;
  correlation_id: string;
  ip: string;
}

/* province */

export interface EntityRow {
  code: string;
  name: string;
  kind: string;
  county: string;
  prefecture: string;
  division_code: string;
  status: string;
  business_date: string | null;
  host: string;
}
export interface OnboardingStep {
  name: string;
  title: string;
  state: string;
  started_at: string | null;
  finished_at: string | null;
  error: string;
}
export interface EntityDetail {
  entity: EntityRow;
  schema_version_current: boolean;
  steps: OnboardingStep[];
  allowed_actions: string[];
}
export interface Onboarding {
  state: string;
  steps: OnboardingStep[];
}
export interface LprRow {
  id: number;
  published_on: string;
  one_year_rate: string;
  five_year_rate: string;
  note: string;
  entered_by: string;
}
export interface LprConfirmation {
  through_on: string | null;
}
export interface AccountRow {
  id: number;
  username: string;
  name: string;
  roles: string[];
  is_active: boolean;
  created_at: string;
}
