import { Button } from 'antd';
import { Link, useNavigate } from '@tanstack/react-router';
import { formatCount, formatDate, formatMinute, formatRate } from '@credit/domain';
import type { EntityRow, LprRow, NightSummary, Page, ProvinceNightRow, Query, TaskRow, TaskWeek } from '@credit/api';
import { Can, Chart, Figures, Go, Label, Money, PageLayout, Panel, PlainTable, ProblemAlert, useCan, useGet, useSession, type Column } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { DeadEventsAlert } from '../events/alert';
import { BankBalances } from '../province/charts';
import { useEntityNames } from '../shared/entityNames';

function Count({ label, path, resource, filter, action }: {
  label: string;
  path: string;
  resource: string;
  filter: Query;
  action: string;
}) {
  const can = useCan();
  const allowed = can(action);
  const list = useGet<Page<unknown>>(resource, { ...filter, page_size: 1 }, { enabled: allowed });
  if (!allowed) return null;
  const query = Object.entries(filter).map(([name, value]) => `${name}=${String(value)}`).join('&');
  const count = list.data?.count;
  return (
    <Link className="home-count" to={`${path}?${query}` as never}>
      <span>{label}</span>
      <strong className={count === 0 ? 'is-zero' : ''}>{list.isError ? '—' : count === undefined ? ' ' : formatCount(count)}</strong>
    </Link>
  );
}

export function BankHome() {
  const t = useText();
  const session = useSession();
  return (
    <PageLayout crumbs={[{ title: t.menu.workbench }]} title={t.home.greeting(session.account.name)} aside={session.staff?.branch?.name}>
      <DeadEventsAlert />
      <div className="home-counts">
        <Count label={t.home.openTasks} path="/tasks" resource="/tasks" filter={{ state: 'OPEN', mine: true }} action={ACTIONS.tasksView} />
        <Count label={t.home.openIntakes} path="/intakes" resource="/intakes" filter={{ state: 'SUBMITTED' }} action={ACTIONS.intakeView} />
        <Count label={t.home.investigating} path="/applications" resource="/applications" filter={{ state: 'INVESTIGATING' }} action={ACTIONS.applicationsView} />
        <Count label={t.home.returned} path="/applications" resource="/applications" filter={{ state: 'RETURNED' }} action={ACTIONS.applicationsView} />
        <Count label={t.home.toSign} path="/contracts" resource="/contracts" filter={{ state: 'SIGNING' }} action={ACTIONS.contractsView} />
        <Count label={t.home.underCheck} path="/disbursements" resource="/disbursements" filter={{ state: 'UNDER_CHECK' }} action={ACTIONS.loansView} />
        <Count label={t.home.overdue} path="/loans" resource="/loans" filter={{ status: 'OVERDUE' }} action={ACTIONS.loansView} />
      </div>
      <div className="home-grid">
        <Can action={ACTIONS.tasksView}>
          <div className="home-main">
            <OpenTasks />
            <MyWeek />
          </div>
        </Can>
        <QuickActions />
      </div>
    </PageLayout>
  );
}

function OpenTasks() {
  const t = useText();
  const navigate = useNavigate();
  const tasks = useGet<Page<TaskRow>>('/tasks', { state: 'OPEN', mine: true, sort: 'created_at', page_size: 12 });
  const columns: Column<TaskRow>[] = [
    { key: 'business_no', title: t.f.businessNo },
    { key: 'node', title: t.f.node, render: (row) => <Label of="taskNode" code={row.node} /> },
    { key: 'customer_name', title: t.f.customer },
    { key: 'product_name', title: t.f.product },
    { key: 'amount', title: t.f.amount, align: 'right', render: (row) => <Money value={row.amount} /> },
    { key: 'branch_name', title: t.f.branch },
    { key: 'created_at', title: t.home.waitingSince, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <Panel
      flush
      title={t.tasks.mine}
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/tasks' } as never)}>
          {t.home.allTasks}
        </Button>
      }
    >
      <ProblemAlert problem={tasks.error} onRetry={() => void tasks.refetch()} />
      <PlainTable
        rows={tasks.data?.results ?? []}
        columns={columns}
        rowKey="id"
        label={t.tasks.mine}
        loading={tasks.isPending}
        emptyText={t.home.openTasksEmpty}
        openPath={(row) => `/tasks/${row.id}`}
      />
    </Panel>
  );
}

/** What one decided and what waits; nothing for whoever has neither. */
function MyWeek() {
  const t = useText();
  const week = useGet<TaskWeek>('/tasks/week');
  if (week.isPending) return null;
  const older = week.data?.older ?? 0;
  const rows = [
    ...(older > 0 ? [{ on: t.charts.older, done: 0, waiting: older }] : []),
    ...(week.data?.rows ?? []).map((row) => ({ ...row, on: row.on.slice(5) })),
  ];
  if (!week.isError && rows.every((row) => row.done === 0 && row.waiting === 0)) return null;
  return (
    <Panel>
      <Chart
        kind="stacked"
        title={t.charts.week}
        category={t.charts.day}
        name={(row) => row.on}
        rows={rows}
        height={190}
        series={[
          { key: 'done', label: t.charts.done, value: (row) => row.done },
          { key: 'waiting', label: t.charts.waiting, value: (row) => row.waiting },
        ]}
        problem={week.error}
        onRetry={() => void week.refetch()}
      />
    </Panel>
  );
}

function QuickActions() {
  const t = useText();
  const navigate = useNavigate();
  const go = (to: string) => () => void navigate({ to } as never);
  return (
    <Panel title={t.home.quick}>
      <div className="home-quick">
        <Can action={ACTIONS.customersRegister}>
          <Button onClick={go('/customers?new=1')}>{t.customers.register}</Button>
        </Can>
        <Can action={ACTIONS.intakeCreate}>
          <Button onClick={go('/intakes?new=1')}>{t.intakes.create}</Button>
        </Can>
        <Can action={ACTIONS.loansView}>
          <Button onClick={go('/disbursements?state=UNDER_CHECK')}>{t.disbursements.checklist}</Button>
        </Can>
        <Can action={ACTIONS.loansView}>
          <Button onClick={go('/loans')}>{t.menu.loans}</Button>
        </Can>
        <Can action={ACTIONS.reportsView}>
          <Button onClick={go('/reports/loan-ledger')}>{t.menu.loanLedger}</Button>
        </Can>
        <Can action={ACTIONS.nightsView}>
          <Button onClick={go('/nights')}>{t.menu.nights}</Button>
        </Can>
      </div>
    </Panel>
  );
}

export function ProvinceHome() {
  const t = useText();
  const session = useSession();
  const can = useCan();
  const entities = useGet<Page<EntityRow>>('/entities', { page_size: 1 }, { enabled: can(ACTIONS.entitiesView) });
  const nights = useGet<NightSummary>('/night-summary', {}, { enabled: can(ACTIONS.operationsView) });
  const lpr = useGet<Page<LprRow>>('/lpr', { page_size: 1, sort: '-published_on' }, { enabled: can(ACTIONS.referenceView) });
  const latest = lpr.data?.results[0];
  return (
    <PageLayout crumbs={[{ title: t.menu.workbench }]} title={t.home.greeting(session.account.name)} aside={t.home.provinceTitle}>
      <DeadEventsAlert />
      <Figures
        items={[
          { label: t.menu.entities, value: formatCount(entities.data?.count) },
          { label: t.province.newestDate, value: nights.data?.newest_business_on ?? '—' },
          { label: t.home.failedNights, value: formatCount(nights.data?.failed), ...(nights.data?.failed ? { tone: 'danger' as const } : {}) },
          { label: `LPR ${t.f.oneYear}`, value: formatRate(latest?.one_year_rate), note: latest?.published_on },
          { label: `LPR ${t.f.fiveYear}`, value: formatRate(latest?.five_year_rate), note: latest?.published_on },
        ]}
      />
      <Can action={ACTIONS.operationsView}>
        <div className="kit-halves">
          <FailedNights />
          <BusinessDates summary={nights.data} />
        </div>
        <BankBalances on={nights.data?.newest_business_on} />
      </Can>
    </PageLayout>
  );
}

function EntityName({ code }: { code: string }) {
  const names = useEntityNames();
  return <>{names.get(code) ?? code}</>;
}

function FailedNights() {
  const t = useText();
  const failed = useGet<Page<ProvinceNightRow>>('/nights', { state: 'FAILED', page_size: 10 });
  const columns: Column<ProvinceNightRow>[] = [
    { key: 'entity_code', title: t.f.entity, render: (row) => <EntityName code={row.entity_code} /> },
    { key: 'business_on', title: t.f.businessDate },
    { key: 'failed_step', title: t.f.failedStep },
    { key: 'error', title: t.f.error, wrap: true, render: (row) => <span className="kit-danger">{row.error}</span> },
  ];
  return (
    <Panel flush title={t.home.failedNights} extra={<Go to="/nights?state=FAILED">{t.menu.provinceNights}</Go>}>
      <ProblemAlert problem={failed.error} onRetry={() => void failed.refetch()} />
      <PlainTable rows={failed.data?.results ?? []} columns={columns} rowKey="id" label={t.home.failedNights} loading={failed.isPending} emptyText={t.home.noFailedNights} />
    </Panel>
  );
}

function BusinessDates({ summary }: { summary: NightSummary | undefined }) {
  const t = useText();
  const columns: Column<NightSummary['business_dates'][number]>[] = [
    { key: 'business_date', title: t.f.businessDate, render: (row) => formatDate(row.business_date) },
    { key: 'count', title: t.menu.entities, align: 'right', render: (row) => formatCount(row.count) },
  ];
  return (
    <Panel flush title={t.home.businessDates}>
      <PlainTable rows={summary?.business_dates ?? []} columns={columns} rowKey={(row) => row.business_date ?? ''} label={t.home.businessDates} />
    </Panel>
  );
}
