import { Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { EntityDetail, EntityRow, OnboardingStep } from '@credit/api';
import { formatDate, formatInstant, formatSeconds, nameIn, optionsOf } from '@credit/domain';
import {
  ActionBar,
  Can,
  DataTable,
  DetailPage,
  Facts,
  FieldGrid,
  FormDrawer,
  Label,
  Panel,
  PlainTable,
  SelectField,
  StateTag,
  Tag,
  TextField,
  cleaned,
  useGet,
  useLocale,
  type ActionSpec,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { StepBar } from '../shared/StepBar';
import { useNew } from '../shared/useNew';

export function EntityList() {
  const t = useText();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [creating, setCreating] = useNew();
  const columns: Column<EntityRow>[] = [
    { key: 'code', title: t.f.code, sortable: true },
    { key: 'name', title: t.f.entity, sortable: true },
    { key: 'kind', title: t.province.kind, render: (row) => <Label of="entityKind" code={row.kind} /> },
    { key: 'prefecture', title: t.f.prefecture },
    { key: 'county', title: t.f.county },
    { key: 'division_code', title: t.f.divisionCode },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="entityStatus" code={row.status} /> },
    { key: 'business_date', title: t.f.businessDate, render: (row) => formatDate(row.business_date) },
    { key: 'host', title: t.f.host },
  ];
  return (
    <ListPage title={t.province.entitiesTitle}>
      <DataTable<EntityRow>
        resource="/entities"
        label={t.province.entitiesTitle}
        rowKey="code"
        columns={columns}
        searchHint={t.province.searchHint}
        filters={[
          { name: 'kind', label: t.province.kind, kind: 'select', options: optionsOf('entityKind', locale, ['COOP_BANK', 'VILLAGE_BANK']) },
          { name: 'status', label: t.f.state, kind: 'select', options: optionsOf('entityStatus', locale) },
        ]}
        toolbar={
          <Can action={ACTIONS.entitiesManage}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.province.onboard}
            </Button>
          </Can>
        }
        openPath={(row) => `/entities/${row.code}`}
        poll={(data) => (data?.results.some((row) => row.status === 'CREATING') ? 5_000 : false)}
      />
      <FormDrawer<EntityRow>
        open={creating}
        onClose={() => setCreating(false)}
        title={t.province.onboard}
        name="entity-onboard"
        doneMessage={t.province.onboarded}
        initialValues={{ kind: 'COOP_BANK' }}
        send={(command, values) => command.post('/entities', cleaned(values))}
        onDone={(entity) => void navigate({ to: `/entities/${entity.code}` } as never)}
      >
        <FieldGrid>
          <TextField name="code" label={t.f.code} required maxLength={4} hint={t.province.codeHint} />
          <SelectField name="kind" label={t.province.kind} required options={optionsOf('entityKind', locale, ['COOP_BANK', 'VILLAGE_BANK'])} />
          <TextField name="name" label={t.f.name} required wide maxLength={60} />
          <TextField name="prefecture" label={t.f.prefecture} required maxLength={40} />
          <TextField name="county" label={t.f.county} required maxLength={40} />
          <TextField name="division_code" label={t.f.divisionCode} required maxLength={6} />
        </FieldGrid>
      </FormDrawer>
    </ListPage>
  );
}

function SchemaMark({ current }: { current: boolean }) {
  const t = useText();
  return (
    <Tag tone={current ? 'success' : 'warning'}>
      {current ? t.province.schemaCurrent : t.province.schemaOld}
    </Tag>
  );
}

/** Seconds between two instants, or nothing while one of them is open. */
function secondsOf(step: OnboardingStep): number | null {
  if (!step.started_at || !step.finished_at) return null;
  return (Date.parse(step.finished_at) - Date.parse(step.started_at)) / 1000;
}

export function EntityPage() {
  const t = useText();
  const code = useParam('code');
  const query = useGet<EntityDetail>(`/entities/${code}`, {}, {
    poll: (data) => (data?.entity.status === 'CREATING' ? 1_000 : false),
  });
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.province.entitiesTitle, to: '/entities' }]}
      title={({ entity }) => entity.name}
      aside={({ entity }) => (
        <>
          <span aria-live="polite">
            <StateTag of="entityStatus" code={entity.status} />
          </span>
          <span>{entity.code}</span>
        </>
      )}
      actions={(data) => <EntityActions detail={data} />}
    >
      {({ entity, schema_version_current: current, steps }) => (
        <>
          <Panel>
            <Facts
              items={[
                { label: t.province.kind, value: <Label of="entityKind" code={entity.kind} /> },
                { label: t.f.prefecture, value: entity.prefecture },
                { label: t.f.county, value: entity.county },
                { label: t.f.divisionCode, value: <span className="kit-figure">{entity.division_code}</span> },
                { label: t.f.businessDate, value: formatDate(entity.business_date) },
                { label: t.province.schema, value: <SchemaMark current={current} /> },
                { label: t.f.host, value: entity.host },
              ]}
            />
          </Panel>
          {steps.length > 0 && <OnboardingPanel steps={steps} />}
        </>
      )}
    </DetailPage>
  );
}

function EntityActions({ detail }: { detail: EntityDetail }) {
  const t = useText();
  const base = `/entities/${detail.entity.code}`;
  const actions: ActionSpec[] = [
    { action: 'suspend', label: t.act.suspend, path: `${base}/suspend`, danger: true, ask: 'reason' },
    { action: 'resume', label: t.act.resume, path: `${base}/resume`, primary: true, ask: 'reason' },
    { action: 'retry', label: t.province.retryOnboarding, path: `${base}/onboarding/retry`, primary: true },
  ];
  return <ActionBar actions={actions} allowed={detail.allowed_actions} />;
}

function OnboardingPanel({ steps }: { steps: readonly OnboardingStep[] }) {
  const t = useText();
  const { locale } = useLocale();
  const done = steps.filter((step) => step.state === 'DONE').length;
  const failed = steps.some((step) => step.state === 'FAILED');
  const columns: Column<OnboardingStep>[] = [
    { key: 'title', title: t.f.step, render: (row) => <span title={row.name}>{nameIn(locale, row.name, row.title)}</span> },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="jobState" code={row.state} /> },
    { key: 'seconds', title: t.f.seconds, align: 'right', render: (row) => formatSeconds(secondsOf(row), locale) },
    { key: 'finished_at', title: t.f.finishedAt, render: (row) => formatInstant(row.finished_at) },
    { key: 'error', title: t.f.error, render: (row) => (row.error ? <span className="kit-danger">{row.error}</span> : '—') },
  ];
  return (
    <Panel flush title={t.province.onboarding}>
      <div style={{ padding: '0 14px 8px' }}>
        <StepBar done={done} total={steps.length} state={failed ? 'FAILED' : done === steps.length ? 'DONE' : 'RUNNING'} />
      </div>
      <PlainTable rows={steps} columns={columns} rowKey="name" label={t.province.onboarding} />
    </Panel>
  );
}
