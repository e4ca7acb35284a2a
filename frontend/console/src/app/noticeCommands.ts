import { useNavigate } from '@tanstack/react-router';
import { Problem, randomKey } from '@credit/api';
import { client, queries } from './client';

export const NOTICES = '/desk/notices';

/** After something was read: the lists of notices and the count at the bell. */
const isOfNotices = (key: readonly unknown[]) => String(key[1]).startsWith(NOTICES) || key[1] === '/desk/counts';

/** What one may do with notices; a lost line is told by the next reading of the list. */
export function useNoticeCommands() {
  const navigate = useNavigate();
  const send = async (path: string, body: unknown) => {
    try {
      await client.post(path, body, { key: randomKey() });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    await queries.invalidateQueries({ predicate: (query) => isOfNotices(query.queryKey) });
  };
  const read = (notice: { id: number }) => void send(`${NOTICES}/${notice.id}/read`, {});
  return {
    read,
    readThrough: (id: number) => void send(`${NOTICES}/read`, { through_id: id }),
    open: (notice: { id: number; path: string; read_at: string | null }) => {
      if (notice.read_at === null) read(notice);
      if (notice.path) void navigate({ to: notice.path } as never);
    },
  };
}
