import type { ReactNode } from 'react';
import { Breadcrumb } from 'antd';
import { Go } from './values';

export interface Crumb {
  title: string;
  to?: string;
}

interface Props {
  crumbs: Crumb[];
  title: ReactNode;
  /** Beside the title: state tag, small facts. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function PageLayout({ crumbs, title, aside, actions, children }: Props) {
  return (
    <div className="kit-page">
      <header className="kit-page-head">
        <Breadcrumb
          items={crumbs.map((crumb) => ({ title: crumb.to ? <Go to={crumb.to}>{crumb.title}</Go> : crumb.title }))}
        />
        <div className="kit-page-title">
          <h1>{title}</h1>
          {aside && <div className="kit-page-aside">{aside}</div>}
          {actions && <div className="kit-page-actions">{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  );
}

export function Panel({ title, extra, children, flush }: {
  title?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  /** No inner padding: a table fills the panel. */
  flush?: boolean;
}) {
  return (
    <section className={`kit-panel${flush ? ' kit-panel-flush' : ''}`}>
      {(title || extra) && (
        <div className="kit-panel-head">
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      <div className="kit-panel-body">{children}</div>
    </section>
  );
}
