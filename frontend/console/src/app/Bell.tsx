import { Suspense, lazy, useState } from 'react';
import { Badge, Button, Popover, Tooltip } from 'antd';
import { BellOutlined } from '@ant-design/icons';
import { useKitText } from '@credit/ui';
import { useText } from '../text';

const Notices = lazy(() => import('./Notices').then((module) => ({ default: module.Notices })));

export function Bell({ unread }: { unread: number }) {
  const t = useText();
  const kit = useKitText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      destroyOnHidden
      styles={{ container: { padding: 0 } }}
      content={
        <Suspense fallback={null}>
          <Notices unread={unread} onClose={() => setOpen(false)} />
        </Suspense>
      }
    >
      <Tooltip title={open ? '' : kit.notices}>
        <Button
          type="text"
          size="small"
          className="shell-bell"
          aria-label={unread > 0 ? t.shell.unread(String(Math.min(unread, 99))) : kit.notices}
          aria-expanded={open}
          icon={
            <Badge count={unread} size="small" overflowCount={99} offset={[2, -2]}>
              <BellOutlined />
            </Badge>
          }
        />
      </Tooltip>
    </Popover>
  );
}
