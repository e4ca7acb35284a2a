import { useState } from 'react';
import { App } from 'antd';
import type { EntityBacklogRow, EventDeliveryDetail, EventDeliveryRow, EventSummary, Page } from '@credit/api';
import { formatCount, formatInstant, optionsOf } from '@credit/domain';
import {
  ActionBar,
  ActionButton,
  Can,
  DataTable,
  Facts,
  Figures,
  Panel,
  PlainTable,
  ProblemAlert,
  StateTag,
  useCan,
  useGet,
  useLocale,
  useSession,
  type Column,
  RecordDrawer,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { useEntityNames } from '../shared/entityNames';
import { ListPage } from '../shared/ListPage';
import { waitingFor } from './waiting';

/** Events that did not arrive: of this entity, and at the province the backlogs of all of them. */
export function EventList() {
  const t = useText();
  const { locale } = useLocale();
  const { realm } = useSession();
  const [opened, setOpened] = useState<number | null>(null);
  const can = useCan();
  const mayRetry = can(realm === 'province' ? ACTIONS.provinceEventsManage : ACTIONS.eventsManage);
  const summary = useGet<EventSummary>('/event-summary', {}, { poll: () => 15_000 });
  const names = (values: readonly string[] | undefined) => (values ?? []).map((value) => ({ value, label: value }));
  const columns: Column<EventDeliveryRow>[] = [
    { key: 'occurred_at', title: t.events.occurredAt, sortable: true, render: (row) => formatInstant(row.occurred_at) },
    { key: 'event_title', title: t.events.event, render: (row) => <span title={row.event}>{row.event_title}</span> },
    { key: 'aggregate', title: t.events.aggregate },
    { key: 'consumer', title: t.events.consumer },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="eventDeliveryState" code={row.state} /> },
    { key: 'attempts', title: t.events.attempts, align: 'right', sortable: true },
    {
      key: 'next_attempt_at',
      title: t.events.nextAttemptAt,
      render: (row) => (row.state === 'WAITING' ? formatInstant(row.next_attempt_at) : '—'),
    },
    {
      key: 'last_error',
      title: t.f.error,
      render: (row) => (row.last_error ? <span className="kit-cut kit-danger" title={row.last_error}>{row.last_error}</span> : '—'),
    },
  ];
  return (
    <ListPage title={t.events.title} actions={mayRetry && <RetryAll dead={summary.data?.dead ?? 0} />}>
      <ProblemAlert problem={summary.error} onRetry={() => void summary.refetch()} />
      <Figures
        items={[
          { label: t.events.dead, value: formatCount(summary.data?.dead), ...(summary.data?.dead ? { tone: 'danger' as const } : {}) },
          { label: t.events.waiting, value: formatCount(summary.data?.waiting) },
          { label: t.events.oldest, value: waitingFor(summary.data?.oldest_at, t) },
        ]}
      />
      {realm === 'province' && (
        <Can action={ACTIONS.operationsView}>
          <Backlogs />
        </Can>
      )}
      <DataTable<EventDeliveryRow>
        resource="/event-deliveries"
        label={t.events.title}
        rowKey="id"
        columns={columns}
        filters={[
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('eventDeliveryState', locale) },
          { name: 'event', label: t.events.event, kind: 'select', options: names(summary.data?.events), width: 180 },
          { name: 'consumer', label: t.events.consumer, kind: 'select', options: names(summary.data?.consumers), width: 170 },
        ]}
        searchHint={t.events.searchHint}
        emptyHint={t.events.nothingWaits}
        onOpen={(row) => setOpened(row.id)}
        rowName={(row) => `${row.event_title} ${row.aggregate}`}
        batchActions={
          mayRetry
            ? [
                {
                  key: 'retry',
                  label: t.events.retry,
                  allowed: (row) => row.state === 'DEAD',
                  confirm: (count) => ({ title: t.events.retryAsk(count), content: t.events.retryNote }),
                  send: (api, row, key) => api.post(`/event-deliveries/${row.id}/retry`, {}, { key }),
                },
              ]
            : []
        }
      />
      <RecordDrawer title={t.events.detail} open={opened !== null} onClose={() => setOpened(null)} width={640}>
        {opened !== null && <DeliveryFacts id={opened} />}
      </RecordDrawer>
    </ListPage>
  );
}

function RetryAll({ dead }: { dead: number }) {
  const t = useText();
  return dead > 0 ? (
    <ActionButton
      spec={{
        action: 'retry',
        label: t.events.retryAll,
        path: '/event-deliveries/retry',
        body: { ids: [] },
        ask: { title: t.events.retryAsk(dead), content: t.events.retryNote },
      }}
    />
  ) : null;
}

function Backlogs() {
  const t = useText();
  const entities = useEntityNames();
  const rows = useGet<Page<EntityBacklogRow>>('/event-backlogs', { page_size: 100 }, { poll: () => 15_000 });
  const columns: Column<EntityBacklogRow>[] = [
    { key: 'entity_code', title: t.f.code },
    {
      key: 'entity_name',
      title: t.f.entity,
      render: (row) => (row.entity_code === 'province' ? t.events.province : (entities.get(row.entity_code) ?? '—')),
    },
    { key: 'dead', title: t.events.dead, align: 'right', render: (row) => <span className={row.dead > 0 ? 'kit-danger' : ''}>{formatCount(row.dead)}</span> },
    { key: 'waiting', title: t.events.waiting, align: 'right', render: (row) => formatCount(row.waiting) },
    { key: 'oldest_at', title: t.events.oldest, render: (row) => waitingFor(row.oldest_at, t) },
  ];
  return (
    <Panel flush title={t.events.backlogs}>
      <ProblemAlert problem={rows.error} onRetry={() => void rows.refetch()} />
      <PlainTable
        rows={rows.data?.results ?? []}
        columns={columns}
        rowKey="entity_code"
        label={t.events.backlogs}
        loading={rows.isPending}
        emptyText={t.events.noBacklog}
      />
    </Panel>
  );
}

function DeliveryFacts({ id }: { id: number }) {
  const t = useText();
  const { message } = App.useApp();
  const path = `/event-deliveries/${id}`;
  const found = useGet<EventDeliveryDetail>(path);
  const row = found.data;
  if (!row) return <ProblemAlert problem={found.error} onRetry={() => void found.refetch()} />;
  return (
    <>
      <div className="events-actions">
        <ActionBar
          allowed={row.allowed_actions}
          actions={[
            { action: 'retry', label: t.events.retry, path: `${path}/retry`, primary: true },
            {
              action: 'discard',
              label: t.events.discard,
              path: `${path}/discard`,
              ask: 'reason',
              danger: true,
              onDone: () => void message.info(t.events.discardProposed),
            },
          ]}
        />
      </div>
      <Facts
        columns={1}
        items={[
          { label: t.events.event, value: t.u.bracketed(row.event_title, row.event) },
          { label: t.f.state, value: <StateTag of="eventDeliveryState" code={row.state} /> },
          { label: t.events.consumer, value: row.consumer },
          { label: t.events.aggregate, value: row.aggregate },
          { label: t.events.occurredAt, value: formatInstant(row.occurred_at) },
          { label: t.events.attempts, value: formatCount(row.attempts) },
          row.state === 'WAITING' ? { label: t.events.nextAttemptAt, value: formatInstant(row.next_attempt_at) } : null,
          row.finished_at ? { label: t.f.finishedAt, value: formatInstant(row.finished_at) } : null,
          row.reason ? { label: t.f.reason, value: row.reason } : null,
          { label: t.events.uuid, value: row.event_uuid },
          { label: t.f.correlation, value: row.correlation_id },
        ]}
      />
      {row.last_error && (
        <>
          <h2 className="kit-section">{t.f.error}</h2>
          <pre className="events-text kit-danger">{row.last_error}</pre>
        </>
      )}
      <h2 className="kit-section">{t.events.payload}</h2>
      <pre className="events-text">{JSON.stringify(row.payload, null, 2)}</pre>
    </>
  );
}
