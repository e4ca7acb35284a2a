import { Button, Empty } from 'antd';
import { useKitText } from '../locale';

/** Nothing found: with conditions set, the way back is one press away. */
export function EmptyNote({ hint, onClear }: { hint?: string | undefined; onClear?: (() => void) | undefined }) {
  const text = useKitText();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {text.emptyList}
          <div className="kit-muted">{hint ?? (onClear ? text.emptyHint : '')}</div>
        </>
      }
    >
      {onClear && (
        <Button size="small" onClick={onClear}>
          {text.clearConditions}
        </Button>
      )}
    </Empty>
  );
}

/** Bars in the place of the rows that are still on their way, as high as rows are. */
export function SkeletonRows({ rows = 10 }: { rows?: number }) {
  const text = useKitText();
  return (
    <div className="kit-skeleton" role="status" aria-label={text.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} style={{ width: `${94 - ((index * 7) % 23)}%` }} />
      ))}
    </div>
  );
}
