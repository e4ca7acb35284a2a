/** Made-up records for the stand-in API. */
/* eslint-disable @typescript-eslint/no-explicit-any */
export type Row = Record<string, any>;

let seed = 7;
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
const whole = (low: number, high: number) => Math.floor(low + random() * (high - low + 1));
const many = (count: number, make: (index: number) => Row): Row[] => Array.from({ length: count }, (_, index) => make(index));
const day = (back: number) => new Date(Date.UTC(2026, 10, 24) - back * 86_400_000).toISOString().slice(0, 10);
const at = (back: number) => `${day(back)}T0${whole(1, 9)}:${whole(10, 59)}:${whole(10, 59)}Z`;

const branches = [
  { id: 1, code: '520111', name: '总行', kind: 'HEAD_OFFICE', parent: null, is_open: true },
  { id: 2, code: '52011101', name: '青岩支行', kind: 'BRANCH', parent: { id: 1, name: '总行' }, is_open: true },
  { id: 3, code: '52011102', name: '石板支行', kind: 'BRANCH', parent: { id: 1, name: '总行' }, is_open: true },
  { id: 4, code: '52011103', name: '高坡分社', kind: 'SUB_BRANCH', parent: { id: 2, name: '青岩支行' }, is_open: true },
];
const surnames = '王李张刘陈杨罗吴周黄谢蒙班岑韦石龙田';
const given = ['国强', '秀英', '建军', '桂兰', '明珍', '正洪', '朝阳', '大学', '光荣', '玉梅', '开华', '德贵', '小琴', '文武', '兴旺'];
const person = () => pick([...surnames]) + pick(given);
const officers = [{ id: 11, name: '罗永刚' }, { id: 12, name: '吴晓燕' }, { id: 13, name: '陈立' }];
const pickBranch = () => branches[whole(1, 3)]!;
const METHODS = ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET'];

const frame = {
  amount_min: '1000.00', amount_max: '500000.00', term_months_min: 3, term_months_max: 60, bp_min: 50, bp_max: 350,
  methods: METHODS, guarantee_modes: ['CREDIT', 'GUARANTEE'], customer_kinds: ['FARMER', 'PERSON'],
};
const levelOne = [
  ['FARMER_MICRO', '农户小额信用贷款', 'FARMER_MICRO'], ['FARMER_OTHER', '农户保证贷款', 'FARMER_OTHER'],
  ['PERSONAL_MICRO', '个人小额信用贷款', 'PERSONAL_MICRO'], ['PERSONAL_GENERAL', '个人综合类贷款', 'PERSONAL_GENERAL'],
].map(([code, name, category], index) => ({
  id: index + 1, code, name, category, edition: 1, ...frame, lpr_tenors: ['ONE_YEAR', 'FIVE_YEAR'],
  status: index === 3 ? 'DRAFT' : 'ON_SALE', published_at: index === 3 ? null : at(200), version: 1, created_at: at(220),
  allowed_actions: index === 3 ? ['edit', 'publish'] : [],
}));
const products = ['惠农快贷', '乡村振兴贷', '安居装修贷', '个体经营贷', '助学贷'].map((name, index) => ({
  id: index + 1, code: `HX_${['HNKD', 'XCZX', 'AJZX', 'GTJY', 'ZX'][index]}`, edition: 1, name, parent_code: levelOne[index % 4]!.code,
  parent_edition: 1, parent_name: levelOne[index % 4]!.name, ...frame, amount_max: '300000.00', bp_min: 85, bp_max: 260,
  lpr_tenor: 'ONE_YEAR', day_count_by_method: { EQUAL_INSTALMENT: '30/360', EQUAL_PRINCIPAL: '30/360', INTEREST_ONLY: 'ACT/360', BULLET: '30/360' },
  interest_day: 21, period_months: 1, status: index === 4 ? 'DRAFT' : 'ON_SALE', published_at: at(120), created_at: at(150), version: 1,
  parent: { ...frame, lpr_tenors: ['ONE_YEAR', 'FIVE_YEAR'], edition: 1 }, allowed_actions: index === 4 ? ['edit', 'publish'] : [],
}));

const customers = many(137, (index) => ({
  id: index + 1, customer_no: `C2026${String(100001 + index)}`, name: person(), id_no: `520111********${whole(1000, 9999)}`,
  gender: pick(['MALE', 'FEMALE']), birth_on: `19${whole(60, 99)}-0${whole(1, 9)}-1${whole(0, 9)}`, age: whole(24, 62), phone: `138****${whole(1000, 9999)}`,
  address: '贵州省贵阳市花溪区****', occupation: pick(['种植户', '养殖户', '个体经营', '教师', '货车司机']), monthly_income: `${whole(3, 18)}000.00`,
  is_farmer: index % 4 !== 3, household: index % 4 !== 3 ? { id: 1 + (index % 40), household_no: `H2026${100001 + (index % 40)}`, name: person() } : null,
  branch: pickBranch(), owner: pick(officers), status: index % 29 === 11 ? 'FROZEN' : 'ACTIVE', created_at: at(whole(1, 300)), version: 1,
}));
const households = many(41, (index) => ({
  id: index + 1, household_no: `H2026${100001 + index}`, name: person(), region_code: `5201111${whole(10000, 99999)}`,
  region_name: `花溪区${pick(['青岩镇', '石板镇', '高坡乡', '黔陶乡'])}${pick(['龙井村', '思潜村', '扰绕村', '骑龙村'])}`, address: '****村****组', land_mu: `${whole(2, 18)}.50`,
  yearly_income: `${whole(40, 160)}000.00`, yearly_cost: `${whole(10, 38)}000.00`,
  members: many(3, (m) => ({ id: index * 3 + m, customer_id: 1 + ((index * 3 + m) % 137), name: person(), relation: ['HEAD', 'SPOUSE', 'CHILD'][m] })),
  branch: pickBranch(), created_at: at(whole(20, 300)),
}));
const asCustomer = (row: Row) => ({ id: row.id, customer_no: row.customer_no, name: row.name });
const asProduct = (row: Row) => ({ id: row.id, code: row.code, name: row.name });
const history = (steps: [string, string | null, string, string?][]) =>
  steps.map(([action, from, to, comment], index) => ({ at: `2026-11-2${index}T0${index + 1}:12:33Z`, actor_name: pick(officers).name, action, from_state: from, to_state: to, comment: comment ?? '' }));

const intakes = many(64, (index) => {
  const state = index === 0 ? 'SUBMITTED' : pick(['SUBMITTED', 'ACCEPTED', 'CONVERTED', 'CONVERTED', 'REJECTED', 'WITHDRAWN']);
  return {
    id: index + 1, intake_no: `J2026${String(100400 - index)}`, channel: pick(['COUNTER', 'OFFICER_APP', 'MINI_PROGRAM', 'BANK_APP', 'VILLAGE_POINT']),
    customer: asCustomer(pick(customers)), product: asProduct(pick(products)), amount: `${whole(1, 30)}0000.00`, term_months: pick([12, 24, 36]),
    purpose: pick(['AGRICULTURE', 'OPERATION', 'CONSUMPTION', 'RENOVATION']), purpose_text: '购买辣椒种苗、肥料及支付人工', state,
    assigned_to: state === 'SUBMITTED' ? null : pick(officers), branch: pickBranch(), application: state === 'CONVERTED' ? { id: 1, app_no: 'A2026100001' } : null,
    reason: state === 'REJECTED' ? '不在服务区域内' : '', created_at: at(index / 3),
    allowed_actions: state === 'SUBMITTED' ? ['accept', 'reject', 'withdraw'] : state === 'ACCEPTED' ? ['convert', 'withdraw'] : [],
    history: history([['intake.create', null, 'SUBMITTED'], ...(state === 'ACCEPTED' ? [['intake.accept', 'SUBMITTED', 'ACCEPTED'] as [string, string, string]] : [])]),
  };
});

const taskOf = (app: Row, id: number, node: string, open: boolean): Row => ({
  id, node, node_name: node === 'review' ? '审查' : '审批', business_type: 'applications.loan', business_id: app.id, business_no: app.app_no,
  customer_name: app.customer.name, product_name: app.product.name, amount: app.amount, branch_name: app.branch.name, created_at: at(whole(0, 3)),
  revision: 1, state: open ? 'OPEN' : 'DONE', decision: open ? '' : 'AGREE', opinion: open ? '' : '第一还款来源充足，资料齐全，同意上报审批。',
  assignee_name: open ? '' : '周敏', decided_at: open ? null : at(1), term_months: app.term_months, asked_amount: app.amount, asked_term_months: app.term_months,
  guarantee_mode: 'CREDIT', facts_sha256: '9f2c…', authority_limit: node === 'approve' ? '300000.00' : null, chain_intact: true,
  allowed_actions: open ? ['decide'] : [],
  facts: [['客户', app.customer.name], ['产品', app.product.name], ['还款方式', '等额本息'], ['年利率', '4.85%'], ['用途', '种养殖：购买辣椒种苗、肥料'], ['第一还款来源', '辣椒种植与外出务工收入'], ['调查结论', '经营稳定，信用良好，建议同意。']].map(([label, value]) => ({ label, value })),
  actions: [],
});
const applications: Row[] = many(58, (index) => {
  const state = index === 0 ? 'IN_APPROVAL' : index === 1 ? 'INVESTIGATING' : index === 2 ? 'APPROVED' : pick(['INVESTIGATING', 'IN_REVIEW', 'IN_APPROVAL', 'APPROVED', 'CONTRACTED', 'CONTRACTED', 'RETURNED', 'REJECTED']);
  const amount = `${whole(2, 28)}0000.00`;
  const decided = ['APPROVED', 'CONTRACTED'].includes(state);
  return {
    id: index + 1, app_no: `A2026${String(100200 - index)}`, intake: { id: 1, intake_no: 'J2026100400' }, customer: asCustomer(pick(customers)), product: asProduct(pick(products)),
    amount, term_months: pick([12, 24, 36]), method: pick(METHODS), day_count: '30/360', interest_day: 21, period_months: 1, guarantee_mode: 'CREDIT',
    purpose: 'AGRICULTURE', purpose_text: '购买辣椒种苗、肥料及支付人工', lpr_tenor: 'ONE_YEAR', lpr_rate: '0.030000', lpr_published_on: '2025-05-20', bp: 185, annual_rate: '0.048500',
    investigation: { summary: '借款人种植辣椒 12 亩，连续三年有稳定订单，家庭无其他大额负债，邻里评价良好。建议同意。', primary_source: '辣椒种植收入，辅以农闲外出务工收入', monthly_income: '9600.00', monthly_debt: '800.00' },
    state, approved_amount: decided ? amount : null, approved_term_months: decided ? 12 : null, decided_on: decided ? day(2) : null, branch: pickBranch(), officer: pick(officers),
    allowed_actions: ['INVESTIGATING', 'RETURNED'].includes(state) ? ['edit', 'submit', 'cancel'] : [],
    history: history([['applications.open', null, 'INVESTIGATING'], ['applications.submit', 'INVESTIGATING', 'IN_REVIEW'], ['approvals.agree', 'IN_REVIEW', 'IN_APPROVAL', '第一还款来源充足，资料齐全，同意上报审批。']]),
    tasks: [], contract: state === 'CONTRACTED' ? { id: 1, contract_no: 'HT2026100001' } : null, version: 1, created_at: at(index / 2),
  };
});
for (const app of applications) {
  if (app.state === 'INVESTIGATING') continue;
  app.tasks = [taskOf(app, app.id * 2, 'review', app.state === 'IN_REVIEW'), ...(app.state === 'IN_APPROVAL' ? [taskOf(app, app.id * 2 + 1, 'approve', true)] : [])];
}
const tasks = applications.flatMap((app) => app.tasks as Row[]);

const contracts = many(36, (index) => {
  const state = ['SIGNING', 'EFFECTIVE', 'GENERATED'][index] ?? pick(['IN_USE', 'IN_USE', 'EFFECTIVE', 'SETTLED', 'VOID']);
  const amount = `${whole(3, 28)}0000.00`;
  const signed = !['GENERATED', 'VOID'].includes(state);
  return {
    id: index + 1, contract_no: `HT2026${100100 - index}`, application: { id: 3, app_no: 'A2026100198' }, customer: asCustomer(pick(customers)), product: asProduct(pick(products)),
    amount, annual_rate: '0.048500', term_months: 12, method: 'EQUAL_INSTALMENT', start_on: day(10), end_on: '2027-11-14', account_no: '6217 **** **** 0382', state,
    file_hash: '5b1f3c9d0a7e44b28e6f1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60', template_version: 'personal-loan-2026.1',
    signatures: signed ? [{ party: 'BORROWER', name: person(), signed_at: at(3), how: 'ESIGN' }, ...(state === 'SIGNING' ? [] : [{ party: 'BANK', name: '花溪农村商业银行', signed_at: at(2), how: 'SEAL' }])] : [],
    available_amount: ['IN_USE', 'SETTLED'].includes(state) ? '0.00' : amount,
    disbursements: state === 'IN_USE' ? [{ id: 3, req_no: 'CZ2026100098', amount, state: 'POSTED', value_on: day(2) }] : [],
    branch: pickBranch(), officer: pick(officers), guarantee_mode: 'CREDIT', allowed_actions: state === 'SIGNING' ? ['sign_bank', 'void'] : state === 'GENERATED' ? ['sign_borrower', 'void'] : [],
    history: history([['contracts.generate', null, 'GENERATED'], ['contracts.sign', 'GENERATED', 'SIGNING']]),
  };
});
const disbursements = many(44, (index) => {
  const state = ['UNDER_CHECK', 'SENT', 'UNKNOWN', 'FAILED'][index] ?? pick(['POSTED', 'POSTED', 'POSTED', 'RETURNED']);
  return {
    id: index + 1, req_no: `CZ2026${100100 - index}`, contract: { id: 2, contract_no: 'HT2026100099' }, customer: asCustomer(pick(customers)), amount: `${whole(1, 15)}0000.00`,
    value_on: '2026-11-24', maturity_on: '2027-11-24', annual_rate: '0.048500', pay_mode: pick(['SELF', 'ENTRUSTED']), payee_account_no: '6217 **** **** 0382', state,
    core_request_no: state === 'UNDER_CHECK' ? null : `B002${whole(10000000, 99999999)}`, core_reference: state === 'POSTED' ? `C${whole(10000000, 99999999)}` : null, attempts: state === 'UNKNOWN' ? 3 : 1,
    failure_reason: state === 'FAILED' ? '收款账户状态异常（核心返回 E1203）' : '', loan: state === 'POSTED' ? { id: 1, loan_no: 'L2026100001' } : null, branch: pickBranch(),
    created_by: { id: 11, name: '罗永刚' }, checked_by: state === 'UNDER_CHECK' ? null : { id: 15, name: '杨丽' },
    allowed_actions: state === 'UNDER_CHECK' ? ['approve', 'return'] : state === 'UNKNOWN' ? ['inquire'] : [],
    history: history([['loans.disburse_request', null, 'UNDER_CHECK']]),
  };
});
const loans = many(213, (index) => {
  const term = pick([12, 24, 36]);
  const paid = whole(0, term - 2);
  const drawn = whole(1, 30) * 10000;
  const method = METHODS[index % 4]!;
  const level = method === 'EQUAL_INSTALMENT' || method === 'EQUAL_PRINCIPAL';
  const left = level ? drawn - Math.floor((drawn * paid) / term) : drawn;
  const overdue = index % 9 === 2 ? whole(1, 96) : 0;
  return {
    id: index + 1, loan_no: `L2026${String(100001 + index)}`, contract: { id: 4, contract_no: 'HT2026100097' }, customer: asCustomer(pick(customers)), product: asProduct(pick(products)),
    drawn: `${drawn}.00`, principal_outstanding: `${left}.00`, accrued_interest: `${whole(20, 900)}.37`, principal_due: overdue ? '2750.18' : '0.00', interest_due: overdue ? '386.40' : '0.00',
    start_on: day(30 * paid + 12), maturity_on: '2028-03-21', annual_rate: '0.048500', method, day_count: '30/360', overdue_days: overdue, overdue_since: overdue ? day(overdue) : null,
    status: overdue ? 'OVERDUE' : index % 17 === 5 ? 'SETTLED' : 'ACTIVE', branch: pickBranch(), officer: pick(officers), settled_on: null, allowed_actions: index % 17 === 5 ? [] : ['repay'],
    term, paid,
  };
});
const repayments = many(7, (index) => ({
  id: index + 1, repay_no: `HK2026${100001 + index}`, kind: 'DUE', amount: '3136.58', principal: '2750.18', interest: '386.40', unapplied: '0.00', value_on: day(index * 30 + 3),
  source: pick(['COUNTER', 'AUTO_DEBIT']), state: 'POSTED', voucher_no: `P20261124${String(1000 + index)}`,
}));
const vouchers = many(180, (index) => {
  const amount = `${whole(100, 300000)}.${whole(10, 99)}`;
  const kind = pick(['DISBURSEMENT', 'REPAYMENT', 'ACCRUAL']);
  return {
    id: index + 1, voucher_no: `P20261124${String(1000 + index)}`, business_on: day(index / 60), branch: pickBranch(), kind,
    summary: { DISBURSEMENT: '贷款发放', REPAYMENT: '贷款还款', ACCRUAL: '计提利息' }[kind as 'ACCRUAL'], business_no: kind === 'ACCRUAL' ? '' : `L2026${whole(100001, 100213)}`, total: amount,
    entries: [{ subject_code: '1303', subject_name: '贷款', side: 'DEBIT', amount }, { subject_code: '2011', subject_name: '吸收存款', side: 'CREDIT', amount }],
  };
});

const STEPS = ['核对前日余额', '滚动计划状态', '逾期认定', '计提利息', '到期扣款', '生成传票', '核对分户与总账', '切换营业日期'];
let startedAt = 0;
const stepRow = (title: string, index: number, done: boolean, running: boolean): Row => ({
  name: `step_${index + 1}`, title, state: done ? 'DONE' : running ? 'RUNNING' : 'PENDING', rows: done ? whole(100, 40000) : 0, attempts: done || running ? 1 : 0,
  started_at: done || running ? '2026-11-24T10:02:11Z' : null, finished_at: done ? '2026-11-24T10:02:14Z' : null, seconds: done ? 2.4 + index : null, error: '',
});
const nights = many(12, (index) => ({
  id: 100 - index, business_on: day(index + 1), next_business_on: day(index), state: index === 1 ? 'FAILED' : 'DONE', started_at: at(index), finished_at: at(index), started_by: '系统管理员',
  progress: { done: index === 1 ? 5 : 8, total: 8 },
  steps: STEPS.map((title, s) => ({ ...stepRow(title, s, index !== 1 || s < 5, false), ...(index === 1 && s === 5 ? { state: 'FAILED', error: '锁等待超时：loan 12883，已尝试 3 次', attempts: 3 } : {}) })),
}));
export function startNight(): Row {
  startedAt = Date.now();
  nights.unshift({ ...nights[0]!, id: nights[0]!.id + 1, business_on: '2026-11-24', next_business_on: '2026-11-25', state: 'RUNNING', finished_at: null });
  return nights[0]!;
}
export function nightNow(): Row {
  if (!startedAt) return {};
  const done = Math.min(8, Math.floor((Date.now() - startedAt) / 1500));
  return { state: done === 8 ? 'DONE' : 'RUNNING', progress: { done, total: 8 }, steps: STEPS.map((title, s) => stepRow(title, s, s < done, s === done)) };
}

const trialBalance = [
  ['1303', '贷款', '18620400.00', '12033190.55', 'DEBIT', '386120400.27'], ['1132', '应收利息', '286120.40', '190332.18', 'DEBIT', '1860422.90'],
  ['2011', '吸收存款', '12223522.73', '18620400.00', 'CREDIT', '386128003.11'], ['6011', '利息收入', '0.00', '286120.40', 'CREDIT', '1852820.06'],
].map(([subject_code, subject_name, debit, credit, balance_side, balance]) => ({ subject_code, subject_name, debit, credit, balance_side, balance }));
const loanLedger = {
  as_of: '2026-11-24', replica_delay_seconds: 0.42,
  rows: branches.slice(1).flatMap((branch) => products.slice(0, 4).flatMap((product) => ['ACTIVE', 'OVERDUE'].map((status) => ({
    branch: branch.name, product: product.name, status, count: status === 'ACTIVE' ? whole(80, 900) : whole(1, 30), drawn: `${whole(300, 9000)}0000.00`, outstanding: `${whole(100, 6000)}0000.00`, overdue: status === 'ACTIVE' ? '0.00' : `${whole(2, 90)}3120.55`,
  })))),
};

export const bank = {
  branches, products, customers, households, intakes, applications, tasks, contracts, disbursements, loans, repayments, vouchers, nights, trialBalance, loanLedger, levelOne,
  'level-one-products': levelOne,
  staff: many(23, (index) => ({ id: index + 1, staff_no: `H${1001 + index}`, name: person(), branch: pickBranch(), is_active: index !== 9, posts: [pick(['客户经理', '审查岗', '柜员', '支行行长'])] })),
  roles: [['officer', '客户经理'], ['reviewer', '审查岗'], ['approver', '审批岗'], ['teller', '柜员'], ['bank_admin', '行社管理员']].map(([code, name], index) => ({ id: index, code, name, actions: ['查看客户', '客户建档', '录入进件', '受理进件', '填写调查与申请要素', '提交审批'].map((label) => ({ code: label, name: label })) })),
  authorities: many(6, (index) => ({ id: index + 1, staff: { id: index, name: person() }, product_code: index % 2 ? 'HX_HNKD' : '', guarantee_mode: index % 3 ? 'CREDIT' : '', max_amount: `${(index + 1) * 10}0000.00`, valid_from: day(300), valid_to: index % 2 ? '2027-12-31' : null })),
};
export const auditRows = many(90, (index) => ({
  id: 9000 - index, at: at(index / 30), actor_name: pick(officers).name, action: pick(['intake.accept', 'applications.edit', 'customers.reveal', 'contracts.sign']), object_type: 'applications.loanapplication',
  object_no: `A2026${100200 - index}`, from_state: 'INVESTIGATING', to_state: 'IN_REVIEW', changes: { amount: ['100000.00', '80000.00'], bp: [185, 160] }, comment: '', correlation_id: '7f3a9c2e51b84d06a1b2c3d4e5f60718', ip: '10.21.4.17',
}));
const prefectures = ['贵阳市', '六盘水市', '遵义市', '黔西南布依族苗族自治州', '黔东南苗族侗族自治州'];
const counties = ['贵阳', '花溪', '乌当', '开阳', '息烽', '修文', '清镇', '钟山', '六枝', '水城', '盘州', '红花岗', '汇川', '播州', '桐梓', '绥阳', '正安', '道真', '务川', '凤冈'];
const entities = many(95, (index) => ({
  id: index + 1, code: `b${String(index + 1).padStart(3, '0')}`, kind: index > 82 ? 'VILLAGE_BANK' : 'COOP_BANK', name: `${counties[index % 20]}${index > 82 ? '富民村镇银行' : '农村商业银行'}`, county: counties[index % 20],
  prefecture: prefectures[index % 5], division_code: `5201${10 + (index % 80)}`, status: index === 94 ? 'CREATING' : index === 40 ? 'SUSPENDED' : 'READY', business_date: index === 94 ? null : '2026-11-24', host: `b${String(index + 1).padStart(3, '0')}.localhost`,
}));
export const province = {
  entities,
  steps: ['登记行社', '建立数据结构', '建立机构与岗位', '建立管理员', '配置产品', '开通访问'].map((title, index) => ({ name: `step_${index}`, title, state: index < 3 ? 'DONE' : index === 3 ? 'RUNNING' : 'PENDING', started_at: index < 4 ? '2026-11-24T02:00:00Z' : null, finished_at: index < 3 ? `2026-11-24T02:00:0${index + 1}Z` : null, error: '' })),
  summary: { business_dates: [{ business_date: '2026-11-24', count: 92 }], newest_business_on: '2026-11-23', states: [{ state: 'DONE', count: 90 }, { state: 'RUNNING', count: 3 }, { state: 'FAILED', count: 2 }], failed: 2 },
  nights: many(95, (index) => ({ id: index + 1, entity_code: `b${String(index + 1).padStart(3, '0')}`, entity_name: entities[index]!.name, business_on: '2026-11-23', state: index === 4 || index === 60 ? 'FAILED' : index % 31 === 3 ? 'RUNNING' : 'DONE', started_at: at(0), finished_at: index % 31 === 3 ? null : at(0), failed_step: index === 4 || index === 60 ? '计提利息' : '', error: index === 4 || index === 60 ? '连接中断' : '' })),
  lpr: [['2025-05-20', '0.0300', '0.0350'], ['2024-10-21', '0.0310', '0.0360'], ['2024-07-22', '0.0335', '0.0385'], ['2024-02-20', '0.0345', '0.0395'], ['2023-08-21', '0.0345', '0.0420']].map(([published_on, one_year_rate, five_year_rate], index) => ({ id: index + 1, published_on, one_year_rate, five_year_rate, note: '全国银行间同业拆借中心公布', entered_by: '系统初始化' })),
  accounts: many(9, (index) => ({ id: index + 1, username: `prov${index + 1}`, name: person(), is_active: index !== 4, created_at: at(100 + index), roles: [pick(['产品管理岗', '运行管理岗', '审计岗'])] })),
};
export const session: Row = {
  account: { id: 1, username: 'luoyg', name: '罗永刚' }, staff: { id: 11, staff_no: 'H1011', name: '罗永刚', branch: branches[1] },
  business_date: '2026-11-24', posts: [{ id: 1, name: '客户经理', role: 'officer', scope: 'SELF' }, { id: 2, name: '支行行长', role: 'branch_head', scope: 'SUBTREE' }],
  actions: [
    'customers.view', 'customers.register', 'customers.edit', 'customers.reveal', 'intake.view', 'intake.create', 'applications.view', 'approvals.view', 'contracts.view', 'contracts.create', 'loans.disburse_request', 'loans.view', 'products.view', 'products.manage', 'ledger.view',
    'endofday.view', 'endofday.run', 'reports.view', 'organisation.view', 'audit.view', 'province.audit_view', 'entities.view', 'entities.manage', 'catalog.view', 'catalog.manage', 'reference.view', 'reference.manage_lpr', 'operations.view', 'operations.command', 'identity.view',
  ],
};
