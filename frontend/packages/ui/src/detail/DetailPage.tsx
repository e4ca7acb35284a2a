import type { ReactNode } from 'react';
import { Result, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Problem } from '@credit/api';
import { Copy } from '../Copy';
import { useKitText } from '../locale';
import { PageLayout, type Crumb } from '../PageLayout';
import { ProblemAlert } from '../ProblemAlert';
import { Go } from '../values';
import './detail.css';
import { Figures, type Figure } from './facts';
import { Printable } from './print';

interface Props<T> {
  query: UseQueryResult<T, Problem>;
  crumbs: Crumb[];
  title: (data: T) => ReactNode;
  /** The number that people quote, where the title is a name. */
  number?: (data: T) => string | null | undefined;
  /** Beside the title: state tag, small facts. */
  aside?: (data: T) => ReactNode;
  actions?: (data: T) => ReactNode;
  /** What answers "what is this" at a glance, above everything else. */
  figures?: (data: T) => readonly Figure[];
  children: (data: T) => ReactNode;
}

/** Where one is, the record itself last: by its number, which says nothing of a person in the browser's history. */
function crumbsTo(crumbs: readonly Crumb[], number: string | null | undefined, title: ReactNode): Crumb[] {
  const own = number ?? (typeof title === 'string' ? title : null);
  return own ? [...crumbs, { title: own }] : [...crumbs];
}

/** Loads one resource and shows its page, a skeleton, or why it cannot be shown. */
export function DetailPage<T>({ query, crumbs, title, number, aside, actions, figures, children }: Props<T>) {
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
    <Printable title={title(data)} number={number?.(data)}>
      {(printing) => (
        <PageLayout
          crumbs={crumbsTo(crumbs, number?.(data), title(data))}
          title={title(data)}
          aside={
            <>
              {number?.(data) && (
                <span className="kit-number">
                  <span className="kit-figure">{number(data)}</span>
                  <Copy text={number(data) ?? ''} />
                </span>
              )}
              {aside?.(data)}
            </>
          }
          actions={
            <>
              {printing}
              {actions?.(data)}
            </>
          }
        >
          {query.isError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
          {figures && <Figures items={figures(data)} />}
          {children(data)}
        </PageLayout>
      )}
    </Printable>
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
