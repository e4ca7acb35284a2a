import { useEffect, useRef, useState } from 'react';
import { Modal } from 'antd';
import { randomKey } from '@credit/api';
import { useText } from '../text';
import { client, freshFactor } from './client';
import { CodeForm } from './CodeForm';

/** Asks for a code whenever a command wants a fresh one; commands that wait together are asked for once. */
export function StepUp() {
  const t = useText();
  const [open, setOpen] = useState(false);
  const waiting = useRef<{ promise: Promise<boolean>; resolve: (given: boolean) => void } | null>(null);

  useEffect(() => {
    freshFactor.ask = () => {
      if (!waiting.current) {
        let resolve: (given: boolean) => void = () => undefined;
        const promise = new Promise<boolean>((done) => {
          resolve = done;
        });
        waiting.current = { promise, resolve };
        setOpen(true);
      }
      return waiting.current.promise;
    };
    return () => {
      freshFactor.ask = () => Promise.resolve(false);
      waiting.current?.resolve(false);
    };
  }, []);

  function finish(given: boolean) {
    waiting.current?.resolve(given);
    waiting.current = null;
    setOpen(false);
  }

  return (
    <Modal
      title={t.security.stepUpTitle}
      open={open}
      onCancel={() => finish(false)}
      // the dialog takes the focus to itself while it opens
      afterOpenChange={(shown) => shown && document.getElementById('step-up_code')?.focus()}
      footer={null}
      width={380}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <p>{t.security.stepUpBody}</p>
      <CodeForm
        name="step-up"
        orRecovery
        submitLabel={t.security.verify}
        send={async (code) => {
          await client.post('/session/step-up', { code }, { key: randomKey() });
          finish(true);
        }}
      />
    </Modal>
  );
}
