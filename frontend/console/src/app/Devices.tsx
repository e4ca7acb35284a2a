import { useState } from 'react';
import { Button, Modal } from 'antd';
import { Problem, type OwnSession, type Page } from '@credit/api';
import { formatMinute } from '@credit/domain';
import { PlainTable, ProblemAlert, Tag, useGet, type Column } from '@credit/ui';
import { useText } from '../text';
import { client } from './client';

/** Where this account is signed in; another device is signed out from here. */
export function Devices({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Modal title={t.account.sessions} open={open} onCancel={onClose} footer={null} width={860} destroyOnHidden>
      <DeviceList />
    </Modal>
  );
}

function DeviceList() {
  const t = useText();
  const list = useGet<Page<OwnSession>>('/sessions', { page_size: 200 });
  const [problem, setProblem] = useState<Problem | null>(null);

  async function end(id: string) {
    setProblem(null);
    try {
      await client.delete(`/sessions/${id}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
    await list.refetch();
  }

  const columns: Column<OwnSession>[] = [
    {
      key: 'user_agent',
      title: t.account.device,
      wrap: true,
      render: (row) =>
        row.channel === 'APP' ? (
          <>
            {row.device_name} <Tag>{t.security.app}</Tag>
          </>
        ) : (
          row.user_agent
        ),
    },
    { key: 'ip', title: t.f.ip },
    { key: 'created_at', title: t.account.signedInAt, render: (row) => formatMinute(row.created_at) },
    { key: 'last_seen_at', title: t.account.lastSeenAt, render: (row) => formatMinute(row.last_seen_at) },
    {
      key: 'is_current',
      title: t.f.state,
      render: (row) =>
        row.is_current ? (
          <Tag tone="success">{t.account.thisDevice}</Tag>
        ) : (
          <Button size="small" onClick={() => void end(row.id)}>
            {t.account.end}
          </Button>
        ),
    },
  ];
  return (
    <>
      <ProblemAlert problem={problem ?? list.error} />
      <PlainTable rows={list.data?.results ?? []} columns={columns} rowKey="id" label={t.account.sessions} loading={list.isPending} />
    </>
  );
}
