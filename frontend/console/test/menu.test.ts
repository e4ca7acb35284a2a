import { expect, test } from 'vitest';
import { activeEntry, menuFor } from '../src/app/menu';
import { zh } from '../src/text/zh';

const paths = (actions: string[], realm: 'bank' | 'province' = 'bank') =>
  menuFor(realm, zh, (...wanted) => wanted.some((action) => actions.includes(action))).flatMap((entry) =>
    entry.children ? entry.children.map((child) => child.path) : [entry.path],
  );

test('the menu shows what the person may open, and no empty group', () => {
  expect(paths([])).toEqual(['/']);
  expect(paths(['customers.view', 'ledger.view'])).toEqual(['/', '/customers', '/households', '/vouchers', '/trial-balance', '/account-subjects']);
  expect(paths(['entities.view', 'customers.view'], 'province')).toEqual(['/', '/entities']);
});

test('the changes stand in the menu of whoever makes or checks any', () => {
  const entries = menuFor('bank', zh, () => false, true);
  expect(entries.map((entry) => entry.path)).toEqual(['/', '/changes']);
});

test('the components stand in the menu where the system is built, and nowhere else', () => {
  expect(menuFor('province', zh, () => false, false, true).map((entry) => entry.path)).toEqual(['/', 'development-group']);
  expect(menuFor('province', zh, () => true).map((entry) => entry.path)).not.toContain('development-group');
});

test('a page below a list keeps the entry of the list marked', () => {
  const entries = menuFor('bank', zh, () => true);
  expect(activeEntry(entries, '/loans/12')).toEqual({ key: '/loans', parent: null });
  expect(activeEntry(entries, '/organisation/staff').key).toBe('/organisation/staff');
  expect(activeEntry(entries, '/').key).toBe('/');
  expect(activeEntry(entries, '/nowhere').key).toBe('');
});
