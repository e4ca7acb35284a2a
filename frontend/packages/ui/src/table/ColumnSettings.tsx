import { Suspense, lazy, useState } from 'react';
import { Button, Popover, Tooltip } from 'antd';
import { SettingOutlined } from '@ant-design/icons';
import { useKitText } from '../locale';
import type { Density, ListColumn } from './layout';

const ColumnList = lazy(() => import('./ColumnList').then((module) => ({ default: module.ColumnList })));

export interface ColumnSettingsProps {
  titles: ReadonlyMap<string, string>;
  columns: readonly ListColumn[];
  density: Density;
  onColumns: (columns: ListColumn[]) => void;
  onDensity: (density: Density) => void;
  onReset: () => void;
}

/** Which columns a list shows, in which order and how wide; everything by mouse and by keyboard. */
export function ColumnSettings(props: ColumnSettingsProps) {
  const text = useKitText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={
        <Suspense fallback={<div className="kit-columns" style={{ height: 200 }} />}>
          <ColumnList {...props} />
        </Suspense>
      }
      destroyOnHidden
    >
      <Tooltip title={open ? '' : text.columns}>
        <Button type="text" aria-label={text.columns} aria-expanded={open} icon={<SettingOutlined />} />
      </Tooltip>
    </Popover>
  );
}
