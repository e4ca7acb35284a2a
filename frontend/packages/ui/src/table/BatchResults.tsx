import { Button, Drawer, Progress } from 'antd';
import { useKitText } from '../locale';
import { Correlation, problemWords } from '../ProblemAlert';
import { failed, type BatchItem, type BatchState } from './batch';
import { PlainTable } from './PlainTable';

const TONES: Record<BatchState, string> = {
  waiting: 'neutral', running: 'progress', done: 'success', refused: 'danger', uncertain: 'warning', untried: 'neutral',
};

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
