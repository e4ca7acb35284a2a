import { createContext, use, useEffect, type ReactNode } from 'react';
import { Breadcrumb } from 'antd';
import { Go } from './values';

export interface Crumb {
  title: string;
  to?: string;
}

/** Told what the page on screen is called, null when it goes: for the title of the browser's tab. */
export const PageNameContext = createContext<(name: string | null) => void>(() => undefined);

/** The record and the list that it is of; a page of its own alone. */
export function pageName(crumbs: readonly Crumb[]): string | null {
  const [before, last] = [crumbs.at(-2), crumbs.at(-1)];
  if (!last) return null;
  return before?.to && before.to !== '/' ? `${last.title} · ${before.title}` : last.title;
}

function usePageName(name: string | null): void {
  const tell = use(PageNameContext);
  useEffect(() => {
    tell(name);
    return () => tell(null);
  }, [tell, name]);
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
  usePageName(pageName(crumbs));
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
