/** What the page asks for: form values, their form in the address, and the request for one method. */
import type { LoanQuoteRequest, QuoteProduct, QuoteResult } from '@credit/api';
import { compareDecimal, fromScaled, isDecimal, subtractMoney, toScaled } from '@credit/domain';

export type Method = LoanQuoteRequest['method'];
export type LineName = 'plan' | 'events' | 'rate_changes' | 'prepayments' | 'fees';
/** One dated line of the form; which of the fields it has depends on its kind. */
export type Line = Partial<Record<'date' | 'principal' | 'amount' | 'annual_rate' | 'type' | 'mode', string | null>>;

export interface QuoteValues {
  product?: number | null;
  principal?: string | null;
  annual_rate?: string | null;
  method?: Method | null;
  compare?: Method | null;
  start_date?: string | null;
  term_months?: number | null;
  maturity_date?: string | null;
  interest_day?: number | null;
  period_months?: number | null;
  day_count?: string | null;
  first_due?: string | null;
  amort_term_months?: number | null;
  grace_periods?: number | null;
  plan?: (Line | undefined)[];
  events?: (Line | undefined)[];
  rate_changes?: (Line | undefined)[];
  prepayments?: (Line | undefined)[];
  fees?: (Line | undefined)[];
}

const TEXTS = ['principal', 'annual_rate', 'method', 'compare', 'start_date', 'maturity_date', 'day_count', 'first_due'] as const;
const NUMBERS = ['product', 'term_months', 'interest_day', 'period_months', 'amort_term_months', 'grace_periods'] as const;

/** The fields of a line, in the order in which the address writes them. */
const LINE_FIELDS: Record<LineName, readonly (keyof Line)[]> = {
  plan: ['date', 'principal'],
  events: ['date', 'amount', 'type'],
  rate_changes: ['date', 'annual_rate'],
  prepayments: ['date', 'amount', 'mode'],
  fees: ['date', 'amount'],
};
export const LINES = Object.keys(LINE_FIELDS) as LineName[];

const EVERY: readonly Method[] = [
  'EQUAL_INSTALMENT',
  'EQUAL_PRINCIPAL',
  'INTEREST_ONLY',
  'BULLET',
  'EQUAL_PRINCIPAL_FLAT_INTEREST',
  'SCHEDULED',
  'BALLOON',
  'GRACE_EQUAL_INSTALMENT',
  'REVOLVING',
];
const BY_DAY = ['ACT/360', 'ACT/365'];

/** The terms that only some methods have. */
export const USED_BY: Record<LineName | 'amort_term_months' | 'grace_periods', readonly Method[]> = {
  amort_term_months: ['BALLOON'],
  grace_periods: ['GRACE_EQUAL_INSTALMENT'],
  plan: ['SCHEDULED'],
  events: ['REVOLVING'],
  rate_changes: EVERY.filter((method) => method !== 'EQUAL_PRINCIPAL_FLAT_INTEREST'),
  prepayments: EVERY.filter((method) => method !== 'EQUAL_PRINCIPAL_FLAT_INTEREST' && method !== 'REVOLVING'),
  fees: EVERY,
};

/** The day counts that a method knows. */
export function dayCountsOf(method: Method): readonly string[] {
  if (method === 'EQUAL_PRINCIPAL_FLAT_INTEREST') return ['30/360'];
  return method === 'SCHEDULED' || method === 'REVOLVING' ? BY_DAY : ['30/360', ...BY_DAY];
}

export function methodsOf(values: QuoteValues): Method[] {
  return [values.method, values.compare].filter((method): method is Method => method != null);
}

export const isUsed = (name: keyof typeof USED_BY, values: QuoteValues): boolean =>
  methodsOf(values).some((method) => USED_BY[name].includes(method));

/* the address */

/** "2026-05-01_500.00*2026-06-01_500.00": letters, digits, "-", "." and "_" need no escape there. */
export function linesToText(name: LineName, lines: readonly (Line | undefined)[] | undefined): string {
  return (lines ?? [])
    .map((line) => LINE_FIELDS[name].map((field) => line?.[field] ?? '').join('_'))
    .filter((text) => text.replaceAll('_', '') !== '')
    .join('*');
}

export function linesFromText(name: LineName, text: string | undefined): Line[] {
  if (!text) return [];
  const fields = LINE_FIELDS[name];
  return text.split('*').map((part) => {
    const values = part.split('_');
    // the last field keeps the underscores of its own
    const cut = [...values.slice(0, fields.length - 1), values.slice(fields.length - 1).join('_')];
    return Object.fromEntries(fields.flatMap((field, index) => (cut[index] ? [[field, cut[index]]] : [])));
  });
}

export function readValues(search: Record<string, string>, businessDate: string | null): QuoteValues {
  const values: Record<string, unknown> = { method: EVERY[0], term_months: 12, period_months: 1, start_date: businessDate };
  if (TEXTS.some((name) => name in search)) delete values.term_months;
  for (const name of TEXTS) if (search[name]) values[name] = search[name];
  for (const name of NUMBERS) {
    const number = Number(search[name]);
    if (search[name] && Number.isInteger(number)) values[name] = number;
  }
  for (const name of LINES) values[name] = linesFromText(name, search[name]);
  for (const name of ['method', 'compare']) if (!EVERY.includes(values[name] as Method)) delete values[name];
  return values;
}

/** Keeps parameters that belong to others. */
export function writeValues(search: Record<string, string>, values: QuoteValues): Record<string, string> {
  const next = { ...search };
  const put = (name: string, text: string) => {
    if (text === '') delete next[name];
    else next[name] = text;
  };
  for (const name of [...TEXTS, ...NUMBERS]) put(name, values[name] == null ? '' : String(values[name]));
  for (const name of LINES) put(name, linesToText(name, values[name]));
  return next;
}

export const isFresh = (search: Record<string, string>): boolean => !TEXTS.some((name) => name in search);

/* the request */

const isDay = (text: string | null | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');

/** Which lines of the form are filled in, and so sent; a fee may do without a date. */
function completeAt(name: LineName, values: QuoteValues): number[] {
  const isComplete = (line: Line | undefined) =>
    LINE_FIELDS[name].every((field) => line?.[field] || (name === 'fees' && field === 'date'));
  return (values[name] ?? []).flatMap((line, index) => (isComplete(line) ? [index] : []));
}

function completeLines(name: LineName, values: QuoteValues): Line[] {
  return completeAt(name, values).map((index) => {
    const line = values[name]?.[index];
    return Object.fromEntries(LINE_FIELDS[name].flatMap((field) => (line?.[field] ? [[field, line[field]]] : [])));
  });
}

/** The place in the form of a field that the server names: lines not sent yet do not count there. */
export function placeInForm(field: string, values: QuoteValues): (string | number)[] {
  const [, name, index, inner] = /^(\w+)\[(\d+)\]\.?(\w*)$/.exec(field) ?? [];
  if (!name || !(LINES as string[]).includes(name)) return [field];
  const at = completeAt(name as LineName, values)[Number(index)] ?? Number(index);
  return inner ? [name, at, inner] : [name, at];
}

/** The request for one method with the terms that it knows, or null while something is still missing. */
export function requestOf(values: QuoteValues, method: Method | null | undefined, product?: QuoteProduct): LoanQuoteRequest | null {
  const { principal, annual_rate, start_date } = values;
  if (!method || !principal || !isDecimal(principal) || compareDecimal(principal, '0') <= 0) return null;
  if (!annual_rate || !isDecimal(annual_rate) || !isDay(start_date)) return null;
  if (!values.term_months && !isDay(values.maturity_date)) return null;
  if (method === 'BALLOON' && !values.amort_term_months) return null;
  if (method === 'GRACE_EQUAL_INSTALMENT' && values.grace_periods == null) return null;
  const lines: Partial<Record<LineName, Line[]>> = Object.fromEntries(
    LINES.filter((name) => USED_BY[name].includes(method))
      .map((name) => [name, completeLines(name, values)] as const)
      .filter(([, found]) => found.length > 0),
  );
  if ((method === 'SCHEDULED' && !lines.plan) || (method === 'REVOLVING' && !lines.events)) return null;
  const wanted = values.day_count ?? (product?.day_count_by_method as Record<string, string> | undefined)?.[method];
  return {
    principal,
    annual_rate,
    method,
    start_date,
    day_count: (wanted && dayCountsOf(method).includes(wanted) ? wanted : null) as LoanQuoteRequest['day_count'],
    term_months: values.term_months ?? null,
    maturity_date: isDay(values.maturity_date) ? values.maturity_date : null,
    interest_day: values.interest_day ?? null,
    period_months: values.period_months ?? 1,
    first_due: (values.first_due ?? null) as LoanQuoteRequest['first_due'],
    ...(method === 'BALLOON' ? { amort_term_months: values.amort_term_months ?? null } : {}),
    ...(method === 'GRACE_EQUAL_INSTALMENT' ? { grace_periods: values.grace_periods ?? null } : {}),
    ...lines,
  } as LoanQuoteRequest;
}

/* the product */

export function isOutside(value: string | null | undefined, least: string | null, most: string | null): boolean {
  if (!value || !isDecimal(value)) return false;
  return (least !== null && compareDecimal(value, least) < 0) || (most !== null && compareDecimal(value, most) > 0);
}

/** What choosing a product sets: its rhythm, and its bounds where the present value is outside them. */
export function prefill(values: QuoteValues, product: QuoteProduct): QuoteValues {
  const kept = values.method != null && (product.methods as string[]).includes(values.method);
  const term = values.term_months ?? product.term_months_max;
  return {
    ...values,
    product: product.id,
    principal: !values.principal || isOutside(values.principal, product.amount_min, product.amount_max) ? product.amount_max : values.principal,
    annual_rate: !values.annual_rate || isOutside(values.annual_rate, product.rate_min, product.rate_max) ? (product.rate_max ?? values.annual_rate) : values.annual_rate,
    method: kept ? values.method : (product.methods[0] as Method),
    compare: values.compare && (product.methods as string[]).includes(values.compare) ? values.compare : null,
    term_months: values.maturity_date ? values.term_months : Math.min(Math.max(term, product.term_months_min), product.term_months_max),
    interest_day: product.interest_day,
    period_months: product.period_months,
    day_count: null,
  } as QuoteValues;
}

/* the comparison */

export interface Compared {
  key: 'rows' | 'first' | 'highest' | 'interest' | 'payment' | 'fees' | 'net' | 'simple' | 'compound';
  kind: 'count' | 'money' | 'rate';
  left: string | null;
  right: string | null;
  /** right - left; null when one of them is missing. */
  difference: string | null;
}

/** The figures of two quotes beside each other. */
export function comparison(left: QuoteResult, right: QuoteResult): Compared[] {
  const line = (key: Compared['key'], kind: Compared['kind'], of: (quote: QuoteResult) => string | null): Compared => {
    const [a, b] = [of(left), of(right)];
    const scale = kind === 'rate' ? 6 : 2;
    let difference: string | null = null;
    if (a !== null && b !== null) difference = kind === 'rate' ? fromScaled(toScaled(b, scale) - toScaled(a, scale), scale) : subtractMoney(b, a);
    if (difference !== null && kind === 'count') difference = difference.replace('.00', '');
    return { key, kind, left: a, right: b, difference };
  };
  return [
    line('rows', 'count', (quote) => String(quote.rows.filter((row) => row.type === 'due').length)),
    line('first', 'money', (quote) => quote.rows[0]?.payment ?? null),
    line('highest', 'money', highestPayment),
    line('interest', 'money', (quote) => quote.totals.interest),
    line('payment', 'money', (quote) => quote.totals.payment),
    line('fees', 'money', (quote) => quote.fees_total),
    line('net', 'money', (quote) => quote.cost?.net_received ?? null),
    line('simple', 'rate', (quote) => quote.cost?.simple ?? null),
    line('compound', 'rate', (quote) => quote.cost?.compound ?? null),
  ];
}

function highestPayment(quote: QuoteResult): string | null {
  return quote.rows.reduce<string | null>(
    (most, row) => (most === null || compareDecimal(row.payment, most) > 0 ? row.payment : most),
    null,
  );
}

/** "-0.001200" -> "-0.12%"; a sign also on what is more. */
export function signed(difference: string, shown: string): string {
  return !difference.startsWith('-') && /[1-9]/.test(difference) ? `+${shown}` : shown;
}
