import { expect, test } from 'vitest';
import { cleaned, fieldPath } from '../src/form/values';
import { isAllowed } from '../src/session';

test('field names of the API become paths of the form', () => {
  expect(fieldPath('amount')).toEqual(['amount']);
  expect(fieldPath('investigation.monthly_income')).toEqual(['investigation', 'monthly_income']);
  expect(fieldPath('members[0].name')).toEqual(['members', 0, 'name']);
});

test('what was left empty is not sent', () => {
  const values = { name: ' 王芳 ', note: '  ', term: 12, none: null, nested: { a: '', b: 'x' }, methods: ['BULLET'], no: false };
  expect(cleaned(values)).toEqual({ name: '王芳', term: 12, nested: { b: 'x' }, methods: ['BULLET'], no: false });
});

test('an allowed action counts with and without the name of its app', () => {
  expect(isAllowed(['sign_bank'], 'sign_bank')).toBe(true);
  expect(isAllowed(['contracts.void'], 'void')).toBe(true);
  expect(isAllowed(['contracts.avoid'], 'void')).toBe(false);
  expect(isAllowed(undefined, 'void')).toBe(false);
});
