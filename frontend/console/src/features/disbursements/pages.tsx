import { Alert, Steps } from 'antd';
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { ContractDetail, DisbursementDetail, DisbursementRow } from '@credit/api';
import { compareDecimal, formatDate, labelOf, optionsOf } from '@credit/domain';
import {
  ActionBar,
  DataTable,
  DetailPage,
  Facts,
  Figures,
  Go,
  History,
  Label,
  Money,
  Panel,
  Rate,
  Related,
  StateTag,
  useGet,
  useLocale,
  useSession,
  type ActionSpec,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { nameOf, useParam } from '../shared/params';
import { useRelated } from '../shared/related';

const WAITING = new Set(['APPROVED_TO_PAY', 'SENT', 'UNKNOWN']);

export function DisbursementList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<DisbursementRow>[] = [
    { key: 'req_no', title: t.f.reqNo, sortable: true },
    { key: 'customer', title: t.f.customer, render: (row) => row.customer.name },
    { key: 'contract', title: t.f.contractNo, render: (row) => row.contract.contract_no },
    { key: 'amount', title: t.f.amount, align: 'right', sortable: true, render: (row) => <Money value={row.amount} /> },
    { key: 'annual_rate', title: t.f.annualRate, align: 'right', render: (row) => <Rate value={row.annual_rate} /> },
    { key: 'pay_mode', title: t.f.payMode, render: (row) => <Label of="payMode" code={row.pay_mode} /> },
    { key: 'value_on', title: t.f.valueOn, sortable: true, render: (row) => formatDate(row.value_on) },
    { key: 'maturity_on', title: t.f.maturityOn, render: (row) => formatDate(row.maturity_on) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="disbursementState" code={row.state} /> },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
  ];
  return (
    <ListPage title={t.menu.disbursements}>
      <DataTable<DisbursementRow>
        resource="/disbursements"
        label={t.disbursements.title}
        rowKey="id"
        columns={columns}
        searchHint={t.disbursements.searchHint}
        filters={[
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('disbursementState', locale) },
        ]}
        openPath={(row) => `/disbursements/${row.id}`}
        poll={(data) => (data?.results.some((row) => WAITING.has(row.state)) ? 5_000 : false)}
      />
    </ListPage>
  );
}

export function DisbursementPage() {
  const t = useText();
  const id = useParam();
  const query = useGet<DisbursementDetail>(`/disbursements/${id}`, {}, {
    poll: (data) => (data && WAITING.has(data.state) ? 1_500 : false),
  });
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.disbursements, to: '/disbursements' }]}
      title={(data) => data.req_no}
      aside={(data) => (
        <>
          <span aria-live="polite">
            <StateTag of="disbursementState" code={data.state} />
          </span>
          <span>{data.customer.name}</span>
          {data.loan && <Go to={`/loans/${data.loan.id}`}>{t.disbursements.openLoan} {data.loan.loan_no}</Go>}
        </>
      )}
      actions={(data) => <DisbursementActions disbursement={data} />}
    >
      {(data) => <DisbursementBody disbursement={data} />}
    </DetailPage>
  );
}

function DisbursementActions({ disbursement }: { disbursement: DisbursementDetail }) {
  const t = useText();
  const base = `/disbursements/${disbursement.id}`;
  const actions: ActionSpec[] = [
    { action: 'return', label: t.act.return, path: `${base}/return`, ask: 'reason', danger: true },
    { action: 'inquire', label: t.act.inquire, path: `${base}/inquire` },
    {
      action: 'approve',
      label: t.act.approve,
      path: `${base}/approve`,
      primary: true,
      ask: { title: t.act.approve, content: t.disbursements.approveAsk },
    },
  ];
  return <ActionBar actions={actions} allowed={disbursement.allowed_actions} />;
}

const ORDER = ['CREATED', 'UNDER_CHECK', 'APPROVED_TO_PAY', 'SENT', 'POSTED'];
/** Where a state that leaves the straight way stands on it. */
const PLACE: Record<string, number> = { RETURNED: 1, FAILED: 3, UNKNOWN: 3 };

function ProgressSteps({ state }: { state: string }) {
  const t = useText();
  const { locale } = useLocale();
  const current = PLACE[state] ?? ORDER.indexOf(state);
  const failed = state === 'FAILED' || state === 'RETURNED';
  return (
    <Panel title={t.disbursements.steps}>
      <Steps
        size="small"
        current={current}
        status={failed ? 'error' : state === 'POSTED' ? 'finish' : 'process'}
        items={ORDER.map((step, index) => ({
          title: labelOf('disbursementState', index === current ? state : step, locale),
        }))}
      />
    </Panel>
  );
}

function DisbursementBody({ disbursement }: { disbursement: DisbursementDetail }) {
  const t = useText();
  const related = useRelated();
  const d = disbursement;
  return (
    <>
      <Figures
        items={[
          { label: t.f.amount, value: <Money value={d.amount} /> },
          { label: t.f.annualRate, value: <Rate value={d.annual_rate} /> },
          { label: t.f.valueOn, value: formatDate(d.value_on) },
          { label: t.f.maturityOn, value: formatDate(d.maturity_on) },
          { label: t.f.payMode, value: <Label of="payMode" code={d.pay_mode} /> },
        ]}
      />
      <ProgressSteps state={d.state} />
      {WAITING.has(d.state) && (
        <Alert
          className="kit-problem"
          type={d.state === 'UNKNOWN' ? 'warning' : 'info'}
          showIcon
          title={d.state === 'UNKNOWN' ? t.disbursements.unknown : t.disbursements.waiting}
        />
      )}
      {d.failure_reason && <Alert className="kit-problem" type="error" showIcon title={t.f.failureReason} description={d.failure_reason} />}
      <div className="kit-split">
        <div>
          <Panel title={t.disbursements.main}>
            <Facts
              columns={2}
              items={[
                { label: t.f.customer, value: <Go to={`/customers/${d.customer.id}`}>{d.customer.name} {d.customer.customer_no}</Go> },
                { label: t.f.contract, value: <Go to={`/contracts/${d.contract.id}`}>{d.contract.contract_no}</Go> },
                { label: t.f.payeeAccountNo, value: d.payee_account_no },
                { label: t.f.branch, value: d.branch.name },
                { label: t.f.createdBy, value: nameOf(d.created_by) },
                { label: t.f.checkedBy, value: nameOf(d.checked_by) },
              ]}
            />
          </Panel>
          <Panel title={t.disbursements.core}>
            <Facts
              columns={2}
              items={[
                { label: t.f.coreRequestNo, value: <span className="kit-figure">{d.core_request_no || '—'}</span> },
                { label: t.f.coreReference, value: <span className="kit-figure">{d.core_reference || '—'}</span> },
                { label: t.f.attempts, value: d.attempts },
              ]}
            />
          </Panel>
        </div>
        <div>
          {d.state === 'UNDER_CHECK' && <Checklist disbursement={d} />}
          <Related items={[related.customer(d.customer), related.contract(d.contract), d.loan && related.loan(d.loan)]} />
          <Panel title={t.u.history}>
            <History entries={d.history} states="disbursementState" />
          </Panel>
        </div>
      </div>
    </>
  );
}

/** What the checker looks at before approving; the server checks it all again. */
function Checklist({ disbursement }: { disbursement: DisbursementDetail }) {
  const t = useText();
  const session = useSession();
  const contract = useGet<ContractDetail>(`/contracts/${disbursement.contract.id}`);
  const data = contract.data;
  if (!data) return null;
  const maker = nameOf(disbursement.created_by);
  const checks: [string, boolean][] = [
    [t.disbursements.checks.effective, data.state === 'EFFECTIVE' || data.state === 'IN_USE'],
    // the amount is already held, so it is inside the contract when nothing is overdrawn
    [t.disbursements.checks.within, compareDecimal(data.available_amount, '0') >= 0 && compareDecimal(disbursement.amount, data.amount) <= 0],
    [t.disbursements.checks.maker, maker !== session.staff?.name],
    [t.disbursements.checks.fresh, disbursement.value_on === session.business_date],
  ];
  return (
    <Panel title={t.disbursements.checklist}>
      <ul className="checks">
        {checks.map(([label, holds]) => (
          <li key={label}>
            {holds ? (
              <CheckCircleFilled className="kit-success" aria-label={t.u.yes} />
            ) : (
              <CloseCircleFilled className="kit-danger" aria-label={t.u.no} />
            )}
            {label}
          </li>
        ))}
      </ul>
      <div className="kit-hint">{t.disbursements.checkNote}</div>
    </Panel>
  );
}
