import { useCallback } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { OpenedRow } from '@credit/api';
import { SearchPalette, useGet, type FoundRecord } from '@credit/ui';
import { STATES, recentGroups, search } from './search';

export function SearchDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const recent = useGet<OpenedRow[]>('/desk/opened', {}, { enabled: open });
  const go = useCallback(
    (row: FoundRecord) => {
      onClose();
      void navigate({ to: row.path } as never);
    },
    [navigate, onClose],
  );
  return <SearchPalette open={open} onClose={onClose} onPick={go} search={search} recent={recentGroups(recent.data, 8)} states={STATES} />;
}
