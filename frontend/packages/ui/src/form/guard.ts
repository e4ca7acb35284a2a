/** What is not sent yet is not lost by a click: leaving the page and closing the tab ask first. */
import { useBlocker } from '@tanstack/react-router';

/** `isDirty` is asked at the moment of leaving; `ask` answers whether to leave. A change of the tab in the address is no leaving. */
export function useLeaveGuard(open: boolean, isDirty: () => boolean, ask: () => Promise<boolean>): void {
  useBlocker({
    disabled: !open,
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && isDirty() && !(await ask()),
    enableBeforeUnload: isDirty,
  });
}
