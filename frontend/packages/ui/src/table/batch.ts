/** One command for several rows: each sent by itself, each with a result of its own. Without React. */
import { Problem, randomKey } from '@credit/api';

export type BatchState = 'waiting' | 'running' | 'done' | 'refused' | 'uncertain' | 'untried';

export interface BatchItem<Row> {
  id: string;
  row: Row;
  state: BatchState;
  problem: Problem | null;
  /** Sent again under the same key when the outcome is uncertain, so that nothing happens twice. */
  key: string;
}

export const PARALLEL = 3;
const SIGNED_OUT = 401;

export function batchOf<Row>(rows: readonly (readonly [string, Row])[], newKey: () => string = randomKey): BatchItem<Row>[] {
  return rows.map(([id, row]) => ({ id, row, state: 'waiting', problem: null, key: newKey() }));
}

/** The items for another try: what was refused under a fresh key, what is uncertain under its own. */
export function again<Row>(items: readonly BatchItem<Row>[], newKey: () => string = randomKey): BatchItem<Row>[] {
  return items.map((item) =>
    item.state === 'done'
      ? item
      : { ...item, state: 'waiting', problem: null, key: item.state === 'refused' ? newKey() : item.key },
  );
}

export const failed = (item: BatchItem<unknown>): boolean =>
  item.state === 'refused' || item.state === 'uncertain' || item.state === 'untried';

/**
 * Send what waits, up to `parallel` at a time, and tell each change. The first goes alone: if it must be confirmed by
 * a fresh code, one question is enough. After `signal` nothing more is sent, what is under way still ends; nobody
 * signed in ends it too.
 */
export async function runBatch<Row>(
  items: readonly BatchItem<Row>[],
  send: (row: Row, key: string) => Promise<unknown>,
  tell: (item: BatchItem<Row>) => void,
  { parallel = PARALLEL, signal }: { parallel?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const queue = items.filter((item) => item.state === 'waiting');
  let isOver = false;
  const over = () => isOver || (signal?.aborted ?? false);

  async function one(item: BatchItem<Row>) {
    tell({ ...item, state: 'running' });
    try {
      await send(item.row, item.key);
      tell({ ...item, state: 'done' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === SIGNED_OUT) isOver = true;
      tell({ ...item, state: error.isUncertain ? 'uncertain' : 'refused', problem: error });
    }
  }
  async function worker() {
    for (let item = over() ? undefined : queue.shift(); item; item = over() ? undefined : queue.shift()) await one(item);
  }

  const first = over() ? undefined : queue.shift();
  if (first) await one(first);
  await Promise.all(Array.from({ length: parallel }, worker));
  for (const item of queue) tell({ ...item, state: 'untried' });
}
