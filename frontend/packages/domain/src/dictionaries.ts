/** Labels of every code the API speaks, in both languages, with the tone of its tag. */

export type Locale = 'zh-CN' | 'en';
export type Tone = 'neutral' | 'progress' | 'success' | 'warning' | 'danger';
export interface Entry {
  zh: string;
  en: string;
  tone?: Tone;
}
export type Dictionary = Readonly<Record<string, Entry>>;

const entry = (zh: string, en: string, tone?: Tone): Entry => (tone ? { zh, en, tone } : { zh, en });

export const dictionaries = {
  entityKind: {
    COOP_BANK: entry('行社', 'Cooperative bank'),
    VILLAGE_BANK: entry('村镇银行', 'Village bank'),
    PROVINCE: entry('省联社', 'Provincial union'),
  },
  entityStatus: {
    CREATING: entry('开通中', 'Onboarding', 'progress'),
    READY: entry('正常', 'Ready', 'success'),
    MIGRATING: entry('升级中', 'Upgrading', 'progress'),
    SUSPENDED: entry('停用', 'Suspended', 'warning'),
  },
  authenticationKind: {
    SIGNED_IN: entry('登录', 'Signed in', 'success'),
    REFUSED: entry('登录被拒', 'Refused', 'warning'),
    SIGNED_OUT: entry('退出', 'Signed out', 'neutral'),
    SIGNED_OUT_EVERYWHERE: entry('退出全部设备', 'Signed out everywhere', 'neutral'),
    WRONG_ENTITY: entry('凭证用于其他机构', 'Credential of another entity', 'danger'),
    LOCKED_OUT: entry('锁定期间登录被拒', 'Locked out', 'danger'),
    UNLOCKED: entry('解除锁定', 'Unlocked', 'neutral'),
    PASSWORD_CHANGED: entry('修改密码', 'Password changed', 'success'),
    PASSWORD_REFUSED: entry('修改密码时原密码不符', 'Wrong current password', 'warning'),
    SESSION_ENDED: entry('结束其他设备的登录', 'Session ended', 'neutral'),
    CODE_DUE: entry('密码正确待验证码', 'Password right, code due', 'neutral'),
    CODE_REFUSED: entry('动态验证码不符', 'Wrong code', 'warning'),
    RECOVERY_CODE_USED: entry('使用恢复码', 'Recovery code used', 'warning'),
    FACTOR_CONFIRMED: entry('启用第二因素', 'Second factor set up', 'success'),
    FACTOR_REMOVED: entry('停用第二因素', 'Second factor removed', 'warning'),
    FACTOR_RESET: entry('重置第二因素', 'Second factor reset', 'warning'),
    RECOVERY_CODES_RENEWED: entry('重新生成恢复码', 'New recovery codes', 'neutral'),
    STEPPED_UP: entry('再次验证第二因素', 'Second factor proven again', 'neutral'),
    TOKEN_REUSED: entry('刷新令牌重复使用', 'Refresh token reused', 'danger'),
  },
  eventDeliveryState: {
    WAITING: entry('待投递', 'Waiting', 'progress'),
    DEAD: entry('死信', 'Dead', 'danger'),
    DELIVERED: entry('已投递', 'Delivered', 'success'),
    DISCARDED: entry('已放弃', 'Given up', 'neutral'),
  },
  changeState: {
    PENDING: entry('待复核', 'To check', 'progress'),
    APPROVED: entry('已通过', 'Approved', 'success'),
    REJECTED: entry('已退回', 'Rejected', 'danger'),
    WITHDRAWN: entry('已撤回', 'Withdrawn', 'neutral'),
    EXPIRED: entry('已过期', 'Expired', 'neutral'),
  },
  /** Why somebody who checks such changes may not check this one. */
  checkRefusal: {
    'changes.self_check': entry('这是您提交的变更，须由他人复核。', 'You made this change: somebody else must check it.'),
    'changes.same_person': entry('经办账号与您的账号属于同一自然人，须由他人复核。', 'It was made with another account of yours.'),
    'changes.interested': entry('变更与您本人或亲属有关，须由他人复核。', 'It concerns you or a relative of yours: somebody else must check it.'),
  },
  auditKind: {
    OPERATION: entry('操作', 'Operation', 'neutral'),
    REVEAL: entry('查看明文', 'Clear value shown', 'warning'),
    EXPORT: entry('导出', 'Export', 'progress'),
  },
  interfaceDirection: {
    OUT: entry('发出', 'Out', 'neutral'),
    IN: entry('接收', 'In', 'progress'),
  },
  interfaceOutcome: {
    SUCCESS: entry('成功', 'Success', 'success'),
    FAILURE: entry('失败', 'Failure', 'danger'),
    UNKNOWN: entry('结果未知', 'Unknown', 'warning'),
    NOT_FOUND: entry('对方无此记录', 'Not known there', 'neutral'),
    REFUSED: entry('拒绝接收', 'Refused', 'danger'),
  },
  jobState: {
    PENDING: entry('待执行', 'Pending', 'neutral'),
    RUNNING: entry('执行中', 'Running', 'progress'),
    DONE: entry('已完成', 'Done', 'success'),
    FAILED: entry('失败', 'Failed', 'danger'),
  },
  stepState: {
    WAITING: entry('等待', 'Waiting', 'neutral'),
    RUNNING: entry('执行中', 'Running', 'progress'),
    DONE: entry('已完成', 'Done', 'success'),
    FAILED: entry('失败', 'Failed', 'danger'),
    SKIPPED: entry('已跳过', 'Skipped', 'warning'),
  },
  nightState: {
    PENDING: entry('待执行', 'Pending', 'neutral'),
    RUNNING: entry('执行中', 'Running', 'progress'),
    STOPPED: entry('已停止', 'Stopped', 'warning'),
    DONE: entry('已完成', 'Done', 'success'),
    FAILED: entry('失败', 'Failed', 'danger'),
  },
  customerStatus: {
    ACTIVE: entry('有效', 'Active', 'success'),
    FROZEN: entry('冻结', 'Frozen', 'warning'),
    MERGED: entry('已合并', 'Merged', 'neutral'),
    CLOSED: entry('注销', 'Closed', 'neutral'),
  },
  gender: { MALE: entry('男', 'Male'), FEMALE: entry('女', 'Female') },
  householdRelation: {
    HEAD: entry('户主', 'Head of household'),
    SPOUSE: entry('配偶', 'Spouse'),
    PARENT: entry('父母', 'Parent'),
    CHILD: entry('子女', 'Child'),
    SIBLING: entry('兄弟姐妹', 'Sibling'),
    OTHER: entry('其他', 'Other'),
  },
  channel: {
    COUNTER: entry('柜面', 'Counter'),
    CHANNEL: entry('渠道', 'Channel'),
    CORE: entry('核心系统', 'Core banking'),
    OFFICER_APP: entry('黔农智慧办贷', "Officers' mobile app"),
    MINI_PROGRAM: entry('农信业务通', 'Mini-program'),
    BANK_APP: entry('黔农云', 'Bank app'),
    VILLAGE_POINT: entry('村通点', 'Village service point'),
  },
  purpose: {
    AGRICULTURE: entry('种养殖', 'Planting and breeding'),
    OPERATION: entry('经营周转', 'Working capital'),
    CONSUMPTION: entry('消费', 'Consumption'),
    EDUCATION: entry('教育', 'Education'),
    RENOVATION: entry('装修', 'Renovation'),
    MEDICAL: entry('医疗', 'Medical'),
    OTHER: entry('其他', 'Other'),
  },
  intakeState: {
    SUBMITTED: entry('已提交', 'Submitted', 'neutral'),
    ASSIGNED: entry('已分派', 'Assigned', 'progress'),
    ACCEPTED: entry('已受理', 'Accepted', 'progress'),
    CONVERTED: entry('已发起业务', 'Converted', 'success'),
    REJECTED: entry('不予受理', 'Rejected', 'danger'),
    WITHDRAWN: entry('客户撤回', 'Withdrawn', 'neutral'),
  },
  applicationState: {
    DRAFT: entry('草稿', 'Draft', 'neutral'),
    INVESTIGATING: entry('调查中', 'Investigating', 'progress'),
    IN_REVIEW: entry('审查中', 'In review', 'progress'),
    IN_APPROVAL: entry('审批中', 'In approval', 'progress'),
    APPROVED: entry('同意', 'Approved', 'success'),
    CONTRACTED: entry('已签约', 'Contracted', 'success'),
    RETURNED: entry('退回补件', 'Returned', 'warning'),
    REJECTED: entry('否决', 'Rejected', 'danger'),
    CANCELLED: entry('撤销', 'Cancelled', 'neutral'),
    LAPSED: entry('失效', 'Lapsed', 'neutral'),
  },
  taskState: {
    OPEN: entry('待办', 'Open', 'progress'),
    DONE: entry('已办', 'Done', 'success'),
    CANCELLED: entry('撤销', 'Cancelled', 'neutral'),
  },
  decision: {
    AGREE: entry('同意', 'Agree', 'success'),
    RETURN: entry('退回', 'Return', 'warning'),
    REJECT: entry('否决', 'Reject', 'danger'),
  },
  /** From where to where a decision moves a task. */
  taskStep: {
    OPEN: entry('待办', 'Open'),
    AGREE: entry('同意', 'Agree'),
    RETURN: entry('退回', 'Return'),
    REJECT: entry('否决', 'Reject'),
  },
  taskNode: { review: entry('审查', 'Review'), approve: entry('审批', 'Approval') },
  businessType: {
    LOAN_APPLICATION: entry('业务申请', 'Application'),
  },
  contractState: {
    DRAFT: entry('草稿', 'Draft', 'neutral'),
    GENERATED: entry('已生成', 'Generated', 'neutral'),
    SIGNING: entry('签署中', 'Signing', 'progress'),
    EFFECTIVE: entry('生效', 'Effective', 'success'),
    IN_USE: entry('用信中', 'In use', 'success'),
    SETTLED: entry('结清', 'Settled', 'neutral'),
    VOID: entry('作废', 'Void', 'neutral'),
  },
  signatureHow: {
    IN_PERSON: entry('面签', 'In-person signing'),
    SEAL: entry('行社签章', "Bank's seal"),
  },
  signatureParty: { BORROWER: entry('借款人', 'Borrower'), BANK: entry('行社', 'Bank') },
  disbursementState: {
    CREATED: entry('已登记', 'Created', 'neutral'),
    UNDER_CHECK: entry('放款审核', 'Under check', 'progress'),
    APPROVED_TO_PAY: entry('待放款', 'Approved to pay', 'progress'),
    SENT: entry('已发送', 'Sent', 'progress'),
    POSTED: entry('已出账', 'Posted', 'success'),
    FAILED: entry('失败', 'Failed', 'danger'),
    UNKNOWN: entry('未知', 'Unknown', 'warning'),
    RETURNED: entry('退回', 'Returned', 'warning'),
  },
  payMode: {
    ENTRUSTED: entry('受托支付', 'Entrusted payment'),
    SELF: entry('自主支付', 'Self payment'),
  },
  loanStatus: {
    ACTIVE: entry('正常', 'Active', 'success'),
    OVERDUE: entry('逾期', 'Overdue', 'danger'),
    SETTLED: entry('结清', 'Settled', 'neutral'),
  },
  instalmentState: {
    PENDING: entry('未到期', 'Not due', 'neutral'),
    DUE: entry('应还', 'Due', 'warning'),
    OVERDUE: entry('逾期', 'Overdue', 'danger'),
    PAID: entry('已还', 'Paid', 'success'),
  },
  repaymentKind: {
    DUE: entry('归还到期款', 'Due amounts'),
    PREPAY_PART: entry('提前部分还本', 'Prepayment in part'),
    PREPAY_FULL: entry('提前结清', 'Full prepayment'),
  },
  repaymentSource: {
    COUNTER: entry('柜面', 'Counter'),
    CHANNEL: entry('渠道', 'Channel'),
    CORE: entry('核心系统', 'Core banking'),
    BATCH: entry('批量扣款', 'Batch deduction'),
  },
  deductionFileState: {
    CHECKING: entry('校验中', 'Being checked', 'progress'),
    RUNNING: entry('扣款中', 'Running', 'progress'),
    WAITING: entry('等待日终', 'Waits for the night', 'warning'),
    STOPPED: entry('已停止', 'Stopped', 'warning'),
    DONE: entry('已完成', 'Done', 'success'),
    REFUSED: entry('已拒绝', 'Refused', 'danger'),
    FAILED: entry('处理失败', 'Failed', 'danger'),
  },
  deductionMode: {
    SKIP_WRONG: entry('跳过错误行', 'Leave them out'),
    ALL_OR_NOTHING: entry('有错则全部不扣', 'Take nothing'),
  },
  deductionRowState: {
    READ: entry('待校验', 'To be checked', 'neutral'),
    WAITING: entry('待扣款', 'Waiting', 'neutral'),
    BUSY: entry('等待日终', 'Waits for the night', 'warning'),
    TAKEN: entry('已扣款', 'Taken', 'success'),
    PART: entry('部分扣款', 'Taken in part', 'warning'),
    REFUSED: entry('已拒绝', 'Refused', 'danger'),
    NOT_RUN: entry('未执行', 'Not taken', 'neutral'),
  },
  repaymentState: {
    POSTED: entry('已入账', 'Posted', 'success'),
    REVERSED: entry('已冲正', 'Reversed', 'neutral'),
  },
  bucket: {
    fee: entry('费用', 'Fees'),
    compound: entry('复利', 'Compound interest'),
    penalty: entry('罚息', 'Penalty interest'),
    interest: entry('利息', 'Interest'),
    principal: entry('本金', 'Principal'),
  },
  explanationPart: {
    TIME: entry('计息', 'For the time'),
    FLAT: entry('按放款金额计息', 'On the amount lent'),
    PAYMENT: entry('每期应还', 'Level instalment'),
    LESS_INTEREST: entry('减本期利息', 'Less interest'),
    SHARE: entry('等份本金', 'Equal share'),
    REMAINDER: entry('剩余本金', 'All that is left'),
    AGREED: entry('合同约定', 'As agreed'),
    ROUNDING: entry('四舍五入到分', 'Rounding to the cent'),
    PAID: entry('已还', 'Paid'),
  },
  method: {
    EQUAL_INSTALMENT: entry('等额本息', 'Level instalment'),
    EQUAL_PRINCIPAL: entry('等额本金', 'Level principal'),
    INTEREST_ONLY: entry('先息后本', 'Interest only'),
    BULLET: entry('利随本清', 'Bullet'),
  },
  /** All methods that a trial knows; products offer those of `method`. */
  quoteMethod: {
    EQUAL_INSTALMENT: entry('等额本息', 'Level instalment'),
    EQUAL_PRINCIPAL: entry('等额本金', 'Level principal'),
    INTEREST_ONLY: entry('先息后本', 'Interest only'),
    BULLET: entry('利随本清', 'Bullet'),
    EQUAL_PRINCIPAL_FLAT_INTEREST: entry('等本等息', 'Level principal, flat interest'),
    SCHEDULED: entry('按计划还本', 'Planned principal'),
    BALLOON: entry('气球贷', 'Balloon'),
    GRACE_EQUAL_INSTALMENT: entry('宽限期后等额本息', 'Level instalment after grace'),
    REVOLVING: entry('随借随还', 'Revolving'),
  },
  firstDue: {
    next_month: entry('次月起', 'From the next month'),
    first_after: entry('起息后首个结息日', 'First due day after the start'),
  },
  quoteEvent: { draw: entry('提款', 'Draw'), repay: entry('还款', 'Repay') },
  prepaymentMode: {
    reduce_instalment: entry('减少月供', 'Lower instalment'),
    shorten_term: entry('缩短期限', 'Shorter term'),
  },
  dayCount: {
    '30/360': entry('对年对月对日', '30/360'),
    'ACT/360': entry('实际天数/360', 'ACT/360'),
    'ACT/365': entry('实际天数/365', 'ACT/365'),
  },
  guaranteeMode: {
    CREDIT: entry('信用', 'Unsecured'),
    GUARANTEE: entry('保证', 'Guarantee'),
    MORTGAGE: entry('抵押', 'Mortgage'),
    PLEDGE: entry('质押', 'Pledge'),
    COMBINED: entry('组合', 'Combined'),
  },
  lprTenor: { ONE_YEAR: entry('1 年期', '1 year'), FIVE_YEAR: entry('5 年期以上', 'Over 5 years') },
  reprice: {
    FIXED: entry('固定利率', 'Fixed rate'),
    CALENDAR: entry('每年 1 月 1 日重定价', 'Repriced each 1 January'),
    ANNIVERSARY: entry('每年对月对日重定价', 'Repriced each anniversary'),
    EVERY_3_MONTHS: entry('每 3 个月重定价', 'Repriced every 3 months'),
    EVERY_6_MONTHS: entry('每 6 个月重定价', 'Repriced every 6 months'),
    EVERY_12_MONTHS: entry('每 12 个月重定价', 'Repriced every 12 months'),
  },
  productStatus: {
    DRAFT: entry('草稿', 'Draft', 'neutral'),
    ON_SALE: entry('在售', 'On sale', 'success'),
    SUSPENDED: entry('暂停', 'Suspended', 'warning'),
  },
  productCategory: {
    FARMER_MICRO: entry('小额农贷', 'Farmer micro credit'),
    FARMER_OTHER: entry('农户其他贷款', 'Other farmer loans'),
    PERSONAL_MICRO: entry('个人小额信用贷款', 'Personal micro credit'),
    PERSONAL_GENERAL: entry('个人综合类贷款', 'General personal loan'),
  },
  customerKind: {
    PERSON: entry('个人客户', 'Individual'),
    FARMER: entry('农户', 'Farmer'),
  },
  subjectKind: {
    ASSET: entry('资产', 'Asset'),
    LIABILITY: entry('负债', 'Liability'),
    INCOME: entry('收入', 'Income'),
    EXPENSE: entry('支出', 'Expense'),
    MEMORANDUM: entry('表外', 'Memorandum'),
  },
  side: { DEBIT: entry('借', 'Debit'), CREDIT: entry('贷', 'Credit') },
  voucherKind: {
    DISBURSEMENT: entry('出账', 'Disbursement'),
    REPAYMENT: entry('还款', 'Repayment'),
    ACCRUAL: entry('计提', 'Accrual'),
    REVERSAL: entry('冲正', 'Reversal'),
    OVERDUE: entry('逾期', 'Overdue'),
  },
  scope: {
    SELF: entry('本人', 'Own'),
    BRANCH: entry('本机构', 'Branch'),
    SUBTREE: entry('本机构及下级', 'Sub-tree'),
    ENTITY: entry('全行', 'Whole bank'),
  },
  role: {
    officer: entry('客户经理', 'Loan officer'),
    reviewer: entry('审查岗', 'Reviewer'),
    approver: entry('审批岗', 'Approver'),
    branch_head: entry('支行行长', 'Branch head'),
    disburser: entry('放款审核岗', 'Disbursement checker'),
    teller: entry('柜员', 'Teller'),
    risk: entry('风险管理岗', 'Risk'),
    archivist: entry('档案岗', 'Archivist'),
    bank_admin: entry('行社管理员', 'Bank administrator'),
    auditor: entry('审计岗', 'Auditor'),
    security_admin: entry('安全管理员', 'Security administrator'),
    catalogue: entry('产品管理岗', 'Catalogue'),
    rules: entry('规则管理岗', 'Rules'),
    operations: entry('运行管理岗', 'Operations'),
    security: entry('安全管理岗', 'Security'),
  },
  organisationChange: {
    CREATED: entry('新增', 'Created'),
    EDITED: entry('修改', 'Edited'),
    MOVED: entry('调整隶属', 'Moved'),
    CLOSED: entry('关闭', 'Closed'),
    REOPENED: entry('恢复', 'Reopened'),
    TRANSFERRED: entry('调动', 'Transferred'),
    LEFT: entry('离职', 'Left'),
    RETURNED: entry('返岗', 'Returned'),
    HANDED_OVER: entry('移交', 'Handed over'),
    TOOK_OVER: entry('接收', 'Took over'),
    REASSIGNED: entry('改派', 'Reassigned'),
  },
  portfolio: {
    grids: entry('网格', 'Grids'),
    customers: entry('客户', 'Customers'),
    households: entry('农户', 'Households'),
    intakes: entry('在途进件', 'Open intakes'),
    applications: entry('在途申请', 'Applications in work'),
    contracts: entry('未结清合同', 'Open contracts'),
    disbursements: entry('在途出账', 'Disbursements on their way'),
    loans: entry('未结清借据', 'Open loans'),
    tasks: entry('审批待办', 'Open tasks'),
    offices: entry('下级机构', 'Sub-offices'),
    departments: entry('部门', 'Departments'),
    staff: entry('在岗人员', 'Active staff'),
    posts: entry('任职', 'Posts held'),
  },
  branchKind: {
    HEAD_OFFICE: entry('总行', 'Head office'),
    BRANCH: entry('支行', 'Branch'),
    SUB_BRANCH: entry('分社', 'Sub-branch'),
  },
  revealField: {
    id_no: entry('身份证号', 'ID number'),
    phone: entry('手机号', 'Phone'),
    address: entry('地址', 'Address'),
    account_no: entry('账号', 'Account number'),
  },
  revealPurpose: {
    IDENTITY: entry('核实身份', 'Verify identity'),
    CONTACT: entry('联系客户', 'Contact the customer'),
    SIGNING: entry('签约办理', 'Signing'),
    COLLECTION: entry('催收', 'Collection'),
    COMPLAINT: entry('投诉处理', 'Complaint'),
    OTHER: entry('其他', 'Other'),
  },
  /** What the audit log and the history of a record call the actions. */
  /** What the histories of records hold. The logs are named by the server. */
  action: {
    'applications.open': entry('发起业务', 'Opened'),
    'applications.investigate': entry('开始调查', 'Investigation started'),
    'applications.edit': entry('修改申请', 'Edited'),
    'applications.submit': entry('提交审查', 'Submitted'),
    'applications.review': entry('进入审查', 'To review'),
    'applications.approval': entry('进入审批', 'To approval'),
    'applications.approve': entry('审批同意', 'Approved'),
    'applications.return': entry('退回补件', 'Returned'),
    'applications.reject': entry('否决', 'Rejected'),
    'applications.cancel': entry('撤销', 'Cancelled'),
    'applications.contract': entry('签约', 'Contracted'),
    'applications.release': entry('合同作废，恢复待签约', 'Released'),
    'applications.lapse': entry('失效', 'Lapsed'),
    'approvals.decide': entry('办理审批任务', 'Task decided'),
    'contracts.create': entry('生成合同', 'Generated'),
    'contracts.sign_borrower': entry('借款人签署', 'Signed by the borrower'),
    'contracts.sign_bank': entry('行社签署', 'Signed by the bank'),
    'contracts.use': entry('首次用信', 'First drawdown'),
    'contracts.settle': entry('结清', 'Settled'),
    'contracts.void': entry('作废', 'Voided'),
    'intake.create': entry('录入进件', 'Entered'),
    'intake.assign': entry('分派', 'Assigned'),
    'intake.accept': entry('受理', 'Accepted'),
    'intake.reject': entry('不予受理', 'Declined'),
    'intake.withdraw': entry('客户撤回', 'Withdrawn'),
    'intake.convert': entry('发起业务', 'Converted'),
    'loans.core_answer_contradicts': entry('核心结果不一致', 'Core answer contradicts'),
    'loans.disbursement_create': entry('发起出账', 'Requested'),
    'loans.disbursement_check': entry('提交放款审核', 'To check'),
    'loans.disbursement_approve': entry('审核通过', 'Approved'),
    'loans.disbursement_return': entry('退回', 'Returned'),
    'loans.disbursement_send': entry('发送核心', 'Sent'),
    'loans.disbursement_post': entry('出账', 'Posted'),
    'loans.disbursement_fail': entry('出账失败', 'Failed'),
    'loans.disbursement_unknown': entry('核心结果未知', 'Result unknown'),
    'loans.disbursement_inquire': entry('查询核心结果', 'Core asked'),
    'loans.loan_open': entry('建立借据', 'Loan opened'),
    'deductions.upload': entry('上传扣款文件', 'File uploaded'),
    'deductions.stop': entry('停止批量扣款', 'Stopped'),
    'deductions.resume': entry('恢复批量扣款', 'Resumed'),
    'deductions.end': entry('批量扣款结束', 'Ended'),
    'deductions.result': entry('下载扣款结果', 'Result downloaded'),
    'loans.repay': entry('还款', 'Repaid'),
    'loans.quote_export': entry('导出还款测算', 'Repayment trial exported'),
  },
} satisfies Record<string, Dictionary>;

export type DictionaryName = keyof typeof dictionaries;

/** An unknown code shows itself, so a newer server never breaks a page. */
export function labelOf(name: DictionaryName, code: string | null | undefined, locale: Locale): string {
  if (code == null || code === '') return '—';
  const found = (dictionaries[name] as Dictionary)[code];
  if (!found) return code;
  return locale === 'en' ? found.en : found.zh;
}

/** "loans.loan_open" is "Loan open": codes are English words. */
export function spelledOut(code: string): string {
  const words = (code.split('.').at(-1) ?? code).replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the server names in Chinese alone, by its code on the English face. */
export function nameIn(locale: Locale, code: string, name: string): string {
  return locale === 'en' && /\p{Script=Han}/u.test(name) ? spelledOut(code) : name;
}

export function toneOf(name: DictionaryName, code: string | null | undefined): Tone {
  return (dictionaries[name] as Dictionary)[code ?? '']?.tone ?? 'neutral';
}

export function optionsOf(
  name: DictionaryName,
  locale: Locale,
  only?: readonly string[],
): { value: string; label: string }[] {
  const codes = only ?? Object.keys(dictionaries[name]);
  return codes.map((code) => ({ value: code, label: labelOf(name, code, locale) }));
}
