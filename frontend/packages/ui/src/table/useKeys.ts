import { useEffect, useRef, type RefObject } from 'react';

export interface TableKeys {
  /** The rows on the page in their order. */
  ids: readonly string[];
  open?: ((id: string) => void) | undefined;
  tick?: ((id: string) => void) | undefined;
  page?: ((step: 1 | -1) => void) | undefined;
  help: () => void;
  /** Brings a row into the drawn part, where only part of the rows is drawn. */
  reach?: ((index: number) => void) | undefined;
}

/** The tables on the screen, in the order of their appearance. */
const mounted: HTMLElement[] = [];
const OVERLAYS = '.ant-popover, .ant-dropdown, .ant-select-dropdown, .ant-picker-dropdown, .ant-modal, .ant-drawer';

/** Is the person writing something, or choosing from a list? Then every key is his. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select, [role="combobox"], [role="textbox"]')) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** Of several tables the one that has the focus listens, else the first; one behind a dialog does not. */
function listens(section: HTMLElement, target: Element): boolean {
  const overlay = target.closest(OVERLAYS) ?? [...document.querySelectorAll<HTMLElement>('.ant-modal, .ant-drawer-open .ant-drawer-section')].find((one) => one.offsetParent !== null || one.getClientRects().length > 0);
  if (overlay && !overlay.contains(section)) return false;
  const focused = mounted.find((one) => one.contains(target));
  return (focused ?? mounted[0]) === section;
}

export const rowOf = (section: HTMLElement, id: string): HTMLElement | null =>
  section.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(id)}"]`);

function focusRow(section: HTMLElement, keys: TableKeys, index: number) {
  const id = keys.ids[index];
  if (id === undefined) return;
  const row = rowOf(section, id);
  if (row) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
    keys.reach?.(index);
    return;
  }
  keys.reach?.(index);
  // the row is drawn in one of the next frames
  let left = 20;
  const wait = () => {
    const drawn = rowOf(section, id);
    if (drawn) drawn.focus({ preventScroll: true });
    else if (--left > 0) requestAnimationFrame(wait);
  };
  requestAnimationFrame(wait);
}

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * The keys of a list. On a row: arrows, Home and End move, Enter opens, the space bar ticks, PageUp and PageDown turn
 * the page. Anywhere: arrows enter the rows, "/" the search field, "[" and "]" turn the page, "?" helps.
 */
export function useTableKeys(section: RefObject<HTMLElement | null>, keys: TableKeys) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const table = section.current;
    if (!table) return;
    mounted.push(table);

    function onRow(row: HTMLElement, event: KeyboardEvent): boolean {
      const { ids, open, tick, page } = latest.current;
      const id = row.dataset.rowKey ?? '';
      const step = STEPS[event.key];
      if (step) focusRow(table!, latest.current, step(ids.indexOf(id), ids.length - 1));
      else if (event.key === 'Enter' && open) open(id);
      else if (event.key === ' ' && tick) tick(id);
      else if (event.key === 'PageDown' && page) page(1);
      else if (event.key === 'PageUp' && page) page(-1);
      else return false;
      return true;
    }
    function anywhere(event: KeyboardEvent): boolean {
      const { page, help } = latest.current;
      const field = table!.querySelector<HTMLInputElement>('[data-table-search] input, input[data-table-search]');
      if (event.key === '/' && field) {
        field.focus();
        field.select();
      } else if (event.key === '?') help();
      else if (event.key === ']' && page) page(1);
      else if (event.key === '[' && page) page(-1);
      else if (event.key === 'ArrowDown' && event.target === document.body) focusRow(table!, latest.current, 0);
      else return false;
      return true;
    }
    function listen(event: KeyboardEvent) {
      const target = event.target;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
      if (!(target instanceof Element) || !listens(table!, target)) return;
      const isRow = target instanceof HTMLElement && target.dataset.rowKey !== undefined && table!.contains(target);
      if ((isRow && onRow(target, event)) || anywhere(event)) event.preventDefault();
    }
    // one stop of the tab key for all rows: the one that had the focus last
    function follow(event: FocusEvent) {
      const row = event.target;
      if (!(row instanceof HTMLElement) || row.dataset.rowKey === undefined) return;
      for (const other of table!.querySelectorAll<HTMLElement>('[data-row-key][tabindex="0"]')) other.tabIndex = -1;
      row.tabIndex = 0;
    }
    document.addEventListener('keydown', listen);
    table.addEventListener('focusin', follow);
    return () => {
      mounted.splice(mounted.indexOf(table), 1);
      document.removeEventListener('keydown', listen);
      table.removeEventListener('focusin', follow);
    };
  }, [section]);
}
