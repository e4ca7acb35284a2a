"""What a night proves of the books: the day, against yesterday's kept balances and the schedules as they stand.

History is read once, by the night that it belonged to: `reconciliation.differences` reads it again from scratch.

- Balances of subjects: the last kept day and the entries after it.
- Each loan that is open, or was settled since: its sums against its rows, and its interest against what the rows
  have earned by the calendar. One that money came for since: against all that it ever paid, too.
- The days' accruals since, and income that is posted when received, by branch against what was kept.
"""

from datetime import date

from django.db import connection, transaction

from tenants.ledger import selectors as ledger
from tenants.ledger.types import Difference
from tenants.organisation import selectors as organisation

from .eod import EARNED_THROUGH
from .reconciliation import (
    BRANCHES,
    EVERY_PART,
    PARTS,
    SCHEDULE,
    ledger_against_loans,
    loan_figures,
    of_loans,
)

DIFFER, LINES = loan_figures(
    paid=lambda part: f"CASE WHEN p.loan_id IS NULL THEN s.{part}_paid ELSE p.{part} END", earned="s.earned"
)
LOANS = f"""
WITH paid AS (
    SELECT t.loan_id, coalesce(sum(principal), 0) AS principal, coalesce(sum(interest), 0) AS interest,
           coalesce(sum(penalty), 0) AS penalty, coalesce(sum(compound), 0) AS compound
    FROM (SELECT DISTINCT loan_id FROM ({EVERY_PART}) AS every
          WHERE booked_on > coalesce(%(since)s::date, '-infinity') OR reversed_on > %(since)s) t
    LEFT JOIN ({PARTS}) AS parts ON parts.loan_id = t.loan_id
    GROUP BY t.loan_id
), schedule AS (
    SELECT i.loan_id, {SCHEDULE},
           sum({EARNED_THROUGH.format(day="(l.accrued_through + 1)")}) AS earned
    FROM loans_loanaccount l JOIN loans_instalment i ON i.loan_id = l.id AND i.replaced_in IS NULL
    WHERE l.status <> 'SETTLED' OR l.settled_on > coalesce(%(since)s::date, '-infinity')
    GROUP BY i.loan_id
)
SELECT b.code, l.loan_no, c.what, c.kept, coalesce(c.recomputed, 0)
FROM loans_loanaccount l
JOIN organisation_branch b ON b.id = l.branch_id
LEFT JOIN schedule s ON s.loan_id = l.id
LEFT JOIN paid p ON p.loan_id = l.id
CROSS JOIN LATERAL (VALUES {LINES}) AS c (what, kept, recomputed)
WHERE (l.status <> 'SETTLED' OR l.settled_on > coalesce(%(since)s::date, '-infinity'))
  AND {DIFFER} AND c.kept <> coalesce(c.recomputed, 0)
ORDER BY l.loan_no, c.what
"""  # noqa: S608 - built of constants only

# What loans of a branch earned since the day that was kept, by the rows of the days and by adjustments.
ACCRUED = """
SELECT p.branch_id, p.accrued, CASE WHEN %(since)s::date IS NULL THEN 0 ELSE coalesce(p.kept, 0) END + coalesce(d.amount, 0) + coalesce(a.amount, 0)
FROM loans_accrualposting p
LEFT JOIN (SELECT l.branch_id, sum(d.amount) AS amount
           FROM loans_dailyaccrual d JOIN loans_loanaccount l ON l.id = d.loan_id
           WHERE d.accrued_on > coalesce(%(since)s::date, '-infinity') GROUP BY l.branch_id) d
       ON d.branch_id = p.branch_id
LEFT JOIN (SELECT l.branch_id, sum(a.amount) AS amount
           FROM loans_accrualadjustment a JOIN loans_loanaccount l ON l.id = a.loan_id
           WHERE a.adjusted_on > coalesce(%(since)s::date, '-infinity') GROUP BY l.branch_id) a
       ON a.branch_id = p.branch_id
WHERE p.accrued <> CASE WHEN %(since)s::date IS NULL THEN 0 ELSE coalesce(p.kept, 0) END + coalesce(d.amount, 0) + coalesce(a.amount, 0)
ORDER BY p.branch_id
"""
KEEP = """
UPDATE loans_accrualposting p
SET kept_on = %(on)s, kept = p.accrued - coalesce((
    SELECT sum(a.amount) FROM loans_accrualadjustment a JOIN loans_loanaccount l ON l.id = a.loan_id
    WHERE a.adjusted_on > %(on)s AND l.branch_id = p.branch_id), 0)
"""


@transaction.atomic
def night_differences(on: date) -> list[Difference]:
    """One for each figure that is not what the day `on` made of the last kept one, or the schedule makes it.

    Where no night has kept anything, all history is added up.
    """
    kept_on = ledger.kept_before(on)
    with connection.cursor() as cursor:
        cursor.execute(LOANS, {"since": kept_on})
        found = of_loans(cursor.fetchall())
        cursor.execute(BRANCHES, {"since": kept_on})
        branches = cursor.fetchall()
        cursor.execute("SELECT max(kept_on) FROM loans_accrualposting")
        accrued_on = cursor.fetchone()[0] if kept_on else None
        cursor.execute(ACCRUED, {"since": accrued_on})
        codes = organisation.branch_codes()
        found += [
            Difference("interest that the days accrued", kept, recomputed, branch=codes[branch])
            for branch, kept, recomputed in cursor.fetchall()
        ]
    return [*ledger.balance_differences_since(kept_on), *found, *ledger_against_loans(branches, kept_on)]


def accruals_keep(on: date) -> None:
    """Keep what the loans of each branch earned through the day `on`, once it is proven."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"on": on})
