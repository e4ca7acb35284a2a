import { describe, expect, test } from 'vitest';
import { Problem } from '@credit/api';
import { again, batchOf, failed, runBatch, type BatchItem } from '../src/table/batch';
import { arranged, changed, listIdOf, moved, pageDefault, sameColumns, type ListColumn } from '../src/table/layout';
import { readTableState, type TableConfig } from '../src/table/url-state';
import { pageName } from '../src/PageLayout';
import { readKept } from '../src/table/unsaved';
import { asksForSomething, contentOf, isModified, stateOf } from '../src/table/views';
import { guessedWidths } from '../src/table/virtual';

const page = [{ key: 'no', sortable: true }, { key: 'name' }, { key: 'amount', sortable: true }, { key: 'note', optional: true }];
const column = (key: string, change: Partial<ListColumn> = {}): ListColumn => ({ key, width: null, hidden: false, ...change });
const keys = (columns: readonly ListColumn[]) => columns.map(({ key, hidden }) => (hidden ? `(${key})` : key));

describe('the name of a list', () => {
  test.each([
    ['/customers', 'customers'],
    ['/accounts/same-persons', 'accounts.same-persons'],
    ['/loans/12/repayments', 'loans.id.repayments'],
    ['/sessions/5b1f7c1e-3a52-4c8e-9d0f-6a7b8c9d0e1f/events', 'sessions.id.events'],
    ['/dictionaries/customers.occupation/entries', 'dictionaries.customers-occupation.entries'],
  ])('%s is %s', (resource, name) => expect(listIdOf(resource)).toBe(name));
});

describe('the columns of a list', () => {
  test('follow the page until somebody arranges them', () => {
    expect(keys(arranged(page, []))).toEqual(['no', 'name', 'amount', '(note)']);
  });

  test('keep their order, width and absence; what the page has lost is dropped', () => {
    const kept = [column('amount', { width: 90 }), column('gone'), column('no', { hidden: true }), column('name'), column('note')];
    const found = arranged(page, kept);
    expect(keys(found)).toEqual(['amount', '(no)', 'name', 'note']);
    expect(found[0]?.width).toBe(90);
  });

  test('a new column of the page stands after the one that it follows there', () => {
    expect(keys(arranged(page, [column('amount'), column('no'), column('note')]))).toEqual(['amount', 'no', 'name', 'note']);
    expect(keys(arranged(page, [column('amount'), column('name')]))).toEqual(['no', 'amount', '(note)', 'name']);
  });

  test('never all disappear', () => {
    const kept = page.map(({ key }) => column(key, { hidden: true }));
    expect(keys(arranged(page, kept))).toEqual(['no', '(name)', '(amount)', '(note)']);
  });

  test('move within the list only, and change one at a time', () => {
    const columns = pageDefault(page);
    expect(keys(moved(columns, 0, 2))).toEqual(['name', 'amount', 'no', '(note)']);
    expect(moved(columns, 0, -1)).toEqual(columns);
    expect(moved(columns, 3, 4)).toEqual(columns);
    const wide = changed(columns, 'name', { width: 200 });
    expect(sameColumns(wide, columns)).toBe(false);
    expect(sameColumns(changed(wide, 'name', { width: null }), columns)).toBe(true);
  });
});

const config: TableConfig = { filters: ['state', 'product'], defaultSort: '-no', defaultFilters: { state: 'OPEN' } };
const columns = pageDefault(page);
const view = { filters: { state: 'DONE' }, q: '张', sort: 'amount', columns };

describe('a saved view', () => {
  test('is shown unmodified by the state that it asks for', () => {
    const state = stateOf(view, readTableState({}, config), config, ['no', 'amount']);
    expect(state).toEqual({ page: 1, pageSize: 50, q: '张', sort: 'amount', filters: { state: 'DONE' } });
    expect(isModified(view, state, columns, config, page)).toBe(false);
    expect(contentOf(state, columns)).toEqual(view);
  });

  test.each([
    ['another word', { q: '李' }],
    ['another order', { sort: '-amount' }],
    ['another condition', { filters: { state: 'DONE', product: '1' } }],
    ['a condition less', { filters: {} }],
  ])('is modified by %s', (_, change) => {
    const state = stateOf(view, readTableState({}, config), config, ['amount']);
    expect(isModified(view, { ...state, ...change }, columns, config, page)).toBe(true);
  });

  test('is modified by other columns, and by neither the page nor its size', () => {
    const state = stateOf(view, readTableState({}, config), config, ['amount']);
    expect(isModified(view, state, moved(columns, 0, 1), config, page)).toBe(true);
    expect(isModified(view, { ...state, page: 4, pageSize: 200 }, columns, config, page)).toBe(false);
  });

  test('leaves out what the page does not know (any more)', () => {
    const old = { ...view, filters: { state: 'DONE', gone: 'x' }, sort: 'gone', columns: [...columns, column('gone')] };
    const state = stateOf(old, readTableState({}, config), config, ['amount']);
    expect(state.filters).toEqual({ state: 'DONE' });
    expect(state.sort).toBe('-no');
    expect(isModified(old, state, columns, config, page)).toBe(false);
  });

  test('the default speaks only at an address that asks for nothing', () => {
    expect(asksForSomething({ tab: 'facts' }, config)).toBe(false);
    for (const name of ['view', 'q', 'state', 'page', 'sort']) expect(asksForSomething({ [name]: '' }, config), name).toBe(true);
  });
});

describe('unsaved columns', () => {
  test('are read back, and what another program left is nothing', () => {
    const kept = { version: 3, columns: [{ key: 'no', width: null, hidden: true }] };
    expect(readKept(JSON.stringify(kept))).toEqual(kept);
    for (const text of [null, '', 'x', '{}', '{"version":1}', '[1]']) expect(readKept(text), String(text)).toBeNull();
  });
});

test('a page is named by the record and its list, a list by itself', () => {
  const [home, list] = [{ title: '首页', to: '/' }, { title: '合同', to: '/contracts' }];
  expect(pageName([home, list, { title: 'HT2026' }])).toBe('HT2026 · 合同');
  expect(pageName([home, { title: '组织' }, { title: '人员' }])).toBe('人员');
  expect(pageName([home, { title: '消息' }])).toBe('消息');
  expect(pageName([])).toBeNull();
});

const refusal = new Problem({ status: 409, code: 'platform.wrong_state', title: '当前状态不能执行此操作' });

describe('a batch', () => {
  let keyNumber = 0;
  const rows = (count: number) => Array.from({ length: count }, (_, index) => [String(index), index] as const);
  const newKey = () => `key-${++keyNumber}`;

  async function run(items: BatchItem<number>[], send: (row: number, key: string) => Promise<unknown>, signal?: AbortSignal) {
    const found = new Map(items.map((item) => [item.id, item]));
    await runBatch(items, send, (item) => found.set(item.id, item), signal ? { signal } : {});
    return [...found.values()];
  }

  test('sends each row once under a key of its own, the first alone, then three at a time', async () => {
    let now = 0;
    const widths: number[] = [];
    const sent: string[] = [];
    const found = await run(batchOf(rows(8), newKey), async (_, key) => {
      widths.push(++now);
      sent.push(key);
      await new Promise((done) => setTimeout(done, 1));
      now -= 1;
    });
    expect(found.every((item) => item.state === 'done')).toBe(true);
    expect(new Set(sent).size).toBe(8);
    expect(widths.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...widths)).toBe(3);
  });

  test('one refusal stops nothing, and is told with its words', async () => {
    const found = await run(batchOf(rows(4), newKey), (row) => (row === 0 ? Promise.reject(refusal) : Promise.resolve()));
    expect(found.map((item) => item.state)).toEqual(['refused', 'done', 'done', 'done']);
    expect(found[0]?.problem).toBe(refusal);
  });

  test('when it is stopped, what is under way ends and the rest is not tried', async () => {
    const stop = new AbortController();
    const found = await run(
      batchOf(rows(6), newKey),
      (row) => {
        if (row === 1) stop.abort();
        return Promise.resolve();
      },
      stop.signal,
    );
    expect(found.slice(0, 2).map((item) => item.state)).toEqual(['done', 'done']);
    expect(found.filter((item) => item.state === 'untried').length).toBeGreaterThan(0);
    expect(found.some((item) => item.state === 'waiting' || item.state === 'running')).toBe(false);
  });

  test('ends when nobody is signed in any more', async () => {
    const signedOut = new Problem({ status: 401, code: 'identity.not_signed_in', title: '请先登录' });
    const found = await run(batchOf(rows(5), newKey), () => Promise.reject(signedOut));
    expect(found.map((item) => item.state)).toEqual(['refused', 'untried', 'untried', 'untried', 'untried']);
  });

  test('a retry keeps the key of an uncertain outcome and never repeats what is done', async () => {
    const lost = new Problem({ status: 0, code: 'client.network', title: 'network' });
    const found = await run(batchOf(rows(3), newKey), (row) => (row === 0 ? Promise.reject(lost) : row === 1 ? Promise.reject(refusal) : Promise.resolve()));
    expect(found.map((item) => item.state)).toEqual(['uncertain', 'refused', 'done']);
    const next = again(found, newKey);
    expect(next.map((item) => item.state)).toEqual(['waiting', 'waiting', 'done']);
    expect(next[0]?.key).toBe(found[0]?.key);
    expect(next[1]?.key).not.toBe(found[1]?.key);
    const sent: number[] = [];
    const last = await run(next, (row) => Promise.resolve(sent.push(row)));
    expect(sent.sort()).toEqual([0, 1]);
    expect(last.some(failed)).toBe(false);
  });
});

test('a long table knows widths for what its rows hold', () => {
  const rows = [{ no: 'HT2026000001', name: '罗国华', amount: '1234567.00', note: null }];
  const widths = guessedWidths(page.map((one) => ({ ...one, title: one.key })), rows);
  expect(widths.get('no')).toBeGreaterThan(12 * 7);
  expect(widths.get('name')).toBeGreaterThanOrEqual(3 * 13);
  expect(widths.get('note')).toBeGreaterThanOrEqual(48);
});
