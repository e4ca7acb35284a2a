"""Loans whose rate follows the LPR again (重定价): one night's, all at once.

The statements mirror `backend.kernel.loanmath`: `repricing_after`, `rate_of`, and the rows that `replanned`
makes. A property test holds them equal to the cent. With `on` the day from which the new rate counts:

- a row that falls due by then stays as it is;
- a row that runs over it is split: interest by days on both rates, its principal as planned;
- a row that begins on it or later is computed anew: a level instalment on the balance over the rows that are
  left, else the interest alone.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from backend.kernel.loanmath import REPRICE_MONTHS
from backend.platform.keyranges import EVERY_KEY, KeyRange
from shared.reference import selectors as reference
from shared.reference.types import LprRate

from .eod import EARNED_THROUGH, rows_of

HOLD = """
SELECT l.id, l.lpr_tenor FROM loans_loanaccount l
WHERE l.reprices_on <= %(on)s AND l.status <> 'SETTLED' AND l.id > %(after)s AND l.id <= %(through)s
ORDER BY l.id FOR NO KEY UPDATE
"""

# Rows to come under the new rate: pending, and due after the day.
COMING = "i.replaced_in IS NULL AND i.state = 'PENDING' AND i.due_on > %(on)s"

CHANGE = f"""
INSERT INTO loans_ratechange (loan_id, effective_on, old_rate, new_rate, lpr_rate, lpr_published_on, bp, schedule_version)
SELECT l.id, %(on)s, l.annual_rate, greatest(lpr.rate + l.bp * 0.0001, 0), lpr.rate, lpr.published_on, l.bp,
       l.schedule_version + EXISTS (SELECT FROM loans_instalment i WHERE i.loan_id = l.id AND {COMING})::int
FROM loans_loanaccount l
JOIN unnest(%(tenors)s::text[], %(rates)s::numeric[], %(published)s::date[]) AS lpr (tenor, rate, published_on)
  ON lpr.tenor = l.lpr_tenor
WHERE l.id = ANY(%(loans)s)
"""  # noqa: S608 - built of constants only

# What rows that the day cuts have earned by then: as they stood, and by days on the rate that they had.
ADJUST = f"""
WITH cut AS (
    SELECT l.id, l.branch_id, c.id AS change_id,
           round((i.carried_growth + i.opening * c.old_rate * (%(on)s - coalesce(i.carried_to, i.starts_on)))::numeric(38,12)
                 / CASE l.day_count WHEN 'ACT/365' THEN 365 ELSE 360 END, 6)
           - {EARNED_THROUGH.format(day="%(on)s::date")} AS amount
    FROM loans_loanaccount l
    JOIN loans_ratechange c ON c.loan_id = l.id AND c.effective_on = %(on)s
    JOIN loans_instalment i ON i.loan_id = l.id AND {COMING} AND i.starts_on < %(on)s
    WHERE l.id = ANY(%(loans)s) AND i.loan_id = ANY(%(loans)s)
), adjusted AS (
    INSERT INTO loans_accrualadjustment (loan_id, rate_change_id, adjusted_on, amount)
    SELECT id, change_id, %(closing)s, amount FROM cut WHERE amount <> 0
), earned AS (
    UPDATE loans_loanaccount l
    SET accrued_total = l.accrued_total + cut.amount, accrued_interest = l.accrued_interest + cut.amount
    FROM cut WHERE l.id = cut.id AND cut.amount <> 0
)
INSERT INTO loans_accrualposting AS p (branch_id, accrued, posted)
SELECT branch_id, sum(amount), 0 FROM cut WHERE amount <> 0 GROUP BY branch_id ORDER BY branch_id
ON CONFLICT (branch_id) DO UPDATE SET accrued = p.accrued + excluded.accrued
"""  # noqa: S608 - built of constants only

# Loans without such a row keep their schedule.
REPLACE = f"""
WITH replaced AS (
    UPDATE loans_instalment i SET replaced_in = c.schedule_version
    FROM loans_ratechange c
    WHERE c.loan_id = ANY(%(loans)s) AND c.effective_on = %(on)s
      AND i.loan_id = c.loan_id AND i.loan_id = ANY(%(loans)s) AND {COMING}
    RETURNING i.loan_id
)
SELECT DISTINCT loan_id FROM replaced
"""  # noqa: S608 - built of constants only

# A period between two regular due dates counts its months; a stub, of which only the one that maturity cuts short
# can begin on the day or later, its whole months and odd days. The level instalment is a quotient of whole
# numbers, as in the kernel: with the rate of a period x / d, A = B * x * (d + x)^n / (d * ((d + x)^n - d^n)), half-up to the cent.
PLAN = """
WITH RECURSIVE repriced AS MATERIALIZED (
    SELECT l.id, c.schedule_version AS version, c.old_rate, c.new_rate, l.method, l.day_count, l.start_on,
           l.interest_day, l.period_months AS months, d.maturity_on,
           CASE l.day_count WHEN 'ACT/365' THEN 365 ELSE 360 END AS year_days
    FROM loans_loanaccount l
    JOIN loans_ratechange c ON c.loan_id = l.id AND c.effective_on = %(on)s
    JOIN loans_disbursement d ON d.id = l.disbursement_id
    WHERE l.id = ANY(%(loans)s)
), coming AS MATERIALIZED (
    SELECT r.*, i.no, i.type, i.starts_on, i.due_on, i.opening, i.principal, i.carried_to, i.carried_growth,
           i.starts_on < %(on)s AS is_cut,
           row_number() OVER (PARTITION BY r.id, i.starts_on < %(on)s ORDER BY i.no) AS k,
           count(*) OVER (PARTITION BY r.id, i.starts_on < %(on)s) AS n
    FROM repriced r
    JOIN loans_instalment i ON i.loan_id = r.id AND i.replaced_in = r.version AND i.loan_id = ANY(%(loans)s)
), parts AS (
    SELECT c.*, c.opening * 100 AS cents, (c.new_rate * 1000000 * c.months)::bigint AS x,
           greatest(gcd((c.new_rate * 1000000 * c.months)::bigint, 12000000), 1) AS common
    FROM coming c WHERE c.method = 'EQUAL_INSTALMENT' AND NOT c.is_cut AND c.k = 1
), powers AS (
    SELECT p.*, (p.x / p.common)::numeric AS step, (12000000 / p.common)::numeric AS whole,
           (((12000000 + p.x) / p.common)::numeric ^ p.n::numeric) AS grown,
           ((12000000 / p.common)::numeric ^ p.n::numeric) AS flat
    FROM parts p
), levels AS MATERIALIZED (
    SELECT id, n, opening::numeric AS opening, new_rate, months,
           CASE WHEN x = 0 THEN div(2 * cents + n, 2 * n)
                ELSE div(2 * cents * step * grown + whole * (grown - flat), 2 * whole * (grown - flat))
           END * 0.01 AS level
    FROM powers
), level_rows AS (
    SELECT id, 1::bigint AS k, n, new_rate, months, level, opening,
           CASE WHEN n = 1 THEN opening
                ELSE least(level - round((opening * new_rate * months)::numeric(38,12) / 12, 2), opening)
           END AS principal
    FROM levels
    UNION ALL
    SELECT r.id, r.k + 1, r.n, r.new_rate, r.months, r.level, a.opening,
           CASE WHEN r.n = r.k + 1 THEN a.opening
                ELSE least(r.level - round((a.opening * r.new_rate * r.months)::numeric(38,12) / 12, 2), a.opening)
           END
    FROM level_rows r CROSS JOIN LATERAL (SELECT r.opening - r.principal AS opening) a
    WHERE r.k < r.n
), planned AS (
    SELECT c.id, c.version, c.no, c.type, c.starts_on, c.due_on, c.is_cut, c.new_rate, c.year_days,
           coalesce(v.opening, c.opening) AS opening, coalesce(v.principal, c.principal) AS principal,
           CASE WHEN c.is_cut
                THEN c.carried_growth + c.opening * c.old_rate * (%(on)s - coalesce(c.carried_to, c.starts_on))
                ELSE 0 END AS carried_growth,
           CASE WHEN c.is_cut THEN c.due_on - %(on)s
                WHEN c.day_count <> '30/360' THEN c.due_on - c.starts_on
                WHEN (c.interest_day IS NULL OR c.starts_on <> c.start_on) AND (c.due_on <> c.maturity_on OR g.on_grid)
                THEN 30 * c.months
                ELSE 30 * s.months + (c.due_on - (c.starts_on + make_interval(months => s.months))::date)
           END AS days
    FROM coming c
    LEFT JOIN level_rows v ON v.id = c.id AND v.k = c.k AND NOT c.is_cut
    CROSS JOIN LATERAL (
        -- whether maturity is a regular due day itself
        SELECT CASE WHEN c.interest_day IS NULL
                    THEN m.since %% c.months = 0
                         AND (c.start_on + make_interval(months => m.since))::date = c.maturity_on
                    ELSE date_part('month', c.maturity_on)::int %% c.months = 0
                         AND date_part('day', c.maturity_on)::int
                             = least(c.interest_day, date_part('day', m.month_end)::int)
               END AS on_grid
        FROM (SELECT (date_part('year', c.maturity_on) * 12 + date_part('month', c.maturity_on)
                      - date_part('year', c.start_on) * 12 - date_part('month', c.start_on))::int AS since,
                     (date_trunc('month', c.maturity_on::timestamp) + interval '1 month - 1 day') AS month_end) m
    ) g
    CROSS JOIN LATERAL (
        SELECT CASE WHEN (c.starts_on + make_interval(months => m.count))::date > c.due_on
                    THEN m.count - 1 ELSE m.count END AS months
        FROM (SELECT (date_part('year', c.due_on) * 12 + date_part('month', c.due_on)
                      - date_part('year', c.starts_on) * 12 - date_part('month', c.starts_on))::int AS count) m
    ) s
), priced AS (
    SELECT p.*, round((p.carried_growth + p.opening * p.new_rate * p.days)::numeric(38,12) / p.year_days, 2) AS interest
    FROM planned p
)
INSERT INTO loans_instalment (
    loan_id, version, no, type, starts_on, due_on, days, opening, principal, interest, payment, balance,
    carried_to, carried_growth, principal_paid, interest_paid, penalty_fixed, penalty_growth, penalty_paid,
    compound_fixed, compound_growth, compound_paid, state)
SELECT id, version, no, type, starts_on, due_on, due_on - starts_on, opening, principal, interest,
       principal + interest, opening - principal,
       CASE WHEN is_cut THEN %(on)s END, carried_growth, 0, 0, 0, 0, 0, 0, 0, 0, 'PENDING'
FROM priced ORDER BY id, no
"""

# The next day of repricing, while the term runs: the first of January, or so many months from the day of drawdown on.
MOVE_ON = """
WITH following AS (
    SELECT l.id, c.new_rate, c.schedule_version, d.maturity_on,
           CASE WHEN l.reprice = 'CALENDAR' THEN make_date(date_part('year', %(on)s::date)::int + 1, 1, 1)
                WHEN s.reached > %(on)s THEN s.reached
                ELSE (l.start_on + make_interval(months => s.passed + s.step))::date
           END AS reprices_on
    FROM loans_loanaccount l
    JOIN loans_ratechange c ON c.loan_id = l.id AND c.effective_on = %(on)s
    JOIN loans_disbursement d ON d.id = l.disbursement_id
    LEFT JOIN LATERAL (
        SELECT r.months AS step, p.passed, (l.start_on + make_interval(months => p.passed))::date AS reached
        FROM unnest(%(rules)s::text[], %(months)s::int[]) AS r (rule, months)
        CROSS JOIN LATERAL (
            SELECT (date_part('year', %(on)s::date) * 12 + date_part('month', %(on)s::date)
                    - date_part('year', l.start_on) * 12 - date_part('month', l.start_on))::int / r.months * r.months AS passed
        ) p
        WHERE r.rule = l.reprice
    ) s ON true
    WHERE l.id = ANY(%(loans)s)
)
UPDATE loans_loanaccount l
SET annual_rate = f.new_rate, schedule_version = f.schedule_version,
    reprices_on = CASE WHEN f.reprices_on < f.maturity_on THEN f.reprices_on END
FROM following f WHERE l.id = f.id
"""


@transaction.atomic
def eod_reprice(on: date, *, within: KeyRange = EVERY_KEY) -> int:
    """Let the loans whose day has come bear the LPR of `on` with their spread from `on` on; returns how many.

    `on` is the business date that the night opens; nothing must have been received on it yet
    (`standing.bring_forward` sees to that). The days before it are earned, and penalty has grown through them.
    Raises `reference.lpr_stale` (409) or `reference.lpr_unknown` (422) where the rate of that day is not known.
    """
    held = rows_of(HOLD, on=on, after=within.after, through=within.through)
    if not held:
        return 0
    quotes = [reference.lpr_at(tenor=tenor, on=on) for tenor in sorted({tenor for _, tenor in held})]
    loans = [pk for pk, _ in held]
    rows_of(CHANGE, on=on, loans=loans, **_columns(quotes))
    rows_of(ADJUST, on=on, closing=on - timedelta(days=1), loans=loans)
    replaced = [pk for (pk,) in rows_of(REPLACE, on=on, loans=loans)]
    rows_of(PLAN, on=on, loans=replaced)
    rows_of(
        MOVE_ON,
        on=on,
        loans=loans,
        rules=[rule.value for rule in REPRICE_MONTHS],
        months=list(REPRICE_MONTHS.values()),
    )
    return len(loans)


def _columns(quotes: list[LprRate]) -> dict[str, list[str] | list[Decimal] | list[date]]:
    return {
        "tenors": [quote.tenor.value for quote in quotes],
        "rates": [quote.rate for quote in quotes],
        "published": [quote.published_on for quote in quotes],
    }
