import { Empty, Timeline } from 'antd';
import type { HistoryEntry } from '@credit/api';
import { formatInstant, type DictionaryName } from '@credit/domain';
import { useKitText } from '../locale';
import { Label, StateTag } from '../values';

/** Who did what to the record and when, the newest on top. */
export function History({ entries, states }: { entries: readonly HistoryEntry[]; states: DictionaryName }) {
  const text = useKitText();
  if (entries.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.noHistory} />;
  return (
    <Timeline
      className="kit-history"
      items={entries.toReversed().map((entry, index) => ({
        key: `${entry.at}.${index}`,
        color: index === 0 ? 'var(--kit-accent)' : 'gray',
        content: (
          <>
            <div className="kit-history-line">
              <strong>
                <Label of="action" code={entry.action} />
              </strong>
              {entry.to_state && <StateTag of={states} code={entry.to_state} />}
              <span>{entry.actor_name}</span>
              <time className="kit-muted kit-figure">{formatInstant(entry.at)}</time>
            </div>
            {entry.comment && <div className="kit-history-comment">{entry.comment}</div>}
          </>
        ),
      }))}
    />
  );
}
