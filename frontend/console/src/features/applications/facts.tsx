import { formatDate, formatInstant, formatMoney, formatPoints, formatRate } from '@credit/domain';
import type { ApplicationDetail, ApplicationTask } from '@credit/api';
import { Facts, Go, Label, Money, Rate, SideBySide, StateTag } from '@credit/ui';
import { Empty, Timeline } from 'antd';
import { useText } from '../../text';
import { useContractDocuments } from '../shared/documents';

export function TermsFacts({ application, columns = 2 }: { application: ApplicationDetail; columns?: number }) {
  const t = useText();
  const a = application;
  const investigation = a.investigation;
  return (
    <>
      <Facts
        columns={columns}
        items={[
          { label: t.f.customer, value: <Go to={`/customers/${a.customer.id}`}>{a.customer.name}</Go> },
          { label: t.f.product, value: a.product.name },
          a.intake && { label: t.f.intake, value: <Go to={`/intakes/${a.intake.id}`}>{a.intake.intake_no}</Go> },
          { label: t.f.amount, value: <Money value={a.amount} /> },
          { label: t.f.term, value: t.u.months(a.term_months) },
          { label: t.f.guaranteeMode, value: <Label of="guaranteeMode" code={a.guarantee_mode} /> },
          { label: t.f.method, value: <Label of="method" code={a.method} /> },
          { label: t.f.dayCount, value: <Label of="dayCount" code={a.day_count} /> },
          { label: t.f.periodMonths, value: a.period_months ? t.u.everyMonths(a.period_months) : '—' },
          { label: t.f.interestDay, value: a.interest_day ? t.u.dayOfMonth(a.interest_day) : t.u.anniversary },
          {
            label: t.f.annualRate,
            value: (
              <>
                <Rate value={a.annual_rate} />
                <span className="kit-muted kit-after">{t.applications.rateFormula(formatRate(a.lpr_rate), formatPoints(a.bp))}</span>
              </>
            ),
          },
          { label: t.f.lprTenor, value: <Label of="lprTenor" code={a.lpr_tenor} /> },
          { label: t.f.reprice, value: <Label of="reprice" code={a.reprice} /> },
          { label: t.f.lprPublishedOn, value: formatDate(a.lpr_published_on) },
          { label: t.f.purpose, value: <Label of="purpose" code={a.purpose} /> },
          { label: t.f.purposeText, value: a.purpose_text },
          { label: t.f.branch, value: a.branch.name },
          { label: t.f.officer, value: a.officer.name },
        ]}
      />
      <h2 className="kit-section">{t.applications.investigation}</h2>
      <Facts
        columns={2}
        items={[
          { label: t.f.monthlyIncome, value: <Money value={investigation?.monthly_income} /> },
          { label: t.f.monthlyDebt, value: <Money value={investigation?.monthly_debt} /> },
          { label: t.f.primarySource, value: investigation?.primary_source, span: 2 },
          { label: t.f.investigationSummary, value: investigation?.summary, span: 2 },
        ]}
      />
    </>
  );
}

export function DecisionFacts({ application }: { application: ApplicationDetail }) {
  const t = useText();
  if (!application.approved_amount) return null;
  return (
    <Facts
      columns={2}
      items={[
        {
          label: t.applications.decision,
          value: t.applications.approvedIs(
            formatMoney(application.approved_amount),
            t.u.months(application.approved_term_months ?? application.term_months),
          ),
        },
        { label: t.f.decidedOn, value: formatDate(application.decided_on) },
        {
          label: t.f.contract,
          value: application.contract ? (
            <Go to={`/contracts/${application.contract.id}`}>{application.contract.contract_no}</Go>
          ) : null,
        },
      ]}
    />
  );
}

/** The nodes that the case has passed or waits at. */
export function ApprovalTasks({ tasks, currentId }: { tasks: readonly ApplicationTask[]; currentId?: number }) {
  const t = useText();
  if (tasks.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.applications.noTasks} />;
  return (
    <Timeline
      className="kit-history"
      items={tasks.map((task) => ({
        key: task.id,
        color: task.state === 'OPEN' ? 'var(--kit-accent)' : 'gray',
        content: (
          <>
            <div className="kit-history-line">
              {task.state === 'OPEN' && task.id !== currentId ? (
                <Go to={`/tasks/${task.id}`}><Label of="taskNode" code={task.node} /></Go>
              ) : (
                <strong><Label of="taskNode" code={task.node} /></strong>
              )}
              {task.decision ? <StateTag of="decision" code={task.decision} /> : <StateTag of="taskState" code={task.state} />}
              {task.assignee_name && <span>{task.assignee_name}</span>}
              <time className="kit-muted kit-figure">{formatInstant(task.decided_at ?? task.created_at)}</time>
            </div>
            {task.opinion && <div className="kit-history-comment">{task.opinion}</div>}
          </>
        ),
      }))}
    />
  );
}

/** What was applied for beside the contracts that the customer has signed, or two of these beside each other. */
export function CaseDocuments({ application }: { application: ApplicationDetail }) {
  const t = useText();
  const documents = useContractDocuments(application.customer.id, application.contract?.id);
  return <SideBySide documents={documents} empty={t.compared.none} facts={<TermsFacts application={application} columns={1} />} />;
}
