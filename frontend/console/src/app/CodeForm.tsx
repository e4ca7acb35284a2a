import { useEffect, useState } from 'react';
import { Button, Form, Input } from 'antd';
import { Problem } from '@credit/api';
import { ProblemAlert, placeFaults } from '@credit/ui';
import { useText } from '../text';

interface Props {
  /** Unique on the page. */
  name: string;
  submitLabel: string;
  /** Throws a Problem when the code is refused. */
  send: (code: string) => Promise<void>;
  /** A recovery code will do as well. */
  orRecovery?: boolean;
  /** What stands above the form says already which digits are meant. */
  plain?: boolean;
  large?: boolean;
}

/** The six digits of the authenticator, or a recovery code in their place. */
export function CodeForm({ name, submitLabel, send, orRecovery = false, plain = false, large = false }: Props) {
  const t = useText();
  const [form] = Form.useForm<{ code: string }>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [placed, setPlaced] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [recovery, setRecovery] = useState(false);
  useEffect(() => {
    setPlaced(placeFaults(form, problem));
    // a spent or mistyped code is of no use: the next one is typed over it
    if (problem) document.querySelector<HTMLInputElement>(`#${name}_code`)?.select();
  }, [form, name, problem]);

  async function submit({ code }: { code: string }) {
    setBusy(true);
    setProblem(null);
    try {
      await send(code.trim());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  function turn() {
    form.resetFields();
    setProblem(null);
    setRecovery(!recovery);
  }

  return (
    <>
      <ProblemAlert problem={placed.size > 0 ? null : problem} />
      <Form form={form} name={name} layout="vertical" size={large ? 'large' : 'middle'} requiredMark={false} onFinish={(values) => void submit(values)}>
        {recovery ? (
          <Form.Item
            key="recovery"
            name="code"
            label={t.security.recoveryCode}
            extra={placed.size > 0 ? undefined : t.security.recoveryHint}
            validateTrigger="onSubmit"
            rules={[{ required: true, pattern: /^\s*([A-Za-z0-9]{4}[\s-]*){4}$/, message: t.security.recoveryRule }]}
          >
            <Input autoFocus autoComplete="off" spellCheck={false} maxLength={30} className="code-input" placeholder="XXXX-XXXX-XXXX-XXXX" />
          </Form.Item>
        ) : (
          <Form.Item
            key="code"
            name="code"
            label={t.security.code}
            extra={plain || placed.size > 0 ? undefined : t.security.codeHint}
            validateTrigger="onSubmit"
            rules={[{ required: true, pattern: /^\s*\d{3}\s?\d{3}\s*$/, message: t.security.codeRule }]}
          >
            <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={8} className="code-input" placeholder="000000" />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {submitLabel}
        </Button>
      </Form>
      {orRecovery && (
        <p className="code-other">
          <Button type="link" size="small" onClick={turn}>
            {recovery ? t.security.useCode : t.security.useRecovery}
          </Button>
        </p>
      )}
    </>
  );
}
