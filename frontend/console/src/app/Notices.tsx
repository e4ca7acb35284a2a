import { useEffect, useRef, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { NoticeRow, Page } from '@credit/api';
import { NoticePanel, useGet } from '@credit/ui';
import { NOTICES, useNoticeCommands } from './noticeCommands';

const SHOWN = 20;

/** The newest notices under the bell. */
export function Notices({ unread, onClose }: { unread: number; onClose: () => void }) {
  const navigate = useNavigate();
  const [show, setShow] = useState<'unread' | 'all'>('unread');
  const list = useGet<Page<NoticeRow>>(NOTICES, { page_size: SHOWN, unread: show === 'unread' ? true : undefined });
  const commands = useNoticeCommands();
  const before = useRef(unread);
  const { refetch } = list;
  useEffect(() => {
    // something new while the panel hangs open
    if (unread !== before.current) void refetch();
    before.current = unread;
  }, [unread, refetch]);
  return (
    <NoticePanel
      notices={list.data?.results}
      show={show}
      onShow={setShow}
      onOpen={(notice) => {
        onClose();
        commands.open(notice);
      }}
      onRead={commands.read}
      onReadAll={() => {
        const newest = list.data?.results[0];
        if (newest) commands.readThrough(newest.id);
      }}
      onMore={() => {
        onClose();
        void navigate({ to: '/notices' } as never);
      }}
    />
  );
}
