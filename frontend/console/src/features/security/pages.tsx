import { useState } from 'react';
import { App, Button, Form, Input, Modal, Skeleton, Space } from 'antd';
import type { RecoveryCodes as Codes, SecondFactorStatus } from '@credit/api';
import { formatMinute } from '@credit/domain';
import { FormModal, PageLayout, Panel, ProblemAlert, Tag, useGet, useSession } from '@credit/ui';
import { SESSION_KEY, queries } from '../../app/client';
import { useText } from '../../text';
import { RecoveryCodes } from './RecoveryCodes';
import { SetUp } from './SetUp';

const FEW = 3;
const STATUS = '/session/second-factor';

/** One's own second factor. */
export function SecurityPage() {
  const t = useText();
  const session = useSession();
  const { message } = App.useApp();
  const status = useGet<SecondFactorStatus>(STATUS);
  const [dialog, setDialog] = useState<'set-up' | 'keep-codes' | 'renew' | 'remove' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const owner = session.account.username;

  function close() {
    setDialog(null);
    setCodes(null);
    void queries.invalidateQueries({ queryKey: ['get', STATUS] });
    void queries.invalidateQueries({ queryKey: SESSION_KEY });
  }

  return (
    <PageLayout crumbs={[{ title: t.menu.home, to: '/' }, { title: t.security.title }]} title={t.security.title}>
      <ProblemAlert problem={status.error} />
      <Panel title={t.security.factor}>{status.data ? <Facts status={status.data} open={setDialog} /> : <Skeleton active />}</Panel>

      <Modal
        title={status.data?.is_set ? t.security.change : t.security.factor}
        open={dialog === 'set-up' || dialog === 'keep-codes'}
        closable={dialog === 'set-up'}
        keyboard={dialog === 'set-up'}
        onCancel={close}
        footer={null}
        width={440}
        mask={{ closable: false }}
        destroyOnHidden
      >
        <SetUp owner={owner} onDone={close} onConfirmed={() => setDialog('keep-codes')} />
      </Modal>
      <FormModal<Codes>
        open={dialog === 'renew'}
        name="renew-codes"
        title={t.security.renew}
        onClose={() => setDialog(null)}
        send={(command, values) => command.post<Codes>(`${STATUS}/recovery-codes`, { password: String(values.password) })}
        onDone={(answer) => setCodes(answer.recovery_codes)}
        doneMessage={false}
      >
        <PasswordItem hint={t.security.renewBody} />
      </FormModal>
      <FormModal<object>
        open={dialog === 'remove'}
        name="remove-factor"
        title={`${t.security.remove}${t.security.factor}`}
        danger
        onClose={() => setDialog(null)}
        send={(command, values) => command.post<object>(`${STATUS}/removal`, { password: String(values.password) })}
        onDone={() => {
          void message.success(t.security.removed);
          close();
        }}
        doneMessage={false}
      >
        <PasswordItem hint={t.security.removeBody} />
      </FormModal>
      <Modal title={t.security.codesTitle} open={codes !== null} closable={false} keyboard={false} footer={null} width={440} mask={{ closable: false }} destroyOnHidden>
        {codes && <RecoveryCodes codes={codes} owner={owner} onDone={close} />}
      </Modal>
    </PageLayout>
  );
}

function PasswordItem({ hint }: { hint: string }) {
  const t = useText();
  return (
    <>
      <p>{hint}</p>
      <Form.Item name="password" label={t.security.currentPassword} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
    </>
  );
}

function Facts({ status, open }: { status: SecondFactorStatus; open: (dialog: 'set-up' | 'renew' | 'remove') => void }) {
  const t = useText();
  return (
    <div className="factor">
      <p className="factor-body">{t.security.factorBody}</p>
      <p>
        <Tag tone={status.is_set ? 'success' : 'warning'}>{status.is_set ? t.security.isSet : t.security.isNotSet}</Tag>
        {status.is_required && <span className="kit-muted"> {t.security.requiredByRole}</span>}
      </p>
      {status.is_set && (
        <dl className="factor-facts">
          <dt>{t.security.since}</dt>
          <dd>{formatMinute(status.confirmed_at)}</dd>
          <dt>{t.security.codesLeft}</dt>
          <dd>
            {status.recovery_codes_left}
            {status.recovery_codes_left < FEW && <span className="factor-few"> {t.security.codesLeftFew}</span>}
          </dd>
        </dl>
      )}
      <Space>
        <Button type={status.is_set ? 'default' : 'primary'} onClick={() => open('set-up')}>
          {status.is_set ? t.security.change : t.security.setUp}
        </Button>
        {status.is_set && <Button onClick={() => open('renew')}>{t.security.renew}</Button>}
        {status.is_set && !status.is_required && (
          <Button danger onClick={() => open('remove')}>
            {t.security.remove}
          </Button>
        )}
      </Space>
    </div>
  );
}
