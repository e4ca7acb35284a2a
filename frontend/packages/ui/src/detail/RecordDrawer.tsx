import type { ReactNode } from 'react';
import { Drawer } from 'antd';

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  width?: number;
  loading?: boolean;
  actions?: ReactNode;
  /** The buttons of a wizard; with them a click beside the drawer does not close it. */
  footer?: ReactNode;
  children: ReactNode;
}

/** One record beside its list: read it, close it, go on. What is inside ends with the closing. */
export function RecordDrawer({ open, title, onClose, width = 640, loading = false, actions, footer, children }: Props) {
  return (
    <Drawer
      open={open}
      title={title}
      onClose={onClose}
      size={width}
      loading={loading}
      destroyOnHidden
      {...(footer ? { footer: <div className="kit-form-buttons">{footer}</div>, mask: { closable: false } } : {})}
      {...(actions ? { extra: <div className="kit-form-buttons">{actions}</div> } : {})}
    >
      {children}
    </Drawer>
  );
}
