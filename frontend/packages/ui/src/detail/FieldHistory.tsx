import { Empty, Pagination, Skeleton } from 'antd';
import { useState } from 'react';
import type { Page, TrailRow } from '@credit/api';
import { formatInstant } from '@credit/domain';
import { useGet } from '../api';
import { useKitText } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import './detail.css';

const PAGE = 20;

/** Which fields of a record changed, from what to what, by whom; `subject` is "customers.customer:12". */
export function FieldHistory({ subject }: { subject: string }) {
  const text = useKitText();
  const [page, setPage] = useState(1);
  const trail = useGet<Page<TrailRow>>('/field-changes', { subject, page, page_size: PAGE }, { keepPrevious: true });
  if (trail.isError) return <ProblemAlert problem={trail.error} onRetry={() => void trail.refetch()} />;
  if (!trail.data) return <Skeleton active />;
  // what a record began with is no change
  const rows = trail.data.results.filter((row) => row.changes.length > 0);
  if (rows.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.detail.noChanges} />;
  return (
    <>
      <table className="kit-changes" aria-label={text.detail.changes}>
        <thead>
          <tr>
            <th scope="col">{text.detail.at}</th>
            <th scope="col">{text.detail.who}</th>
            <th scope="col">{text.detail.action}</th>
            <th scope="col">{text.detail.field}</th>
            <th scope="col">{text.detail.before}</th>
            <th scope="col">{text.detail.after}</th>
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={row.id}>
            {row.changes.map((change, index) => (
              <tr key={change.field}>
                {index === 0 && (
                  <>
                    <td rowSpan={row.changes.length} className="kit-figure">
                      {formatInstant(row.at)}
                    </td>
                    <td rowSpan={row.changes.length}>{row.actor_name}</td>
                    <td rowSpan={row.changes.length}>{row.action}</td>
                  </>
                )}
                <th scope="row">{change.label}</th>
                <td className="kit-changes-before">{change.before}</td>
                <td>{change.after}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {trail.data.count > PAGE && (
        <Pagination size="small" align="end" current={page} pageSize={PAGE} total={trail.data.count} showSizeChanger={false} onChange={setPage} />
      )}
    </>
  );
}
