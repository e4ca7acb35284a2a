import { useState } from 'react';
import { Button } from 'antd';
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { AreaField, FormModal } from './FormKit';
import { useKitText } from './locale';

interface Props {
  /** What the server already masked. */
  value: string;
  label: string;
  field: string;
  /** POST {field, reason} -> {value}; without it the value cannot be revealed. */
  path?: string | undefined;
}

export function Masked({ value, label, field, path }: Props) {
  const text = useKitText();
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<string | null>(null);
  return (
    <span className="kit-masked">
      <span className="kit-figure">{revealed ?? (value || '—')}</span>
      {path && value && (
        <Button
          type="link"
          size="small"
          aria-label={revealed ? text.revealHide : text.revealTitle(label)}
          icon={revealed ? <EyeInvisibleOutlined /> : <EyeOutlined />}
          onClick={() => (revealed ? setRevealed(null) : setAsking(true))}
        />
      )}
      {path && (
        <FormModal<{ value: string }>
          open={asking}
          onClose={() => setAsking(false)}
          title={text.revealTitle(label)}
          name={`reveal-${field}`}
          submitLabel={text.reveal}
          doneMessage={false}
          send={(command, values) => command.post(path, { field, reason: values.reason })}
          onDone={(answer) => setRevealed(answer.value)}
        >
          <AreaField name="reason" label={text.revealReason} required maxLength={200} hint={text.revealNote} />
        </FormModal>
      )}
    </span>
  );
}
