import { expect, test } from 'vitest';
import type { QuoteProduct, QuoteResult } from '@credit/api';
import {
  comparison,
  dayCountsOf,
  isFresh,
  isOutside,
  isUsed,
  linesFromText,
  linesToText,
  placeInForm,
  prefill,
  readValues,
  requestOf,
  signed,
  writeValues,
  type QuoteValues,
} from '../src/features/quote/terms';

const VALUES: QuoteValues = {
  principal: '100000.00',
  annual_rate: '0.043500',
  method: 'EQUAL_INSTALMENT',
  start_date: '2026-03-02',
  term_months: 12,
  period_months: 1,
};

const PRODUCT = {
  id: 7,
  amount_min: '5000.00',
  amount_max: '200000.00',
  term_months_min: 6,
  term_months_max: 36,
  methods: ['INTEREST_ONLY', 'BULLET'],
  day_count_by_method: { INTEREST_ONLY: 'ACT/360', BULLET: '30/360' },
  interest_day: 20,
  period_months: 3,
  rate_min: '0.030000',
  rate_max: '0.060000',
} as unknown as QuoteProduct;

test('dated lines survive the address, underscores in their last field too', () => {
  const lines = [
    { date: '2026-05-01', amount: '500.00', mode: 'shorten_term' },
    { amount: '20', mode: 'reduce_instalment' },
  ];
  const text = linesToText('prepayments', [...lines, undefined]);
  expect(text).toBe('2026-05-01_500.00_shorten_term*_20_reduce_instalment');
  expect(encodeURIComponent(text)).toBe(text);
  expect(linesFromText('prepayments', text)).toEqual(lines);
  expect(linesFromText('fees', '')).toEqual([]);
});

test('the form is read back from the address that it wrote', () => {
  const values = { ...VALUES, compare: 'BULLET' as const, interest_day: 20, fees: [{ amount: '100.00' }] };
  const search = writeValues({ motion: 'off', grace_periods: '3' }, values);
  expect(search.motion).toBe('off');
  expect(search.grace_periods).toBeUndefined();
  expect(readValues(search, '2026-01-01')).toMatchObject(values);
  expect(isFresh({ motion: 'off' })).toBe(true);
  expect(isFresh(search)).toBe(false);
});

test('an address with nonsense opens an empty form', () => {
  const values = readValues({ method: 'WHENEVER', compare: 'x', term_months: 'two' }, '2026-01-01');
  expect(values.method).toBeUndefined();
  expect(values.compare).toBeUndefined();
  expect(values.term_months).toBeUndefined();
  expect(readValues({}, '2026-01-01')).toMatchObject({ method: 'EQUAL_INSTALMENT', term_months: 12, start_date: '2026-01-01' });
});

test('a request carries only the terms that its method knows', () => {
  const values: QuoteValues = {
    ...VALUES,
    grace_periods: 3,
    amort_term_months: 24,
    day_count: '30/360',
    prepayments: [{ date: '2026-06-01', amount: '10.00', mode: 'shorten_term' }],
    events: [{ date: '2026-03-02', amount: '10.00', type: 'draw' }],
    fees: [{ amount: '5.00' }, { date: '2026-04-01' }, undefined],
  };
  const level = requestOf(values, 'EQUAL_INSTALMENT');
  expect(level).toMatchObject({ day_count: '30/360', fees: [{ amount: '5.00' }] });
  expect(level?.prepayments).toHaveLength(1);
  expect(level).not.toHaveProperty('grace_periods');
  expect(level).not.toHaveProperty('events');
  const revolving = requestOf(values, 'REVOLVING');
  expect(revolving).toMatchObject({ day_count: null });
  expect(revolving?.events).toHaveLength(1);
  expect(revolving).not.toHaveProperty('prepayments');
  expect(requestOf(values, 'GRACE_EQUAL_INSTALMENT')).toMatchObject({ grace_periods: 3 });
  expect(requestOf(values, 'BALLOON')).toMatchObject({ amort_term_months: 24 });
});

test('nothing is asked while something is missing', () => {
  expect(requestOf({ ...VALUES, principal: '' }, 'BULLET')).toBeNull();
  expect(requestOf({ ...VALUES, principal: '0' }, 'BULLET')).toBeNull();
  expect(requestOf({ ...VALUES, annual_rate: null }, 'BULLET')).toBeNull();
  expect(requestOf({ ...VALUES, term_months: null }, 'BULLET')).toBeNull();
  expect(requestOf({ ...VALUES, term_months: null, maturity_date: '2027-01-01' }, 'BULLET')).not.toBeNull();
  for (const method of ['BALLOON', 'GRACE_EQUAL_INSTALMENT', 'SCHEDULED', 'REVOLVING'] as const) {
    expect(requestOf(VALUES, method), method).toBeNull();
  }
  expect(requestOf(VALUES, null)).toBeNull();
});

test('a field that the server names is found in the form, past lines that were not sent', () => {
  const values = { fees: [{ date: '2026-04-01' }, { amount: '1.00' }, { date: '2020-01-01', amount: '2.00' }] };
  expect(placeInForm('fees[1].date', values)).toEqual(['fees', 2, 'date']);
  expect(placeInForm('plan', values)).toEqual(['plan']);
  expect(placeInForm('maturity_date', values)).toEqual(['maturity_date']);
});

test('a product keeps what fits and brings the rest into its bounds', () => {
  const chosen = prefill({ ...VALUES, annual_rate: '0.090000', term_months: 60, compare: 'EQUAL_PRINCIPAL' }, PRODUCT);
  expect(chosen).toMatchObject({
    product: 7,
    principal: '100000.00',
    annual_rate: '0.060000',
    method: 'INTEREST_ONLY',
    compare: null,
    term_months: 36,
    interest_day: 20,
    period_months: 3,
  });
  expect(requestOf(chosen, chosen.method, PRODUCT)).toMatchObject({ day_count: 'ACT/360' });
  expect(isOutside('4999.99', PRODUCT.amount_min, PRODUCT.amount_max)).toBe(true);
  expect(isOutside('5000', PRODUCT.amount_min, PRODUCT.amount_max)).toBe(false);
  expect(isOutside('9', null, null)).toBe(false);
});

test('the form shows a term when either method uses it', () => {
  expect(isUsed('plan', { method: 'BULLET', compare: 'SCHEDULED' })).toBe(true);
  expect(isUsed('prepayments', { method: 'REVOLVING' })).toBe(false);
  expect(dayCountsOf('EQUAL_PRINCIPAL_FLAT_INTEREST')).toEqual(['30/360']);
  expect(dayCountsOf('REVOLVING')).not.toContain('30/360');
});

const quote = (interest: string, payments: string[], simple: string | null): QuoteResult =>
  ({
    rows: payments.map((payment) => ({ payment, type: 'due' })),
    totals: { interest, payment: '0' },
    fees_total: '0.00',
    cost: simple === null ? null : { net_received: '100.00', simple, compound: simple },
  }) as unknown as QuoteResult;

test('two quotes are compared exactly, and a cost that is missing has no difference', () => {
  const lines = comparison(quote('10.00', ['1.00', '3.10'], '0.043500'), quote('9.90', ['2.00'], '0.043400'));
  const by = Object.fromEntries(lines.map((line) => [line.key, line]));
  expect(by.rows?.difference).toBe('-1');
  expect(by.highest).toMatchObject({ left: '3.10', right: '2.00', difference: '-1.10' });
  expect(by.interest?.difference).toBe('-0.10');
  expect(by.simple?.difference).toBe('-0.000100');
  const without = comparison(quote('1.00', [], '0.01'), quote('1.00', [], null)).find((line) => line.key === 'simple');
  expect(without?.difference).toBeNull();
});

test('a difference says which way it goes', () => {
  expect(signed('1.00', '1.00')).toBe('+1.00');
  expect(signed('-1.00', '-1.00')).toBe('-1.00');
  expect(signed('0.00', '0.00')).toBe('0.00');
});
