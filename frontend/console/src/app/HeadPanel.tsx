import { Suspense, useState, type ReactNode } from 'react';
import { Button, Popover, Tooltip } from 'antd';

interface HeadPanelProps {
  title: string;
  /** What is read aloud, where it says more than the title. */
  label?: string;
  icon: ReactNode;
  className?: string;
  content: (close: () => void) => ReactNode;
}

/** A button in the head of the console, with a panel below it that is loaded when it is asked for. */
export function HeadPanel({ title, label = title, icon, className = '', content }: HeadPanelProps) {
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
      content={<Suspense fallback={null}>{content(() => setOpen(false))}</Suspense>}
    >
      <Tooltip title={open ? '' : title}>
        <Button type="text" size="small" className={className} aria-label={label} aria-expanded={open} icon={icon} />
      </Tooltip>
    </Popover>
  );
}
