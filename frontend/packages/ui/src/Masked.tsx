import { useEffect, useState } from 'react';
import { Button } from 'antd';
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { optionsOf } from '@credit/domain';
import { AreaField, FormModal, SelectField } from './form';
import { useKitText, useLocale } from './locale';

/** So long a value stays in clear on the screen, in milliseconds. */
const SHOWN_FOR = 60_000;

interface Props {
  /** What the server already masked. */
  value: string;
  label: string;
  field: string;
  /** POST {fields, purpose, reason} -> {[field]: value}; without it the value cannot be revealed. */
  path?: string | undefined;
}

export function Masked({ value, label, field, path }: Props) {
  const text = useKitText();
  const { locale } = useLocale();
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<string | null>(null);
  useEffect(() => {
    if (revealed === null) return undefined;
    const timer = setTimeout(() => setRevealed(null), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [revealed]);
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
        <FormModal<Record<string, string>>
          open={asking}
          onClose={() => setAsking(false)}
          title={text.revealTitle(label)}
          name={`reveal-${field}`}
          submitLabel={text.reveal}
          doneMessage={false}
          send={(command, values) => command.post(path, { fields: [field], purpose: values.purpose, reason: values.reason })}
          onDone={(answer) => setRevealed(answer[field] ?? null)}
        >
          <SelectField name="purpose" label={text.revealPurpose} required options={optionsOf('revealPurpose', locale)} />
          <AreaField name="reason" label={text.revealReason} required maxLength={200} hint={text.revealNote} />
        </FormModal>
      )}
    </span>
  );
}
