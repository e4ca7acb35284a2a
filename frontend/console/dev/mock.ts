/**
 * A stand-in for the API while looking at pages: `npm run dev:mock`. Development only;
 * it is loaded by the dev server's configuration and never reaches a build.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { auditRows, bank, nightNow, province, session, startNight, type Row } from './mock-data.ts';

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Row;
  isProvince: boolean;
}
class Fault extends Error {
  constructor(readonly status: number, readonly code: string, readonly detail: string, readonly errors: Row[] = []) {
    super(detail);
  }
}

let signedIn = true;

function page(rows: Row[], query: URLSearchParams) {
  let found = rows;
  for (const [name, value] of query) {
    if (['page', 'page_size', 'sort', 'q', 'mine', 'tab'].includes(name)) continue;
    found = found.filter((row) => {
      const own = name.endsWith('_id') ? row[name.slice(0, -3)]?.id : row[name];
      return own === undefined || String(own) === value;
    });
  }
  const q = query.get('q');
  if (q) found = found.filter((row) => JSON.stringify(row).includes(q));
  const sort = query.get('sort');
  if (sort) {
    const name = sort.replace('-', '');
    const order = sort.startsWith('-') ? -1 : 1;
    found = [...found].sort((a, b) => order * String(a[name]).localeCompare(String(b[name]), 'zh', { numeric: true }));
  }
  const size = Number(query.get('page_size') ?? 50);
  const at = Number(query.get('page') ?? 1);
  return { count: found.length, page: at, page_size: size, results: found.slice((at - 1) * size, at * size) };
}

function one(rows: Row[], id: string | undefined): Row {
  const row = rows.find((item) => String(item.id) === id || item.code === id);
  if (!row) throw new Fault(404, 'platform.not_found', '没有找到该记录');
  return row;
}

/** Schedules of the stand-in are rough; the real ones come from the server. */
export function schedule(principal: number, rate: number, months: number, method: string, startOn: string) {
  const start = new Date(`${startOn}T00:00:00Z`);
  const monthly = rate / 12;
  const level = (principal * monthly) / (1 - (1 + monthly) ** -months);
  let balance = principal;
  const rows = Array.from({ length: method === 'BULLET' ? 1 : months }, (_, index) => {
    const last = index === (method === 'BULLET' ? 1 : months) - 1;
    const interest = method === 'BULLET' ? balance * monthly * months : balance * monthly;
    const part =
      method === 'EQUAL_INSTALMENT' ? level - interest : method === 'EQUAL_PRINCIPAL' ? principal / months : 0;
    const paid = last ? balance : part;
    balance -= paid;
    const due = new Date(start);
    due.setUTCMonth(due.getUTCMonth() + (method === 'BULLET' ? months : index + 1));
    return {
      no: index + 1,
      due_on: due.toISOString().slice(0, 10),
      days: 30,
      principal: paid.toFixed(2),
      interest: interest.toFixed(2),
      payment: (paid + interest).toFixed(2),
      balance: Math.abs(balance).toFixed(2),
    };
  });
  const sum = (key: 'principal' | 'interest' | 'payment') =>
    rows.reduce((total, row) => total + Number(row[key]), 0).toFixed(2);
  return { version: 1, rows, totals: { principal: sum('principal'), interest: sum('interest'), payment: sum('payment') } };
}

function loanSchedule(loan: Row) {
  const made = schedule(Number(loan.drawn), Number(loan.annual_rate), loan.term, loan.method, loan.start_on);
  return {
    ...made,
    rows: made.rows.map((row, index) => {
      const state = index < loan.paid ? 'PAID' : index === loan.paid && loan.overdue_days > 0 ? 'OVERDUE' : 'PENDING';
      const paid = state === 'PAID';
      return {
        ...row,
        state,
        principal_paid: paid ? row.principal : '0.00',
        interest_paid: paid ? row.interest : '0.00',
        paid_on: paid ? row.due_on : null,
      };
    }),
  };
}

function bankAnswer({ method, path, query, body }: Call): unknown {
  const [, resource = '', id, verb] = path.split('/');
  const lists: Record<string, Row[]> = bank as unknown as Record<string, Row[]>;
  if (path === '/loans/quote') {
    return schedule(Number(body.principal), Number(body.annual_rate), body.term_months, body.method, body.start_date);
  }
  if (path === '/reports/loan-ledger') {
    if (query.has('down')) throw new Fault(503, 'reports.replica_unavailable', '查询库正在恢复');
    return bank.loanLedger;
  }
  if (path === '/trial-balance') return { on: query.get('on'), rows: bank.trialBalance };
  if (resource === 'nights') {
    if (method === 'POST' && !id) return startNight();
    if (id) return { ...one(bank.nights, id), ...(id === String(bank.nights[0]?.id) ? nightNow() : {}) };
  }
  if (resource === 'loans' && verb === 'schedule') return loanSchedule(one(bank.loans, id));
  if (resource === 'loans' && verb === 'repayment-quote') {
    const loan = one(bank.loans, id);
    const full = query.get('kind') === 'PREPAY_FULL';
    const principal = full ? loan.principal_outstanding : loan.principal_due;
    const interest = full ? loan.accrued_interest : loan.interest_due;
    return { kind: query.get('kind'), value_on: session.business_date, principal, interest, total: (Number(principal) + Number(interest)).toFixed(2) };
  }
  if (resource === 'loans' && verb === 'repayments') return method === 'POST' ? { ...bank.repayments[0], ...body } : page(bank.repayments, query);
  if (resource === 'loans' && verb === 'vouchers') return page(bank.vouchers.slice(0, 6), query);
  if (resource === 'audit') return page(auditRows, query);
  if (resource === 'customers' && verb === 'reveal') return { value: '520102198803152417' };
  const rows = lists[resource];
  if (!rows) throw new Fault(404, 'platform.not_found', `没有 ${path}`);
  if (method === 'POST' && !id) {
    if (resource === 'intakes' && Number(body.amount) > 500000) {
      throw new Fault(422, 'platform.invalid', '请检查标出的字段', [{ field: 'amount', code: 'intake.amount_out_of_range', message: '超过产品最高金额 500,000.00 元' }]);
    }
    const made: Row = { ...rows[0], ...body, id: rows.length + 1000, customer: bank.customers.find((c) => c.id === body.customer_id) ?? rows[0]?.customer };
    rows.unshift(made);
    return made;
  }
  if (method === 'PATCH') {
    if (body.name === '冲突') throw new Fault(412, 'platform.stale_edit', '数据已被他人修改，请刷新后重新修改');
    return Object.assign(one(rows, id), body);
  }
  if (method === 'POST') {
    const row = one(rows, id);
    if (verb === 'reject' && body.reason === '500') throw new Fault(500, 'platform.internal', '');
    const next: Record<string, Row> = {
      accept: { state: 'ACCEPTED', allowed_actions: ['convert', 'withdraw'] },
      reject: { state: 'REJECTED', allowed_actions: [], reason: body.reason },
      withdraw: { state: 'WITHDRAWN', allowed_actions: [], reason: body.reason },
      submit: { state: 'IN_REVIEW', allowed_actions: ['cancel'] },
      decide: { state: 'DONE', decision: body.decision, opinion: body.opinion, allowed_actions: [] },
      approve: { state: 'SENT', allowed_actions: ['inquire'] },
      publish: { status: 'ON_SALE', allowed_actions: [] },
    };
    Object.assign(row, next[verb ?? ''] ?? {});
    if (verb === 'convert') return bank.applications[0];
    if (verb === 'approve') setTimeout(() => Object.assign(row, { state: 'POSTED', allowed_actions: [], loan: { id: 1, loan_no: 'L2026000001' }, core_reference: 'C88120394' }), 4000);
    return row;
  }
  return id ? one(rows, id) : page(rows, query);
}

function provinceAnswer({ method, path, query, body }: Call): unknown {
  const [, resource = '', id, verb] = path.split('/');
  if (path === '/night-summary') return province.summary;
  if (path === '/lpr/confirm') return { through_on: body.through_on ?? '2026-11-20' };
  if (resource === 'audit') return page(auditRows, query);
  const rows = { entities: province.entities, 'level-one-products': bank.levelOne, lpr: province.lpr, nights: province.nights, accounts: province.accounts }[resource];
  if (!rows) throw new Fault(404, 'platform.not_found', `没有 ${path}`);
  if (resource === 'entities' && id) {
    const entity = one(rows, id);
    return { entity, schema_version_current: true, steps: province.steps, allowed_actions: entity.status === 'READY' ? ['suspend'] : ['retry'] };
  }
  if (method === 'POST') return { ...rows[0], ...body, id: verb ? id : 900 };
  return id ? one(rows, id) : page(rows, query);
}

async function bodyOf(request: IncomingMessage): Promise<Row> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text ? (JSON.parse(text) as Row) : {};
}

function answer(call: Call): unknown {
  const realm = call.isProvince ? 'province' : 'bank';
  const entity = call.isProvince
    ? { code: 'province', name: '贵州省农村信用社联合社', kind: 'PROVINCE' }
    : { code: 'b002', name: '花溪农村商业银行', kind: 'COOP_BANK' };
  if (call.path === '/entity') return { ...entity, realm, environment: 'demo' };
  if (call.path === '/session' && call.method === 'POST') {
    if (call.body.password === 'wrong') throw new Fault(401, 'identity.bad_credentials', '用户名或密码不正确');
    signedIn = true;
  }
  if (call.method === 'DELETE') {
    signedIn = false;
    return undefined;
  }
  if (!signedIn) throw new Fault(401, 'identity.not_signed_in', '请先登录');
  if (call.path === '/session') {
    return { ...session, entity, realm, ...(call.isProvince ? { staff: null, business_date: null, posts: [{ id: 1, name: '运行管理岗', role: 'operations', scope: 'ENTITY' }] } : {}) };
  }
  return call.isProvince ? provinceAnswer(call) : bankAnswer(call);
}

async function handle(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://mock');
  const call: Call = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: await bodyOf(request),
    isProvince: (request.headers.host ?? '').startsWith('province.'),
  };
  if (call.path.endsWith('/document')) {
    response.writeHead(200, { 'Content-Type': 'application/pdf' }).end(PDF);
    return;
  }
  try {
    const body = answer(call);
    const tag = body && typeof body === 'object' && 'version' in body ? { ETag: `"${String(body.version)}"` } : {};
    if (body === undefined) response.writeHead(204).end();
    else response.writeHead(200, { 'Content-Type': 'application/json', ...tag }).end(JSON.stringify(body));
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault(500, 'mock.failed', String(error));
    response.writeHead(fault.status, { 'Content-Type': 'application/problem+json' }).end(
      JSON.stringify({
        type: 'about:blank',
        title: { 401: '登录失败', 404: '没有找到', 412: '数据已被他人修改', 422: '输入有误', 503: '服务暂时不可用' }[fault.status] ?? '系统错误',
        status: fault.status,
        code: fault.code,
        detail: fault.detail,
        errors: fault.errors,
        correlation_id: '7f3a9c2e51b84d06',
      }),
    );
  }
}

const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n' +
    '4 0 obj<</Length 44>>stream\nBT /F 24 Tf 72 760 Td (Loan contract) Tj ET\nendstream endobj\n' +
    '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
);

export function mockApi(): Plugin {
  return {
    name: 'mock-api',
    configureServer(server) {
      server.middlewares.use('/api/v1', (request, response) => void handle(request, response));
    },
  };
}
