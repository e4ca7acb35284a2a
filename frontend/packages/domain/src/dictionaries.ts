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
  },
  eventDeliveryState: {
    WAITING: entry('待投递', 'Waiting', 'progress'),
    DEAD: entry('死信', 'Dead', 'danger'),
    DELIVERED: entry('已投递', 'Delivered', 'success'),
    DISCARDED: entry('已放弃', 'Given up', 'neutral'),
  },
  jobState: {
    PENDING: entry('待执行', 'Pending', 'neutral'),
    RUNNING: entry('执行中', 'Running', 'progress'),
    DONE: entry('已完成', 'Done', 'success'),
    FAILED: entry('失败', 'Failed', 'danger'),
  },
  nightState: {
    PENDING: entry('待执行', 'Pending', 'neutral'),
    RUNNING: entry('执行中', 'Running', 'progress'),
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
    PREPAY_FULL: entry('提前结清', 'Full prepayment'),
  },
  repaymentSource: {
    COUNTER: entry('柜面', 'Counter'),
  },
  repaymentState: {
    POSTED: entry('已入账', 'Posted', 'success'),
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
    catalogue: entry('产品管理岗', 'Catalogue'),
    rules: entry('规则管理岗', 'Rules'),
    operations: entry('运行管理岗', 'Operations'),
    security: entry('安全管理岗', 'Security'),
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
  /** What the audit log and the history of a record call the actions. */
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
    'catalog.level_one_create': entry('新建一级产品', 'Level-1 product created'),
    'catalog.level_one_edit': entry('修改一级产品', 'Level-1 product edited'),
    'catalog.level_one_publish': entry('发布一级产品', 'Level-1 product published'),
    'contracts.create': entry('生成合同', 'Generated'),
    'contracts.sign_borrower': entry('借款人签署', 'Signed by the borrower'),
    'contracts.sign_bank': entry('行社签署', 'Signed by the bank'),
    'contracts.use': entry('首次用信', 'First drawdown'),
    'contracts.settle': entry('结清', 'Settled'),
    'contracts.void': entry('作废', 'Voided'),
    'customers.register': entry('客户建档', 'Registered'),
    'customers.edit': entry('修改客户信息', 'Edited'),
    'customers.reveal': entry('查看敏感信息', 'Sensitive field revealed'),
    'customers.household_create': entry('农户建档', 'Household created'),
    'customers.household_add_member': entry('添加家庭成员', 'Member added'),
    'endofday.start': entry('开始日终', 'End of day started'),
    'endofday.retry': entry('重试日终', 'End of day retried'),
    'entities.register': entry('登记行社', 'Bank registered'),
    'entities.onboarding_retry': entry('重试开通', 'Onboarding retried'),
    'entities.suspend': entry('停用行社', 'Bank suspended'),
    'entities.resume': entry('恢复行社', 'Bank resumed'),
    'identity.account_unlock': entry('解除锁定', 'Account unlocked'),
    'identity.password_change': entry('修改密码', 'Password changed'),
    'identity.account_create': entry('新建用户', 'Account created'),
    'identity.account_disable': entry('停用用户', 'Account disabled'),
    'identity.role_assign': entry('分配角色', 'Role assigned'),
    'identity.wrong_entity': entry('跨机构访问被拒', 'Access from another entity refused'),
    'intake.create': entry('录入进件', 'Entered'),
    'intake.assign': entry('分派', 'Assigned'),
    'intake.accept': entry('受理', 'Accepted'),
    'intake.reject': entry('不予受理', 'Declined'),
    'intake.withdraw': entry('客户撤回', 'Withdrawn'),
    'intake.convert': entry('发起业务', 'Converted'),
    'ledger.reverse': entry('冲正', 'Reversed'),
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
    'loans.repay': entry('还款', 'Repaid'),
    'operations.command': entry('全省日终指令', 'Command to the nights'),
    'organisation.authority_grant': entry('授权', 'Authority granted'),
    'organisation.branch_create': entry('新建机构', 'Branch created'),
    'organisation.post_assign': entry('任岗', 'Post assigned'),
    'organisation.post_end': entry('离岗', 'Post ended'),
    'organisation.role_define': entry('定义角色', 'Role defined'),
    'organisation.staff_register': entry('登记人员', 'Staff registered'),
    'products.create': entry('新建二级产品', 'Level-2 product created'),
    'products.edit': entry('修改二级产品', 'Level-2 product edited'),
    'products.publish': entry('发布二级产品', 'Level-2 product published'),
    'reference.lpr_enter': entry('录入 LPR 报价', 'LPR entered'),
    'reference.lpr_confirm': entry('确认 LPR 报价', 'LPR confirmed'),
  },
  objectType: {
    'applications.loanapplication': entry('业务申请', 'Application'),
    'approvals.task': entry('审批任务', 'Task'),
    'catalog.leveloneproduct': entry('一级产品', 'Level-1 product'),
    'contracts.loancontract': entry('合同', 'Contract'),
    'customers.customer': entry('客户', 'Customer'),
    'customers.household': entry('农户', 'Household'),
    'endofday.batchrun': entry('日终', 'End of day'),
    'entities.legalentity': entry('法人行社', 'Bank'),
    'identity.account': entry('用户', 'Account'),
    'intake.intake': entry('进件', 'Intake'),
    'ledger.voucher': entry('传票', 'Voucher'),
    'loans.disbursement': entry('出账', 'Disbursement'),
    'loans.loanaccount': entry('借据', 'Loan account'),
    'organisation.authority': entry('授权', 'Authority'),
    'organisation.branch': entry('机构', 'Branch'),
    'organisation.post': entry('岗位', 'Post'),
    'organisation.role': entry('角色', 'Role'),
    'organisation.staff': entry('人员', 'Staff'),
    'products.leveltwoproduct': entry('二级产品', 'Level-2 product'),
    'reference.lprquote': entry('LPR 报价', 'LPR quote'),
    'reference.lprconfirmation': entry('LPR 确认', 'LPR confirmation'),
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
