import { Alert, Radio } from 'antd';
import { useKitText } from '../locale';
import type { Faces } from './face';
import type { MergeRow, Side } from './merge';
import './form.css';

interface Props {
  rows: readonly MergeRow[];
  chosen: Readonly<Record<string, Side>>;
  isAsked: boolean;
  ofDraft: boolean;
  faces: Faces;
  onChoose: (row: MergeRow, side: Side) => void;
}

/** Both versions field by field: what was taken over, and what has to be chosen. */
export function MergePanel({ rows, chosen, isAsked, ofDraft, faces, onChoose }: Props) {
  const text = useKitText();
  const conflicts = rows.filter((row) => row.kind === 'conflict');
  const open = conflicts.filter((row) => !chosen[row.name]);
  return (
    <section className="kit-merge" role="region" aria-label={text.staleTitle}>
      <Alert
        type={isAsked && open.length > 0 ? 'error' : 'warning'}
        showIcon
        role="alert"
        title={ofDraft ? text.form.draftIsOld : text.staleTitle}
        description={
          conflicts.length === 0 ? text.form.mergedAll : isAsked && open.length > 0 ? text.form.chooseAll(open.length) : text.form.chooseHint
        }
      />
      <table>
        <thead>
          <tr>
            <th scope="col">{text.form.mergeField}</th>
            <th scope="col">{text.form.mergeBase}</th>
            <th scope="col">{text.form.mergeTheirs}</th>
            <th scope="col">{text.form.mergeMine}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{faces.label(row.name)}</th>
              <td>{faces.show(row.name, row.base)}</td>
              {row.kind === 'theirs' ? (
                <td colSpan={2}>
                  {faces.show(row.name, row.theirs)} <span className="kit-tag kit-tag-progress">{text.form.merged}</span>
                </td>
              ) : (
                (['theirs', 'mine'] as const).map((side) => (
                  <td key={side} className={chosen[row.name] && chosen[row.name] !== side ? 'kit-merge-left' : ''}>
                    <Radio checked={chosen[row.name] === side} onChange={() => onChoose(row, side)}>
                      {faces.show(row.name, row[side])}
                    </Radio>
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
