import { useEffect, useRef, useState } from 'react';
import { Button, Form, Input, Modal } from 'antd';
import { Problem } from '@credit/api';
import { ProblemAlert, useSession } from '@credit/ui';
import { useText } from '../text';
import { sessionEnded } from './client';
import { CodeForm } from './CodeForm';
import { completeSignIn, renew, signIn } from './session';

/**
 * The session ended while a page was open: the same person signs in again over it, and what was filled in stays.
 * All requests that found the session ended wait for the one answer.
 */
export function SessionEnded() {
  const t = useText();
  const { account } = useSession();
  const [open, setOpen] = useState(false);
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const waiting = useRef<{ promise: Promise<boolean>; resolve: (renewed: boolean) => void } | null>(null);

  useEffect(() => {
    sessionEnded.ask = () => {
      if (!waiting.current) {
        let resolve: (renewed: boolean) => void = () => undefined;
        const promise = new Promise<boolean>((done) => {
          resolve = done;
        });
        waiting.current = { promise, resolve };
        setStep('password');
        setProblem(null);
        setOpen(true);
      }
      return waiting.current.promise;
    };
    return () => {
      sessionEnded.ask = () => Promise.resolve(false);
      waiting.current?.resolve(false);
      waiting.current = null;
    };
  }, []);

  function finish(renewed: boolean) {
    waiting.current?.resolve(renewed);
    waiting.current = null;
    setOpen(false);
  }

  async function submit({ password }: { password: string }) {
    setBusy(true);
    setProblem(null);
    try {
      if ((await signIn(account.username, password, renew)) === 'code') setStep('code');
      else finish(true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  async function complete(code: string) {
    try {
      await completeSignIn(code, renew);
      finish(true);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'identity.sign_in_expired') throw error;
      setProblem(error);
      setStep('password');
    }
  }

  return (
    <Modal
      title={t.shell.endedTitle}
      open={open}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={null}
      width={380}
      zIndex={1500}
      afterOpenChange={(shown) => shown && document.getElementById('renew_password')?.focus()}
      destroyOnHidden
    >
      <p>{t.shell.endedBody}</p>
      <ProblemAlert problem={problem} />
      {step === 'password' ? (
        <Form name="renew" layout="vertical" requiredMark={false} onFinish={(values: { password: string }) => void submit(values)}>
          <Form.Item label={t.signIn.username}>
            <Input value={account.username} disabled autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label={t.signIn.password} rules={[{ required: true }]}>
            <Input.Password autoFocus autoComplete="current-password" maxLength={128} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {t.shell.endedGoOn}
          </Button>
        </Form>
      ) : (
        <CodeForm name="renew-code" orRecovery submitLabel={t.shell.endedGoOn} send={complete} />
      )}
      <p className="code-other">
        <Button type="link" size="small" onClick={() => finish(false)}>
          {t.shell.endedLeave}
        </Button>
      </p>
    </Modal>
  );
}
