import { Suspense, lazy, useRef, useState } from 'react';
import { App, Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import type { ApiClient } from '@credit/api';
import { useApi } from '../api';
import { useKitText } from '../locale';
import { again, batchOf, runBatch, type BatchItem } from './batch';
import type { BatchResults as BatchResultsOf } from './BatchResults';
import type { Selection } from './useSelection';

export interface BatchAction<Row> {
  key: string;
  label: string;
  /** May it be done to this row? Others that are ticked are left alone. */
  allowed?: (row: Row) => boolean;
  /** What is asked before, for so many rows. */
  confirm?: (count: number) => { title: string; content?: string };
  danger?: boolean;
  /** Sends one row, under the key that is given. */
  send: (api: ApiClient, row: Row, key: string) => Promise<unknown>;
}

interface Props<Row> {
  selection: Selection<Row>;
  actions: readonly BatchAction<Row>[];
  /** What a row is called among the results. */
  rowName: (row: Row) => string;
}

/** Drawer and progress come with the first batch that is sent. */
const BatchResults = lazy(() =>
  import('./BatchResults').then((module) => ({ default: module.BatchResults })),
) as unknown as typeof BatchResultsOf;

/** What was ticked, and what can be done with all of it; stays at the lower edge while the rows scroll. */
export function BatchBar<Row>({ selection, actions, rowName }: Props<Row>) {
  const api = useApi();
  const queries = useQueryClient();
  const text = useKitText();
  const { modal } = App.useApp();
  const [action, setAction] = useState<BatchAction<Row> | null>(null);
  const [items, setItems] = useState<BatchItem<Row>[]>([]);
  const [open, setOpen] = useState(false);
  const [running, setRunning] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const count = selection.rows.size;
  const fit = (one: BatchAction<Row>) => [...selection.rows].filter(([, row]) => one.allowed?.(row) ?? true);

  async function run(one: BatchAction<Row>, batch: BatchItem<Row>[]) {
    const controller = new AbortController();
    stop.current = controller;
    setAction(one);
    setOpen(true);
    setItems(batch);
    setRunning(true);
    const done: string[] = [];
    try {
      await runBatch(
        batch,
        (row, key) => one.send(api, row, key),
        (told) => {
          if (told.state === 'done') done.push(told.id);
          setItems((former) => former.map((item) => (item.id === told.id ? told : item)));
        },
        { signal: controller.signal },
      );
    } finally {
      setRunning(false);
      selection.drop(done);
      await queries.invalidateQueries();
    }
  }

  function start(one: BatchAction<Row>) {
    const rows = fit(one);
    const asked = one.confirm?.(rows.length);
    if (!asked) return void run(one, batchOf(rows));
    modal.confirm({
      title: asked.title,
      content: (
        <>
          {asked.content}
          {rows.length < count && <div className="kit-muted">{text.batchLeftAlone(count - rows.length)}</div>}
        </>
      ),
      okText: one.label,
      okButtonProps: { danger: one.danger ?? false },
      cancelText: text.cancel,
      onOk: () => void run(one, batchOf(rows)),
    });
  }

  return (
    <>
      {count > 0 && (
        <div className="kit-batch" role="region" aria-label={text.selectedRows(count)}>
          <strong>{text.selectedRows(count)}</strong>
          <Button type="link" size="small" onClick={selection.clear}>
            {text.clearSelection}
          </Button>
          <span className="kit-batch-actions">
            {actions.map((one) => {
              const able = fit(one).length;
              return (
                <Button key={one.key} size="small" type="primary" danger={one.danger ?? false} disabled={able === 0} onClick={() => start(one)}>
                  {text.batchButton(one.label, able)}
                </Button>
              );
            })}
          </span>
        </div>
      )}
      {action && (
        <Suspense>
          <BatchResults
            title={action.label}
            open={open}
            items={items}
            running={running}
            rowName={rowName}
            onStop={() => stop.current?.abort()}
            onRetry={() => void run(action, again(items))}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
