"""The night's statements over all loans of a bank: set-based, and run again they change nothing more.

The interest of a day mirrors `backend.kernel.loanmath.accrual`, whose `accrued_through` stands in
EARNED_THROUGH below; a property test holds the two equal. Order of a night that closes `on`, with
`next_on` the business date that follows: `eod_accrue(on)`, `eod_mark_due(on)`,
`eod_mark_overdue(next_on)`, `eod_accrue_penalties(next_on)`, `repricing.eod_reprice(next_on)`,
`eod_post_accruals(on)`; accruing and marking may change places. Penalty and compound of an overdue row mirror `penal_growth` and `penal_due` of the kernel.

A loan is locked before its rows, as everywhere, so a repayment and a statement never wait in a circle.
Each statement works on a range of loans, so that the night may take a big bank in pieces: `within`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from backend.platform.keyranges import EVERY_KEY, KeyRange
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from tenants.ledger import services as ledger
from tenants.ledger.types import Source, VoucherDraft, VoucherKind
from tenants.organisation import selectors as organisation

from . import postings
from .parameters import OVERDUE_GRACE_DAYS

ONE_DAY = timedelta(days=1)
BRANCH_SOURCE = "organisation.branch"
Loans = int | Sequence[int] | None
"""One loan, some, or all of the range."""

# Interest earned over [starts_on, day) of a row `i` of the loan `l`: the cumulative function of the
# kernel, to six places; of a row of which the rate changed inside, from the change on. The dividend gets twelve decimals, so that the quotient is rounded once.
EARNED_THROUGH = """
    CASE WHEN {day} >= i.due_on THEN i.interest
         WHEN {day} <= i.starts_on THEN 0
         WHEN i.carried_to IS NOT NULL
         THEN round((i.carried_growth + i.opening * l.annual_rate * ({day} - i.carried_to))::numeric(38,12)
                    / CASE l.day_count WHEN 'ACT/365' THEN 365 ELSE 360 END, 6)
         WHEN l.day_count = '30/360'
         THEN round((i.interest * ({day} - i.starts_on))::numeric(38,12) / (i.due_on - i.starts_on), 6)
         ELSE round((i.opening * l.annual_rate * ({day} - i.starts_on))::numeric(38,12)
                    / CASE l.day_count WHEN 'ACT/365' THEN 365 ELSE 360 END, 6)
    END"""

# Loans that have not earned through the day yet, and the rows that earned since: all days from
# `accrued_through` on, so that a missed night is caught up by the next one.
ACCRUE = f"""
WITH earned AS (
    SELECT l.id, l.accrued_through,
           coalesce(sum({EARNED_THROUGH.format(day="%(until)s::date")}
                        - {EARNED_THROUGH.format(day="(l.accrued_through + 1)")}), 0) AS amount
    FROM loans_loanaccount l
    LEFT JOIN loans_instalment i ON i.loan_id = l.id AND i.replaced_in IS NULL
         AND i.due_on > l.accrued_through + 1 AND i.starts_on < %(until)s
    WHERE l.status <> 'SETTLED' AND l.accrued_through < %(on)s {{only}}
      AND l.id > %(after)s AND l.id <= %(through)s
    GROUP BY l.id
), advanced AS (
    UPDATE loans_loanaccount l
    SET accrued_total = l.accrued_total + earned.amount,
        accrued_interest = l.accrued_interest + earned.amount,
        accrued_through = %(on)s
    FROM earned
    -- a loan that was settled or accrued while this statement waited for it is left alone
    WHERE l.id = earned.id AND l.accrued_through = earned.accrued_through AND l.status <> 'SETTLED'
    RETURNING l.id, l.branch_id, earned.amount
), daily AS (
    INSERT INTO loans_dailyaccrual (loan_id, accrued_on, amount)
    SELECT id, %(on)s, amount FROM advanced WHERE amount <> 0
), known AS (
    INSERT INTO loans_accrualposting AS p (branch_id, accrued, posted)
    SELECT branch_id, sum(amount), 0 FROM advanced GROUP BY branch_id ORDER BY branch_id
    ON CONFLICT (branch_id) DO UPDATE SET accrued = p.accrued + excluded.accrued
)
SELECT count(*) FROM advanced
"""  # noqa: S608 - built of constants only

HOLD_DUE = """
SELECT l.id FROM loans_loanaccount l
WHERE l.status <> 'SETTLED' {only} AND l.id > %(after)s AND l.id <= %(through)s AND l.id IN (
    SELECT loan_id FROM loans_instalment
    WHERE state = 'PENDING' AND replaced_in IS NULL AND due_on <= %(on)s
      AND loan_id > %(after)s AND loan_id <= %(through)s)
ORDER BY l.id FOR NO KEY UPDATE
"""
# A row of nought has nothing to be paid and is done with on its day.
MARK_DUE = """
WITH fallen AS (
    UPDATE loans_instalment
    SET state = CASE WHEN payment = 0 THEN 'PAID' ELSE 'DUE' END,
        paid_on = CASE WHEN payment = 0 THEN due_on END
    WHERE loan_id = ANY(%(loans)s) AND state = 'PENDING' AND replaced_in IS NULL AND due_on <= %(on)s
    RETURNING loan_id, principal, interest
), sums AS (
    SELECT loan_id, sum(principal) AS principal, sum(interest) AS interest, count(*) AS rows
    FROM fallen GROUP BY loan_id
), moved AS (
    UPDATE loans_loanaccount l
    SET principal_due = l.principal_due + sums.principal,
        interest_due = l.interest_due + sums.interest,
        accrued_interest = l.accrued_interest - sums.interest
    FROM sums WHERE l.id = sums.loan_id
)
SELECT coalesce(sum(rows), 0) FROM sums
"""

HOLD_OVERDUE = """
SELECT l.id FROM loans_loanaccount l
WHERE l.id > %(after)s AND l.id <= %(through)s AND (l.status = 'OVERDUE' OR (l.status = 'ACTIVE' AND l.id IN (
    SELECT loan_id FROM loans_instalment WHERE state IN ('DUE', 'OVERDUE') AND due_on < %(excused_from)s
      AND loan_id > %(after)s AND loan_id <= %(through)s)))
ORDER BY l.id FOR NO KEY UPDATE
"""
ROWS_OVERDUE = """
UPDATE loans_instalment SET state = 'OVERDUE'
WHERE loan_id = ANY(%(loans)s) AND state = 'DUE' AND replaced_in IS NULL AND due_on < %(excused_from)s
"""
LOANS_OVERDUE = """
WITH arrears AS (
    SELECT loan_id, min(due_on) AS since, sum(principal - principal_paid) AS principal
    FROM loans_instalment WHERE loan_id = ANY(%(loans)s) AND state = 'OVERDUE' GROUP BY loan_id
), wanted AS (
    SELECT l.id, l.overdue_principal AS before, a.since, coalesce(a.principal, 0) AS principal
    FROM loans_loanaccount l LEFT JOIN arrears a ON a.loan_id = l.id WHERE l.id = ANY(%(loans)s)
), changed AS (
    UPDATE loans_loanaccount l
    SET status = CASE WHEN w.since IS NULL THEN 'ACTIVE' ELSE 'OVERDUE' END,
        overdue_since = w.since,
        overdue_days = coalesce(%(next_on)s::date - w.since, 0),
        overdue_principal = w.principal
    FROM wanted w WHERE l.id = w.id
    RETURNING l.branch_id, w.principal - w.before AS moved
)
SELECT branch_id, sum(moved) FROM changed GROUP BY branch_id HAVING sum(moved) <> 0 ORDER BY branch_id
"""


HOLD_PENALTIES = """
SELECT l.id FROM loans_loanaccount l WHERE l.status = 'OVERDUE' {only} AND l.id > %(after)s AND l.id <= %(through)s ORDER BY l.id FOR NO KEY UPDATE
"""
# Growth is yuan times rate times days, so nothing is rounded before it is divided by the year's 360 days. Days
# before a change of the rate (a row within its grace has not grown yet) bear the rate that they had.
GROW = """
WITH growing AS (
    SELECT i.id, l.penalty_multiplier * (
               l.annual_rate * (%(next_on)s - s.since)
               + CASE WHEN l.reprice = 'FIXED' THEN 0 ELSE coalesce((
                     SELECT sum((c.old_rate - c.new_rate) * (c.effective_on - s.since)) FROM loans_ratechange c
                     WHERE c.loan_id = l.id AND c.effective_on > s.since), 0) END
           ) AS rate_days
    FROM loans_loanaccount l
    JOIN loans_instalment i ON i.loan_id = l.id AND i.state = 'OVERDUE'
    CROSS JOIN LATERAL (SELECT coalesce(i.grown_to, i.due_on) AS since) s
    WHERE l.id = ANY(%(loans)s) AND s.since < %(next_on)s
)
UPDATE loans_instalment i
SET penalty_growth = i.penalty_growth + (i.principal - i.principal_paid) * g.rate_days,
    compound_growth = i.compound_growth + (i.interest - i.interest_paid) * g.rate_days,
    grown_to = %(next_on)s
FROM growing g WHERE i.id = g.id
"""
LOANS_PENALTY = """
WITH owed AS (
    SELECT loan_id, sum(penalty_fixed + round(penalty_growth::numeric(38,20) / 360, 2)) AS penalty,
           sum(compound_fixed + round(compound_growth::numeric(38,20) / 360, 2)) AS compound
    FROM loans_instalment WHERE loan_id = ANY(%(loans)s) AND state = 'OVERDUE' GROUP BY loan_id
), changed AS (
    UPDATE loans_loanaccount l SET penalty_due = owed.penalty, compound_due = owed.compound
    FROM owed WHERE l.id = owed.loan_id
      AND (l.penalty_due, l.compound_due) IS DISTINCT FROM (owed.penalty, owed.compound)
    RETURNING l.id
)
SELECT count(*) FROM changed
"""


def rows_of(sql: str, **values: Any) -> list[tuple]:
    """Run one statement; the rows that it answers, if any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def _keys(within: KeyRange) -> dict[str, int]:
    return {"after": within.after, "through": within.through}


def _only(sql: str, loans: Loans) -> str:
    if loans is None:
        return sql.format(only="")
    keys = ",".join(str(int(pk)) for pk in ([loans] if isinstance(loans, int) else loans))
    return sql.format(only=f"AND l.id = ANY('{{{keys}}}'::bigint[])")


@transaction.atomic(savepoint=False)
def eod_accrue(on: date, *, loan_id: Loans = None, within: KeyRange = EVERY_KEY) -> int:
    """Let every open loan (or the given ones) earn through the day `on`; returns how many loans moved on.

    One row of DailyAccrual per loan that earned something; principal past its last due date earns nothing.
    """
    return rows_of(_only(ACCRUE, loan_id), on=on, until=on + ONE_DAY, **_keys(within))[0][0]


@transaction.atomic(savepoint=False)
def eod_mark_due(on: date, *, loan_id: Loans = None, within: KeyRange = EVERY_KEY) -> int:
    """Let the rows with a due date through `on` fall due; returns how many did."""
    loans = [row[0] for row in rows_of(_only(HOLD_DUE, loan_id), on=on, **_keys(within))]
    return int(rows_of(MARK_DUE, on=on, loans=loans)[0][0]) if loans else 0


@transaction.atomic(savepoint=False)
def eod_mark_overdue(next_on: date, *, within: KeyRange = EVERY_KEY) -> int:
    """Count the days of arrears as of the opening business date `next_on`; returns the loans in question.

    A row that is due since no more days than the bank's grace is not in arrears yet. Loans whose arrears are gone are normal again. Principal in arrears goes to the subject of overdue
    loans, one voucher a branch and range.
    """
    grace = organisation.parameter_value(OVERDUE_GRACE_DAYS, on=next_on)
    excused_from = next_on - timedelta(days=grace)
    loans = [row[0] for row in rows_of(HOLD_OVERDUE, excused_from=excused_from, **_keys(within))]
    if not loans:
        return 0
    rows_of(ROWS_OVERDUE, loans=loans, excused_from=excused_from)
    moved = rows_of(LOANS_OVERDUE, loans=loans, next_on=next_on)
    _post(next_on, VoucherKind.OVERDUE, "逾期本金结转", [(b, m, postings.overdue(m)) for b, m in moved])
    return len(loans)


@transaction.atomic(savepoint=False)
def eod_accrue_penalties(next_on: date, *, loan_id: Loans = None, within: KeyRange = EVERY_KEY) -> int:
    """Let the overdue rows of all loans (or of the given ones) bear penalty and compound through the day before `next_on`.

    Returns how many loans owe another sum than before. Days since the due date, or since the last time, are
    caught up in one.
    """
    loans = [row[0] for row in rows_of(_only(HOLD_PENALTIES, loan_id), **_keys(within))]
    if not loans:
        return 0
    rows_of(GROW, loans=loans, next_on=next_on)
    return int(rows_of(LOANS_PENALTY, loans=loans)[0][0])


@transaction.atomic(savepoint=False)
def eod_post_accruals(on: date) -> int:
    """Post what the loans of each branch earned and the ledger does not know; returns the vouchers posted."""
    unknown = rows_of(
        "SELECT branch_id, round(accrued, 2) - posted FROM loans_accrualposting ORDER BY branch_id FOR UPDATE"
    )
    rows_of("UPDATE loans_accrualposting SET posted = round(accrued, 2), through_on = %(on)s", on=on)
    return _post(on, VoucherKind.ACCRUAL, "利息计提", [(b, m, postings.accrual(m)) for b, m in unknown])


def _post(on: date, kind: VoucherKind, summary: str, amounts: list[tuple[int, Decimal, list]]) -> int:
    drafts = [
        VoucherDraft(
            on=on,
            branch_id=branch_id,
            kind=kind,
            summary=summary,
            source=Source(BRANCH_SOURCE, branch_id),
            lines=lines,
        )
        for branch_id, amount, lines in amounts
        if amount
    ]
    ledger.post_many(actor=Actor.system(current_entity().code), drafts=drafts)
    return len(drafts)
