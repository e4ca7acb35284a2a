import { Suspense, lazy, useEffect, useMemo, useState, type ReactNode } from 'react';
import { App, Badge, Button, Dropdown, Menu, Watermark, type MenuProps } from 'antd';
import { CalendarOutlined, DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { formatMinute } from '@credit/domain';
import type { ChangeCounts, EntityInfo } from '@credit/api';
import { ExportTray, Label, useCan, useGet, useSession } from '@credit/ui';
import { useText } from '../text';
import { ACTIONS } from './actions';
import { LanguageSwitch } from './LanguageSwitch';
import { CHANGES, activeEntry, menuFor, type MenuEntry } from './menu';
import { isDevelopment, signOut } from './session';

/** Dialogs that few people open on a day: their forms and tables come when they are asked for. */
const Devices = lazy(() => import('./Devices').then((module) => ({ default: module.Devices })));
const PasswordDialog = lazy(() => import('./Password').then((module) => ({ default: module.PasswordDialog })));

const COLLAPSED = 'credit.menu-collapsed';

export function Shell({ entity, children }: { entity: EntityInfo; children: ReactNode }) {
  const t = useText();
  const session = useSession();
  const can = useCan();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED) === '1');
  const changes = useGet<ChangeCounts>('/changes/count', {}, { poll: (data) => (data?.has_kinds ? 60_000 : false) });
  const hasChanges = changes.data?.has_kinds ?? false;
  const toCheck = changes.data?.to_check ?? 0;
  const entries = useMemo(() => menuFor(session.realm, t, can, hasChanges, isDevelopment(entity)), [session, t, hasChanges, entity]);
  const active = activeEntry(entries, pathname);
  const [openGroups, setOpenGroups] = useState<string[]>(() => entries.filter((entry) => entry.children).map((e) => e.path));
  const item = (entry: MenuEntry): NonNullable<MenuProps['items']>[number] => ({
    key: entry.path,
    label: entry.children ? (
      entry.label
    ) : (
      <a href={entry.path} onClick={(event) => event.preventDefault()}>
        {entry.label}
        {entry.path === CHANGES && toCheck > 0 && <Badge className="shell-badge" size="small" count={toCheck} title={t.changes.toCheck} />}
      </a>
    ),
    ...(entry.icon ? { icon: entry.icon } : {}),
    ...(entry.children ? { children: entry.children.map(item) } : {}),
  });

  useEffect(() => {
    const title = findLabel(entries, active.key);
    document.title = title ? `${title} · ${entity.name}` : entity.name;
  }, [entries, active.key, entity.name]);

  return (
    <div className={`shell${collapsed ? ' shell-collapsed' : ''}`}>
      <a className="shell-skip" href="#main">{t.shell.skip}</a>
      <header className="shell-head">
        <Button
          type="text"
          className="shell-fold"
          aria-label={collapsed ? t.shell.expand : t.shell.collapse}
          icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          onClick={() => {
            localStorage.setItem(COLLAPSED, collapsed ? '0' : '1');
            setCollapsed(!collapsed);
          }}
        />
        <span className="shell-entity">{entity.name}</span>
        <span className="shell-product">{t.product}</span>
        {entity.environment === 'demo' && <span className="kit-tag kit-tag-warning">{t.demo}</span>}
        <span className="shell-space" />
        {session.business_date && (
          <span className="shell-date">
            <CalendarOutlined /> {t.shell.businessDate} <strong className="kit-figure">{session.business_date}</strong>
          </span>
        )}
        <ExportTray />
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
        <Marked name={`${session.account.name} ${session.staff?.staff_no ?? session.account.username}`}>{children}</Marked>
      </main>
    </div>
  );
}

function findLabel(entries: readonly MenuEntry[], key: string): string | null {
  for (const entry of entries) {
    if (entry.path === key) return entry.label;
    const inside = entry.children && findLabel(entry.children, key);
    if (inside) return inside;
  }
  return null;
}

/** Who looked at the page and when, faint over everything. */
function Marked({ name, children }: { name: string; children: ReactNode }) {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Watermark
      content={[name, formatMinute(now)]}
      gap={[160, 130]}
      font={{ color: 'rgba(31, 41, 51, 0.055)', fontSize: 13 }}
      style={{ overflow: 'visible' }}
    >
      {children}
    </Watermark>
  );
}

function UserMenu() {
  const t = useText();
  const session = useSession();
  const can = useCan();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'password' | 'devices' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'who',
              type: 'group',
              label: (
                <div className="shell-who">
                  <div>
                    {session.account.name} <span className="kit-muted">{session.account.username}</span>
                  </div>
                  <div className="kit-muted">{session.staff?.branch?.name ?? t.shell.noBranch}</div>
                  {session.posts.map((post) => (
                    <div key={post.id} className="kit-muted">
                      {post.name} · <Label of="scope" code={post.scope} />
                    </div>
                  ))}
                </div>
              ),
            },
            { type: 'divider' },
            { key: 'security', label: t.security.title, onClick: () => void navigate({ to: '/security' } as never) },
            { key: 'password', label: t.account.changePassword, onClick: () => setDialog('password') },
            { key: 'devices', label: t.account.sessions, onClick: () => setDialog('devices') },
            ...(can(ACTIONS.organisationManage) || can(ACTIONS.identityManage)
              ? [{ key: 'api', label: <a href="/api/docs" target="_blank" rel="noreferrer">{t.shell.apiDocuments}</a> }]
              : []),
            { type: 'divider' },
            { key: 'out', label: t.shell.signOut, onClick: () => void signOut(false) },
            {
              key: 'out-all',
              label: t.shell.signOutAll,
              onClick: () => {
                modal.confirm({
                  title: t.shell.signOutAll,
                  content: t.shell.signOutAllAsk,
                  onOk: () => signOut(true),
                });
              },
            },
          ],
        }}
      >
        <Button type="text" size="small" className="shell-user">
          {session.account.name}
          {session.posts[0] && <span className="kit-muted">{session.posts[0].name}</span>}
          <DownOutlined />
        </Button>
      </Dropdown>
      <Suspense fallback={null}>
        {dialog === 'password' && <PasswordDialog open onClose={close} />}
        {dialog === 'devices' && <Devices open onClose={close} />}
      </Suspense>
    </>
  );
}
