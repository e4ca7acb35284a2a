import type { BranchRow, HoldingRow, OrganisationChange, StaffRow } from '@credit/api';
import { formatCount, formatDate, labelOf } from '@credit/domain';
import { Label, LookupField, PlainTable, SelectField, Tag, useGet, useLocale, type Column } from '@credit/ui';
import { Empty, Timeline } from 'antd';
import { useText } from '../../text';
import './organisation.css';

function useBranchTree(): readonly BranchRow[] {
  return useGet<BranchRow[]>('/branches/tree').data ?? [];
}

/** All branches as a flat choice, indented by their depth. */
export function useBranchOptions({ all }: { all?: boolean } = {}): { value: number; label: string }[] {
  const tree = useBranchTree();
  const depth = depthOf(tree);
  return tree
    .filter((row) => all || row.is_open)
    .map((row) => ({ value: row.id, label: `${'　'.repeat(depth.get(row.id) ?? 0)}${row.name}` }));
}

function depthOf(tree: readonly BranchRow[]): ReadonlyMap<number, number> {
  const depth = new Map<number, number>();
  for (const row of tree) depth.set(row.id, row.parent ? (depth.get(row.parent.id) ?? 0) + 1 : 0);
  return depth;
}

export function BranchField({ name, label, only }: { name: string; label: string; only?: (row: BranchRow) => boolean }) {
  const tree = useBranchTree();
  const depth = depthOf(tree);
  const options = tree
    .filter((row) => row.is_open && (!only || only(row)))
    .map((row) => ({ value: row.id, label: `${'　'.repeat(depth.get(row.id) ?? 0)}${row.name}` }));
  return <SelectField name={name} label={label} required options={options} />;
}

export function StaffField({ name, label }: { name: string; label: string }) {
  return (
    <LookupField<StaffRow>
      name={name}
      label={label}
      required
      lookup={{
        resource: '/staff',
        fixed: { is_active: true },
        optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.staff_no} ${row.branch.name} ${row.posts.join('、')}` }),
      }}
    />
  );
}

export function OnOff({ on, yes, no }: { on: boolean; yes: string; no: string }) {
  return <Tag tone={on ? 'success' : 'neutral'}>{on ? yes : no}</Tag>;
}

/** What happened to an office, a person or a grid, the latest first. */
export function ChangeList({ changes }: { changes: readonly OrganisationChange[] }) {
  const t = useText();
  const { locale } = useLocale();
  if (changes.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.offices.noHistory} />;
  const counted = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([kind, count]) => `${labelOf('portfolio', kind, locale)} ${formatCount(count)}`)
      .join(locale === 'en' ? ', ' : '、');
  return (
    <Timeline
      className="kit-history"
      items={changes.map((change, index) => ({
        key: change.at,
        color: index === 0 ? 'var(--kit-accent)' : 'gray',
        content: (
          <>
            <div className="kit-history-line">
              <strong>
                <Label of="organisationChange" code={change.kind} />
              </strong>
              <span>{change.actor_name}</span>
              <span className="kit-muted kit-figure">{t.offices.since(formatDate(change.on))}</span>
            </div>
            {(change.from_value || change.to_value) && (
              <div className="kit-history-comment">
                {change.from_value && change.to_value ? `${change.from_value} → ${change.to_value}` : change.from_value || change.to_value}
              </div>
            )}
            {Object.keys(change.counts).length > 0 && <div className="kit-history-comment">{counted(change.counts)}</div>}
            {change.reason && <div className="kit-history-comment">{t.u.told(t.offices.reason, change.reason)}</div>}
          </>
        ),
      }))}
    />
  );
}

export function HoldingTable({ rows, empty }: { rows: readonly HoldingRow[]; empty: string }) {
  const t = useText();
  const columns: Column<HoldingRow>[] = [
    { key: 'kind', title: t.people.kind, render: (row) => <Label of="portfolio" code={row.kind} /> },
    { key: 'count', title: t.people.count, align: 'right', render: (row) => formatCount(row.count) },
  ];
  return (
    <div className="holdings">
      <PlainTable rows={rows} columns={columns} rowKey="kind" label={t.people.portfolio} emptyText={empty} />
    </div>
  );
}
