import type { ReactNode } from 'react';
import { Drawer } from 'antd';

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  width?: number;
  loading?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

/** One record beside its list: read it, close it, go on. What is inside ends with the closing. */
export function RecordDrawer({ open, title, onClose, width = 640, loading = false, actions, children }: Props) {
  return (
    <Drawer
      open={open}
      title={title}
      onClose={onClose}
      size={width}
      loading={loading}
      destroyOnHidden
      {...(actions ? { extra: <div className="kit-form-buttons">{actions}</div> } : {})}
    >
      {children}
    </Drawer>
  );
}
