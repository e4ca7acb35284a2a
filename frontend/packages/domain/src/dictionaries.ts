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
  businessType: {
    APPLICATION: entry('业务申请', 'Application'),
    LOAN_APPLICATION: entry('业务申请', 'Application'),
    DISBURSEMENT: entry('出账', 'Disbursement'),
    PRODUCT: entry('二级产品', 'Level-2 product'),
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
    ESIGN: entry('电子签名', 'E-signature'),
    SEAL: entry('电子印章', 'E-seal'),
    IN_PERSON: entry('面签', 'In-person signing'),
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
    PREPAY_PART: entry('部分提前还款', 'Part prepayment'),
    ARREARS: entry('归还欠款', 'Arrears'),
  },
  repaymentSource: {
    COUNTER: entry('柜面', 'Counter'),
    AUTO_DEBIT: entry('扣款', 'Automatic debit'),
    CHANNEL: entry('渠道', 'Channel'),
    COLLECTION: entry('清收', 'Collection'),
    GUARANTOR: entry('代偿', 'Guarantor'),
    ENTRUST: entry('受托', 'Entrusted'),
  },
  repaymentState: {
    RECEIVED: entry('已收款', 'Received', 'progress'),
    ALLOCATED: entry('已分配', 'Allocated', 'progress'),
    POSTED: entry('已入账', 'Posted', 'success'),
    REVERSED: entry('已冲正', 'Reversed', 'neutral'),
    FAILED: entry('失败', 'Failed', 'danger'),
  },
  method: {
    EQUAL_INSTALMENT: entry('等额本息', 'Level instalment'),
    EQUAL_PRINCIPAL: entry('等额本金', 'Level principal'),
    INTEREST_ONLY: entry('先息后本', 'Interest only'),
    BULLET: entry('利随本清', 'Bullet'),
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
