import { useState } from 'react';
import { Alert, Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { NightDetail, NightRow, NightStep, NightTimetable, Page } from '@credit/api';
import { formatCount, formatDate, formatInstant, formatMinute, formatSeconds, optionsOf } from '@credit/domain';
import {
  ActionBar,
  Can,
  Chart,
  DataTable,
  DateField,
  DetailPage,
  Figures,
  FormModal,
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
import { LoanNos, RowsDone, elapsed, useStepName } from './steps';

const UNDER_WAY = new Set(['PENDING', 'RUNNING']);
const DRAWN = 30;

export function NightList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<NightRow>[] = [
    { key: 'business_on', title: t.f.businessDate, sortable: true, render: (row) => formatDate(row.business_on) },
    { key: 'next_business_on', title: t.f.nextBusinessDate, render: (row) => formatDate(row.next_business_on) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="nightState" code={row.state} /> },
    { key: 'progress', title: t.f.progress, render: (row) => <StepBar done={row.progress.done} total={row.progress.total} state={row.state} /> },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
    { key: 'finished_at', title: t.f.finishedAt, render: (row) => formatInstant(row.finished_at) },
    { key: 'elapsed', title: t.nights.elapsed, align: 'right', render: (row) => formatSeconds(elapsed(row), locale) },
  ];
  return (
    <ListPage title={t.nights.title} actions={<Start />}>
      <Timetable />
      <Durations />
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

/** Closes the current business date, or several that were missed. */
function Start() {
  const t = useText();
  const session = useSession();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Can action={ACTIONS.nightsRun}>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.nights.start}
      </Button>
      <FormModal<NightDetail>
        open={open}
        onClose={() => setOpen(false)}
        title={t.nights.startAsk(session.business_date ?? '')}
        name="night-start"
        submitLabel={t.nights.start}
        send={(command, values) => command.post('/nights', { through: values.through || null })}
        onDone={(night) => void navigate({ to: `/nights/${night.id}` } as never)}
      >
        <p className="kit-muted">{t.nights.startNote}</p>
        <DateField name="through" label={t.nightBoard.through} hint={t.nightBoard.throughHint} {...(session.business_date ? { min: session.business_date } : {})} />
      </FormModal>
    </Can>
  );
}

/** When the night of the business date begins by itself, where it does. */
function Timetable() {
  const t = useText();
  const timetable = useGet<NightTimetable>('/nights/timetable');
  const told = timetable.data;
  if (!told || told.days === 'NEVER') return null;
  return (
    <Alert
      className="kit-problem"
      type={told.is_held ? 'warning' : 'info'}
      showIcon
      title={told.next_at ? t.nightBoard.startsAt(formatMinute(told.next_at)) : t.nightBoard.startsHeld}
    />
  );
}

/** How long the last nights took. */
function Durations() {
  const t = useText();
  const nights = useGet<Page<NightRow>>('/nights', { state: 'DONE', page_size: DRAWN, sort: '-business_on' });
  return (
    <Panel>
      <Chart
        kind="bars"
        title={t.nightBoard.durations}
        category={t.f.businessDate}
        name={(row: NightRow) => row.business_on}
        rows={[...(nights.data?.results ?? [])].reverse()}
        series={[{ key: 'seconds', label: t.nightBoard.seconds, unit: 'seconds', value: elapsed }]}
        loading={nights.isLoading}
        problem={nights.error}
        onRetry={() => void nights.refetch()}
        emptyText={t.nightBoard.noHistory}
      />
    </Panel>
  );
}

export function NightPage() {
  const t = useText();
  const id = useParam();
  const can = useCan();
  const query = useGet<NightDetail>(`/nights/${id}`, {}, {
    poll: (data) => (!data || UNDER_WAY.has(data.state) ? 1_000 : false),
  });
  const allowed = (night: NightDetail): string[] => {
    if (!can(ACTIONS.nightsRun)) return [];
    if (night.state === 'FAILED') return night.steps.some((step) => step.skippable) ? ['retry', 'skip'] : ['retry'];
    if (night.state === 'STOPPED') return ['resume'];
    return UNDER_WAY.has(night.state) && !night.stop_asked_at ? ['stop'] : [];
  };
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.nights, to: '/nights' }]}
      title={(data) => t.nights.current(data.business_on)}
      aside={(data) => (
        <span aria-live="polite">
          <StateTag of="nightState" code={data.state} />
          {data.stop_asked_at && UNDER_WAY.has(data.state) && <span className="kit-muted"> {t.nightBoard.stopping}</span>}
        </span>
      )}
      actions={(data) => (
        <ActionBar
          allowed={allowed(data)}
          actions={[
            { action: 'retry', label: t.nights.retry, path: `/nights/${data.id}/retry`, primary: true },
            {
              action: 'skip',
              label: t.nightBoard.skip,
              path: `/nights/${data.id}/steps/${data.steps.find((step) => step.state === 'FAILED')?.name ?? ''}/skip`,
              ask: 'reason',
            },
            { action: 'resume', label: t.nightBoard.resume, path: `/nights/${data.id}/resume`, primary: true },
            {
              action: 'stop',
              label: t.nightBoard.stop,
              path: `/nights/${data.id}/stop`,
              danger: true,
              ask: { title: t.nightBoard.stop, content: t.nightBoard.stopNote },
            },
          ]}
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
  const nameOf = useStepName();
  const failed = night.steps.find((step) => step.state === 'FAILED');
  const columns: Column<NightStep>[] = [
    { key: 'title', title: t.f.step, render: (row) => nameOf(row) },
    { key: 'state', title: t.f.state, render: (row) => <StepState step={row} /> },
    { key: 'rows_done', title: t.nightBoard.processed, align: 'right', render: (row) => <RowsDone step={row} /> },
    { key: 'rows', title: t.nightBoard.changed, align: 'right', render: (row) => formatCount(row.rows) },
    { key: 'rows_per_second', title: t.nightBoard.speed, align: 'right', render: (row) => formatCount(row.rows_per_second === null ? null : Math.round(row.rows_per_second)) },
    { key: 'seconds', title: t.f.seconds, align: 'right', render: (row) => formatSeconds(row.seconds, locale) },
    { key: 'attempts', title: t.nights.attempts, align: 'right' },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
    { key: 'finished_at', title: t.f.finishedAt, render: (row) => formatInstant(row.finished_at) },
    { key: 'holder', title: t.nightBoard.holder, render: (row) => row.holder.split(':').slice(0, 2).join(':') || '—' },
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
      {night.state === 'STOPPED' && <Alert className="kit-problem" type="warning" showIcon title={t.nightBoard.stopped(night.stop_asked_by)} />}
      {failed && <Failure step={failed} />}
      <Figures
        items={[
          { label: t.f.businessDate, value: formatDate(night.business_on) },
          { label: t.f.nextBusinessDate, value: formatDate(night.next_business_on) },
          ...(night.catch_up_through ? [{ label: t.nightBoard.through, value: formatDate(night.catch_up_through) }] : []),
          { label: t.f.startedAt, value: formatMinute(night.started_at) },
          { label: t.f.finishedAt, value: formatMinute(night.finished_at) },
          { label: t.nights.elapsed, value: formatSeconds(elapsed(night), locale) },
        ]}
      />
      <Panel flush title={t.nights.steps}>
        <PlainTable rows={night.steps} columns={columns} rowKey="name" label={t.nights.steps} />
      </Panel>
    </>
  );
}

function StepState({ step }: { step: NightStep }) {
  const t = useText();
  return (
    <span title={step.skipped_by ? t.nightBoard.skippedBy(step.skipped_by) : undefined}>
      <StateTag of="stepState" code={step.state} />
    </span>
  );
}

/** Why the night stands still, and at which loans. */
function Failure({ step }: { step: NightStep }) {
  const t = useText();
  const nameOf = useStepName();
  return (
    <Alert
      className="kit-problem"
      type="error"
      showIcon
      title={t.nights.failed(nameOf(step))}
      description={
        <>
          <div>
            {step.error} <span className="kit-muted">{step.error_code}</span>
          </div>
          {step.loan_nos.length > 0 && (
            <div>
              {t.nightBoard.loans}: <LoanNos numbers={step.loan_nos} most={12} />
            </div>
          )}
          {!step.skippable && <div className="kit-muted">{t.nightBoard.required}</div>}
        </>
      }
    />
  );
}
