import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { Problem, type EntityInfo } from '@credit/api';
import { ProblemAlert } from '@credit/ui';
import { useText } from '../text';
import { CodeForm } from './CodeForm';
import { LanguageSwitch } from './LanguageSwitch';
import { completeSignIn, signIn } from './session';
import { Terraces } from './Terraces';

/** User name and password, and then a code, when the account has a second factor. */
export function SignIn({ entity }: { entity: EntityInfo }) {
  const t = useText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [waitsFor, setWaitsFor] = useState<string | null>(null);

  async function submit(values: { username: string; password: string }) {
    setBusy(true);
    setProblem(null);
    const username = values.username.trim();
    try {
      if ((await signIn(username, values.password)) === 'code') setWaitsFor(username);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  async function complete(code: string) {
    try {
      await completeSignIn(code);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'identity.sign_in_expired') throw error;
      setProblem(error);
      setWaitsFor(null);
    }
  }

  return (
    <main className="sign-in">
      <Terraces />
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <div className="sign-in-card">
        <p className="sign-in-product">{t.product}</p>
        <h1>{entity.name}</h1>
        {entity.environment === 'demo' && <span className="kit-tag kit-tag-warning">{t.demo}</span>}
        <ProblemAlert problem={problem} />
        {waitsFor === null ? (
          <Form name="sign-in" layout="vertical" size="large" requiredMark={false} onFinish={(values) => void submit(values)}>
            <Form.Item name="username" label={t.signIn.username} rules={[{ required: true, whitespace: true }]}>
              <Input autoComplete="username" autoFocus spellCheck={false} />
            </Form.Item>
            <Form.Item name="password" label={t.signIn.password} rules={[{ required: true }]}>
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={busy}>
              {t.signIn.submit}
            </Button>
          </Form>
        ) : (
          <>
            <p className="sign-in-step">
              {t.security.codeStep} · {t.security.codeStepFor(waitsFor)}
            </p>
            <CodeForm name="code-step" large orRecovery submitLabel={t.signIn.submit} send={complete} />
            <p className="code-other">
              <Button type="link" size="small" onClick={() => setWaitsFor(null)}>
                {t.security.back}
              </Button>
            </p>
          </>
        )}
        <p className="sign-in-foot">{t.signIn.foot}</p>
      </div>
    </main>
  );
}
