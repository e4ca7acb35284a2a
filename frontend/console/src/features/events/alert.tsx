import { Alert } from 'antd';
import { Link } from '@tanstack/react-router';
import type { EntityBacklogRow, EventSummary, Page } from '@credit/api';
import { useCan, useGet } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';

/** On the workbench of whoever mends it: events that nobody hears of any more. */
export function DeadEventsAlert() {
  const t = useText();
  const can = useCan();
  const own = can(ACTIONS.eventsView) || can(ACTIONS.provinceEventsView);
  const all = can(ACTIONS.provinceEventsView) && can(ACTIONS.operationsView);
  const summary = useGet<EventSummary>('/event-summary', {}, { enabled: own, poll: () => 60_000 });
  const banks = useGet<Page<EntityBacklogRow>>('/event-backlogs', { dead: true, page_size: 1 }, { enabled: all, poll: () => 60_000 });
  const dead = summary.data?.dead ?? 0;
  const entities = banks.data?.count ?? 0;
  if (dead === 0 && entities === 0) return null;
  return (
    <Alert
      className="kit-problem"
      type="error"
      showIcon
      role="alert"
      title={dead > 0 ? t.events.alert(dead) : t.events.alertBanks(entities)}
      description={t.events.alertNote}
      action={<Link to={(dead > 0 ? '/events?state=DEAD' : '/events') as never}>{t.events.open}</Link>}
    />
  );
}
