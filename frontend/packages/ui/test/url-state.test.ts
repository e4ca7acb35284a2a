import { describe, expect, test } from 'vitest';
import { asksForSomething } from '../src/table/views';
import {
  parseSearch,
  readTableState,
  stringifySearch,
  toQuery,
  writeTableState,
  type TableConfig,
} from '../src/table/url-state';

const config: TableConfig = { filters: ['state', 'mine'], defaultSort: '-created_at', defaultFilters: { state: 'OPEN' } };

describe('the state of a list in the address', () => {
  test('an empty address means the defaults', () => {
    expect(readTableState({}, config)).toEqual({
      page: 1,
      pageSize: 50,
      sort: '-created_at',
      q: '',
      filters: { state: 'OPEN' },
    });
  });

  test('what is written is read back, and defaults leave no trace', () => {
    const state = { page: 3, pageSize: 100, sort: 'amount', q: '王 五&六', filters: { state: 'DONE', mine: 'true' } };
    const written = writeTableState({}, state, config);
    expect(readTableState(parseSearch(stringifySearch(written).slice(1)), config)).toEqual(state);
    expect(writeTableState(written, readTableState({}, config), config)).toEqual({});
  });

  test('a cleared default filter stays cleared', () => {
    const cleared = writeTableState({}, { ...readTableState({}, config), filters: {} }, config);
    expect(cleared).toEqual({ state: '' });
    expect(readTableState(cleared, config).filters).toEqual({});
  });

  test('numbers stay text, and parameters of others stay', () => {
    expect(parseSearch('q=00123&tab=facts')).toEqual({ q: '00123', tab: 'facts' });
    expect(writeTableState({ tab: 'facts', q: 'x' }, readTableState({}, config), config)).toEqual({ tab: 'facts' });
  });

  test('two lists on one page keep apart', () => {
    const second: TableConfig = { ...config, prefix: 'waiting' };
    const state = { ...readTableState({}, second), page: 2, filters: { state: 'DONE' } };
    const search = writeTableState({ page: '5', state: 'OPEN', q: 'x' }, state, second);
    expect(search).toEqual({ page: '5', state: 'OPEN', q: 'x', 'waiting.page': '2', 'waiting.state': 'DONE' });
    expect(readTableState(search, second)).toEqual(state);
    expect(readTableState(search, config)).toMatchObject({ page: 5, q: 'x', filters: { state: 'OPEN' } });
    expect(asksForSomething({ page: '5' }, second)).toBe(false);
  });

  test.each([['0'], ['-2'], ['abc'], ['1.5']])('a page "%s" falls back to the first', (page) => {
    expect(readTableState({ page }, config).page).toBe(1);
  });

  test('a page holds at most 200 rows and the query names what the API knows', () => {
    const state = readTableState({ page_size: '5000', mine: 'true' }, config);
    expect(toQuery(state)).toEqual({ state: 'OPEN', mine: 'true', q: '', sort: '-created_at', page: 1, page_size: 200 });
  });
});
