import { Alert } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { NightDetail, NightRow, NightStep } from '@credit/api';
import { formatCount, formatDate, formatInstant, formatMinute, formatSeconds, nameIn, type Locale, optionsOf } from '@credit/domain';
import {
  ActionBar,
  ActionButton,
  Can,
  DataTable,
  DetailPage,
  Figures,
  Panel,
  PlainTable,
  StateTag,
  useCan,
  useGet,
  useLocale,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { StepBar } from '../shared/StepBar';

const UNDER_WAY = new Set(['PENDING', 'RUNNING']);

export function NightList() {
  const t = useText();
  const { locale } = useLocale();
  const session = useSession();
  const navigate = useNavigate();
  const columns: Column<NightRow>[] = [
    { key: 'business_on', title: t.f.businessDate, sortable: true, render: (row) => formatDate(row.business_on) },
    { key: 'next_business_on', title: t.f.nextBusinessDate, render: (row) => formatDate(row.next_business_on) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="nightState" code={row.state} /> },
    { key: 'progress', title: t.f.progress, render: (row) => <StepBar done={row.progress.done} total={row.progress.total} state={row.state} /> },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
    { key: 'finished_at', title: t.f.finishedAt, render: (row) => formatInstant(row.finished_at) },
    { key: 'elapsed', title: t.nights.elapsed, align: 'right', render: (row) => elapsed(row, locale) },
  ];
  return (
    <ListPage
      title={t.nights.title}
      actions={
        <Can action={ACTIONS.nightsRun}>
          <ActionButton
            spec={{
              action: 'start',
              label: t.nights.start,
              path: '/nights',
              primary: true,
              ask: { title: t.nights.startAsk(session.business_date ?? ''), content: t.nights.startNote },
              onDone: (answer) => void navigate({ to: `/nights/${(answer as NightDetail).id}` } as never),
            }}
          />
        </Can>
      }
    >
      <DataTable<NightRow>
        resource="/nights"
        label={t.nights.title}
        rowKey="id"
        columns={columns}
        filters={[{ name: 'state', label: t.f.state, kind: 'select', options: optionsOf('nightState', locale) }]}
        openPath={(row) => `/nights/${row.id}`}
        poll={(data) => (data?.results.some((row) => UNDER_WAY.has(row.state)) ? 3_000 : false)}
      />
    </ListPage>
  );
}

function elapsed(night: Pick<NightDetail, 'started_at' | 'finished_at'>, locale: Locale): string {
  if (!night.started_at || !night.finished_at) return '—';
  return formatSeconds((Date.parse(night.finished_at) - Date.parse(night.started_at)) / 1000, locale);
}

export function NightPage() {
  const t = useText();
  const id = useParam();
  const can = useCan();
  const query = useGet<NightDetail>(`/nights/${id}`, {}, {
    poll: (data) => (!data || UNDER_WAY.has(data.state) ? 1_000 : false),
  });
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.nights, to: '/nights' }]}
      title={(data) => t.nights.current(data.business_on)}
      aside={(data) => (
        <span aria-live="polite">
          <StateTag of="nightState" code={data.state} />
        </span>
      )}
      actions={(data) => (
        <ActionBar
          allowed={data.state === 'FAILED' && can(ACTIONS.nightsRun) ? ['retry'] : []}
          actions={[{ action: 'retry', label: t.nights.retry, path: `/nights/${data.id}/retry`, primary: true }]}
        />
      )}
    >
      {(data) => <NightBody night={data} />}
    </DetailPage>
  );
}

function NightBody({ night }: { night: NightDetail }) {
  const t = useText();
  const { locale } = useLocale();
  const failed = night.steps.find((step) => step.state === 'FAILED');
  const columns: Column<NightStep>[] = [
    { key: 'title', title: t.f.step, render: (row) => <span title={row.name}>{nameIn(locale, row.name, row.title)}</span> },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="jobState" code={row.state} /> },
    { key: 'rows', title: t.f.rows, align: 'right', render: (row) => formatCount(row.rows) },
    { key: 'seconds', title: t.f.seconds, align: 'right', render: (row) => formatSeconds(row.seconds, locale) },
    { key: 'attempts', title: t.nights.attempts, align: 'right' },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
    { key: 'error', title: t.f.error, wrap: true, render: (row) => (row.error ? <span className="kit-danger">{row.error}</span> : '—') },
  ];
  return (
    <>
      <Panel>
        <StepBar done={night.progress.done} total={night.progress.total} state={night.state} />
      </Panel>
      {night.state === 'RUNNING' && <p className="kit-muted">{t.nights.running}</p>}
      {night.state === 'DONE' && (
        <Alert className="kit-problem" type="success" showIcon title={t.nights.done(night.next_business_on)} />
      )}
      {failed && <Alert className="kit-problem" type="error" showIcon title={t.nights.failed(failed.title)} description={failed.error} />}
      <Figures
        items={[
          { label: t.f.businessDate, value: formatDate(night.business_on) },
          { label: t.f.nextBusinessDate, value: formatDate(night.next_business_on) },
          { label: t.f.startedAt, value: formatMinute(night.started_at) },
          { label: t.f.finishedAt, value: formatMinute(night.finished_at) },
          { label: t.nights.elapsed, value: elapsed(night, locale) },
        ]}
      />
      <Panel flush title={t.nights.steps}>
        <PlainTable rows={night.steps} columns={columns} rowKey="name" label={t.nights.steps} />
      </Panel>
    </>
  );
}
