import { Button, Empty, Pagination, Segmented, Select, Skeleton } from 'antd';
import { DEFAULT_PAGE_SIZE, NoticeLine, Panel, ProblemAlert, useGet, useKitText, useLocale, useSearchParams } from '@credit/ui';
import type { NoticeKind, NoticeRow, Page } from '@credit/api';
import { formatCount } from '@credit/domain';
import { NOTICES, useNoticeCommands } from '../../app/noticeCommands';
import { useCounts } from '../../app/counts';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

/** All of one's own notices, with the filters in the address. */
export function NoticesPage() {
  const t = useText();
  const kit = useKitText();
  const { locale } = useLocale();
  const { unread } = useCounts();
  const [search, setSearch] = useSearchParams();
  const page = Number(search.page) || 1;
  const kinds = useGet<NoticeKind[]>(`${NOTICES}/kinds`);
  const list = useGet<Page<NoticeRow>>(
    NOTICES,
    { page, page_size: DEFAULT_PAGE_SIZE, kind: search.kind, unread: search.unread === '1' ? true : undefined },
    { keepPrevious: true },
  );
  const commands = useNoticeCommands();
  const filter = (name: string, value: string | undefined) => {
    const { [name]: _, page: __, ...rest } = search;
    setSearch(value ? { ...rest, [name]: value } : rest);
  };
  // kinds of one name belong together for the reader, and the first stands for them
  const options = (kinds.data ?? []).map((kind) => ({ value: kind.code, label: locale === 'en' ? kind.name_en : kind.name_zh }));
  const rows = list.data?.results ?? [];
  return (
    <ListPage
      title={t.shell.notices}
      actions={
        <Button disabled={unread === 0 || rows.length === 0} onClick={() => commands.readThrough(Math.max(...rows.map((row) => row.id)))}>
          {kit.noticeReadAll}
        </Button>
      }
    >
      <Panel flush>
        <div className="kit-list-bar">
          <div className="kit-filters">
            <Segmented
              value={search.unread === '1' ? 'unread' : 'all'}
              onChange={(value) => filter('unread', value === 'unread' ? '1' : undefined)}
              options={[{ value: 'all', label: kit.noticeAll }, { value: 'unread', label: kit.noticeUnread }]}
            />
            <Select
              allowClear
              style={{ width: 180 }}
              placeholder={t.shell.noticeKind}
              aria-label={t.shell.noticeKind}
              value={search.kind ?? null}
              options={options}
              onChange={(value: string | null | undefined) => filter('kind', value ?? undefined)}
            />
          </div>
        </div>
        <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
        {list.isPending ? (
          <div className="kit-panel-body"><Skeleton active /></div>
        ) : rows.length === 0 ? (
          <Empty className="notice-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={search.unread === '1' ? kit.noticeNoneUnread : kit.noticeNone} />
        ) : (
          <ul className="notice-list" aria-label={t.shell.notices}>
            {rows.map((row) => (
              <NoticeLine key={row.id} notice={row} onOpen={commands.open} onRead={commands.read} />
            ))}
          </ul>
        )}
        <Pagination
          align="end"
          hideOnSinglePage={false}
          current={page}
          pageSize={DEFAULT_PAGE_SIZE}
          total={list.data?.count ?? 0}
          showSizeChanger={false}
          showTotal={(count) => kit.total(formatCount(count))}
          onChange={(next) => setSearch(next === 1 ? Object.fromEntries(Object.entries(search).filter(([name]) => name !== 'page')) : { ...search, page: String(next) })}
        />
        <p className="notice-kept">{t.shell.noticesKept}</p>
      </Panel>
    </ListPage>
  );
}
