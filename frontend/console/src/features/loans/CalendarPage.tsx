import dayjs from 'dayjs';
import { Button, DatePicker } from 'antd';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import type { DueDay, DueMonth, DueRow, Query } from '@credit/api';
import { formatCount, formatDate, formatMoney, optionsOf } from '@credit/domain';
import { DataTable, Figures, Go, Money, Panel, ProblemAlert, StateTag, useGet, useLocale, useSearchParams, useSession, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import './repayments.css';

const MONTH = 'YYYY-MM';
const BEFORE = 'before';

/** A month of what is still to be paid, day by day, and the rows of the day, the month or of what was due before. */
export function CalendarPage() {
  const t = useText();
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const today = session.business_date ?? '';
  const month = search.month ?? today.slice(0, 7);
  const query = useGet<DueMonth>('/loans/calendar', { month }, { keepPrevious: true });
  const show = (shown: string) => setSearch({ month: shown });
  const pick = (on: string | undefined) => setSearch({ month, ...(on ? { on } : {}) });
  const at = dayjs(`${month}-01`);
  const data = query.data;
  return (
    <ListPage
      title={t.calendar.title}
      group={t.menu.loans}
      actions={
        <>
          <Button icon={<LeftOutlined />} aria-label={t.calendar.previous} onClick={() => show(at.subtract(1, 'month').format(MONTH))} />
          <DatePicker
            picker="month"
            allowClear={false}
            aria-label={t.calendar.title}
            value={at}
            onChange={(day) => day && show(day.format(MONTH))}
          />
          <Button icon={<RightOutlined />} aria-label={t.calendar.next} onClick={() => show(at.add(1, 'month').format(MONTH))} />
          <Button disabled={month === today.slice(0, 7)} onClick={() => show(today.slice(0, 7))}>
            {t.calendar.today}
          </Button>
        </>
      }
    >
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      {data && (
        <>
          <Figures
            items={[
              { label: t.calendar.monthTotal, value: <Money value={data.total.total} />, note: t.calendar.rows(formatCount(data.total.count)) },
              { label: t.calendar.principal, value: <Money value={data.total.principal} /> },
              { label: t.calendar.interest, value: <Money value={data.total.interest} /> },
              {
                label: t.calendar.before,
                value: <Money value={data.before.total} />,
                ...(data.before.count > 0 ? { tone: 'danger' as const } : {}),
                note:
                  data.before.count > 0 ? (
                    <Button type="link" size="small" className="calendar-before" onClick={() => pick(BEFORE)}>
                      {t.calendar.rows(formatCount(data.before.count))}
                    </Button>
                  ) : (
                    t.calendar.nothing
                  ),
              },
            ]}
          />
          <Panel flush>
            <MonthTable data={data} month={month} today={today} chosen={search.on} onPick={pick} />
          </Panel>
          <DueRows data={data} chosen={search.on} onPick={pick} />
        </>
      )}
    </ListPage>
  );
}

interface MonthProps {
  data: DueMonth;
  month: string;
  today: string;
  chosen: string | undefined;
  onPick: (on: string | undefined) => void;
}

function MonthTable({ data, month, today, chosen, onPick }: MonthProps) {
  const t = useText();
  const days = new Map(data.days.map((day) => [day.on, day]));
  const first = dayjs(`${month}-01`);
  // weeks begin on Monday
  const blank = (first.day() + 6) % 7;
  const cells = [...Array<null>(blank).fill(null), ...Array.from({ length: first.daysInMonth() }, (_, index) => first.add(index, 'day').format('YYYY-MM-DD'))];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => Array.from({ length: 7 }, (_, day) => cells[week * 7 + day] ?? null));
  return (
    <table className="calendar" aria-label={`${t.calendar.title} ${month}`}>
      <thead>
        <tr>
          {t.calendar.weekdays.map((name) => (
            <th key={name} scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {week.map((on, day) => (
              <td key={day} className={on === today ? 'is-today' : ''}>
                {on && <DayCell on={on} due={days.get(on)} late={on < today} chosen={on === chosen} onPick={onPick} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ on, due, late, chosen, onPick }: {
  on: string;
  due: DueDay | undefined;
  late: boolean;
  chosen: boolean;
  onPick: (on: string | undefined) => void;
}) {
  const t = useText();
  const number = <span className="calendar-number">{Number(on.slice(8))}</span>;
  if (!due) return <div className="calendar-day">{number}</div>;
  return (
    <button
      type="button"
      className={`calendar-day is-due${late ? ' is-late' : ''}${chosen ? ' is-chosen' : ''}`}
      aria-pressed={chosen}
      aria-label={t.calendar.dayLabel(on, formatCount(due.count), formatMoney(due.total))}
      onClick={() => onPick(chosen ? undefined : on)}
    >
      {number}
      <span className="calendar-count">{t.calendar.rows(formatCount(due.count))}</span>
      <span className="calendar-sum kit-figure">{formatMoney(due.total)}</span>
    </button>
  );
}

function DueRows({ data, chosen, onPick }: { data: DueMonth; chosen: string | undefined; onPick: (on: string | undefined) => void }) {
  const t = useText();
  const { locale } = useLocale();
  const columns: Column<DueRow>[] = [
    { key: 'due_on', title: t.f.dueOn, sortable: true, render: (row) => formatDate(row.due_on) },
    { key: 'loan', title: t.f.loanNo, render: (row) => <Go to={`/loans/${row.loan.id}`}>{row.loan.loan_no}</Go> },
    { key: 'no', title: t.f.no, align: 'right' },
    { key: 'customer', title: t.f.customer, render: (row) => row.customer.name },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'principal_left', title: t.calendar.principal, align: 'right', sortable: true, render: (row) => <Money value={row.principal_left} />, total: (row) => row.principal_left },
    { key: 'interest_left', title: t.calendar.interest, align: 'right', sortable: true, render: (row) => <Money value={row.interest_left} />, total: (row) => row.interest_left },
    { key: 'payment', title: t.calendar.planned, align: 'right', render: (row) => <Money value={row.payment} />, total: (row) => row.payment },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="instalmentState" code={row.state} /> },
    { key: 'officer', title: t.f.officer, render: (row) => row.officer.name },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
  ];
  const isBefore = chosen === BEFORE;
  const dayBefore = dayjs(data.since).subtract(1, 'day').format('YYYY-MM-DD');
  const fixed: Query = isBefore ? { until: dayBefore } : chosen ? { since: chosen, until: chosen } : { since: data.since, until: data.until };
  const title = isBefore ? t.calendar.beforeTitle(data.since) : chosen ? t.calendar.dayTitle(chosen) : t.calendar.monthTitle(data.month);
  return (
    <>
      <div className="calendar-rows-head">
        <h2 className="kit-section">{title}</h2>
        {chosen && (
          <Button type="link" size="small" onClick={() => onPick(undefined)}>
            {t.calendar.wholeMonth}
          </Button>
        )}
      </div>
      <DataTable<DueRow>
        key={title}
        resource="/loans/rows-due"
        addressKey="rows"
        label={title}
        rowKey="id"
        columns={columns}
        fixed={fixed}
        defaultSort="due_on"
        searchHint={t.calendar.searchHint}
        filters={[{ name: 'state', label: t.f.state, kind: 'select', options: optionsOf('instalmentState', locale, ['PENDING', 'DUE', 'OVERDUE']) }]}
        openPath={(row) => `/loans/${row.loan.id}`}
      />
      <p className="kit-muted">{t.calendar.note}</p>
    </>
  );
}
