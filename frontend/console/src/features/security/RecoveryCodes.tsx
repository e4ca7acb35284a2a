import { App, Button, Space } from 'antd';
import { useText } from '../../text';

/** Shown once: printed or copied now, or made anew. */
export function RecoveryCodes({ codes, owner, onDone }: { codes: string[]; owner: string; onDone: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  return (
    <div>
      <p>{t.security.codesBody}</p>
      <div className="recovery-codes">
        <p className="recovery-codes-owner">
          {t.security.codesTitle} · {owner}
        </p>
        <ul>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <Space className="recovery-tools">
        <Button
          onClick={() => {
            copyText(codes.join('\n'));
            void message.success(t.security.copied);
          }}
        >
          {t.security.copy}
        </Button>
        <Button onClick={() => window.print()}>{t.security.print}</Button>
      </Space>
      <Button type="primary" block size="middle" onClick={onDone}>
        {t.security.saved}
      </Button>
    </div>
  );
}

/** The clipboard of browsers exists in secure contexts only; plain http on an intranet is not one. */
function copyText(text: string): void {
  if (navigator.clipboard) {
    void navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand('copy');
  box.remove();
}
