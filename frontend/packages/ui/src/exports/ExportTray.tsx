import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { App, Badge, Button, Tooltip } from 'antd';
import { CloudDownloadOutlined } from '@ant-design/icons';
import type { ExportRow } from '@credit/api';
import { formatCount } from '@credit/domain';
import { useKitText } from '../locale';
import { useMayIfSignedIn } from '../session';
import { EXPORT_ACTION, isOpen, justEnded, useExports } from './exports';

const ExportList = lazy(() => import('./ExportList').then((module) => ({ default: module.ExportList })));

/** In the head of the page: how many exports are under way; opens the list of one's own, and tells when one ends. */
export function ExportTray() {
  const may = useMayIfSignedIn()(EXPORT_ACTION);
  const text = useKitText().exports;
  const { notification } = App.useApp();
  const exports = useExports(may);
  const [open, setOpen] = useState(false);
  const before = useRef<readonly ExportRow[] | undefined>(undefined);
  const jobs = exports.data;
  useEffect(() => {
    if (!jobs) return;
    for (const job of justEnded(before.current, jobs)) {
      notification[job.state === 'DONE' ? 'success' : 'error']({
        key: `export-${job.id}`,
        title: job.state === 'DONE' ? text.ready(job.title) : text.failed(job.title),
        description: job.state === 'DONE' ? text.rowsOf(formatCount(job.rows_done)) : job.error,
        actions: (
          <Button
            size="small"
            type="primary"
            onClick={() => {
              notification.destroy(`export-${job.id}`);
              setOpen(true);
            }}
          >
            {text.open}
          </Button>
        ),
      });
    }
    before.current = jobs;
  }, [jobs, notification, text]);
  if (!may) return null;
  const running = (jobs ?? []).filter(isOpen).length;
  return (
    <>
      <Tooltip title={open ? null : text.mine}>
        <Badge count={running} size="small" offset={[-4, 4]}>
          <Button type="text" aria-label={text.mine} icon={<CloudDownloadOutlined />} onClick={() => setOpen(true)} />
        </Badge>
      </Tooltip>
      <Suspense fallback={null}>{open && <ExportList jobs={jobs ?? []} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
