import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { Problem, type EntityInfo } from '@credit/api';
import { ProblemAlert } from '@credit/ui';
import { useText } from '../text';
import { LanguageSwitch } from './LanguageSwitch';
import { signIn } from './session';
import { Terraces } from './Terraces';

export function SignIn({ entity }: { entity: EntityInfo }) {
  const t = useText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(values: { username: string; password: string }) {
    setBusy(true);
    setProblem(null);
    try {
      await signIn(values.username.trim(), values.password);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
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
        <p className="sign-in-foot">{t.signIn.foot}</p>
      </div>
    </main>
  );
}
