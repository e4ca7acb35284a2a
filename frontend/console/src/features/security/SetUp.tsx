import { useEffect, useRef, useState } from 'react';
import { App, Button, Form, Input, Spin } from 'antd';
import { Problem, randomKey, type Enrolment, type RecoveryCodes as Codes } from '@credit/api';
import { ProblemAlert, placeFaults } from '@credit/ui';
import { client } from '../../app/client';
import { CodeForm } from '../../app/CodeForm';
import { useText } from '../../text';
import { RecoveryCodes } from './RecoveryCodes';

const PASSWORD_NEEDED = 'identity.password_needed';

/** From the QR code to the recovery codes. The password is asked for when the sign-in is not fresh any more. */
export function SetUp({ owner, onDone, onConfirmed }: {
  /** Whose codes they are, as the print says. */
  owner: string;
  onDone: () => void;
  /** The recovery codes are on screen: what closes now loses them. */
  onConfirmed?: () => void;
}) {
  const t = useText();
  const { message } = App.useApp();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const begun = useRef(false);

  async function begin(password?: string) {
    setProblem(null);
    try {
      setEnrolment(await client.post<Enrolment>('/session/second-factor/enrolment', password ? { password } : {}, { key: randomKey() }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  }

  useEffect(() => {
    if (begun.current) return;
    begun.current = true; // once, for a second secret would make the first picture worthless
    void begin();
  });

  if (codes) return <RecoveryCodes codes={codes} owner={owner} onDone={onDone} />;
  if (problem && !problem.errors.some((fault) => fault.field === 'password')) {
    return <ProblemAlert problem={problem} onRetry={() => void begin()} />;
  }
  if (problem) return <PasswordForm problem={problem} send={begin} />;
  if (!enrolment) return <Spin />;
  return (
    <div className="set-up">
      <p className="set-up-step">{t.security.scan}</p>
      <img className="set-up-picture" src={enrolment.qr_code} alt={t.security.scan} width={184} height={184} />
      <p className="kit-muted">{t.security.typed}</p>
      <p className="set-up-secret">{grouped(enrolment.secret)}</p>
      <p className="set-up-step">{t.security.confirm}</p>
      <CodeForm
        name="set-up"
        plain
        submitLabel={t.security.enable}
        send={async (code) => {
          const answer = await client.post<Codes>('/session/second-factor/confirmation', { code }, { key: randomKey() });
          setCodes(answer.recovery_codes);
          onConfirmed?.();
          void message.success(t.security.changed);
        }}
      />
    </div>
  );
}

function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

function PasswordForm({ problem, send }: { problem: Problem; send: (password: string) => Promise<void> }) {
  const t = useText();
  const [form] = Form.useForm<{ password: string }>();
  useEffect(() => {
    // that one is needed is no fault of the person's yet
    if (problem.code !== PASSWORD_NEEDED) placeFaults(form, problem);
  }, [form, problem]);
  return (
    <Form form={form} name="set-up-password" layout="vertical" requiredMark={false} onFinish={({ password }) => void send(password)}>
      <Form.Item name="password" label={t.security.currentPassword} rules={[{ required: true }]}>
        <Input.Password autoFocus autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block>
        {t.security.go}
      </Button>
    </Form>
  );
}
