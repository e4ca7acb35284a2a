import { App, Alert, Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { ChangeDetail, ChangeRow, Page } from '@credit/api';
import { formatMinute } from '@credit/domain';
import { Go, useGet } from '@credit/ui';
import { useText } from '../../text';

/** What a form does when its change was taken in: say that it waits for a second person, with the way there. */
export function useProposed(): (change: ChangeDetail) => void {
  const t = useText();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  return (change) => {
    const key = `change-${change.id}`;
    notification.success({
      key,
      title: t.changes.proposed,
      description: (
        <>
          <div>{change.title}</div>
          <div className="kit-muted">{t.changes.proposedNote}</div>
        </>
      ),
      actions: (
        <Button
          type="link"
          size="small"
          onClick={() => {
            notification.destroy(key);
            void navigate({ to: `/changes/${change.id}` } as never);
          }}
        >
          {t.changes.open}
        </Button>
      ),
    });
  };
}

/** The changes that wait to be checked: of one object on its page (`type`, `id`), of one kind above a list. */
export function PendingBanner({ type, id, kind }: { type?: string; id?: number; kind?: string }) {
  const t = useText();
  const list = useGet<Page<ChangeRow>>('/changes', { subject_type: type, subject_id: id, kind, state: 'PENDING', page_size: 5 });
  const rows = list.data?.results ?? [];
  if (rows.length === 0) return null;
  return (
    <Alert
      className="kit-problem"
      type="info"
      showIcon
      title={t.changes.waiting}
      description={rows.map((row) => (
        <div key={row.id}>
          <Go to={`/changes/${row.id}`}>{t.changes.waitingBy(row.title, row.maker_name)}</Go>{' '}
          <span className="kit-muted">{formatMinute(row.made_at)}</span>
        </div>
      ))}
    />
  );
}
