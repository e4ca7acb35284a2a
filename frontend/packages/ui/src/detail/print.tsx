/** A record on paper: who printed it and when above it, no menus, A4; the open tab or all of them. */
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { Button, Dropdown } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import type { EntityInfo } from '@credit/api';
import { formatInstant } from '@credit/domain';
import { useKitText } from '../locale';
import { useSession } from '../session';
import './detail.css';

const PrintContext = createContext({ isWhole: false });

/** Whether everything is to be shown, for a print of all tabs. */
export function usePrinting(): { isWhole: boolean } {
  return use(PrintContext);
}

/** Milliseconds without a reading under way, after which what was just unfolded is complete. */
const SETTLED = 400;

interface Props {
  title: ReactNode;
  number?: string | null | undefined;
  children: (button: ReactNode) => ReactNode;
}

export function Printable({ title, number, children }: Props) {
  const text = useKitText();
  const [isWhole, setWhole] = useState(false);
  const fetching = useIsFetching();
  useEffect(() => {
    if (!isWhole || fetching > 0) return undefined;
    const timer = setTimeout(() => window.print(), SETTLED);
    return () => clearTimeout(timer);
  }, [isWhole, fetching]);
  useEffect(() => {
    const done = () => setWhole(false);
    window.addEventListener('afterprint', done);
    return () => window.removeEventListener('afterprint', done);
  }, []);
  const button = (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'tab', label: text.detail.printTab, onClick: () => window.print() },
          { key: 'all', label: text.detail.printAll, onClick: () => setWhole(true) },
        ],
      }}
    >
      <Button icon={<PrinterOutlined />} aria-label={text.detail.print} title={text.detail.print} />
    </Dropdown>
  );
  return (
    <PrintContext value={{ isWhole }}>
      <PrintHead title={title} number={number} />
      {children(button)}
    </PrintContext>
  );
}

export function PrintHead({ title, number }: { title: ReactNode; number: string | null | undefined }) {
  const text = useKitText();
  const session = useSession();
  const entity = useQueryClient().getQueryData<EntityInfo>(['entity']);
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const tell = () => setNow(new Date().toISOString());
    window.addEventListener('beforeprint', tell);
    return () => window.removeEventListener('beforeprint', tell);
  }, []);
  return (
    <div className="kit-print-head kit-print-only">
      <div className="kit-print-entity">{entity?.name}</div>
      <div className="kit-print-title">
        {title}
        {number && <span className="kit-figure"> {number}</span>}
      </div>
      <div className="kit-print-who">
        {text.detail.printedBy(`${session.account.name} ${session.staff?.staff_no ?? session.account.username}`, formatInstant(now))}
      </div>
    </div>
  );
}
