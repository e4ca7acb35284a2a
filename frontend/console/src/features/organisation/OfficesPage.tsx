import { useMemo, useState } from 'react';
import { Alert, Checkbox, Empty, Input, Skeleton, Tree } from 'antd';
import type { BranchDetail, BranchRow, ChangeDetail, HoldingRow, Page, StaffRow, Tagged } from '@credit/api';
import { formatCount, optionsOf } from '@credit/domain';
import {
  ActionBar,
  AreaField,
  Facts,
  FieldGrid,
  FormDrawer,
  FormModal,
  Go,
  Label,
  PlainTable,
  ProblemAlert,
  SelectField,
  PageTabs,
  TextField,
  cleaned,
  useGet,
  useGetTagged,
  useLocale,
  useSearchParams,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { PendingBanner, useProposed } from '../changes/proposed';
import { ListPage } from '../shared/ListPage';
import { nameOf } from '../shared/params';
import { DepartmentDrawer, DepartmentTable } from './departments';
import { BranchField, ChangeList, HoldingTable, OnOff } from './shared';

interface Node {
  key: number;
  title: React.ReactNode;
  children: Node[];
}

/** The tree of offices beside the page of the one that is chosen. */
export function OfficesPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const tree = useGet<BranchRow[]>('/branches/tree', {}, { keepPrevious: true });
  const rows = tree.data ?? [];
  const chosen = Number(search.id ?? rows[0]?.id ?? 0);
  const { tab: _, ...rest } = search;
  return (
    <ListPage title={t.offices.title} group={t.menu.organisation}>
      {tree.isError && <ProblemAlert problem={tree.error} onRetry={() => void tree.refetch()} />}
      <div className="offices">
        <OfficeTree rows={rows} chosen={chosen} onChoose={(id) => setSearch({ ...rest, id: String(id) })} />
        {chosen > 0 ? <OfficePane key={chosen} id={chosen} rows={rows} /> : <section className="kit-panel"><Empty description={t.offices.pick} /></section>}
      </div>
    </ListPage>
  );
}

function OfficeTree({ rows, chosen, onChoose }: { rows: readonly BranchRow[]; chosen: number; onChoose: (id: number) => void }) {
  const t = useText();
  const [q, setQ] = useState('');
  const [withClosed, setWithClosed] = useState(false);
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const nodes = useMemo(() => nodesOf(rows, q.trim(), withClosed, chosen), [rows, q, withClosed, chosen]);
  const expanded = rows.map((row) => row.id).filter((id) => q.trim() !== '' || !collapsed.has(id));
  return (
    <section className="kit-panel offices-side" aria-label={t.offices.title}>
      <div className="offices-tools">
        <Input.Search
          allowClear
          aria-label={t.offices.searchHint}
          placeholder={t.offices.searchHint}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        <Checkbox checked={withClosed} onChange={(event) => setWithClosed(event.target.checked)}>
          {t.offices.showClosed}
        </Checkbox>
      </div>
      <div className="offices-tree">
        {nodes.length > 0 ? (
          <Tree
            blockNode
            showLine
            treeData={nodes}
            expandedKeys={expanded}
            selectedKeys={[chosen]}
            onExpand={(_, { node, expanded: open }) => {
              const next = new Set(collapsed);
              if (open) next.delete(Number(node.key));
              else next.add(Number(node.key));
              setCollapsed(next);
            }}
            onSelect={(_, { node }) => onChoose(Number(node.key))}
          />
        ) : (
          rows.length > 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.offices.noMatch} />
        )}
      </div>
    </section>
  );
}

/** What matches, with the offices above it so that it is found where it stands. */
function nodesOf(rows: readonly BranchRow[], q: string, withClosed: boolean, chosen: number): Node[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shown = new Set<number>();
  for (const row of rows) {
    const matches = q === '' || row.name.includes(q) || row.code.toLowerCase().startsWith(q.toLowerCase());
    if (!matches || !(withClosed || row.is_open || row.id === chosen)) continue;
    for (let at: BranchRow | undefined = row; at && !shown.has(at.id); at = at.parent ? byId.get(at.parent.id) : undefined) {
      shown.add(at.id);
    }
  }
  const people = peopleBelow(rows);
  const nodes = new Map<number, Node>();
  const roots: Node[] = [];
  for (const row of rows) {
    if (!shown.has(row.id)) continue;
    const node: Node = { key: row.id, title: <NodeTitle row={row} count={people.get(row.id) ?? 0} />, children: [] };
    nodes.set(row.id, node);
    const above = row.parent && nodes.get(row.parent.id);
    (above ? above.children : roots).push(node);
  }
  return roots;
}

/** Active people of each office and of all below it; children stand after their parents. */
function peopleBelow(rows: readonly BranchRow[]): ReadonlyMap<number, number> {
  const people = new Map(rows.map((row) => [row.id, row.staff_count]));
  for (const row of rows.toReversed()) {
    if (row.parent) people.set(row.parent.id, (people.get(row.parent.id) ?? 0) + (people.get(row.id) ?? 0));
  }
  return people;
}

function NodeTitle({ row, count }: { row: BranchRow; count: number }) {
  const t = useText();
  return (
    <span className="offices-node" title={`${row.name} ${row.code} ${t.offices.staffCount} ${t.offices.withBelowCount(formatCount(count))}`}>
      <span className={row.is_open ? '' : 'offices-node-closed'}>{row.name}</span>
      <span className="kit-figure" aria-label={t.offices.staffCount}>
        {formatCount(count)}
      </span>
    </span>
  );
}

type Form = 'edit' | 'create' | 'move' | 'close' | 'department' | null;

function OfficePane({ id, rows }: { id: number; rows: readonly BranchRow[] }) {
  const t = useText();
  const query = useGetTagged<BranchDetail>(`/branches/${id}`);
  const [form, setForm] = useState<Form>(null);
  const [department, setDepartment] = useState<number | null>(null);
  const shut = () => setForm(null);
  if (query.isError) return <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <section className="kit-panel"><div className="kit-panel-body"><Skeleton active /></div></section>;
  const { data } = query.data;
  return (
    <div>
      <section className="kit-panel" aria-label={data.name}>
        <div className="offices-head">
          <h2>{data.name}</h2>
          <OnOff on={data.is_open} yes={t.offices.open} no={t.offices.closed} />
          <div className="offices-head-actions">
            <ActionBar
              allowed={data.allowed_actions}
              actions={[
                { action: 'create_below', label: t.offices.create, primary: true, run: () => setForm('create') },
                { action: 'edit', label: t.offices.edit, run: () => setForm('edit') },
                { action: 'move', label: t.offices.move, run: () => setForm('move') },
                { action: 'close', label: t.offices.close, danger: true, run: () => setForm('close') },
                { action: 'reopen', label: t.offices.reopen, primary: true, path: `/branches/${id}/reopen`, ask: 'reason' },
              ]}
            />
          </div>
        </div>
        <div className="offices-facts">
          <Facts
            items={[
              { label: t.offices.code, value: <span className="kit-figure">{data.code}</span> },
              { label: t.f.kind, value: <Label of="branchKind" code={data.kind} /> },
              { label: t.f.parent, value: nameOf(data.parent) },
              { label: t.offices.staffCount, value: <><span className="kit-figure">{formatCount(data.staff_count)}</span><span className="kit-muted kit-after">{t.offices.withBelowCount(formatCount(peopleBelow(rows).get(id) ?? data.staff_count))}</span></> },
            ]}
          />
        </div>
      </section>
      <PendingBanner type="organisation.branch" id={id} />
      <PageTabs
        tabs={[
          {
            key: 'departments',
            label: t.offices.departments,
            content: (
              <DepartmentTable
                rows={data.departments}
                onOpen={setDepartment}
                {...(data.allowed_actions.includes('create_department') ? { onCreate: () => setForm('department') } : {})}
              />
            ),
          },
          { key: 'people', label: t.offices.people, content: <PeopleOf branch={id} /> },
          { key: 'history', label: t.offices.history, content: <ChangeList changes={data.changes} /> },
        ]}
      />
      <CreateForm open={form === 'create'} onClose={shut} parent={data} />
      <EditForm open={form === 'edit'} onClose={shut} tagged={query.data} />
      <MoveForm open={form === 'move'} onClose={shut} branch={data} rows={rows} />
      <CloseForm open={form === 'close'} onClose={shut} id={id} />
      <FormModal
        open={form === 'department'}
        onClose={shut}
        title={t.offices.departmentCreate}
        name="department-create"
        send={(command, values) => command.post('/departments', { branch_id: id, ...cleaned(values) })}
      >
        <TextField name="code" label={t.offices.departmentCode} required maxLength={12} />
        <TextField name="name" label={t.offices.department} required />
      </FormModal>
      <DepartmentDrawer id={department} onClose={() => setDepartment(null)} />
    </div>
  );
}

function PeopleOf({ branch }: { branch: number }) {
  const t = useText();
  const list = useGet<Page<StaffRow>>('/staff', { branch_id: branch, is_active: true, page_size: 50 });
  const columns: Column<StaffRow>[] = [
    { key: 'staff_no', title: t.f.staffNo },
    { key: 'name', title: t.f.personName },
    { key: 'department', title: t.people.department, render: (row) => nameOf(row.department) },
    { key: 'posts', title: t.f.posts, render: (row) => row.posts.join('、') || '—' },
  ];
  return (
    <>
      <PlainTable
        rows={list.data?.results ?? []}
        columns={columns}
        rowKey="id"
        label={t.offices.people}
        loading={list.isPending}
        emptyText={t.offices.noPeople}
        openPath={(row) => `/organisation/staff/${row.id}`}
      />
      {(list.data?.count ?? 0) > 50 && <Go to={`/organisation/staff?branch_id=${branch}`}>{t.offices.allPeople}</Go>}
    </>
  );
}

interface FormProps {
  open: boolean;
  onClose: () => void;
}

function useSubKinds() {
  const { locale } = useLocale();
  return optionsOf('branchKind', locale).filter((option) => option.value !== 'HEAD_OFFICE');
}

function CreateForm({ open, onClose, parent }: FormProps & { parent: BranchDetail }) {
  const t = useText();
  const kinds = useSubKinds();
  const [, setSearch] = useSearchParams();
  return (
    <FormDrawer<BranchDetail>
      open={open}
      onClose={onClose}
      title={t.offices.create}
      name="branch-create"
      doneMessage={t.offices.created}
      initialValues={{ kind: parent.kind === 'HEAD_OFFICE' ? 'BRANCH' : 'SUB_BRANCH' }}
      send={(command, values) => command.post('/branches', { parent_id: parent.id, ...cleaned(values) })}
      onDone={(branch) => setSearch({ id: String(branch.id) })}
    >
      <Facts items={[{ label: t.f.parent, value: parent.name }]} columns={1} />
      <FieldGrid>
        <TextField name="name" label={t.f.branch} required wide />
        <TextField name="code" label={t.offices.code} required maxLength={12} hint={t.offices.codeHint} />
        <SelectField name="kind" label={t.f.kind} required options={kinds} />
        <AreaField name="reason" label={t.offices.reason} maxLength={200} />
      </FieldGrid>
    </FormDrawer>
  );
}

function EditForm({ open, onClose, tagged }: FormProps & { tagged: Tagged<BranchDetail> }) {
  const t = useText();
  const branch = tagged.data;
  const path = `/branches/${branch.id}`;
  const kinds = useSubKinds();
  return (
    <FormModal<BranchDetail, BranchDetail>
      open={open}
      onClose={onClose}
      title={t.offices.edit}
      name="branch-edit"
      edit={{ path, tagged, values: ({ name, kind }) => ({ name, kind }) }}
      send={(command, { name, kind }, etag) => command.patch(path, branch.kind === 'HEAD_OFFICE' ? { name } : { name, kind }, etag)}
    >
      <TextField name="name" label={t.f.branch} required />
      {branch.kind !== 'HEAD_OFFICE' && <SelectField name="kind" label={t.f.kind} required options={kinds} />}
    </FormModal>
  );
}

function MoveForm({ open, onClose, branch, rows }: FormProps & { branch: BranchDetail; rows: readonly BranchRow[] }) {
  const t = useText();
  const proposed = useProposed();
  const below = new Set([branch.id]);
  for (const row of rows) if (row.parent && below.has(row.parent.id)) below.add(row.id);
  return (
    <FormModal<ChangeDetail>
      open={open}
      onClose={onClose}
      title={t.offices.moveTitle(branch.name)}
      name="branch-move"
      doneMessage={false}
      onDone={proposed}
      send={(command, values) => command.post(`/branches/${branch.id}/move`, cleaned(values))}
    >
      <Alert type="info" showIcon title={t.offices.moveNote} className="kit-problem" />
      <BranchField name="parent_id" label={t.offices.newParent} only={(row) => !below.has(row.id) && row.id !== branch.parent?.id} />
      <AreaField name="reason" label={t.offices.reason} required maxLength={200} />
    </FormModal>
  );
}

function CloseForm({ open, onClose, id }: FormProps & { id: number }) {
  const t = useText();
  const held = useGet<HoldingRow[]>(`/branches/${id}/holdings`, {}, { enabled: open });
  const hangs = (held.data ?? []).length > 0;
  const proposed = useProposed();
  return (
    <FormModal<ChangeDetail>
      open={open}
      onClose={onClose}
      title={t.offices.close}
      name="branch-close"
      danger
      doneMessage={false}
      onDone={proposed}
      blocked={hangs}
      send={(command, values) => command.post(`/branches/${id}/close`, cleaned(values))}
    >
      <Alert
        type={hangs ? 'warning' : 'info'}
        showIcon
        className="kit-problem"
        title={hangs ? t.offices.closeBlocked : t.offices.closeNote}
        description={hangs ? <HoldingTable rows={held.data ?? []} empty="" /> : undefined}
      />
      <AreaField name="reason" label={t.offices.reason} required maxLength={200} />
    </FormModal>
  );
}
