import { useEffect, useState } from 'react';
import { Alert, Button, Progress } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import type { DeductionFileDetail, DeductionFileRow, DeductionRow, Problem } from '@credit/api';
import { formatCount, formatDate, formatInstant, formatMinute, isZero, optionsOf } from '@credit/domain';
import {
  ActionBar,
  Can,
  DataTable,
  DetailPage,
  Facts,
  Figures,
  Go,
  History,
  Label,
  Money,
  PageTabs,
  Panel,
  ProblemAlert,
  StateTag,
  saveFile,
  useApi,
  useGet,
  useLocale,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { UploadDrawer } from './UploadDrawer';

const UNDER_WAY = new Set(['CHECKING', 'RUNNING', 'WAITING']);

export function DeductionFileList() {
  const t = useText();
  const { locale } = useLocale();
  const [uploading, setUploading] = useState(false);
  const columns: Column<DeductionFileRow>[] = [
    { key: 'file_no', title: t.deductions.fileNo, sortable: true },
    { key: 'name', title: t.deductions.name },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="deductionFileState" code={row.state} /> },
    { key: 'progress', title: t.f.progress, render: (row) => <Done file={row} /> },
    { key: 'rows_taken', title: t.deductions.taken, align: 'right', render: (row) => formatCount(row.rows_taken) },
    { key: 'rows_refused', title: t.deductions.refused, align: 'right', render: (row) => <Refused count={row.rows_refused} /> },
    { key: 'amount_total', title: t.deductions.amountTotal, align: 'right', sortable: true, render: (row) => <Money value={row.amount_total} /> },
    { key: 'amount_taken', title: t.deductions.amountTaken, align: 'right', render: (row) => <Money value={row.amount_taken} /> },
    { key: 'mode', title: t.deductions.mode, render: (row) => <Label of="deductionMode" code={row.mode} /> },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'business_on', title: t.f.businessDate, render: (row) => formatDate(row.business_on) },
    { key: 'created_at', title: t.deductions.uploadedAt, render: (row) => formatInstant(row.created_at) },
  ];
  return (
    <ListPage
      title={t.deductions.title}
      actions={
        <Can action={ACTIONS.deductionsRun}>
          <Button type="primary" onClick={() => setUploading(true)}>
            {t.deductions.upload}
          </Button>
        </Can>
      }
    >
      <DataTable<DeductionFileRow>
        resource="/deduction-files"
        label={t.deductions.title}
        rowKey="id"
        columns={columns}
        searchHint={t.deductions.searchHint}
        filters={[{ name: 'state', label: t.f.state, kind: 'select', options: optionsOf('deductionFileState', locale) }]}
        openPath={(row) => `/deduction-files/${row.id}`}
        poll={(data) => (data?.results.some((row) => UNDER_WAY.has(row.state)) ? 2_000 : false)}
      />
      <UploadDrawer open={uploading} onClose={() => setUploading(false)} />
    </ListPage>
  );
}

function Refused({ count }: { count: number }) {
  return count > 0 ? <span className="kit-danger">{formatCount(count)}</span> : <>0</>;
}

/** How far a file is: rows read while it is checked, rows done after. */
function Done({ file }: { file: DeductionFileRow }) {
  const t = useText();
  if (file.rows_total === null) return <span className="kit-figure">{t.deductions.checking(formatCount(file.rows_read))}</span>;
  const done = file.rows_taken + file.rows_refused;
  return (
    <Progress
      style={{ minInlineSize: 120 }}
      percent={file.rows_total > 0 ? Math.floor((done / file.rows_total) * 100) : 0}
      size="small"
      aria-label={t.deductions.progress(formatCount(done), formatCount(file.rows_total))}
      status={file.state === 'FAILED' || file.state === 'REFUSED' ? 'exception' : file.state === 'DONE' ? 'success' : UNDER_WAY.has(file.state) ? 'active' : 'normal'}
    />
  );
}

export function DeductionFilePage() {
  const t = useText();
  const id = useParam();
  const query = useGet<DeductionFileDetail>(`/deduction-files/${id}`, {}, {
    poll: (data) => (!data || UNDER_WAY.has(data.state) ? 1_000 : false),
  });
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.deductions.title, to: '/deduction-files' }]}
      title={(data) => data.file_no}
      aside={(data) => (
        <span aria-live="polite">
          <StateTag of="deductionFileState" code={data.state} />
          {data.stop_asked_at && UNDER_WAY.has(data.state) && <span className="kit-muted"> {t.deductions.stopping}</span>}
        </span>
      )}
      actions={(data) => (
        <>
          <Download file={data} />
          <ActionBar
            allowed={data.allowed_actions}
            actions={[
              { action: 'resume', label: t.deductions.resume, path: `/deduction-files/${data.id}/resume`, primary: true },
              {
                action: 'stop',
                label: t.deductions.stop,
                path: `/deduction-files/${data.id}/stop`,
                danger: true,
                ask: { title: t.deductions.stopAsk, content: t.deductions.stopNote },
              },
            ]}
          />
        </>
      )}
    >
      {(data) => <FileBody file={data} />}
    </DetailPage>
  );
}

function Download({ file }: { file: DeductionFileDetail }) {
  const t = useText();
  const api = useApi();
  const [fetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function fetchResult() {
    setFetching(true);
    setProblem(null);
    try {
      saveFile(await api.file(`/deduction-files/${file.id}/result`), `${file.file_no}.csv`);
    } catch (error) {
      setProblem(error as Problem);
    } finally {
      setFetching(false);
    }
  }
  return (
    <>
      <ProblemAlert problem={problem} />
      <Button icon={<DownloadOutlined />} loading={fetching} onClick={() => void fetchResult()}>
        {t.deductions.download}
      </Button>
    </>
  );
}

function FileBody({ file }: { file: DeductionFileDetail }) {
  const t = useText();
  return (
    <>
      <Panel>
        <Done file={file} />
      </Panel>
      {file.state === 'WAITING' && <Alert className="kit-problem" type="info" showIcon title={t.deductions.waitsForNight} />}
      {file.error && (
        <Alert
          className="kit-problem"
          type="error"
          showIcon
          title={file.error}
          description={<span className="kit-muted">{file.error_code}</span>}
        />
      )}
      <Figures
        items={[
          { label: t.deductions.rows, value: formatCount(file.rows_total ?? file.rows_read) },
          { label: t.deductions.taken, value: formatCount(file.rows_taken) },
          { label: t.deductions.refused, value: formatCount(file.rows_refused), ...(file.rows_refused > 0 ? { tone: 'danger' as const } : {}) },
          { label: t.deductions.waiting, value: formatCount(file.rows_waiting) },
          { label: t.deductions.amountTotal, value: <Money value={file.amount_total} /> },
          { label: t.deductions.amountTaken, value: <Money value={file.amount_taken} /> },
          { label: t.deductions.amountUnapplied, value: <Money value={file.amount_unapplied} /> },
        ]}
      />
      <PageTabs
        tabs={[
          { key: 'rows', label: t.deductions.detail, content: <Rows file={file} /> },
          { key: 'file', label: t.deductions.about, content: <AboutFile file={file} /> },
        ]}
      />
    </>
  );
}

function Rows({ file }: { file: DeductionFileDetail }) {
  const t = useText();
  const { locale } = useLocale();
  const queries = useQueryClient();
  const resource = `/deduction-files/${file.id}/rows`;
  useEffect(() => {
    // the last piece moves rows after their last reading
    void queries.invalidateQueries({ queryKey: ['get', resource] });
  }, [queries, resource, file.state]);
  const columns: Column<DeductionRow>[] = [
    { key: 'line', title: t.deductions.line, align: 'right', sortable: true },
    { key: 'loan_no', title: t.f.loanNo, render: (row) => (row.loan_id ? <Go to={`/loans/${row.loan_id}`}>{row.loan_no}</Go> : row.loan_no || '—') },
    { key: 'row_key', title: t.deductions.reference, render: (row) => row.row_key || '—' },
    { key: 'amount', title: t.deductions.amountTotal, align: 'right', sortable: true, render: (row) => (row.amount === null ? <span className="kit-danger">{row.amount_text}</span> : <Money value={row.amount} />) },
    { key: 'state', title: t.deductions.result, render: (row) => <StateTag of="deductionRowState" code={row.state} /> },
    { key: 'taken', title: t.deductions.amountTaken, align: 'right', render: (row) => (row.taken === null ? '—' : <Money value={row.taken} />) },
    { key: 'unapplied', title: t.deductions.amountUnapplied, align: 'right', render: (row) => (row.unapplied === null || isZero(row.unapplied) ? '—' : <Money value={row.unapplied} />) },
    { key: 'repay_no', title: t.deductions.repayNo, render: (row) => row.repay_no || '—' },
    { key: 'booked_on', title: t.deductions.bookedOn, render: (row) => formatDate(row.booked_on) },
    { key: 'reason', title: t.deductions.reason, render: (row) => row.reason_text || '—' },
  ];
  return (
    <DataTable<DeductionRow>
      resource={resource}
      list="deduction-rows"
      label={t.deductions.detail}
      rowKey="id"
      columns={columns}
      searchHint={t.deductions.rowSearch}
      filters={[{ name: 'state', label: t.deductions.result, kind: 'select', options: optionsOf('deductionRowState', locale) }]}
      poll={() => (UNDER_WAY.has(file.state) ? 2_000 : false)}
    />
  );
}

function AboutFile({ file }: { file: DeductionFileDetail }) {
  const t = useText();
  return (
    <Panel>
      <Facts
        items={[
          { label: t.deductions.name, value: file.name },
          { label: t.deductions.size, value: t.deductions.kilobytes(formatCount(Math.ceil(file.size / 1024))) },
          { label: t.deductions.mode, value: <Label of="deductionMode" code={file.mode} /> },
          { label: t.deductions.uploader, value: file.uploader.name },
          { label: t.f.branch, value: file.branch.name },
          { label: t.f.businessDate, value: formatDate(file.business_on) },
          { label: t.deductions.uploadedAt, value: formatMinute(file.created_at) },
          { label: t.f.finishedAt, value: formatMinute(file.finished_at) },
          { label: t.deductions.sha256, value: <span className="kit-figure">{file.sha256}</span>, span: 3 },
        ]}
      />
      <History entries={file.history} states="deductionFileState" />
    </Panel>
  );
}
