import { Suspense, lazy, useState } from 'react';
import { App, Button, Dropdown } from 'antd';
import { CheckOutlined, DownOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Label, useCan, useSession, useTheme, type ThemeMode } from '@credit/ui';
import { useText } from '../text';
import { ACTIONS } from './actions';
import { useSetTheme } from './preferences';
import { signOut } from './session';

/** Dialogs that few people open on a day: their forms and tables come when they are asked for. */
const Devices = lazy(() => import('./Devices').then((module) => ({ default: module.Devices })));
const PasswordDialog = lazy(() => import('./Password').then((module) => ({ default: module.PasswordDialog })));

const MODES: readonly ThemeMode[] = ['SYSTEM', 'LIGHT', 'DARK'];

export function UserMenu() {
  const t = useText();
  const session = useSession();
  const can = useCan();
  const { mode } = useTheme();
  const setTheme = useSetTheme();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'password' | 'devices' | null>(null);
  const close = () => setDialog(null);
  const themes: Record<ThemeMode, string> = { SYSTEM: t.shell.themeSystem, LIGHT: t.shell.themeLight, DARK: t.shell.themeDark };
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
            {
              key: 'theme',
              type: 'group',
              label: t.shell.theme,
              children: MODES.map((one) => ({
                key: `theme-${one}`,
                label: themes[one],
                icon: <CheckOutlined style={{ visibility: one === mode ? 'visible' : 'hidden' }} />,
                onClick: () => setTheme(one),
              })),
            },
            { type: 'divider' },
            { key: 'notices', label: t.shell.notices, onClick: () => void navigate({ to: '/notices' } as never) },
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
