import { useCallback, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Alert, Badge, Button, Menu, Watermark, type MenuProps } from 'antd';
import { CalendarOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { formatMinute } from '@credit/domain';
import { Problem, randomKey, type EntityInfo } from '@credit/api';
import { ExportTray, PageNameContext, useCan, useSession, useTheme } from '@credit/ui';
import { useText } from '../text';
import { Bell } from './Bell';
import { client } from './client';
import { useCounts } from './counts';
import { GlobalSearch, RecentRecords } from './GlobalSearch';
import { LanguageSwitch } from './LanguageSwitch';
import { CHANGES, activeEntry, menuFor, type MenuEntry } from './menu';
import { keep, useKeptPreferences } from './preferences';
import { isDevelopment } from './session';
import { UserMenu } from './UserMenu';

const COLLAPSED = 'credit.menu-collapsed';

export function Shell({ entity, children }: { entity: EntityInfo; children: ReactNode }) {
  const t = useText();
  const session = useSession();
  const can = useCan();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [pageName, setPageName] = useState<string | null>(null);
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED) === '1');
  const { unread, todo } = useCounts();
  const hasChanges = todo.has(CHANGES);
  const entries = useMemo(() => menuFor(session.realm, t, can, hasChanges, isDevelopment(entity)), [session, t, hasChanges, entity]);
  const active = activeEntry(entries, pathname);
  const [openGroups, setOpenGroups] = useState<string[]>(() => entries.filter((entry) => entry.children).map((e) => e.path));
  const fold = useCallback((folded: boolean) => {
    localStorage.setItem(COLLAPSED, folded ? '1' : '0');
    setCollapsed(folded);
  }, []);
  useKeptPreferences(session.account.id, fold);
  useOpenedRecords(pathname);

  const item = (entry: MenuEntry): NonNullable<MenuProps['items']>[number] => {
    const waiting = todo.get(entry.path) ?? 0;
    return {
      key: entry.path,
      label: entry.children ? (
        entry.label
      ) : (
        <a href={entry.path} onClick={(event) => event.preventDefault()}>
          {entry.label}
          {waiting > 0 && <Badge className="shell-badge" size="small" count={waiting} overflowCount={99} title={entry.path === CHANGES ? t.changes.toCheck : t.shell.waiting(String(waiting))} />}
        </a>
      ),
      ...(entry.icon ? { icon: entry.icon } : {}),
      ...(entry.children ? { children: entry.children.map(item) } : {}),
    };
  };

  useEffect(() => {
    const title = pageName ?? findLabel(entries, active.key);
    document.title = title ? `${title} · ${entity.name}` : entity.name;
  }, [entries, active.key, entity.name, pageName]);

  return (
    <Marked name={`${session.account.name} ${session.staff?.staff_no ?? session.account.username}`}>
      <div className={`shell${collapsed ? ' shell-collapsed' : ''}`}>
        <a className="shell-skip" href="#main">{t.shell.skip}</a>
        <header className="shell-head">
          <Button
            type="text"
            className="shell-fold"
            aria-label={collapsed ? t.shell.expand : t.shell.collapse}
            icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            onClick={() => {
              fold(!collapsed);
              keep({ menu_collapsed: !collapsed });
            }}
          />
          <span className="shell-entity">{entity.name}</span>
          <span className="shell-product">{t.product}</span>
          {entity.environment === 'demo' && <span className="kit-tag kit-tag-warning">{t.demo}</span>}
          <span className="shell-space" />
          <GlobalSearch />
          {session.business_date && (
            <span className="shell-date">
              <CalendarOutlined /> {t.shell.businessDate} <strong className="kit-figure">{session.business_date}</strong>
            </span>
          )}
          <RecentRecords />
          <ExportTray />
          <Bell unread={unread} />
          <LanguageSwitch />
          <UserMenu />
        </header>
        <nav className="shell-side" aria-label={t.shell.navigation}>
          <Menu
            mode="inline"
            inlineIndent={14}
            inlineCollapsed={collapsed}
            selectedKeys={[active.key]}
            {...(collapsed ? {} : { openKeys: openGroups, onOpenChange: setOpenGroups })}
            items={entries.map(item)}
            onClick={({ key }) => void navigate({ to: key } as never)}
          />
        </nav>
        <main id="main" className="shell-main" tabIndex={-1}>
          <Offline />
          <PageNameContext value={setPageName}>{children}</PageNameContext>
        </main>
      </div>
    </Marked>
  );
}

/** Remembers the record whose page is open; the server knows which pages show records, and which are reached. */
function useOpenedRecords(pathname: string): void {
  useEffect(() => {
    if (!/^\/[a-z/-]+\/[A-Za-z0-9_-]+$/.test(pathname) || !/\d/.test(pathname)) return undefined;
    // whoever only passes by has not opened it
    const timer = setTimeout(() => {
      client.post('/desk/opened', { path: pathname }, { key: randomKey() }).catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
      });
    }, 800);
    return () => clearTimeout(timer);
  }, [pathname]);
}

function findLabel(entries: readonly MenuEntry[], key: string): string | null {
  for (const entry of entries) {
    if (entry.path === key) return entry.label;
    const inside = entry.children && findLabel(entry.children, key);
    if (inside) return inside;
  }
  return null;
}

function onLine(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** While the line is down: what is on screen stays, and what is read waits until it is there again. */
function Offline() {
  const t = useText();
  const online = useSyncExternalStore(onLine, () => navigator.onLine);
  return online ? null : <Alert className="shell-offline" type="warning" banner showIcon title={t.shell.offlineTitle} description={t.shell.offlineBody} />;
}

/** Who looked at the page and when, faint over everything: dialogs and drawers inside take it over. */
function Marked({ name, children }: { name: string; children: ReactNode }) {
  const { isDark } = useTheme();
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), 60_000);
    return () => clearInterval(timer);
  }, []);
  // drawn on a canvas, which reads no variables of the page by itself
  const color = useMemo(
    () => getComputedStyle(document.documentElement).getPropertyValue('--kit-mark').trim(),
    [isDark],
  );
  return (
    <Watermark content={[name, formatMinute(now)]} gap={[160, 130]} font={{ color, fontSize: 13 }} style={{ overflow: 'visible' }}>
      {children}
    </Watermark>
  );
}
