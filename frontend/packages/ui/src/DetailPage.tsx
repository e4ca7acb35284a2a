import type { ReactNode } from 'react';
import { Descriptions, Empty, Result, Skeleton, Tabs, Timeline } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { HistoryEntry, Problem } from '@credit/api';
import { formatInstant, type DictionaryName } from '@credit/domain';
import { useKitText } from './locale';
import { PageLayout, type Crumb } from './PageLayout';
import { ProblemAlert } from './ProblemAlert';
import { useSearchParams } from './table/url-state';
import { Go, Label, StateTag } from './values';

export interface Fact {
  label: string;
  value: ReactNode;
  span?: number;
}

/** Label and value pairs in even columns. */
export function Facts({ items, columns = 3 }: { items: readonly (Fact | false | null)[]; columns?: number }) {
  return (
    <Descriptions
      className="kit-facts"
      size="small"
      column={columns}
      colon={false}
      items={items
        .filter((item): item is Fact => Boolean(item))
        .map((item) => ({
          key: item.label,
          label: item.label,
          // the content cell is a flex box: one child keeps words and spaces as written
          children: <div>{item.value === null || item.value === undefined || item.value === '' ? '—' : item.value}</div>,
          span: item.span ?? 1,
        }))}
    />
  );
}

/** The few figures that answer "what is this" at a glance. */
export function Figures({ items }: { items: readonly { label: string; value: ReactNode; note?: ReactNode; tone?: 'danger' | 'success' }[] }) {
  return (
    <dl className="kit-figures">
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd className={item.tone ? `kit-${item.tone}` : ''}>{item.value}</dd>
          {item.note && <dd className="kit-muted">{item.note}</dd>}
        </div>
      ))}
    </dl>
  );
}

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

interface Props<T> {
  query: UseQueryResult<T, Problem>;
  crumbs: Crumb[];
  title: (data: T) => ReactNode;
  aside?: (data: T) => ReactNode;
  actions?: (data: T) => ReactNode;
  children: (data: T) => ReactNode;
}

/** Loads one resource and shows its page, a skeleton, or why it cannot be shown. */
export function DetailPage<T>({ query, crumbs, title, aside, actions, children }: Props<T>) {
  const { data } = query;
  if (data === undefined) {
    return (
      <PageLayout crumbs={crumbs} title=" ">
        {query.isError ? (
          <Unavailable problem={query.error} crumbs={crumbs} onRetry={() => void query.refetch()} />
        ) : (
          <div className="kit-panel">
            <div className="kit-panel-body">
              <Skeleton active paragraph={{ rows: 8 }} />
            </div>
          </div>
        )}
      </PageLayout>
    );
  }
  return (
    <PageLayout crumbs={crumbs} title={title(data)} aside={aside?.(data)} actions={actions?.(data)}>
      {query.isError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
      {children(data)}
    </PageLayout>
  );
}

/** A record out of reach leads back to its list; anything else may be tried again. */
function Unavailable({ problem, crumbs, onRetry }: { problem: Problem; crumbs: Crumb[]; onRetry: () => void }) {
  const text = useKitText();
  const back = crumbs.findLast((crumb) => crumb.to);
  if ((problem.status !== 404 && problem.status !== 403) || !back?.to) {
    return <ProblemAlert problem={problem} onRetry={onRetry} />;
  }
  return (
    <section className="kit-panel">
      <Result
        status={problem.status === 403 ? '403' : '404'}
        title={problem.title}
        subTitle={problem.detail || text.outOfReach}
        extra={<Go to={back.to}>{text.backTo(back.title)}</Go>}
      />
    </section>
  );
}

export interface TabSpec {
  key: string;
  label: string;
  content: ReactNode;
}

/** Tabs whose choice is kept in the address. */
export function PageTabs({ tabs }: { tabs: readonly (TabSpec | false)[] }) {
  const [search, setSearch] = useSearchParams();
  const shown = tabs.filter((tab): tab is TabSpec => Boolean(tab));
  const first = shown[0]?.key ?? '';
  const active = shown.some((tab) => tab.key === search.tab) ? search.tab! : first;
  return (
    <section className="kit-panel">
      <Tabs
        className="kit-tabs"
        size="small"
        activeKey={active}
        destroyOnHidden
        onChange={(key) => {
          const { tab: _, ...rest } = search;
          setSearch(key === first ? rest : { ...rest, tab: key });
        }}
        items={shown.map((tab) => ({ key: tab.key, label: tab.label, children: tab.content }))}
      />
    </section>
  );
}
