import { useState } from 'react';
import { Alert } from 'antd';
import type { AuditChain, AuditHeadRow } from '@credit/api';
import { formatCount, formatDate, formatInstant } from '@credit/domain';
import { ActionButton, Can, DataTable, Facts, Figures, Panel, ProblemAlert, StateTag, useGet, useSession, type Column } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

/** How far the chain over the audit records has come, its proof, and the heads that the province keeps. */
export function ChainPage() {
  const t = useText();
  const { realm } = useSession();
  const [before, setBefore] = useState<number | null>(null);
  const asked = (chain: AuditChain | undefined) => before !== null && (chain?.proof?.id ?? 0) === before;
  const query = useGet<AuditChain>('/audit/chain', {}, { poll: (data) => (asked(data) ? 1_500 : false) });
  const chain = query.data;
  const heads: Column<AuditHeadRow>[] = [
    { key: 'on', title: t.chain.on, render: (row) => formatDate(row.on) },
    ...(realm === 'province' ? [{ key: 'entity_code', title: t.account.entity }] : []),
    { key: 'number', title: t.chain.number, align: 'right', render: (row) => formatCount(row.number) },
    { key: 'total', title: t.chain.total, align: 'right', render: (row) => formatCount(row.total) },
    { key: 'head', title: t.chain.kept, render: (row) => <span className="kit-cut kit-figure" title={row.head}>{row.head}</span> },
    { key: 'published_at', title: t.chain.publishedAt, render: (row) => formatInstant(row.published_at) },
  ];
  return (
    <ListPage
      title={t.menu.auditChain}
      group={t.menu.logs}
      actions={
        <Can action={[ACTIONS.auditVerify, ACTIONS.provinceAuditVerify]}>
          <ActionButton
            spec={{
              action: 'verify',
              label: asked(chain) ? t.chain.verifying : t.chain.verify,
              path: '/audit/chain/verify',
              primary: true,
              onDone: () => setBefore(chain?.proof?.id ?? 0),
            }}
          />
        </Can>
      }
    >
      <p className="kit-muted">{t.chain.note}</p>
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      {chain && <ChainFacts chain={chain} />}
      <h2 className="kit-section">{t.chain.heads}</h2>
      <DataTable<AuditHeadRow>
        resource="/audit/heads"
        label={t.chain.heads}
        rowKey="id"
        columns={heads}
        filters={realm === 'province' ? [{ name: 'on', label: t.chain.on, kind: 'date' }, { name: 'entity_code', label: t.account.entity, kind: 'text' }] : []}
        emptyHint={t.chain.noHeads}
      />
    </ListPage>
  );
}

function ChainFacts({ chain }: { chain: AuditChain }) {
  const t = useText();
  const { proof } = chain;
  return (
    <>
      <Figures
        items={[
          { label: t.chain.seals, value: formatCount(chain.seals) },
          { label: t.chain.records, value: formatCount(chain.records) },
          { label: t.chain.waiting, value: formatCount(chain.waiting) },
          { label: t.chain.sealedAt, value: chain.sealed_at ? formatInstant(chain.sealed_at) : '—' },
          { label: t.chain.algorithm, value: chain.algorithm.toUpperCase() || '—' },
        ]}
      />
      {proof && (
        <Alert
          className="kit-problem"
          type={proof.outcome === 'DONE' ? 'success' : 'error'}
          showIcon
          title={proof.outcome === 'DONE' ? t.chain.sound : t.chain.broken}
          description={<div className="kit-history-comment">{proof.detail}</div>}
        />
      )}
      <Panel>
        <Facts
          columns={1}
          items={[
            { label: t.chain.head, value: <span className="kit-figure">{chain.head || '—'}</span> },
            {
              label: t.chain.proof,
              value: proof ? <><StateTag of="jobState" code={proof.outcome} /> {formatInstant(proof.finished_at)}</> : t.chain.never,
            },
          ]}
        />
      </Panel>
    </>
  );
}
