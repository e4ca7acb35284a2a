import { Form, Radio } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { ApplicationDetail, Page, Schedule, TaskDetail, TaskRow } from '@credit/api';
import { addMoney, compareDecimal, formatMinute, formatMoney, labelOf, optionsOf, toScaled } from '@credit/domain';
import {
  AreaField,
  DataTable,
  DetailPage,
  Facts,
  Field,
  Figures,
  Go,
  History,
  InlineForm,
  Label,
  Money,
  MoneyField,
  NumberField,
  PageTabs,
  Panel,
  ProblemAlert,
  Rate,
  StateTag,
  cleaned,
  isAllowed,
  useGet,
  useLocale,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { ScheduleChart } from '../shared/ScheduleChart';
import { ScheduleTable } from '../shared/ScheduleTable';
import { useSchedulePreview } from '../applications/preview';
import { ApprovalTasks, CaseDocuments, TermsFacts } from '../applications/facts';

export function TaskList() {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<TaskRow>[] = [
    { key: 'business_no', title: t.f.businessNo },
    { key: 'node', title: t.f.node, render: (row) => <Label of="taskNode" code={row.node} /> },
    { key: 'business_type', title: t.f.businessType, render: (row) => <Label of="businessType" code={row.business_type} /> },
    { key: 'customer_name', title: t.f.customer },
    { key: 'product_name', title: t.f.product },
    { key: 'amount', title: t.f.amount, align: 'right', sortable: true, render: (row) => <Money value={row.amount} /> },
    { key: 'branch_name', title: t.f.branch },
    { key: 'created_at', title: t.home.waitingSince, sortable: true, render: (row) => formatMinute(row.created_at) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="taskState" code={row.state} /> },
  ];
  return (
    <ListPage title={t.tasks.title}>
      <DataTable<TaskRow>
        resource="/tasks"
        label={t.tasks.title}
        rowKey="id"
        columns={columns}
        defaultSort="created_at"
        defaultFilters={{ state: 'OPEN' }}
        searchHint={t.tasks.searchHint}
        filters={[
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('taskState', locale, ['OPEN', 'DONE']) },
          { name: 'mine', label: t.tasks.mine, kind: 'select', options: [{ value: 'true', label: t.tasks.mine }] },
        ]}
        openPath={(row) => `/tasks/${row.id}`}
      />
    </ListPage>
  );
}

export function TaskPage() {
  const t = useText();
  const id = useParam();
  const { locale } = useLocale();
  const task = useGet<TaskDetail>(`/tasks/${id}`);
  return (
    <DetailPage
      query={task}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.tasks, to: '/tasks' }]}
      title={(data) => `${labelOf('taskNode', data.node, locale)} · ${data.business_no}`}
      aside={(data) => (
        <>
          <StateTag of="taskState" code={data.state} />
          <span>{data.customer_name}</span>
        </>
      )}
      actions={(data) => <Go to={`/applications/${data.business_id}`}>{t.tasks.openApplication}</Go>}
    >
      {(data) => <TaskBody key={data.id} task={data} />}
    </DetailPage>
  );
}

function TaskBody({ task }: { task: TaskDetail }) {
  const t = useText();
  const application = useGet<ApplicationDetail>(`/applications/${task.business_id}`);
  const data = application.data;
  // whoever may decide but not open the application decides on the facts of the task
  const hidden = application.error?.status === 403 || application.error?.status === 404;
  return (
    <div className="kit-split">
      <div>
        {hidden ? (
          <Panel title={t.tasks.facts}>
            <Facts columns={2} items={task.facts.map((fact) => ({ label: fact.name, value: fact.value }))} />
          </Panel>
        ) : (
          <ProblemAlert problem={application.error} onRetry={() => void application.refetch()} />
        )}
        {data && <ApplicationFacts application={data} />}
      </div>
      <div className="kit-split-sticky">
        <Panel title={t.tasks.decisionTitle}>
          {isAllowed(task.allowed_actions, 'decide') ? (
            <DecisionForm task={task} />
          ) : (
            <Facts
              columns={1}
              items={[
                { label: t.f.state, value: task.state === 'OPEN' ? t.tasks.notMine : t.tasks.closed },
                Boolean(task.decision) && { label: t.tasks.decision, value: <StateTag of="decision" code={task.decision} /> },
                task.opinion !== '' && { label: t.tasks.opinion, value: task.opinion },
              ]}
            />
          )}
        </Panel>
        {data && (
          <Panel title={t.applications.tasks}>
            <ApprovalTasks tasks={data.tasks} currentId={task.id} />
          </Panel>
        )}
      </div>
    </div>
  );
}

function percentOf(part: string, whole: string): string | null {
  const base = toScaled(whole, 2);
  if (base === 0n) return null;
  const tenths = (toScaled(part, 2) * 1000n) / base;
  return `${tenths / 10n}.${tenths % 10n}%`;
}

function DebtRatio({ application, schedule }: { application: ApplicationDetail; schedule: Schedule | undefined }) {
  const first = schedule?.rows[0]?.payment;
  const income = application.investigation?.monthly_income;
  // a loan that is repaid in one sum has no monthly service
  if (!first || !income || application.method === 'BULLET') return <>—</>;
  const debt = application.investigation?.monthly_debt ?? '0';
  return <>{percentOf(addMoney(first, debt), income) ?? '—'}</>;
}

function ApplicationFacts({ application }: { application: ApplicationDetail }) {
  const t = useText();
  const preview = useSchedulePreview(application);
  return (
    <>
      <Figures
        items={[
          { label: t.f.amount, value: <Money value={application.amount} /> },
          { label: t.f.term, value: t.u.months(application.term_months) },
          { label: t.f.annualRate, value: <Rate value={application.annual_rate} /> },
          { label: t.f.method, value: <Label of="method" code={application.method} /> },
          { label: t.applications.firstPayment, value: <Money value={preview.data?.rows[0]?.payment} /> },
          { label: t.tasks.dti, value: <DebtRatio application={application} schedule={preview.data} />, note: t.tasks.dtiNote },
        ]}
      />
      <PageTabs
        tabs={[
          { key: 'terms', label: t.tasks.facts, content: <TermsFacts application={application} /> },
          {
            key: 'schedule',
            label: t.applications.preview,
            content: (
              <>
                <ProblemAlert problem={preview.error} />
                <ScheduleChart rows={preview.data?.rows ?? []} />
                <ScheduleTable rows={preview.data?.rows ?? []} label={t.applications.preview} maxHeight={360} />
              </>
            ),
          },
          { key: 'documents', label: t.compared.tab, content: <CaseDocuments application={application} /> },
          {
            key: 'history',
            label: t.tasks.history,
            content: (
              <History entries={application.history} states="applicationState" />
            ),
          },
        ]}
      />
    </>
  );
}

interface DecisionValues {
  decision: 'AGREE' | 'RETURN' | 'REJECT';
  opinion: string;
  approved_amount?: string;
  approved_term_months?: number;
}

function DecisionForm({ task }: { task: TaskDetail }) {
  const t = useText();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [form] = Form.useForm<DecisionValues>();
  const decision = Form.useWatch('decision', form);
  const next = useGet<Page<TaskRow>>('/tasks', { state: 'OPEN', mine: true, sort: 'created_at', page_size: 2 });
  const asked = t.tasks.lowerHint(formatMoney(task.amount), t.u.months(task.term_months));
  return (
    <InlineForm<TaskDetail>
      form={form}
      name="decision-form"
      draft={`task-decide.${task.id}`}
      initialValues={{ decision: 'AGREE' }}
      submitLabel={t.tasks.submit}
      danger={decision === 'REJECT'}
      doneMessage={t.tasks.submitted}
      send={(command, { approved_amount, approved_term_months, ...values }) =>
        command.post(`/tasks/${task.id}/decide`, {
          ...cleaned(values),
          revision: task.revision,
          ...(values.decision === 'AGREE' ? cleaned({ approved_amount, approved_term_months }) : {}),
        })
      }
      onDone={() => {
        const following = next.data?.results.find((row) => row.id !== task.id);
        void navigate({ to: following ? `/tasks/${following.id}` : '/tasks' } as never);
      }}
    >
      <Field field={{ name: 'decision', label: t.tasks.decision, required: true }} choice>
        <Radio.Group block optionType="button" buttonStyle="solid" options={optionsOf('decision', locale)} />
      </Field>
      <AreaField name="opinion" label={t.tasks.opinion} placeholder={t.tasks.opinionHint} required rows={5} maxLength={500} />
      {decision === 'AGREE' && (
        <>
          <div className="kit-hint" style={{ marginBottom: 8 }}>
            {asked}
            {task.authority_limit && (
              <div>
                {t.tasks.authorityLimit} <Money value={task.authority_limit} />
              </div>
            )}
          </div>
          <MoneyField
            name="approved_amount"
            label={t.tasks.approvedAmount}
            placeholder={formatMoney(task.amount)}
            refuse={(value) => (compareDecimal(value, task.amount) > 0 ? t.tasks.amountTooHigh : null)}
          />
          <NumberField
            name="approved_term_months"
            label={t.tasks.approvedTerm}
            min={1}
            placeholder={String(task.term_months)}
            refuse={(value) => (Number(value) > task.term_months ? t.tasks.termTooLong : null)}
          />
        </>
      )}
    </InlineForm>
  );
}
