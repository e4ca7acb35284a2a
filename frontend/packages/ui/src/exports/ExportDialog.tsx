import { useState } from 'react';
import { Alert, App, Button, Checkbox, Modal, Radio, Skeleton, Tooltip } from 'antd';
import type { ExportRow } from '@credit/api';
import { formatCount } from '@credit/domain';
import { useCommand, useGet } from '../api';
import { useKitText } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import type { ExportButtonProps } from './ExportButton';
import './exports.css';

const FORMATS = ['XLSX', 'CSV'] as const;

export function ExportDialog({ resource, query, columns, total, onClose }: ExportButtonProps & { onClose: () => void }) {
  const text = useKitText().exports;
  const kit = useKitText();
  const { message } = App.useApp();
  const known = useGet<{ key: string }[]>('/exports/columns', { resource });
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('XLSX');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const command = useCommand();
  const keys = new Set((known.data ?? []).map((column) => column.key));
  const offered = columns.filter((column) => keys.has(column.key));
  const workedOut = columns.filter((column) => !keys.has(column.key) && column.title !== '');
  const taken = offered.filter((column) => !left.has(column.key));

  async function ask() {
    const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
    const job = await command.post<ExportRow>('/exports', {
      resource: resource.replace(/^\//, ''),
      query: Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
      columns: taken.map(({ key, title }) => ({ key, title })),
      format,
    });
    if (job) {
      void message.success(text.asked);
      onClose();
    }
  }

  return (
    <Modal
      open
      title={text.title}
      width={560}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{kit.cancel}</Button>
          <Button type="primary" loading={command.busy} disabled={taken.length === 0} onClick={() => void ask()}>
            {text.start}
          </Button>
        </>
      }
    >
      {known.isError && <ProblemAlert problem={known.error} />}
      {command.problem && <ProblemAlert problem={command.problem} />}
      {known.isPending ? (
        <Skeleton active />
      ) : (
        <div className="export-form">
          <p className="export-count">{text.rows(formatCount(total))}</p>
          <div role="group" aria-label={text.format}>
            <div className="export-label">{text.format}</div>
            <Radio.Group
              value={format}
              onChange={(event) => setFormat(event.target.value as (typeof FORMATS)[number])}
              options={FORMATS.map((value) => ({ value, label: text.formats[value] }))}
            />
          </div>
          <div role="group" aria-label={text.columns}>
            <div className="export-label">
              {text.columns}
              <Button type="link" size="small" onClick={() => setLeft(new Set())}>{text.all}</Button>
              <Button type="link" size="small" onClick={() => setLeft(new Set(offered.map((column) => column.key)))}>{text.none}</Button>
            </div>
            <div className="export-columns">
              {offered.map((column) => (
                <Checkbox
                  key={column.key}
                  checked={!left.has(column.key)}
                  onChange={(event) => {
                    const next = new Set(left);
                    if (event.target.checked) next.delete(column.key);
                    else next.add(column.key);
                    setLeft(next);
                  }}
                >
                  {column.title}
                </Checkbox>
              ))}
              {workedOut.map((column) => (
                <Tooltip key={column.key} title={text.workedOut}>
                  <Checkbox disabled>{column.title}</Checkbox>
                </Tooltip>
              ))}
            </div>
          </div>
          <Alert type="info" showIcon title={text.note} />
        </div>
      )}
    </Modal>
  );
}
