import { useState } from 'react';
import { Alert, Button } from 'antd';
import type { ChangeDetail, ChangeKind, ChangeRow } from '@credit/api';
import { formatInstant, formatMinute, labelOf, optionsOf } from '@credit/domain';
import {
  ActionBar,
  AreaField,
  DataTable,
  DetailPage,
  Facts,
  FormModal,
  Panel,
  StateTag,
  useGet,
  useLocale,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';

export function ChangeList() {
  const t = useText();
  const { locale } = useLocale();
  const kinds = useGet<ChangeKind[]>('/changes/kinds');
  const columns: Column<ChangeRow>[] = [
    { key: 'kind_name', title: t.changes.kind },
    { key: 'title', title: t.changes.subject, wrap: true },
    { key: 'maker_name', title: t.changes.maker },
    { key: 'made_at', title: t.changes.madeAt, sortable: true, render: (row) => formatMinute(row.made_at) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="changeState" code={row.state} /> },
    { key: 'checker_name', title: t.changes.checker },
    { key: 'decided_at', title: t.changes.decidedAt, sortable: true, render: (row) => formatMinute(row.decided_at) },
    { key: 'expires_at', title: t.changes.expiresAt, sortable: true, render: (row) => formatMinute(row.expires_at) },
  ];
  return (
    <ListPage title={t.changes.title}>
      <DataTable<ChangeRow>
        resource="/changes"
        label={t.changes.title}
        rowKey="id"
        columns={columns}
        filters={[
          {
            name: 'whose',
            label: t.changes.show,
            kind: 'select',
            options: [{ value: 'to_check', label: t.changes.toCheck }, { value: 'mine', label: t.changes.mine }],
          },
          {
            name: 'kind',
            label: t.changes.kind,
            kind: 'select',
            width: 160,
            options: (kinds.data ?? []).map((kind) => ({ value: kind.code, label: kind.name })),
          },
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('changeState', locale) },
        ]}
        defaultFilters={{ state: 'PENDING' }}
        emptyHint={t.changes.empty}
        openPath={(row) => `/changes/${row.id}`}
      />
    </ListPage>
  );
}

export function ChangePage() {
  const t = useText();
  const { locale } = useLocale();
  const id = useParam();
  const query = useGet<ChangeDetail>(`/changes/${id}`);
  const [asking, setAsking] = useState<'approve' | 'reject' | null>(null);
  const close = () => setAsking(null);
  const may = (data: ChangeDetail, action: string) => data.allowed_actions.includes(action);
  /** What was decided or moved meanwhile is read anew before anybody decides again. */
  const again = (problem: { status: number }) =>
    problem.status === 409
      ? {
          label: t.changes.reload,
          run: () => {
            close();
            void query.refetch();
          },
        }
      : null;
  return (
    <>
      <DetailPage
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.changes.title, to: '/changes' }]}
        title={(data) => data.title}
        aside={(data) => (
          <>
            <StateTag of="changeState" code={data.state} />
            <span>{data.kind_name}</span>
          </>
        )}
        actions={(data) => (
          <>
            <ActionBar
              allowed={data.allowed_actions}
              actions={[
                {
                  action: 'withdraw',
                  label: t.changes.withdraw,
                  path: `/changes/${data.id}/withdraw`,
                  ask: { title: t.changes.withdraw, content: t.changes.withdrawAsk },
                },
              ]}
            />
            {may(data, 'reject') && <Button danger onClick={() => setAsking('reject')}>{t.changes.reject}</Button>}
            {may(data, 'approve') && <Button type="primary" onClick={() => setAsking('approve')}>{t.changes.approve}</Button>}
          </>
        )}
      >
        {(data) => (
          <>
            {data.check_refusal && (
              <Alert className="kit-problem" type="info" showIcon title={labelOf('checkRefusal', data.check_refusal, locale)} />
            )}
            <Panel title={t.changes.facts}>
              <Facts
                items={[
                  { label: t.changes.maker, value: data.maker_name },
                  { label: t.changes.madeAt, value: formatInstant(data.made_at) },
                  { label: t.changes.expiresAt, value: formatMinute(data.expires_at) },
                  { label: t.changes.subjectNo, value: data.subject_no },
                  { label: t.changes.makerComment, value: data.comment, span: 2 },
                  data.decided_at ? { label: t.changes.checker, value: data.checker_name } : null,
                  data.decided_at ? { label: t.changes.decidedAt, value: formatInstant(data.decided_at) } : null,
                  data.checker_comment ? { label: t.changes.checkerComment, value: data.checker_comment } : null,
                ]}
              />
            </Panel>
            <Panel flush title={t.changes.difference}>
              <Difference lines={data.difference} />
            </Panel>
          </>
        )}
      </DetailPage>
      {query.data && (
        <>
          <FormModal<ChangeDetail>
            open={asking === 'approve'}
            onClose={close}
            title={t.changes.approveAsk}
            name="change-approve"
            submitLabel={t.changes.approve}
            doneMessage={t.changes.approved}
            problemAction={again}
            send={(command, values) =>
              command.post(`/changes/${id}/approve`, { content_hash: query.data.content_hash, comment: values.comment ?? '' })
            }
          >
            <p>{query.data.title}</p>
            <p className="kit-muted">{t.changes.approveNote}</p>
            <AreaField name="comment" label={t.changes.checkerComment} maxLength={500} />
          </FormModal>
          <FormModal<ChangeDetail>
            open={asking === 'reject'}
            onClose={close}
            title={t.changes.reject}
            name="change-reject"
            submitLabel={t.changes.reject}
            danger
            doneMessage={t.changes.rejected}
            problemAction={again}
            send={(command, values) => command.post(`/changes/${id}/reject`, { reason: values.reason })}
          >
            <AreaField name="reason" label={t.changes.rejectReason} required maxLength={500} />
          </FormModal>
        </>
      )}
    </>
  );
}

/** Old and new side by side; in a list of words the ones that go and come are marked. */
function Difference({ lines }: { lines: ChangeDetail['difference'] }) {
  const t = useText();
  return (
    <table className="change-lines">
      <thead>
        <tr>
          <th>{t.changes.item}</th>
          <th>{t.changes.before}</th>
          <th>{t.changes.after}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.field}>
            <th scope="row">{line.label}</th>
            <td className="change-before"><Words text={line.before} beside={line.after} /></td>
            <td className="change-after"><Words text={line.after} beside={line.before} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Words({ text, beside }: { text: string; beside: string }) {
  if (text === '') return <span className="kit-muted">—</span>;
  if (text === beside) return <>{text}</>;
  const words = text.split('、');
  if (words.length === 1 && !beside.includes('、')) return <mark>{text}</mark>;
  const others = new Set(beside.split('、'));
  return (
    <>
      {words.map((word, index) => (
        <span key={word}>
          {index > 0 && '、'}
          {others.has(word) ? word : <mark>{word}</mark>}
        </span>
      ))}
    </>
  );
}
