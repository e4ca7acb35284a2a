import { describe, expect, test } from 'vitest';
import {
  addMoney,
  compareDecimal,
  dictionaries,
  formatInstant,
  formatMoney,
  formatRate,
  formatSeconds,
  nameIn,
  formatWan,
  groupAsTyped,
  idNoFacts,
  idNoFault,
  isZero,
  labelOf,
  percentToFraction,
  rateWithPoints,
  subtractMoney,
  toChineseAmount,
  toScaled,
  upgradeIdNo,
} from '../src';

describe('money', () => {
  test('keeps every cent of amounts that a double cannot hold', () => {
    expect(addMoney('90071992547409.93', '0.01')).toBe('90071992547409.94');
    expect(subtractMoney('0.10', '0.30')).toBe('-0.20');
    expect(formatMoney('12345678901234567.8')).toBe('12,345,678,901,234,567.80');
  });

  test.each([
    ['0', '0.00'],
    ['1234567.8', '1,234,567.80'],
    ['-1000', '-1,000.00'],
    ['0.005', '0.01'],
    [null, '—'],
    ['', '—'],
  ])('shows %s as %s', (value, shown) => expect(formatMoney(value)).toBe(shown));

  test('rounds half away from zero', () => {
    expect(toScaled('1.005', 2)).toBe(101n);
    expect(toScaled('-1.005', 2)).toBe(-101n);
    expect(() => toScaled('1e3', 2)).toThrow(RangeError);
  });

  test('compares by value, not by text', () => {
    expect(compareDecimal('100000', '100000.00')).toBe(0);
    expect(compareDecimal('9', '10')).toBe(-1);
    expect(compareDecimal('0.000002', '0.000001')).toBe(1);
    expect(isZero('0.00')).toBe(true);
    expect(isZero('0.01')).toBe(false);
  });

  test('groups while typing and leaves the fraction alone', () => {
    expect(groupAsTyped('1234.')).toBe('1,234.');
    expect(groupAsTyped('1234567.5')).toBe('1,234,567.5');
    expect(formatWan('125000.00')).toBe('12.5');
    expect(formatWan('30048040200.00')).toBe('3,004,804.02');
  });

  test.each([
    ['0', '零元整'],
    ['0.05', '伍分'],
    ['0.50', '伍角整'],
    ['10', '壹拾元整'],
    ['105.03', '壹佰零伍元零叁分'],
    ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
    ['12000', '壹万贰仟元整'],
    ['100000', '壹拾万元整'],
    ['100050', '壹拾万零伍拾元整'],
    ['107000.53', '壹拾万柒仟元伍角叁分'],
    ['1000000', '壹佰万元整'],
    ['10010001', '壹仟零壹万零壹元整'],
    ['100000001', '壹亿零壹元整'],
    ['100010000', '壹亿零壹万元整'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['-300', '负叁佰元整'],
  ])('writes %s as %s', (value, words) => expect(toChineseAmount(value)).toBe(words));
});

describe('rates', () => {
  test('two to four places of a per cent', () => {
    expect(formatRate('0.043500')).toBe('4.35%');
    expect(formatRate('0.038525')).toBe('3.8525%');
    expect(formatRate('0.05')).toBe('5.00%');
    expect(formatRate(null)).toBe('—');
  });

  test('per cent to fraction and LPR plus points', () => {
    expect(percentToFraction('3.45')).toBe('0.034500');
    expect(rateWithPoints('0.0300', 135)).toBe('0.043500');
    expect(rateWithPoints('0.0350', -20)).toBe('0.033000');
  });
});

describe('identity numbers', () => {
  test('checks form, birth date and checksum', () => {
    expect(idNoFault('11010519491231002X')).toBeNull();
    expect(idNoFault('11010519491231002x')).toBeNull();
    expect(idNoFault('110105194912310021')).toBe('checksum');
    expect(idNoFault('110105194902310021')).toBe('birth');
    expect(idNoFault('1101051949')).toBe('format');
  });

  test('raises an old number to 18 characters', () => {
    expect(upgradeIdNo('110105491231002')).toBe('11010519491231002X');
    expect(idNoFault('110105491231002')).toBeNull();
  });

  test('reads birth date and gender', () => {
    expect(idNoFacts('11010519491231002X')).toEqual({ birthOn: '1949-12-31', gender: 'FEMALE' });
    expect(idNoFacts('123')).toBeNull();
  });
});

test('instants are shown in Shanghai time', () => {
  expect(formatInstant('2026-11-24T16:30:05Z')).toBe('2026-11-25 00:30:05');
  expect(formatInstant(undefined)).toBe('—');
  expect(formatSeconds('3.5', 'en')).toBe('3.50 s');
  expect(formatSeconds(75, 'en')).toBe('1 min 15 s');
  expect(formatSeconds(75, 'zh-CN')).toBe('1 分 15 秒');
});

test('every dictionary entry has both languages and English has no Chinese', () => {
  for (const [name, entries] of Object.entries(dictionaries)) {
    for (const [code, entry] of Object.entries(entries)) {
      expect(entry.zh, `${name}.${code}`).not.toBe('');
      expect(entry.en, `${name}.${code}`).toMatch(/^[\x20-\x7e]+$/);
    }
  }
  expect(labelOf('loanStatus', 'OVERDUE', 'zh-CN')).toBe('逾期');
  expect(labelOf('loanStatus', 'SOMETHING_NEW', 'zh-CN')).toBe('SOMETHING_NEW');
});

test('what the server names in Chinese alone is spelt out on the English face', () => {
  expect(nameIn('en', 'loans.loan_open', '建立借据')).toBe('Loan open');
  expect(nameIn('en', 'b001', 'Night of b001')).toBe('Night of b001');
  expect(nameIn('zh-CN', 'loans.loan_open', '建立借据')).toBe('建立借据');
});
