import { useState } from 'react';
import { Button } from 'antd';
import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useKitText } from './locale';

/** Puts a text on the clipboard, and says that it did. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const words = useKitText();
  const [copied, setCopied] = useState(false);
  return (
    <Button
      type="link"
      size="small"
      aria-label={label ?? words.copy}
      title={copied ? words.copied : words.copy}
      icon={copied ? <CheckOutlined /> : <CopyOutlined />}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    />
  );
}
