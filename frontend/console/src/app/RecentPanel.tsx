import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { OpenedRow } from '@credit/api';
import { FoundList, useGet, useKitText, type FoundRecord } from '@credit/ui';
import { STATES, recentGroups } from './search';

/** What hangs under the clock: the records opened last; arrow keys and Enter work at once. */
export function RecentPanel({ onClose }: { onClose: () => void }) {
  const kit = useKitText();
  const navigate = useNavigate();
  const [active, setActive] = useState(0);
  const recent = useGet<OpenedRow[]>('/desk/opened');
  const groups = recentGroups(recent.data, 20);
  const rows = groups.flatMap((group) => group.rows);
  const go = (row: FoundRecord) => {
    onClose();
    void navigate({ to: row.path } as never);
  };
  return (
    <div
      className="recent-panel"
      tabIndex={0}
      ref={(panel) => panel?.focus({ preventScroll: true })}
      aria-label={kit.recent}
      aria-activedescendant={rows.length > 0 ? `recent-records-${active}` : undefined}
      role="group"
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step !== undefined && rows.length > 0) {
          event.preventDefault();
          setActive((active + step + rows.length) % rows.length);
        }
        if (event.key === 'Enter' && rows[active]) go(rows[active]);
        if (event.key === 'Escape') onClose();
      }}
    >
      {recent.data?.length === 0 && <div className="search-note">{kit.recentNone}</div>}
      <FoundList groups={groups} states={STATES} active={active} listId="recent-records" onPick={go} onPoint={setActive} />
    </div>
  );
}
