/** Saved views of a list: what they hold, and whether the list still shows it. Without React. */
import { arranged, sameColumns, type ListColumn } from './layout';
import { inAddress, type SearchParams, type TableConfig, type TableState } from './url-state';

export interface SavedView {
  id: number;
  name: string;
  owner_name: string;
  is_own: boolean;
  is_shared: boolean;
  filters: SearchParams;
  q: string;
  sort: string;
  columns: ListColumn[];
  version: number;
  allowed_actions: string[];
}

/** The parameter of the address that names the view in use. */
export const VIEW = 'view';
/** Its value for "none, although there is a default". */
export const NO_VIEW = 'none';

export type ViewContent = Pick<SavedView, 'filters' | 'q' | 'sort' | 'columns'>;

const given = (filters: SearchParams): SearchParams =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));

export function contentOf(state: TableState, columns: readonly ListColumn[]): ViewContent {
  return { filters: given(state.filters), q: state.q, sort: state.sort, columns: [...columns] };
}

/** The state of the list that the view asks for. Conditions that the page does not know (any more) are left out. */
export function stateOf(view: ViewContent, state: TableState, config: TableConfig, sortable: readonly string[]): TableState {
  const filters = Object.fromEntries(Object.entries(view.filters).filter(([name]) => config.filters.includes(name)));
  const known = view.sort === '' || view.sort === config.defaultSort || sortable.includes(view.sort.replace(/^-/, ''));
  return { page: 1, pageSize: state.pageSize, q: view.q, sort: known ? view.sort : (config.defaultSort ?? ''), filters };
}

export function isModified(
  view: ViewContent,
  state: TableState,
  columns: readonly ListColumn[],
  config: TableConfig,
  page: readonly { key: string; optional?: boolean; sortable?: boolean }[],
): boolean {
  const sortable = page.filter((column) => column.sortable).map((column) => column.key);
  const wanted = stateOf(view, state, config, sortable);
  const [now, then] = [given(state.filters), given(wanted.filters)];
  const names = new Set([...Object.keys(now), ...Object.keys(then)]);
  return (
    wanted.q !== state.q ||
    wanted.sort !== state.sort ||
    [...names].some((name) => now[name] !== then[name]) ||
    !sameColumns(arranged(page, view.columns), columns)
  );
}

/** Does the address ask for anything of this list? If not, the default view may speak. */
export function asksForSomething(search: SearchParams, config: TableConfig): boolean {
  return [VIEW, 'q', 'sort', 'page', 'page_size', ...config.filters].some((name) => inAddress(config, name) in search);
}
