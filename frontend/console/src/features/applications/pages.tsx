import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { ApplicationDetail, ApplicationRow, ContractDetail, Tagged } from '@credit/api';
import { formatMinute, optionsOf } from '@credit/domain';
import {
  ActionBar,
  DataTable,
  DetailPage,
  FieldHistory,
  Figures,
  FormModal,
  History,
  Label,
  Money,
  PageTabs,
  Panel,
  ProblemAlert,
  Rate,
  Related,
  StateTag,
  TextField,
  useCan,
  useGetTagged,
  useLocale,
  type ActionSpec,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useRelated } from '../shared/related';
import { ScheduleChart } from '../shared/ScheduleChart';
import { ScheduleTable } from '../shared/ScheduleTable';
import { ApplicationForm } from './ApplicationForm';
import { ApprovalTasks, CaseDocuments, DecisionFacts, TermsFacts } from './facts';
import { useSchedulePreview } from './preview';

export function ApplicationList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<ApplicationRow>[] = [
    { key: 'app_no', title: t.f.appNo, sortable: true },
    { key: 'customer', title: t.f.customer, render: (row) => row.customer.name },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'amount', title: t.f.amount, align: 'right', sortable: true, render: (row) => <Money value={row.amount} /> },
    { key: 'term_months', title: t.f.term, align: 'right', render: (row) => t.u.months(row.term_months) },
    { key: 'annual_rate', title: t.f.annualRate, align: 'right', render: (row) => <Rate value={row.annual_rate} /> },
    { key: 'method', title: t.f.method, render: (row) => <Label of="method" code={row.method} /> },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="applicationState" code={row.state} /> },
    { key: 'officer', title: t.f.officer, render: (row) => row.officer.name },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <ListPage title={t.applications.title}>
      <DataTable<ApplicationRow>
        resource="/applications"
        label={t.applications.title}
        rowKey="id"
        columns={columns}
        searchHint={t.applications.searchHint}
        filters={[
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('applicationState', locale) },
          { name: 'method', label: t.f.method, kind: 'select', options: optionsOf('method', locale) },
        ]}
        openPath={(row) => `/applications/${row.id}`}
      />
    </ListPage>
  );
}

export function ApplicationPage() {
  const t = useText();
  const id = useParam();
  const query = useGetTagged<ApplicationDetail>(`/applications/${id}`);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <DetailPage<Tagged<ApplicationDetail>>
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.applications, to: '/applications' }]}
        title={({ data }) => data.app_no}
        aside={({ data }) => (
          <>
            <StateTag of="applicationState" code={data.state} />
            <span>{data.customer.name}</span>
            <span>{data.product.name}</span>
          </>
        )}
        actions={({ data }) => <ApplicationActions application={data} onEdit={() => setEditing(true)} />}
      >
        {({ data }) => <ApplicationBody application={data} />}
      </DetailPage>
      {query.data && (
        <ApplicationForm
          open={editing}
          tagged={query.data}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}

function ApplicationActions({ application, onEdit }: { application: ApplicationDetail; onEdit: () => void }) {
  const t = useText();
  const can = useCan();
  const navigate = useNavigate();
  const base = `/applications/${application.id}`;
  const [contracting, setContracting] = useState(false);
  const mayContract = application.state === 'APPROVED' && !application.contract && can(ACTIONS.contractsCreate);
  const actions: ActionSpec[] = [
    { action: 'cancel', label: t.act.cancel, path: `${base}/cancel`, ask: 'reason', danger: true },
    { action: 'edit', label: t.applications.edit, run: onEdit },
    {
      action: 'submit',
      label: t.act.submit,
      path: `${base}/submit`,
      primary: true,
      ask: { title: t.act.submit, content: t.applications.submitAsk },
    },
    {
      action: 'generate_contract',
      label: t.applications.createContract,
      run: () => setContracting(true),
      primary: true,
    },
  ];
  const allowed = [...application.allowed_actions, ...(mayContract ? ['generate_contract'] : [])];
  return (
    <>
      <ActionBar actions={actions} allowed={allowed} />
      <FormModal<ContractDetail>
        open={contracting}
        onClose={() => setContracting(false)}
        title={t.applications.createContract}
        name="contract-create"
        send={(command, values) => command.post('/contracts', { application_id: application.id, account_no: values.account_no })}
        onDone={(contract) => void navigate({ to: `/contracts/${contract.id}` } as never)}
      >
        <TextField name="account_no" label={t.f.borrowerAccountNo} required maxLength={25} hint={t.applications.accountHint} />
      </FormModal>
    </>
  );
}

function ApplicationBody({ application }: { application: ApplicationDetail }) {
  const t = useText();
  const related = useRelated();
  const preview = useSchedulePreview(application);
  const totals = preview.data?.totals;
  return (
    <>
      <Figures
        items={[
          { label: t.f.amount, value: <Money value={application.amount} /> },
          { label: t.f.term, value: t.u.months(application.term_months) },
          { label: t.f.annualRate, value: <Rate value={application.annual_rate} /> },
          { label: t.f.approvedAmount, value: <Money value={application.approved_amount} /> },
          { label: t.applications.firstPayment, value: <Money value={preview.data?.rows[0]?.payment} /> },
          { label: t.applications.totalInterest, value: <Money value={totals?.interest} /> },
        ]}
      />
      <div className="kit-split">
        <PageTabs
          tabs={[
            {
              key: 'terms',
              label: t.applications.terms,
              content: (
                <>
                  <DecisionFacts application={application} />
                  <TermsFacts application={application} />
                </>
              ),
            },
            {
              key: 'schedule',
              label: t.applications.preview,
              content: (
                <>
                  <ProblemAlert problem={preview.error} />
                  <ScheduleChart rows={preview.data?.rows ?? []} />
                  <ScheduleTable rows={preview.data?.rows ?? []} label={t.applications.preview} />
                </>
              ),
            },
            { key: 'documents', label: t.compared.tab, content: <CaseDocuments application={application} /> },
            { key: 'history', label: t.tasks.history, content: <History entries={application.history} states="applicationState" /> },
            { key: 'changes', label: t.u.fieldChanges, content: <FieldHistory subject={`applications.loanapplication:${application.id}`} /> },
          ]}
        />
        <div>
          <Panel title={t.applications.tasks}>
            <ApprovalTasks tasks={application.tasks} />
          </Panel>
          <Related
            items={[
              related.customer(application.customer),
              application.intake && related.intake(application.intake),
              application.contract && related.contract(application.contract),
            ]}
          />
        </div>
      </div>
    </>
  );
}
