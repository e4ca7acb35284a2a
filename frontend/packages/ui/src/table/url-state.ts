/** The state of a list page lives in the address, so that "back" and a copied link keep it. */
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { Query } from '@credit/api';

export type SearchParams = Record<string, string>;

export interface TableConfig {
  /** Stands before each parameter of this list ("waiting.page"), where a page has two lists. */
  prefix?: string | undefined;
  filters: readonly string[];
  defaultSort?: string;
  defaultPageSize?: number;
  defaultFilters?: SearchParams;
}

export interface TableState {
  page: number;
  pageSize: number;
  sort: string;
  q: string;
  filters: SearchParams;
}

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;

const positive = (text: string | undefined, fallback: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
};

/** What a parameter of the list is called in the address. */
export const inAddress = ({ prefix }: TableConfig, name: string): string => (prefix ? `${prefix}.${name}` : name);

export function readTableState(search: SearchParams, config: TableConfig): TableState {
  const given = (name: string): string | undefined => search[inAddress(config, name)];
  const filters: SearchParams = {};
  for (const name of config.filters) {
    const value = given(name) ?? config.defaultFilters?.[name];
    if (value) filters[name] = value;
  }
  return {
    page: positive(given('page'), 1),
    pageSize: Math.min(positive(given('page_size'), config.defaultPageSize ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE),
    sort: given('sort') ?? config.defaultSort ?? '',
    q: given('q') ?? '',
    filters,
  };
}

/** Leaves out defaults and keeps parameters that belong to others (a tab, say). */
export function writeTableState(search: SearchParams, state: TableState, config: TableConfig): SearchParams {
  const next: SearchParams = { ...search };
  const put = (name: string, value: string, fallback: string) => {
    const shown = inAddress(config, name);
    if (value === fallback) delete next[shown];
    else next[shown] = value;
  };
  put('page', String(state.page), '1');
  put('page_size', String(state.pageSize), String(config.defaultPageSize ?? DEFAULT_PAGE_SIZE));
  put('sort', state.sort, config.defaultSort ?? '');
  put('q', state.q, '');
  for (const name of config.filters) {
    put(name, state.filters[name] ?? '', config.defaultFilters?.[name] ?? '');
  }
  return next;
}

export function toQuery(state: TableState): Query {
  return {
    ...state.filters,
    q: state.q,
    sort: state.sort,
    page: state.page,
    page_size: state.pageSize,
  };
}

export function parseSearch(text: string): SearchParams {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null) params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** The parameters of the address, and what changes them: anew, or from what they are by then. */
export function useSearchParams(): [SearchParams, (next: SearchParams | ((now: SearchParams) => SearchParams)) => void] {
  const location = useLocation();
  const navigate = useNavigate();
  const search = location.search as SearchParams;
  const setSearch = useCallback(
    (next: SearchParams | ((now: SearchParams) => SearchParams)) => void navigate({ to: location.pathname, search: next, replace: true } as never),
    [navigate, location.pathname],
  );
  return [search, setSearch];
}

export function useTableState(config: TableConfig): [TableState, (change: Partial<TableState>) => void] {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readTableState(search, config), [search, config]);
  const change = useCallback(
    (part: Partial<TableState>) => {
      // any change of what is listed starts again at the first page
      const page = part.page ?? 1;
      setSearch((now) => writeTableState(now, { ...readTableState(now, config), ...part, page }, config));
    },
    [setSearch, config],
  );
  return [state, change];
}
