import { useState } from 'react';
import { App, Button, Drawer, Empty, Progress } from 'antd';
import { CloseOutlined, DownloadOutlined, ReloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import type { ExportRow, Problem } from '@credit/api';
import { formatCount, formatMinute } from '@credit/domain';
import { useApi, useCommand } from '../api';
import { useKitText } from '../locale';
import { polledKey } from '../polled';
import { ProblemAlert } from '../ProblemAlert';
import { EXPORTS, fileName, formatBytes, isOpen, percentOf, saveFile } from './exports';
import './exports.css';

const TONES = { QUEUED: 'neutral', RUNNING: 'progress', DONE: 'success', FAILED: 'danger', CANCELLED: 'neutral', EXPIRED: 'neutral' } as const;

/** One's own exports: how far each is, its file, why it failed. */
export function ExportList({ jobs, onClose }: { jobs: readonly ExportRow[]; onClose: () => void }) {
  const text = useKitText().exports;
  return (
    <Drawer open title={text.mine} size={520} onClose={onClose} className="export-drawer">
      {jobs.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.nothing} />
      ) : (
        <ul className="export-list" aria-label={text.mine}>
          {jobs.map((job) => (
            <ExportItem key={job.id} job={job} />
          ))}
        </ul>
      )}
    </Drawer>
  );
}

function ExportItem({ job }: { job: ExportRow }) {
  const text = useKitText().exports;
  const { message } = App.useApp();
  const api = useApi();
  const queries = useQueryClient();
  const command = useCommand();
  const [fetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function download() {
    setFetching(true);
    setProblem(null);
    try {
      saveFile(await api.file(`/exports/${job.id}/file`), fileName(job));
      void queries.invalidateQueries({ queryKey: polledKey(EXPORTS) });
    } catch (error) {
      setProblem(error as Problem);
    } finally {
      setFetching(false);
    }
  }
  async function again() {
    if (await command.post(`/exports/${job.id}/again`, {})) void message.success(text.asked);
  }

  const conditions = job.conditions.map(({ name, value }) => `${name}: ${value}`).join('; ');
  return (
    <li className="export-item">
      <div className="export-item-head">
        <strong>{job.title}</strong>
        <span className={`kit-tag kit-tag-${TONES[job.state]}`}>{text.states[job.state]}</span>
        <span className="export-item-actions">
          {isOpen(job) && (
            <Button size="small" icon={<CloseOutlined />} loading={command.busy} onClick={() => void command.post(`/exports/${job.id}/cancel`, {})}>
              {text.cancel}
            </Button>
          )}
          {job.state === 'DONE' && (
            <Button size="small" type="primary" icon={<DownloadOutlined />} loading={fetching} onClick={() => void download()}>
              {text.download}
            </Button>
          )}
          {!isOpen(job) && job.state !== 'DONE' && (
            <Button size="small" icon={<ReloadOutlined />} loading={command.busy} onClick={() => void again()}>
              {text.again}
            </Button>
          )}
        </span>
      </div>
      <div className="kit-muted">{conditions || text.noConditions}</div>
      {isOpen(job) && (
        <Progress percent={percentOf(job)} size="small" status={job.state === 'RUNNING' ? 'active' : 'normal'} aria-label={text.progress} />
      )}
      {job.state === 'FAILED' && <div className="kit-danger">{job.error}</div>}
      <div className="export-item-facts kit-muted kit-figure">
        <span>{job.number}</span>
        <span>{text.formats[job.format]}</span>
        <span>{isOpen(job) ? text.written(formatCount(job.rows_done), formatCount(job.rows_total)) : text.rowsOf(formatCount(job.state === 'DONE' || job.state === 'EXPIRED' ? job.rows_done : job.rows_total))}</span>
        {job.state === 'DONE' && <span>{formatBytes(job.size)}</span>}
        <span>{formatMinute(job.created_at)}</span>
      </div>
      {job.state === 'DONE' && (
        <div className="kit-muted">
          {text.kept(formatMinute(job.expires_at))}
          {job.downloads > 0 && ` · ${text.fetched(job.downloads)}`}
        </div>
      )}
      {problem && <ProblemAlert problem={problem} />}
      {command.problem && <ProblemAlert problem={command.problem} />}
    </li>
  );
}
