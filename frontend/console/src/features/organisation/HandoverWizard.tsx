import { useEffect, useState } from 'react';
import { Alert, Button, Checkbox, Form, Input, Result, Spin, Steps } from 'antd';
import type { HandoverResult, HoldingRow, StaffDetail, StaffRow } from '@credit/api';
import { formatCount } from '@credit/domain';
import { Label, LookupInput, PlainTable, ProblemAlert, RecordDrawer, useCommand, useGet, type Column } from '@credit/ui';
import { useText } from '../../text';
import { HoldingTable } from './shared';

interface Props {
  open: boolean;
  /** Opened because the person is to leave: everything must go. */
  leaving: boolean;
  person: StaffDetail;
  onClose: () => void;
  onLeave: () => void;
}

/** What the person is in charge of, who takes it over, and what came of it. */
export function HandoverWizard({ open, leaving, person, onClose, onLeave }: Props) {
  const t = useText();
  const command = useCommand();
  const [step, setStep] = useState(0);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [to, setTo] = useState<StaffRow | null>(null);
  const [withBranch, setWithBranch] = useState(false);
  const [reason, setReason] = useState('');
  const [moved, setMoved] = useState<readonly HoldingRow[]>([]);
  const path = `/staff/${person.id}/handover`;
  const preview = useGet<HoldingRow[]>(
    path,
    { ...(to ? { to_id: to.id } : {}), with_branch: withBranch },
    { enabled: open, keepPrevious: true },
  );
  useEffect(() => {
    if (!open) return;
    setStep(0);
    setLeft([]);
    setTo(null);
    setWithBranch(false);
    setReason('');
    setMoved([]);
    command.clear();
    // only opening begins anew
  }, [open]);

  const rows = preview.data ?? [];
  const wanted = rows.filter((row) => !left.includes(row.kind));
  const ready = to !== null && reason.trim() !== '' && wanted.length > 0 && wanted.every((row) => row.uncovered.length === 0);

  async function send() {
    const answer = await command.post<HandoverResult>(path, {
      to_id: to?.id,
      kinds: wanted.map((row) => row.kind),
      with_branch: withBranch,
      reason: reason.trim(),
    });
    if (answer === undefined) return;
    setMoved(answer.moved);
    setStep(2);
  }

  const choose: Column<HoldingRow>[] = [
    {
      key: 'kind',
      title: t.people.kind,
      render: (row) => (
        <Checkbox
          checked={!left.includes(row.kind)}
          disabled={leaving}
          onChange={(event) => setLeft(event.target.checked ? left.filter((kind) => kind !== row.kind) : [...left, row.kind])}
        >
          <Label of="portfolio" code={row.kind} />
        </Checkbox>
      ),
    },
    { key: 'count', title: t.people.count, align: 'right', render: (row) => formatCount(row.count) },
  ];
  const check: Column<HoldingRow>[] = [
    { key: 'kind', title: t.people.kind, render: (row) => <Label of="portfolio" code={row.kind} /> },
    { key: 'count', title: t.people.count, align: 'right', render: (row) => formatCount(row.count) },
    {
      key: 'uncovered',
      title: t.people.recipient,
      wrap: true,
      render: (row) => {
        if (to === null) return '—';
        if (row.uncovered.length === 0) return <span className="kit-success">{t.people.covered}</span>;
        return <span className="kit-danger">{t.people.uncovered(row.uncovered.join('、'))}</span>;
      },
    },
  ];
  const buttons = [
    <>
      <Button onClick={onClose}>{t.people.cancel}</Button>
      <Button type="primary" disabled={wanted.length === 0} onClick={() => setStep(1)}>{t.people.next}</Button>
    </>,
    <>
      <Button disabled={command.busy} onClick={() => setStep(0)}>{t.people.back}</Button>
      <Button type="primary" disabled={!ready} loading={command.busy} onClick={() => void send()}>{t.people.confirmHandover}</Button>
    </>,
    <>
      <Button onClick={onClose}>{t.people.done}</Button>
      {leaving && (
        <Button type="primary" danger onClick={onLeave}>{t.people.leave}</Button>
      )}
    </>,
  ];
  return (
    <RecordDrawer open={open} onClose={onClose} title={t.people.handoverOf(person.name)} footer={buttons[step]}>
      <Steps
        className="handover-steps"
        size="small"
        current={step}
        items={[{ title: t.people.stepChoose }, { title: t.people.stepRecipient }, { title: t.people.stepResult }]}
      />
      <ProblemAlert problem={command.problem ?? (preview.isError ? preview.error : null)} />
      {step === 0 && (
        <>
          {leaving && <Alert type="warning" showIcon title={t.people.handoverFirst} className="kit-problem" />}
          <PlainTable rows={rows} columns={choose} rowKey="kind" label={t.people.portfolio} loading={preview.isPending} emptyText={t.people.noPortfolio} />
        </>
      )}
      {step === 1 && (
        <Spin spinning={command.busy}>
          <Form layout="vertical" size="medium" requiredMark>
            <Form.Item label={t.people.recipient} required htmlFor="handover-to">
              <LookupInput<StaffRow>
                id="handover-to"
                value={to?.id ?? null}
                {...(to ? { initialLabel: to.name } : {})}
                onChange={(_, row) => setTo(row)}
                resource="/staff"
                fixed={{ is_active: true }}
                optionOf={(row) => ({ value: row.id, label: row.name, hint: `${row.staff_no} ${row.branch.name} ${row.posts.join('、')}` })}
              />
            </Form.Item>
            <Form.Item extra={t.people.withBranchHint}>
              <Checkbox checked={withBranch} onChange={(event) => setWithBranch(event.target.checked)}>
                {t.people.withBranch}
              </Checkbox>
            </Form.Item>
            <Form.Item label={t.offices.reason} required htmlFor="handover-reason">
              <Input.TextArea id="handover-reason" rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
            </Form.Item>
          </Form>
          <PlainTable rows={wanted} columns={check} rowKey="kind" label={t.people.portfolio} />
        </Spin>
      )}
      {step === 2 && (
        <>
          <Result status="success" title={t.people.handedOver} subTitle={`${person.name} → ${to?.name ?? ''}`} />
          <HoldingTable rows={moved} empty="" />
          {!leaving && left.length > 0 && <Alert type="info" showIcon title={t.people.remaining} className="kit-problem" />}
        </>
      )}
    </RecordDrawer>
  );
}
