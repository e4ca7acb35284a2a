import { useEffect, useState } from 'react';
import { App, Button, Form, Input, Modal } from 'antd';
import { Problem, type EntityInfo } from '@credit/api';
import { ProblemAlert, placeFaults } from '@credit/ui';
import { useText } from '../text';
import { LanguageSwitch } from './LanguageSwitch';
import { changePassword, signOut } from './session';
import { Terraces } from './Terraces';

interface Values {
  current_password: string;
  new_password: string;
}

function PasswordForm({ onDone }: { onDone?: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [placed, setPlaced] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  useEffect(() => setPlaced(placeFaults(form, problem)), [form, problem]);

  async function submit(values: Values) {
    setBusy(true);
    setProblem(null);
    try {
      await changePassword(values.current_password, values.new_password);
      void message.success(t.account.passwordChanged);
      onDone?.();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <ProblemAlert problem={problem} shownFields={placed} />
      <Form form={form} name="password" layout="vertical" requiredMark={false} onFinish={(values: Values) => void submit(values)}>
        <Form.Item name="current_password" label={t.account.currentPassword} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" maxLength={128} />
        </Form.Item>
        <Form.Item name="new_password" label={t.account.newPassword} extra={t.account.passwordHint} rules={[{ required: true }]}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item
          name="repeated"
          label={t.account.repeatPassword}
          dependencies={['new_password']}
          rules={[
            { required: true },
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                !value || value === getFieldValue('new_password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t.account.repeatDiffers)),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t.account.changePassword}
        </Button>
      </Form>
    </>
  );
}

/** Takes the place of the shell until the first password was changed. */
export function PasswordRequired({ entity }: { entity: EntityInfo }) {
  const t = useText();
  return (
    <main className="sign-in">
      <Terraces />
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <div className="sign-in-card">
        <p className="sign-in-product">{entity.name}</p>
        <h1>{t.account.changePassword}</h1>
        <p>{t.account.mustChange}</p>
        <PasswordForm />
        <p className="sign-in-foot">
          <Button type="link" size="small" onClick={() => void signOut(false)}>
            {t.shell.signOut}
          </Button>
        </p>
      </div>
    </main>
  );
}

export function PasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Modal title={t.account.changePassword} open={open} onCancel={onClose} footer={null} width={420} mask={{ closable: false }} destroyOnHidden>
      <PasswordForm onDone={onClose} />
    </Modal>
  );
}
