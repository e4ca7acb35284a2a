import { useState } from 'react';
import type { BatchRow } from '@credit/api';
import { formatCount, formatInstant, formatSeconds, nameIn, optionsOf } from '@credit/domain';
import { DataTable, Facts, StateTag, useLocale, type Column, type FilterSpec, RecordDrawer } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { choices, useLogExport, useLogOptions, useTimeRange } from './shared';

/** Every attempt at a step of a night or at a job, with its time and outcome. */
export function BatchList() {
  const t = useText();
  const { locale } = useLocale();
  const options = useLogOptions();
  const [opened, setOpened] = useState<BatchRow | null>(null);
  const columns: Column<BatchRow>[] = [
    { key: 'finished_at', title: t.f.finishedAt, sortable: true, render: (row) => formatInstant(row.finished_at) },
    { key: 'batch_label', title: t.batches.batch },
    { key: 'batch_no', title: t.batches.batchNo },
    { key: 'title', title: t.batches.step, render: (row) => nameIn(locale, row.step, row.title) },
    { key: 'outcome', title: t.batches.outcome, render: (row) => <StateTag of="jobState" code={row.outcome} /> },
    { key: 'rows', title: t.f.rows, align: 'right', render: (row) => formatCount(row.rows) },
    { key: 'seconds', title: t.f.seconds, align: 'right', render: (row) => formatSeconds(row.seconds, locale) },
    { key: 'attempt', title: t.batches.attempt, align: 'right' },
    { key: 'started_at', title: t.f.startedAt, render: (row) => formatInstant(row.started_at) },
  ];
  const filters: FilterSpec[] = [
    useTimeRange(),
    { name: 'batch', label: t.batches.batch, kind: 'select', options: choices(options.batches), width: 150 },
    { name: 'outcome', label: t.batches.outcome, kind: 'select', options: optionsOf('jobState', locale, ['DONE', 'FAILED']) },
    { name: 'correlation_id', label: t.f.correlation, kind: 'text', width: 180 },
  ];
  return (
    <ListPage title={t.menu.batchLog} group={t.menu.logs}>
      <DataTable<BatchRow>
        resource="/batch-log"
        label={t.menu.batchLog}
        rowKey="id"
        columns={columns}
        filters={filters}
        exportAction={useLogExport()}
        fileColumns={[{ key: 'detail', title: t.audit.comment }, { key: 'correlation_id', title: t.f.correlation }]}
        onOpen={setOpened}
      />
      <p className="kit-muted">{t.audit.bounded}</p>
      <RecordDrawer title={t.batches.detail} open={opened !== null} onClose={() => setOpened(null)} width={640}>
        {opened && (
          <Facts
            columns={1}
            items={[
              { label: t.batches.batch, value: `${opened.batch_label} ${opened.batch_no}` },
              { label: t.batches.step, value: nameIn(locale, opened.step, opened.title) },
              { label: t.batches.outcome, value: <StateTag of="jobState" code={opened.outcome} /> },
              { label: t.f.startedAt, value: formatInstant(opened.started_at) },
              { label: t.f.finishedAt, value: formatInstant(opened.finished_at) },
              { label: t.f.seconds, value: formatSeconds(opened.seconds, locale) },
              { label: t.f.rows, value: formatCount(opened.rows) },
              { label: t.audit.comment, value: <div className="kit-history-comment">{opened.detail}</div> },
              { label: t.f.correlation, value: opened.correlation_id },
            ]}
          />
        )}
      </RecordDrawer>
    </ListPage>
  );
}
