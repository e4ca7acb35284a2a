/** What hangs together with a record: customer, application, contract, loan, each with its state and amount. */
import type { ReactNode } from 'react';
import type { DictionaryName } from '@credit/domain';
import { useGet } from '../api';
import { useKitText } from '../locale';
import { Panel } from '../PageLayout';
import { useCan } from '../session';
import { Go, Money, StateTag } from '../values';
import './detail.css';

/** How records of a kind are read and shown; a console declares its kinds once. */
export interface RelatedKind {
  label: string;
  /** "/contracts": also the address of its page. */
  path: string;
  /** Whoever may not do this is shown the number, and it leads nowhere. */
  action?: string;
  states?: DictionaryName;
  state?: (record: any) => string;
  amount?: (record: any) => string | null;
  /** A word beside the number: a customer's name. */
  name?: (record: any) => string;
}

export interface RelatedItem {
  kind: RelatedKind;
  id: number;
  number: string;
}

export function Related({ items }: { items: readonly (RelatedItem | false | null | undefined)[] }) {
  const text = useKitText();
  const shown = items.filter((item): item is RelatedItem => Boolean(item));
  if (shown.length === 0) return null;
  return (
    <Panel title={text.detail.related}>
      <ul className="kit-related">
        {shown.map((item) => (
          <RelatedLine key={`${item.kind.path}.${item.id}`} item={item} />
        ))}
      </ul>
    </Panel>
  );
}

function RelatedLine({ item: { kind, id, number } }: { item: RelatedItem }) {
  const can = useCan();
  const may = !kind.action || can(kind.action);
  const path = `${kind.path}/${id}`;
  // out of scope: the number alone stays
  const { data } = useGet<any>(path, {}, { enabled: may });
  const state = data && kind.state?.(data);
  const amount: ReactNode = data && kind.amount ? <Money value={kind.amount(data)} /> : null;
  return (
    <li>
      <span className="kit-muted">{kind.label}</span>
      <span className="kit-related-name">
        {data ? <Go to={path}>{number}</Go> : number}
        {data && kind.name && <span className="kit-after">{kind.name(data)}</span>}
      </span>
      <span className="kit-related-state">{kind.states && state && <StateTag of={kind.states} code={state} />}</span>
      <span className="kit-related-amount">{amount}</span>
    </li>
  );
}
