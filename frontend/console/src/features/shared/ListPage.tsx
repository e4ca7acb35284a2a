import type { ReactNode } from 'react';
import { PageLayout } from '@credit/ui';
import { useText } from '../../text';

export function ListPage({ title, group, aside, actions, children }: {
  title: string;
  group?: string;
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useText();
  const crumbs = [{ title: t.menu.home, to: '/' }, ...(group ? [{ title: group }] : []), { title }];
  return (
    <PageLayout crumbs={crumbs} title={title} aside={aside} actions={actions}>
      {children}
    </PageLayout>
  );
}
