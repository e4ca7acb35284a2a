import { describe, expect, test } from 'vitest';
import { merge, same } from '../src/form/merge';

const base = { name: '周文', occupation: 'TEA', monthly_income: '5000.00', investigation: { summary: '旧', debt: '1' } };

describe('two people edited one record', () => {
  test('what only the other one changed is taken over', () => {
    const { values, rows } = merge(base, { ...base, name: '周文斌' }, { ...base, occupation: 'TRANSPORT' });
    expect(values).toMatchObject({ name: '周文斌', occupation: 'TRANSPORT' });
    expect(rows).toEqual([{ name: 'occupation', base: 'TEA', mine: 'TEA', theirs: 'TRANSPORT', kind: 'theirs' }]);
  });

  test('what both changed differently is a conflict, and stays mine until somebody chooses', () => {
    const { values, rows } = merge(base, { ...base, occupation: 'FRUIT' }, { ...base, occupation: 'TRANSPORT' });
    expect(values.occupation).toBe('FRUIT');
    expect(rows).toEqual([{ name: 'occupation', base: 'TEA', mine: 'FRUIT', theirs: 'TRANSPORT', kind: 'conflict' }]);
  });

  test('the same change by both, and no change at all, are nothing to talk about', () => {
    expect(merge(base, { ...base, name: '甲' }, { ...base, name: '甲' }).rows).toEqual([]);
    expect(merge(base, { ...base, name: '甲' }, base).rows).toEqual([]);
  });

  test('nested fields are compared one by one', () => {
    const mine = { ...base, investigation: { summary: '新', debt: '1' } };
    const theirs = { ...base, investigation: { summary: '旧', debt: '2' } };
    const { values, rows } = merge(base, mine, theirs);
    expect(rows.map((row) => row.name)).toEqual(['investigation.debt']);
    expect(values).toMatchObject({ 'investigation.summary': '新', 'investigation.debt': '2' });
  });

  test('a field that is written but never shown stays mine', () => {
    expect(merge(base, { ...base, phone: '13885012345' }, { ...base, name: '甲' }).values.phone).toBe('13885012345');
  });

  test('a value that the other one removed is a change too', () => {
    const { values, rows } = merge(base, base, { ...base, monthly_income: undefined });
    expect(rows).toMatchObject([{ name: 'monthly_income', kind: 'theirs', theirs: undefined }]);
    expect(values.monthly_income).toBeUndefined();
  });
});

test('amounts, empty values and lists are the same by their meaning', () => {
  expect(same('1000', '1000')).toBe(true);
  expect(same('1000.00', '1000.0')).toBe(true);
  expect(same('1000.50', '1000.5')).toBe(true);
  expect(same('1000', '100')).toBe(false);
  expect(same(null, '')).toBe(true);
  expect(same(undefined, '0')).toBe(false);
  expect(same(['A', 'B'], ['A', 'B'])).toBe(true);
  expect(same(['A', 'B'], ['B', 'A'])).toBe(false);
  expect(same(false, null)).toBe(false);
});
