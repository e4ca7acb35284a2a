import { Suspense, lazy, useMemo, useState } from 'react';
import { Button, theme as antdTheme } from 'antd';
import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import type { Problem } from '@credit/api';
import { Copy } from '../Copy';
import { useKitText } from '../locale';
import { ProblemAlert } from '../ProblemAlert';
import { chartPalette, motionAllowed } from '../theme';
import { Go } from '../values';
import { drawnOrder, optionOf, type ChartTheme } from './option';
import { tableOf, tabSeparated, type ChartTable } from './table';
import type { ChartSpec } from './types';
import './charts.css';

const Drawing = lazy(() => import('./Drawing'));

interface Props<Row> extends ChartSpec<Row> {
  /** Pixels; a ranking is as high as its rows by itself. */
  height?: number;
  loading?: boolean;
  problem?: Problem | null;
  onRetry?: () => void;
  emptyText?: string;
  /** A page behind each row. */
  openPath?: (row: Row) => string;
  /** The same numbers already stand in a table beside the chart: it makes no second one. */
  withoutTable?: boolean;
}

/** A drawing with a table of the same numbers, which is there for whoever does not see the drawing. */
export function Chart<Row>(props: Props<Row>) {
  const { title, rows, loading, problem, onRetry, emptyText, openPath, withoutTable } = props;
  const words = useKitText();
  const navigate = useNavigate();
  const [asTable, setAsTable] = useState(false);
  const table = tableOf(props, words.totals, words.charts.locale);
  const copied = tabSeparated(table);
  const option = useChartOption(props, copied);
  const isEmpty = rows.length === 0;
  const height = props.height ?? (props.kind === 'ranking' ? 34 + Math.min(rows.length, props.most ?? rows.length) * 24 : 240);
  return (
    <figure className="chart" aria-busy={loading ?? false}>
      <figcaption className="chart-head">
        <span className="chart-title">
          {title}
          {props.most !== undefined && props.most < rows.length && <span className="kit-muted kit-after">{words.chartMost(props.most, rows.length)}</span>}
        </span>
        {!withoutTable && !isEmpty && (
          <span className="chart-tools">
            {asTable && <Copy text={copied} label={words.chartCopy(title)} />}
            <Button
              type="text"
              size="small"
              aria-label={asTable ? words.chartAsDrawing(title) : words.chartAsTable(title)}
              icon={asTable ? <BarChartOutlined /> : <TableOutlined />}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? words.chartDrawing : words.chartTable}
            </Button>
          </span>
        )}
      </figcaption>
      <ProblemAlert problem={problem} {...(onRetry ? { onRetry } : {})} />
      {isEmpty && !problem && (
        <div className="chart-empty kit-muted" style={{ height: Math.min(height, 160) }}>
          {loading ? words.loading : (emptyText ?? words.chartEmpty)}
        </div>
      )}
      {!isEmpty && !asTable && (
        <Suspense fallback={<div className="chart-empty kit-muted" style={{ height }}>{words.loading}</div>}>
          <Drawing
            option={option}
            height={height}
            onPick={openPath ? (index) => void navigate({ to: openPath(drawnOrder(props)[index]!) } as never) : undefined}
          />
        </Suspense>
      )}
      {!isEmpty && (asTable || !withoutTable) && (
        <Twin
          title={title}
          table={table}
          hidden={!asTable}
          paths={openPath ? rows.map(openPath) : null}
        />
      )}
    </figure>
  );
}

/** The same figures draw the same picture: a page that reads anew does not move it. */
function useChartOption<Row>(spec: ChartSpec<Row>, figures: string) {
  const words = useKitText();
  const { token } = antdTheme.useToken();
  return useMemo(() => {
    const theme: ChartTheme = {
      palette: chartPalette(),
      danger: token.colorError,
      ink: token.colorText,
      soft: token.colorTextTertiary,
      line: token.colorBorderSecondary,
      ground: token.colorBgElevated,
      font: token.fontFamily,
    };
    return optionOf(spec, theme, words.charts, motionAllowed());
  }, [spec.kind, spec.title, figures, token, words]);
}

/** Read aloud while the drawing is shown, on screen in its place. */
function Twin({ title, table, hidden, paths }: { title: string; table: ChartTable; hidden: boolean; paths: readonly string[] | null }) {
  return (
    <div className={hidden ? 'chart-unseen' : 'chart-table'} {...(hidden ? {} : { tabIndex: 0, role: 'region', 'aria-label': title })}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>{table.heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>
          {table.lines.map(([name, ...cells], line) => (
            <tr key={line}>
              <th scope="row">{paths && !hidden ? <Go to={paths[line]!}>{name}</Go> : name}</th>
              {cells.map((cell, column) => <td key={column}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
        {table.totals && (
          <tfoot>
            <tr>
              {table.totals.map((cell, column) => (column === 0 ? <th key={column} scope="row">{cell}</th> : <td key={column}>{cell}</td>))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
