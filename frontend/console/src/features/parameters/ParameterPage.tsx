import { useState } from 'react';
import { Alert, Button, Empty, Timeline } from 'antd';
import type { ParameterDetail, ParameterVersion } from '@credit/api';
import { formatDate, formatMinute } from '@credit/domain';
import { DetailPage, Facts, Figures, Go, Panel, useGet, useSession, type Fact } from '@credit/ui';
import { useText } from '../../text';
import { useParam } from '../shared/params';
import { LevelTag } from './LevelTag';
import { ParameterForm } from './ParameterForm';
import { useParameterWords } from './words';

export function ParameterPage() {
  const t = useText();
  const words = useParameterWords();
  const code = useParam('code');
  const query = useGet<ParameterDetail>(`/parameters/${code}`);
  const [changing, setChanging] = useState(false);
  return (
    <DetailPage<ParameterDetail>
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.settings }, { title: t.parameters.title, to: '/parameters' }]}
      title={(data) => words.name(data)}
      aside={(data) => (
        <>
          <LevelTag level={data.current.level} />
          <span className="kit-muted">{words.group(data)}</span>
        </>
      )}
      actions={(data) =>
        data.may_propose && data.pending_change_id === null ? (
          <Button type="primary" onClick={() => setChanging(true)}>
            {t.parameters.change}
          </Button>
        ) : null
      }
    >
      {(data) => (
        <>
          {data.pending_change_id !== null && (
            <Alert
              type="info"
              showIcon
              title={t.parameters.pending}
              action={<Go to={`/changes/${data.pending_change_id}`}>{t.parameters.pendingLink}</Go>}
            />
          )}
          {data.current.overruled_value !== null && (
            <Alert type="warning" showIcon title={t.parameters.overruled(words.value(data, data.current.overruled_value))} />
          )}
          <Figures
            items={[
              { label: t.parameters.current, value: words.value(data, data.current.value) },
              { label: t.parameters.since, value: formatDate(data.current.valid_from) },
              {
                label: t.parameters.next,
                value: data.next ? words.value(data, data.next.value) : '—',
                ...(data.next && data.next_on
                  ? { note: data.next.bank_may_change ? formatDate(data.next_on) : `${formatDate(data.next_on)} · ${t.parameters.locked}` }
                  : {}),
              },
              { label: t.parameters.defaultValue, value: words.value(data, data.default_value) },
            ]}
          />
          <div className="kit-split">
            <div>
              <Panel title={t.parameters.about}>
                <Facts
                  columns={2}
                  items={[
                    { label: t.parameters.meaning, value: words.help(data), span: 2 },
                    { label: t.parameters.code, value: data.code },
                    { label: t.parameters.kind, value: t.parameters.kinds[data.kind] },
                    { label: t.parameters.range, value: words.range(data, data.current.minimum, data.current.maximum) },
                    { label: t.parameters.bankMay, value: data.current.bank_may_change ? t.parameters.free : t.parameters.locked },
                  ]}
                />
              </Panel>
              <Panel title={t.parameters.why}>
                <Why parameter={data} />
              </Panel>
            </div>
            <Panel title={t.parameters.history}>
              <Versions parameter={data} />
            </Panel>
          </div>
          <ParameterForm open={changing} parameter={data} onClose={() => setChanging(false)} />
        </>
      )}
    </DetailPage>
  );
}

function Why({ parameter }: { parameter: ParameterDetail }) {
  const t = useText();
  const { realm } = useSession();
  const { current } = parameter;
  if (current.version === null) {
    return <p style={{ margin: 0 }}>{realm === 'bank' ? t.parameters.whyDefault : t.parameters.whyDefaultProvince}</p>;
  }
  const items: Fact[] = [
    { label: t.parameters.level, value: t.parameters.whySet(t.parameters.levels[current.level], current.version) },
    { label: t.parameters.since, value: formatDate(current.valid_from) },
    { label: t.parameters.proposedBy, value: current.proposed_by },
    { label: t.parameters.approvedBy, value: current.approved_by },
    { label: t.parameters.approvedAt, value: formatMinute(current.approved_at) },
  ];
  return <Facts columns={2} items={items} />;
}

/** Where a version stands in time: only one of each level is in force. */
function standing(parameter: ParameterDetail, version: ParameterVersion): 'replaced' | 'waiting' | 'inForce' | 'past' {
  if (version.replaced_at !== null) return 'replaced';
  if (version.valid_from > parameter.today) return 'waiting';
  const newest = parameter.versions
    .filter((other) => other.level === version.level && other.replaced_at === null && other.valid_from <= parameter.today)
    .reduce((max, other) => (other.valid_from > max ? other.valid_from : max), '');
  return version.valid_from === newest ? 'inForce' : 'past';
}

const COLORS = { replaced: 'gray', waiting: 'gray', inForce: 'var(--kit-accent)', past: 'gray' } as const;

function Versions({ parameter }: { parameter: ParameterDetail }) {
  const t = useText();
  const words = useParameterWords();
  if (parameter.versions.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.parameters.noHistory} />;
  return (
    <Timeline
      className="kit-history"
      items={parameter.versions.map((version) => {
        const place = standing(parameter, version);
        const frame = [
          version.minimum || version.maximum ? words.range(parameter, version.minimum || null, version.maximum || null) : '',
          version.is_locked ? t.parameters.locked : '',
        ].filter(Boolean);
        return {
          key: `${version.level}.${version.version}`,
          color: COLORS[place],
          content: (
            <>
              <div className="kit-history-line">
                <strong>{words.value(parameter, version.value)}</strong>
                <LevelTag level={version.level} />
                <span className="kit-figure">{formatDate(version.valid_from)}</span>
                <span className="kit-muted">{t.parameters[place]}</span>
              </div>
              {frame.length > 0 && <div>{frame.join(' · ')}</div>}
              {version.comment && <div className="kit-history-comment">{version.comment}</div>}
              <div className="kit-muted">
                {t.parameters.version(version.version)} · {version.proposed_by} / {version.approved_by} · {formatMinute(version.approved_at)}
              </div>
            </>
          ),
        };
      })}
    />
  );
}
