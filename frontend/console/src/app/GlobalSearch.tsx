import { Suspense, lazy, useCallback, useEffect, useState } from 'react';
import { Button } from 'antd';
import { HistoryOutlined, SearchOutlined } from '@ant-design/icons';
import { useKitText } from '@credit/ui';
import { useText } from '../text';
import { HeadPanel } from './HeadPanel';

const loadDialog = () => import('./SearchDialog');
const SearchDialog = lazy(() => loadDialog().then((module) => ({ default: module.SearchDialog })));
const RecentPanel = lazy(() => import('./RecentPanel').then((module) => ({ default: module.RecentPanel })));

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export function GlobalSearch() {
  const t = useText();
  const kit = useKitText();
  const [open, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const show = useCallback(() => {
    setWasOpen(true);
    setOpen(true);
  }, []);
  const close = useCallback(() => setOpen(false), []);

  useEffect(() => {
    // fetched before it is called for, so that what is typed right after the stroke is not lost; a lost line is told then
    const timer = setTimeout(() => void loadDialog().catch(() => undefined), 1_500);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const ctrlK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      // on a page with a list the stroke belongs to the list's own search
      const stroke = event.key === '/' && !typing(event.target) && !document.querySelector('.kit-list-bar, [role=dialog]');
      if ((!ctrlK && !stroke) || event.defaultPrevented) return;
      event.preventDefault();
      show();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [show]);

  return (
    <>
      <Button className="shell-search" aria-label={kit.searchAll} aria-keyshortcuts="Control+K" icon={<SearchOutlined />} onClick={show}>
        <span>{t.shell.search}</span>
        <kbd>Ctrl K</kbd>
      </Button>
      <Suspense fallback={null}>{wasOpen && <SearchDialog open={open} onClose={close} />}</Suspense>
    </>
  );
}

/** The records that the person opened last, wherever he signs in. */
export function RecentRecords() {
  const kit = useKitText();
  return <HeadPanel title={kit.recent} icon={<HistoryOutlined />} content={(close) => <RecentPanel onClose={close} />} />;
}
