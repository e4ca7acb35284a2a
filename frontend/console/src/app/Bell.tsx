import { lazy } from 'react';
import { Badge } from 'antd';
import { BellOutlined } from '@ant-design/icons';
import { useKitText } from '@credit/ui';
import { useText } from '../text';
import { HeadPanel } from './HeadPanel';

const Notices = lazy(() => import('./Notices').then((module) => ({ default: module.Notices })));

export function Bell({ unread }: { unread: number }) {
  const t = useText();
  const kit = useKitText();
  return (
    <HeadPanel
      title={kit.notices}
      label={unread > 0 ? t.shell.unread(String(Math.min(unread, 99))) : kit.notices}
      className="shell-bell"
      icon={
        <Badge count={unread} size="small" overflowCount={99} offset={[2, -2]}>
          <BellOutlined />
        </Badge>
      }
      content={(close) => <Notices unread={unread} onClose={close} />}
    />
  );
}
