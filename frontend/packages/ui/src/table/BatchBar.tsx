import { useRef, useState } from 'react';
import { App, Button, Drawer, Progress } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import type { ApiClient } from '@credit/api';
import { useApi } from '../api';
import { useKitText } from '../locale';
import { Correlation, problemWords } from '../ProblemAlert';
import { again, batchOf, failed, runBatch, type BatchItem, type BatchState } from './batch';
import { PlainTable } from './PlainTable';
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

const TONES: Record<BatchState, string> = {
  waiting: 'neutral', running: 'progress', done: 'success', refused: 'danger', uncertain: 'warning', untried: 'neutral',
};

/** What was ticked, and what can be done with all of it; stays at the lower edge while the rows scroll. */
export function BatchBar<Row>({ selection, actions, rowName }: Props<Row>) {
  const api = useApi();
  const queries = useQueryClient();
  const text = useKitText();
  const { modal } = App.useApp();
  const [action, setAction] = useState<BatchAction<Row> | null>(null);
  const [items, setItems] = useState<BatchItem<Row>[]>([]);
  const [running, setRunning] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const count = selection.rows.size;
  const fit = (one: BatchAction<Row>) => [...selection.rows].filter(([, row]) => one.allowed?.(row) ?? true);

  async function run(one: BatchAction<Row>, batch: BatchItem<Row>[]) {
    const controller = new AbortController();
    stop.current = controller;
    setAction(one);
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
      <BatchResults
        title={action?.label ?? ''}
        open={action !== null}
        items={items}
        running={running}
        rowName={rowName}
        onStop={() => stop.current?.abort()}
        onRetry={() => action && void run(action, again(items))}
        onClose={() => setAction(null)}
      />
    </>
  );
}

interface ResultsProps<Row> {
  title: string;
  open: boolean;
  items: readonly BatchItem<Row>[];
  running: boolean;
  rowName: (row: Row) => string;
  onStop: () => void;
  onRetry: () => void;
  onClose: () => void;
}

/** How each row fared. Cannot be closed while something is under way. */
export function BatchResults<Row>({ title, open, items, running, rowName, onStop, onRetry, onClose }: ResultsProps<Row>) {
  const text = useKitText();
  const words: Record<BatchState, string> = {
    waiting: text.batchWaiting, running: text.batchRunning, done: text.batchDone, refused: text.batchRefused,
    uncertain: text.batchUncertain, untried: text.batchUntried,
  };
  const count = (...states: BatchState[]) => items.filter((item) => states.includes(item.state)).length;
  const left = count('waiting', 'running');
  const percent = items.length ? Math.round(((items.length - left) / items.length) * 100) : 0;
  const hasFailed = items.some(failed);
  return (
    <Drawer
      title={title}
      open={open}
      onClose={onClose}
      closable={!running}
      keyboard={!running}
      mask={{ closable: !running }}
      size={620}
      footer={
        <div className="kit-form-buttons">
          {running && <Button onClick={onStop}>{text.batchStop}</Button>}
          {!running && hasFailed && <Button onClick={onRetry}>{text.batchRetry(items.filter(failed).length)}</Button>}
          <Button type="primary" disabled={running} onClick={onClose}>
            {text.close}
          </Button>
        </div>
      }
    >
      <Progress percent={percent} status={running ? 'active' : hasFailed ? 'exception' : 'success'} />
      <p className="kit-batch-sum" role="status">
        {text.batchSum(count('done'), count('refused', 'uncertain'), count('untried'), left)}
      </p>
      <PlainTable
        label={text.batchResults}
        rows={items}
        rowKey="id"
        columns={[
          { key: 'row', title: text.batchRow, render: (item) => rowName(item.row) },
          { key: 'state', title: text.batchResult, render: (item) => <span className={`kit-tag kit-tag-${TONES[item.state]}`}>{words[item.state]}</span> },
          {
            key: 'problem',
            title: text.batchReason,
            wrap: true,
            render: (item) => {
              if (!item.problem) return '—';
              const { title: named, detail } = problemWords(item.problem, text);
              return (
                <>
                  {detail || named}
                  <Correlation problem={item.problem} />
                </>
              );
            },
          },
        ]}
      />
    </Drawer>
  );
}
