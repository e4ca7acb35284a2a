import { Suspense, lazy, useState } from 'react';
import { Button } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import type { Query } from '@credit/api';
import { useKitText } from '../locale';
import { useMayIfSignedIn } from '../session';
import { EXPORT_ACTION } from './exports';

/** Most readings of a list end without a file: the dialog comes when it is asked for. */
const ExportDialog = lazy(() => import('./ExportDialog').then((module) => ({ default: module.ExportDialog })));

export interface ExportButtonProps {
  /** Names the list, where a page has several of one resource. */
  list: string;
  /** The list's path, such as "/loans". */
  resource: string;
  /** The conditions and the order that are shown now, without the page. */
  query: Query;
  /** The columns as they are shown now, in their order. */
  columns: readonly { key: string; title: string }[];
  /** How many rows the list has under these conditions. */
  total: number;
  /** What one must be allowed besides, as with the logs. */
  action?: string | undefined;
}

/** Takes a list out as a file, for whoever may; a worker makes it meanwhile. */
export function ExportButton(props: ExportButtonProps) {
  const text = useKitText().exports;
  const may = useMayIfSignedIn();
  const [open, setOpen] = useState(false);
  if (!may(EXPORT_ACTION) || (props.action !== undefined && !may(props.action))) return null;
  return (
    <>
      <Button aria-label={text.button} icon={<DownloadOutlined />} onClick={() => setOpen(true)}>
        {text.button}
      </Button>
      <Suspense fallback={null}>{open && <ExportDialog {...props} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
