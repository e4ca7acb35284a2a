import { Button, Empty, Segmented, Spin } from 'antd';
import { CheckOutlined, InfoCircleOutlined, WarningFilled } from '@ant-design/icons';
import { formatMinute } from '@credit/domain';
import { useKitText, useLocale } from '../locale';
import './shell.css';

export interface NoticeShown {
  id: number;
  kind: string;
  kind_name_zh: string;
  kind_name_en: string;
  is_urgent: boolean;
  title_zh: string;
  title_en: string;
  path: string;
  created_at: string;
  read_at: string | null;
}

interface LineProps {
  notice: NoticeShown;
  onOpen: (notice: NoticeShown) => void;
  onRead: (notice: NoticeShown) => void;
}

/** One notice: a click opens its page and reads it, the tick only reads it. */
export function NoticeLine({ notice, onOpen, onRead }: LineProps) {
  const text = useKitText();
  const { locale } = useLocale();
  const unread = notice.read_at === null;
  return (
    <li className={`notice${unread ? ' is-unread' : ''}`}>
      <button type="button" className="notice-open" onClick={() => onOpen(notice)}>
        <span className={notice.is_urgent ? 'notice-icon is-urgent' : 'notice-icon'} aria-hidden>
          {notice.is_urgent ? <WarningFilled /> : <InfoCircleOutlined />}
        </span>
        <span className="notice-words">
          <span className="notice-title">
            {unread && <span className="notice-hidden">{text.noticeUnread}</span>}
            {locale === 'en' ? notice.title_en : notice.title_zh}
          </span>
          <span className="notice-about">
            {locale === 'en' ? notice.kind_name_en : notice.kind_name_zh}
            <time className="kit-figure">{formatMinute(notice.created_at)}</time>
          </span>
        </span>
      </button>
      {unread && (
        <Button type="text" size="small" icon={<CheckOutlined />} aria-label={text.noticeRead} title={text.noticeRead} onClick={() => onRead(notice)} />
      )}
    </li>
  );
}

interface Props extends Omit<LineProps, 'notice'> {
  notices: readonly NoticeShown[] | undefined;
  show: 'unread' | 'all';
  onShow: (show: 'unread' | 'all') => void;
  onReadAll: () => void;
  onMore: () => void;
}

/** What hangs under the bell. */
export function NoticePanel({ notices, show, onShow, onOpen, onRead, onReadAll, onMore }: Props) {
  const text = useKitText();
  return (
    <section className="notice-panel" aria-label={text.notices}>
      <header>
        <Segmented
          size="small"
          value={show}
          onChange={onShow}
          options={[{ value: 'unread', label: text.noticeUnread }, { value: 'all', label: text.noticeAll }]}
        />
        <Button type="link" size="small" onClick={onReadAll} disabled={!notices?.some((notice) => notice.read_at === null)}>
          {text.noticeReadAll}
        </Button>
      </header>
      {notices === undefined ? (
        <div className="notice-wait"><Spin /></div>
      ) : notices.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={show === 'unread' ? text.noticeNoneUnread : text.noticeNone} />
      ) : (
        <ul>
          {notices.map((notice) => (
            <NoticeLine key={notice.id} notice={notice} onOpen={onOpen} onRead={onRead} />
          ))}
        </ul>
      )}
      <footer>
        <Button type="link" size="small" onClick={onMore}>{text.noticeMore}</Button>
      </footer>
    </section>
  );
}
