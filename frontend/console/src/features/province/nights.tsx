import type { NightSummary, ProvinceNightRow } from '@credit/api';
import { formatCount, formatDate, formatInstant, formatSeconds, type Locale, labelOf, optionsOf } from '@credit/domain';
import {
  ActionButton,
  Can,
  DataTable,
  Figures,
  ProblemAlert,
  StateTag,
  useGet,
  useLocale,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { useEntityNames } from '../shared/entityNames';
import { ListPage } from '../shared/ListPage';
import { NightSeconds } from './charts';

const STATES = ['DONE', 'RUNNING', 'PENDING', 'FAILED'] as const;

function elapsed(night: ProvinceNightRow, locale: Locale): string {
  if (!night.started_at || !night.finished_at) return '—';
  return formatSeconds((Date.parse(night.finished_at) - Date.parse(night.started_at)) / 1000, locale);
}

export function ProvinceNights() {
  const t = useText();
  const { locale } = useLocale();
  const names = useEntityNames();
  const columns: Column<ProvinceNightRow>[] = [
    { key: 'entity_code', title: t.f.code, sortable: true },
    { key: 'entity_name', title: t.f.entity, render: (row) => names.get(row.entity_code) ?? '—' },
    { key: 'business_on', title: t.f.businessDate, sortable: true, render: (row) => formatDate(row.business_on) },
    { key: 'state', title: t.f.state, sortable: true, render: (row) => <StateTag of="nightState" code={row.state} /> },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
    { key: 'finished_at', title: t.f.finishedAt, render: (row) => formatInstant(row.finished_at) },
    { key: 'elapsed', title: t.nights.elapsed, align: 'right', render: (row) => elapsed(row, locale) },
    { key: 'failed_step', title: t.f.failedStep, render: (row) => row.failed_step || '—' },
    { key: 'error', title: t.f.error, wrap: true, render: (row) => (row.error ? <span className="kit-danger">{row.error}</span> : '—') },
  ];
  return (
    <ListPage title={t.province.nightsTitle} actions={<Commands />}>
      <Summary />
      <DataTable<ProvinceNightRow>
        resource="/nights"
        label={t.province.nightsTitle}
        rowKey="id"
        columns={columns}
        filters={[
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('nightState', locale) },
          { name: 'business_on', label: t.f.businessDate, kind: 'date' },
        ]}
        poll={(page) => (page?.results.some((row) => row.state === 'RUNNING') ? 3_000 : 15_000)}
      />
    </ListPage>
  );
}

function Commands() {
  const t = useText();
  return (
    <Can action={ACTIONS.operationsCommand}>
      <ActionButton
        spec={{ action: 'retry', label: t.province.nightsRetry, path: '/nights', body: { command: 'RETRY', codes: [] } }}
      />
      <ActionButton
        spec={{
          action: 'start',
          label: t.province.nightsStart,
          path: '/nights',
          body: { command: 'START', codes: [] },
          primary: true,
          ask: { title: t.province.nightsStartAsk, content: t.nights.startNote },
        }}
      />
    </Can>
  );
}

/** The newest night over all banks, by state. */
function Summary() {
  const t = useText();
  const { locale } = useLocale();
  const summary = useGet<NightSummary>('/night-summary', {}, { poll: () => 3_000 });
  const counts = new Map(summary.data?.states.map((row) => [row.state, row.count]));
  return (
    <>
      <ProblemAlert problem={summary.error} onRetry={() => void summary.refetch()} />
      <Figures
        items={[
          { label: t.province.newestDate, value: formatDate(summary.data?.newest_business_on) },
          ...STATES.map((state) => {
            const count = counts.get(state) ?? 0;
            const tone = state === 'FAILED' ? ('danger' as const) : state === 'DONE' ? ('success' as const) : undefined;
            return {
              label: labelOf('nightState', state, locale),
              value: summary.data ? formatCount(count) : '—',
              ...(tone && count > 0 ? { tone } : {}),
            };
          }),
        ]}
      />
      <NightSeconds on={summary.data?.newest_business_on} />
    </>
  );
}
