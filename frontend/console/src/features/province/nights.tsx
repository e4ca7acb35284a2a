import { useState } from 'react';
import { Button, ConfigProvider, Select } from 'antd';
import type { BoardBank, BoardStepProgress, NightBoard, NightCommandResult, NightDuration, NightDurations, NightSummary, ProvinceNightRow } from '@credit/api';
import { formatCount, formatDate, formatInstant, formatSeconds, labelOf, optionsOf, toneOf } from '@credit/domain';
import {
  ActionButton,
  Can,
  Chart,
  DataTable,
  DateField,
  Figures,
  FormModal,
  PageTabs,
  Panel,
  PlainTable,
  ProblemAlert,
  StateTag,
  Tag,
  useGet,
  useLocale,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { LoanNos, elapsed, percent, useStepName } from '../nights/steps';
import { useEntityNames } from '../shared/entityNames';
import { ListPage } from '../shared/ListPage';
import { NightSeconds } from './charts';

const STATES = ['DONE', 'RUNNING', 'PENDING', 'STOPPED', 'FAILED'] as const;
const UNDER_WAY = new Set(['PENDING', 'RUNNING']);
const LIVE = 2_000;
const RESTING = 15_000;

export function ProvinceNights() {
  const t = useText();
  return (
    <ListPage title={t.province.nightsTitle} actions={<Commands />}>
      <Summary />
      <PageTabs
        tabs={[
          { key: 'board', label: t.nightBoard.board, content: <Board /> },
          { key: 'history', label: t.nightBoard.history, content: <History /> },
        ]}
      />
    </ListPage>
  );
}

function Commands() {
  const t = useText();
  const command = (name: string) => ({ path: '/nights', body: { command: name, codes: [] } });
  return (
    <Can action={ACTIONS.operationsCommand}>
      <ActionButton spec={{ action: 'retry', label: t.province.nightsRetry, ...command('RETRY') }} />
      <ActionButton spec={{ action: 'resume', label: t.nightBoard.resumeAll, ...command('RESUME') }} />
      <ActionButton
        spec={{
          action: 'stop',
          label: t.nightBoard.stopAll,
          ...command('STOP'),
          danger: true,
          ask: { title: t.nightBoard.stopAllAsk, content: t.nightBoard.stopNote },
        }}
      />
      <Start />
    </Can>
  );
}

/** Closes the business date of every bank, or several dates that were missed. */
function Start() {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.province.nightsStart}
      </Button>
      <FormModal<NightCommandResult>
        open={open}
        onClose={() => setOpen(false)}
        title={t.province.nightsStartAsk}
        name="nights-start"
        submitLabel={t.province.nightsStart}
        send={(command, values) => command.post('/nights', { command: 'START', codes: [], through: values.through || null })}
      >
        <p className="kit-muted">{t.nights.startNote}</p>
        <DateField name="through" label={t.nightBoard.through} hint={t.nightBoard.throughHint} />
      </FormModal>
    </>
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
    </>
  );
}

type Order = 'code' | 'seconds' | 'progress';

const doneOf = (bank: BoardBank): number =>
  (bank.night?.steps ?? []).filter((step) => step.state === 'DONE' || step.state === 'SKIPPED').length;

/** How long the night took; of one that runs, until now; of one that stands still, until it stopped. */
function took(bank: BoardBank): number | null {
  const night = bank.night;
  if (!night?.started_at) return null;
  if (night.seconds !== null) return night.seconds;
  const until = UNDER_WAY.has(night.state) ? Date.now() : Date.parse(night.progressed_at ?? '');
  return Number.isNaN(until) ? null : Math.max(0, (until - Date.parse(night.started_at)) / 1000);
}

const ORDERS: Record<Order, (a: BoardBank, b: BoardBank) => number> = {
  code: (a, b) => a.entity_code.localeCompare(b.entity_code),
  seconds: (a, b) => (took(b) ?? -1) - (took(a) ?? -1),
  progress: (a, b) => doneOf(a) - doneOf(b),
};

/** Banks by steps, as far as they have come. */
function Board() {
  const t = useText();
  const { locale } = useLocale();
  const nameOf = useStepName();
  const [state, setState] = useState('');
  const [order, setOrder] = useState<Order>('code');
  const board = useGet<NightBoard>('/night-board', {}, {
    poll: (data) => (data?.banks.some((bank) => UNDER_WAY.has(bank.night?.state ?? '')) ? LIVE : RESTING),
  });
  const banks = board.data?.banks ?? [];
  const shown = banks
    .filter((bank) => !state || (bank.night?.state ?? 'NONE') === state)
    .sort(ORDERS[order]);
  const failed = banks.filter((bank) => bank.night?.state === 'FAILED');
  const columns: Column<BoardBank>[] = [
    { key: 'name', title: t.nightBoard.bank, render: (bank) => `${bank.entity_code} ${bank.name}` },
    { key: 'business_on', title: t.f.businessDate, render: (bank) => formatDate(bank.night?.business_on ?? null) },
    {
      key: 'state',
      title: t.f.state,
      render: (bank) => (bank.night ? <StateTag of="nightState" code={bank.night.state} /> : <span className="kit-muted">{t.nightBoard.notStarted}</span>),
    },
    { key: 'actions', title: '', render: (bank) => <RowActions bank={bank} /> },
    { key: 'seconds', title: t.nightBoard.seconds, align: 'right', render: (bank) => formatSeconds(took(bank), locale) },
    ...(board.data?.steps ?? []).map(
      (column): Column<BoardBank> => ({
        key: `step.${column.name}`,
        title: nameOf(column),
        align: 'right',
        render: (bank) => <Cell step={bank.night?.steps.find((step) => step.name === column.name)} />,
      }),
    ),
  ];
  return (
    <>
      <ProblemAlert problem={board.error} onRetry={() => void board.refetch()} />
      {failed.length > 0 && <Failures banks={failed} />}
      <div className="night-tools">
        <Select
          aria-label={t.nightBoard.state}
          value={state}
          onChange={setState}
          style={{ width: 140 }}
          options={[
            { value: '', label: t.nightBoard.allStates },
            ...optionsOf('nightState', locale),
            { value: 'NONE', label: t.nightBoard.notStarted },
          ]}
        />
        <Select<Order>
          aria-label={t.nightBoard.order}
          value={order}
          onChange={setOrder}
          style={{ width: 140 }}
          options={[
            { value: 'code', label: t.nightBoard.byCode },
            { value: 'seconds', label: t.nightBoard.bySeconds },
            { value: 'progress', label: t.nightBoard.byProgress },
          ]}
        />
        <span className="kit-muted">{t.nightBoard.count(shown.length, banks.length)}</span>
      </div>
      <PlainTable
        rows={shown}
        columns={columns}
        rowKey="entity_code"
        label={t.nightBoard.board}
        loading={board.isLoading}
        emptyText={t.nightBoard.noBanks}
      />
    </>
  );
}

/** One step of one bank: its time when it is over, its share while it is under way. */
function Cell({ step }: { step: BoardStepProgress | undefined }) {
  const t = useText();
  const { locale } = useLocale();
  if (!step || step.state === 'WAITING') return <span className="night-cell kit-muted">·</span>;
  const words = labelOf('stepState', step.state, locale);
  const rows = step.rows_of === null ? '' : t.nightBoard.ofRows(formatCount(step.rows_done), formatCount(step.rows_of));
  const speed = step.rows_per_second === null ? '' : `${formatCount(Math.round(step.rows_per_second))} ${t.nightBoard.speed}`;
  const shown = step.state === 'DONE' ? formatSeconds(step.seconds, locale) : step.state === 'RUNNING' ? `${percent(step)}%` : words;
  return (
    <span className="night-cell" title={[words, rows, speed, step.holder].filter(Boolean).join(' · ')}>
      {step.state === 'DONE' ? <span className="kit-figure">{shown}</span> : <Tag tone={toneOf('stepState', step.state)}>{shown}</Tag>}
    </span>
  );
}

function RowActions({ bank }: { bank: BoardBank }) {
  const t = useText();
  const state = bank.night?.state;
  const send = (action: string, name: string, label: string) => ({ action, label, path: '/nights', body: { command: name, codes: [bank.entity_code] } });
  const spec =
    state === 'FAILED'
      ? send('retry', 'RETRY', t.nightBoard.retry)
      : state === 'STOPPED'
        ? send('resume', 'RESUME', t.nightBoard.resume)
        : UNDER_WAY.has(state ?? '')
          ? send('stop', 'STOP', bank.night?.stopping ? t.nightBoard.stopping : t.nightBoard.stop)
          : send('start', 'START', t.nightBoard.start);
  return (
    <Can action={ACTIONS.operationsCommand}>
      <ConfigProvider componentSize="small">
        <ActionButton spec={spec} />
      </ConfigProvider>
    </Can>
  );
}

/** The banks that stand still, each with its reason and what can be done. */
function Failures({ banks }: { banks: readonly BoardBank[] }) {
  const t = useText();
  const nameOf = useStepName();
  const stepOf = (bank: BoardBank) => bank.night?.steps.find((step) => step.state === 'FAILED');
  const columns: Column<BoardBank>[] = [
    { key: 'name', title: t.nightBoard.bank, render: (bank) => `${bank.entity_code} ${bank.name}` },
    { key: 'business_on', title: t.f.businessDate, render: (bank) => formatDate(bank.night?.business_on ?? null) },
    { key: 'step', title: t.f.failedStep, render: (bank) => (stepOf(bank) ? nameOf(stepOf(bank)!) : (bank.night?.failed_step ?? '—')) },
    { key: 'error', title: t.nightBoard.reason, wrap: true, render: (bank) => <span className="kit-danger">{bank.night?.error || '—'}</span> },
    { key: 'loans', title: t.nightBoard.loans, render: (bank) => <LoanNos numbers={stepOf(bank)?.loan_nos ?? []} /> },
    {
      key: 'actions',
      title: '',
      render: (bank) => {
        const step = stepOf(bank);
        return (
          <Can action={ACTIONS.operationsCommand}>
            <ConfigProvider componentSize="small">
              <span className="night-row-actions">
                <ActionButton spec={{ action: 'retry', label: t.nightBoard.retry, path: '/nights', body: { command: 'RETRY', codes: [bank.entity_code] } }} />
                {step?.skippable && (
                  <ActionButton spec={{ action: 'skip', label: t.nightBoard.skip, path: `/nights/${bank.night?.id}/steps/${step.name}/skip`, ask: 'reason' }} />
                )}
              </span>
            </ConfigProvider>
          </Can>
        );
      },
    },
  ];
  return (
    <Panel flush title={t.nightBoard.failures}>
      <PlainTable rows={banks} columns={columns} rowKey="entity_code" label={t.nightBoard.failures} />
    </Panel>
  );
}

/** The nights of all banks, and how long they took. */
function History() {
  const t = useText();
  const { locale } = useLocale();
  const names = useEntityNames();
  const durations = useGet<NightDurations>('/night-durations');
  const columns: Column<ProvinceNightRow>[] = [
    { key: 'entity_code', title: t.f.code, sortable: true },
    { key: 'entity_name', title: t.f.entity, render: (row) => names.get(row.entity_code) ?? '—' },
    { key: 'business_on', title: t.f.businessDate, sortable: true, render: (row) => formatDate(row.business_on) },
    { key: 'state', title: t.f.state, sortable: true, render: (row) => <StateTag of="nightState" code={row.state} /> },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
    { key: 'finished_at', title: t.f.finishedAt, render: (row) => formatInstant(row.finished_at) },
    { key: 'elapsed', title: t.nights.elapsed, align: 'right', render: (row) => formatSeconds(elapsed(row), locale) },
    { key: 'failed_step', title: t.f.failedStep, render: (row) => row.failed_step || '—' },
    { key: 'error', title: t.f.error, wrap: true, render: (row) => (row.error ? <span className="kit-danger">{row.error}</span> : '—') },
  ];
  const newest = durations.data?.nights.at(-1)?.business_on;
  return (
    <>
      <Panel>
        <Chart
          kind="lines"
          title={t.nightBoard.durations}
          category={t.f.businessDate}
          name={(row: NightDuration) => row.business_on}
          rows={durations.data?.nights ?? []}
          series={[
            { key: 'longest', label: t.nightBoard.longest, unit: 'seconds', value: (row) => row.longest_seconds },
            { key: 'mean', label: t.nightBoard.mean, unit: 'seconds', value: (row) => row.mean_seconds },
          ]}
          loading={durations.isLoading}
          problem={durations.error}
          onRetry={() => void durations.refetch()}
          emptyText={t.nightBoard.noHistory}
        />
      </Panel>
      <NightSeconds on={newest} />
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
    </>
  );
}
