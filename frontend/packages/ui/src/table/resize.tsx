import { useRef, type PointerEvent, type ThHTMLAttributes } from 'react';

export const MIN_WIDTH = 48;
export const MAX_WIDTH = 800;

export type ResizableHeader = ThHTMLAttributes<HTMLTableCellElement> & { resize?: (width: number) => void };

/**
 * A header whose right edge is dragged to a width. While dragging only a line moves: the rows are drawn once, when
 * the pointer lets go. By keyboard the width is given in the settings of the list.
 */
export function HeaderCell({ resize, children, ...rest }: ResizableHeader) {
  const cell = useRef<HTMLTableCellElement>(null);
  if (!resize) return <th {...rest}>{children}</th>;

  function start(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0 || !cell.current) return;
    event.preventDefault();
    event.stopPropagation();
    const box = cell.current.getBoundingClientRect();
    const line = document.createElement('div');
    line.className = 'kit-resize-line';
    document.body.append(line);
    const widthAt = (x: number) => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, x - box.left)));
    const show = (x: number) => (line.style.left = `${box.left + widthAt(x)}px`);
    show(event.clientX);
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => show(moved.clientX);
    const end = (ended: globalThis.PointerEvent) => {
      line.remove();
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      if (ended.type === 'pointerup' && Math.abs(ended.clientX - event.clientX) > 2) resize?.(widthAt(ended.clientX));
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  }

  return (
    <th {...rest} ref={cell}>
      {children}
      <span className="kit-resize" aria-hidden="true" onPointerDown={start} onClick={(event) => event.stopPropagation()} />
    </th>
  );
}
