/**
 * The resource types of both faces, by the names that the pages use. They come from the
 * OpenAPI documents (`npm run generate`); pages import them from here only.
 * Money and rates are decimal strings, dates "YYYY-MM-DD", instants RFC 3339.
 */
import type { components as BankComponents } from './schema.bank';
import type { components as ProvinceComponents } from './schema.province';

type Bank = BankComponents['schemas'];
type Province = ProvinceComponents['schemas'];

export interface Page<Row> {
  count: number;
  page: number;
  page_size: number;
  results: Row[];
}

/* both faces */

export type Realm = 'bank' | 'province';
export type EntityInfo = Omit<Bank['EntityFacts'], 'realm'> & { realm: Realm };
export type Session = Omit<Bank['Session'], 'realm'> & { realm: Realm };
export type AuditRow = Bank['AuditRow'];
export type EventDeliveryRow = Bank['EventDeliveryRow'];
export type EventDeliveryDetail = Bank['EventDeliveryDetail'];
export type EventSummary = Bank['EventSummary'];
export type EntityBacklogRow = Province['EntityBacklogRow'];
export type AuditChange = Bank['AuditChangeLine'];
export type FieldChangeRow = Bank['FieldChangeRow'];
export type BatchRow = Bank['BatchRow'];
export type InterfaceRow = Bank['InterfaceRow'];
export type LogOptions = Bank['LogOptions'];
export type AuditChain = Bank['AuditChain'];
export type AuditHeadRow = Bank['AuditHeadRow'];
export type HistoryEntry = Bank['History'];

/* inputs, for the names of a form's fields */

export type CustomerRegisterInput = Bank['CustomerRegisterInputRequest'];
export type IdentityCorrectionInput = Bank['IdentityCorrectionInputRequest'];
export type CustomerEditInput = Bank['PatchedCustomerEditInputRequest'];
export type HouseholdCreateInput = Bank['HouseholdCreateInputRequest'];
export type IntakeCreateInput = Bank['IntakeCreateInputRequest'];
export type ApplicationEditInput = Bank['PatchedApplicationEditInputRequest'];

export type DraftDetail = Bank['DraftDetail'];
export type TrailRow = Bank['TrailRow'];
export type CalendarDay = Bank['CalendarDay'];
export type ExportRow = Bank['ExportRow'];

export type ChangeRow = Bank['ChangeRow'];
export type ChangeDetail = Bank['ChangeDetail'];
export type ChangeKind = Bank['ChangeKind'];

/* the desk of a person: notices, search, what was opened last */
export type NoticeRow = Bank['NoticeRow'];
export type NoticeKind = Bank['NoticeKind'];
export type DeskCounts = Bank['DeskCounts'];
export type FoundGroup = Bank['FoundGroup'];
export type OpenedRow = Bank['OpenedRow'];

/* organisation */

export type BranchRow = Bank['BranchRow'];
export type BranchDetail = Bank['BranchDetail'];
export type DepartmentRow = Bank['DepartmentRow'];
export type DepartmentDetail = Bank['DepartmentDetail'];
export type StaffRow = Bank['StaffRow'];
export type StaffDetail = Bank['StaffDetail'];
export type PostHeld = Bank['PostHeld'];
export type HoldingRow = Bank['HoldingRow'];
export type HandoverResult = Bank['HandoverResult'];
export type GridRow = Bank['GridRow'];
export type GridDetail = Bank['GridDetail'];
export type OrganisationChange = Bank['OrganisationChangeRow'];
export type RoleRow = Bank['RoleRow'];
export type RoleDetail = Bank['RoleDetail'];
export type ProvinceRoleDetail = Province['ProvinceRoleDetail'];
export type NamedAction = Bank['NamedAction'];
export type PostHoldingRow = Bank['PostHoldingRow'];
export type IncompatibleRow = Bank['IncompatibleRow'];
export type AuthorityRow = Bank['AuthorityRow'];

/* products: a level-1 product has one more view at the province */

export type ProductRow = Bank['ProductRow'];
export type ProductDetail = Bank['ProductDetail'];
export type LevelOneProductRow = Bank['LevelOneProductRow'] | Province['LevelOneProductRow'];
export type LevelOneProductDetail = Province['LevelOneProductDetail'];
export type ProductBounds = Pick<
  Bank['ParentBounds'],
  | 'amount_min'
  | 'amount_max'
  | 'term_months_min'
  | 'term_months_max'
  | 'bp_min'
  | 'bp_max'
  | 'methods'
  | 'guarantee_modes'
  | 'customer_kinds'
> & { lpr_tenors?: string[]; reprices?: string[] };

/* customers */

export type CustomerRow = Bank['CustomerRow'];
export type CustomerDetail = Bank['CustomerDetail'];
export type HouseholdRow = Bank['HouseholdRow'];
export type HouseholdDetail = Bank['HouseholdDetail'];

/* intake, application, approval */

export type IntakeRow = Bank['IntakeRow'];
export type IntakeDetail = Bank['IntakeDetail'];
export type ApplicationRow = Bank['ApplicationRow'];
export type ApplicationDetail = Bank['ApplicationDetail'];
export type ApplicationTask = Bank['ApplicationTask'];
export type TaskRow = Bank['TaskRow'];
export type TaskWeek = Bank['TaskWeek'];
export type TaskDetail = Bank['TaskDetail'];

/* contracts, disbursements, loans */

export type ContractRow = Bank['ContractRow'];
export type ContractDetail = Bank['ContractDetail'];
export type DisbursementRow = Bank['DisbursementRow'];
export type DisbursementDetail = Bank['DisbursementDetail'];
export type LoanRow = Bank['LoanRow'];
export type LoanDetail = Bank['LoanDetail'];
export type LoanRate = Bank['LoanRate'];
export type DueMonth = Bank['DueMonth'];
export type DueDay = Bank['DueDay'];
export type DueRow = Bank['DueRow'];
export type Schedule = Bank['ScheduleDetail'];
export type ScheduleRow = Bank['InstalmentRow'];
export type RepaymentRow = Bank['RepaymentRow'];
export type PrepaymentEffect = Bank['PrepaymentEffect'];
export type ReceiptEffect = Bank['ReceiptEffect'];
export type RepaymentQuote = Bank['RepaymentQuote'];
export type InstalmentExplanation = Bank['InstalmentExplanation'];
export type AmountExplanation = Bank['AmountExplanation'];
export type ExplanationPart = Bank['ExplanationPart'];
export type RuleWords = Bank['RuleWords'];
export type RepaymentExplanation = Bank['RepaymentExplanation'];
export type NightTimetable = Bank['NightTimetable'];
export type DeductionFileRow = Bank['DeductionFileRow'];
export type DeductionFileDetail = Bank['DeductionFileDetail'];
export type DeductionRow = Bank['DeductionRow'];
export type DeductionPreview = Bank['DeductionPreview'];
export type DeductionPreviewRow = Bank['DeductionPreviewRow'];
export type LoanVoucherRow = Bank['LoanVoucherRow'];
export type LoanQuoteRequest = Bank['ScheduleQuoteInputRequest'];
export type QuoteResult = Bank['QuoteDetail'];
export type QuoteProduct = Bank['QuoteProduct'];

/* ledger, nights, reports */

export type VoucherRow = Bank['VoucherRow'];
export type VoucherDetail = Bank['VoucherDetail'];
export type VoucherRule = NonNullable<VoucherDetail['rule']>;
export type AccountSubjectRow = Bank['AccountSubjectRow'];
export type SubjectEntryRow = Bank['SubjectEntryRow'];
export type TrialBalance = Bank['TrialBalance'];
export type TrialBalanceRow = Bank['TrialBalanceRow'];
export type NightRow = Bank['NightRow'];
export type NightDetail = Bank['NightDetail'];
export type NightStep = Bank['NightStep'];
export type LoanLedgerReport = Bank['LoanLedger'];
export type NewLoansReport = Bank['NewLoans'];

/* province */

export type EntityRow = Province['EntityRow'];
export type EntityDetail = Province['EntityDetail'];
export type OnboardingStep = Province['OnboardingStep'];
export type ProvinceNightRow = Province['EntityNightRow'];
export type NightSummary = Province['NightSummary'];
export type NightBoard = Province['NightBoard'];
export type BoardBank = Province['BoardBank'];
export type BoardStepProgress = Province['BoardStepProgress'];
export type NightCommandResult = Province['NightCommandResult'];
export type NightDurations = Province['NightDurations'];
export type NightDuration = Province['NightDuration'];
export type LprRow = Province['LprRow'];
export type LprConfirmation = Province['LprConfirmation'];
export type AccountRow = Bank['AccountRow'] & { roles?: string[]; entity_code?: string };
export type FirstPassword = Bank['FirstPassword'];
export type SamePerson = Province['SamePerson'];
export type OwnSession = Bank['OwnSession'];
export type SecondFactorStatus = Bank['SecondFactorStatus'];
export type Enrolment = Bank['Enrolment'];
export type RecoveryCodes = Bank['RecoveryCodes'];
export type AuthenticationRow = Bank['AuthenticationRow'];

/* parameters and dictionaries: the same on both faces */

export type ParameterRow = Bank['ParameterRow'];
export type ParameterDetail = Bank['ParameterDetail'];
export type ParameterValue = Bank['ParameterValue'];
export type ParameterVersion = Bank['ParameterVersion'];
export type DictionaryRow = Bank['DictionaryRow'];
export type DictionaryDetail = Bank['DictionaryDetail'];
export type DictionaryItem = Bank['DictionaryItem'];
