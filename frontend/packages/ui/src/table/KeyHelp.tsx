import { Modal } from 'antd';
import { useKitText } from '../locale';

/** What the keys of a list do. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useKitText();
  const keys: [string[], string][] = [
    [['↑', '↓'], text.keyMove],
    [['Home', 'End'], text.keyEnds],
    [['Enter'], text.keyOpen],
    [[text.keySpaceBar], text.keyTick],
    [['[', ']'], text.keyPage],
    [['PageUp', 'PageDown'], text.keyPageOnRow],
    [['/'], text.keySearch],
    [['?'], text.keyHelp],
  ];
  return (
    <Modal title={text.keys} open={open} onCancel={onClose} footer={null} width={420} destroyOnHidden>
      <dl className="kit-keys">
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
