import { Alert, Button } from 'antd';
import { formatMinute } from '@credit/domain';
import { useKitText } from '../locale';

/** What was typed and never sent, to be taken up again. */
export function DraftOffer({ at, onRestore, onDiscard }: { at: string; onRestore: () => void; onDiscard: () => void }) {
  const text = useKitText();
  return (
    <Alert
      className="kit-problem"
      type="info"
      showIcon
      title={text.form.offer(formatMinute(at))}
      action={
        <div className="kit-form-buttons">
          <Button size="small" onClick={onDiscard}>
            {text.form.discard}
          </Button>
          <Button size="small" type="primary" onClick={onRestore}>
            {text.form.restore}
          </Button>
        </div>
      }
    />
  );
}
