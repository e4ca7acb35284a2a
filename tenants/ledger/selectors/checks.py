"""Where the ledger disagrees with itself: every figure recomputed from the entries, by set-based statements."""

from datetime import date
from typing import Any

from django.db import connection

from shared.reference.selectors import subject_names

from ..types import Difference

VOUCHERS = """
SELECT b.code, v.voucher_no, c.what, c.kept, c.recomputed
FROM ledger_voucher v
JOIN organisation_branch b ON b.id = v.branch_id
LEFT JOIN (SELECT voucher_id, sum(amount) FILTER (WHERE side = 'DEBIT') AS debit,
                  sum(amount) FILTER (WHERE side = 'CREDIT') AS credit,
                  sum(CASE side WHEN 'DEBIT' THEN amount ELSE -amount END)
                      FILTER (WHERE subject_code LIKE '9%') AS memorandum
           FROM ledger_entry GROUP BY voucher_id) e ON e.voucher_id = v.id
CROSS JOIN LATERAL (VALUES
    ('debits of the voucher', v.total, coalesce(e.debit, 0)),
    ('credits of the voucher', v.total, coalesce(e.credit, 0)),
    ('memorandum debits less credits of the voucher', 0, coalesce(e.memorandum, 0))
) AS c (what, kept, recomputed)
WHERE e.debit IS DISTINCT FROM v.total OR e.credit IS DISTINCT FROM v.total OR e.memorandum <> 0
ORDER BY v.id, c.what
"""

# The balances now, against the last kept day (none: from the beginning) and what was posted after it.
BALANCES = """
SELECT h.code, c.subject_code, x.what, x.kept, x.recomputed
FROM (
    SELECT branch_id, subject_code, sum(kept_debit) AS kept_debit, sum(kept_credit) AS kept_credit,
           sum(debit) AS debit, sum(credit) AS credit
    FROM (
        SELECT branch_id, subject_code, debit_total AS kept_debit, credit_total AS kept_credit,
               0 AS debit, 0 AS credit FROM ledger_subjectbalance
        UNION ALL
        SELECT branch_id, subject_code, 0, 0, debit_total, credit_total
        FROM ledger_dailybalance WHERE business_on = %(since)s
        UNION ALL
        SELECT v.branch_id, n.subject_code, 0, 0,
               coalesce(sum(n.amount) FILTER (WHERE n.side = 'DEBIT'), 0),
               coalesce(sum(n.amount) FILTER (WHERE n.side = 'CREDIT'), 0)
        FROM ledger_voucher v JOIN ledger_entry n ON n.voucher_id = v.id
        WHERE v.business_on > coalesce(%(since)s::date, '-infinity')
        GROUP BY v.branch_id, n.subject_code
    ) parts
    GROUP BY branch_id, subject_code
) c
JOIN organisation_branch h ON h.id = c.branch_id
CROSS JOIN LATERAL (VALUES ('debits', c.kept_debit, c.debit), ('credits', c.kept_credit, c.credit))
    AS x (what, kept, recomputed)
WHERE x.kept <> x.recomputed
ORDER BY h.code, c.subject_code, x.what
"""

# The running sum of each subject's days, read where a night kept it; `kept_days` counts what is missing.
DAYS = """
WITH moved AS (
    SELECT v.branch_id, n.subject_code, v.business_on,
           sum(n.amount) FILTER (WHERE n.side = 'DEBIT') AS debit,
           sum(n.amount) FILTER (WHERE n.side = 'CREDIT') AS credit
    FROM ledger_entry n JOIN ledger_voucher v ON v.id = n.voucher_id
    GROUP BY v.branch_id, n.subject_code, v.business_on
), kept AS (
    SELECT branch_id, subject_code, business_on, debit_total, credit_total FROM ledger_dailybalance
), days AS (
    SELECT business_on FROM ledger_dailybalance GROUP BY business_on
), wanted AS (
    SELECT m.branch_id, m.subject_code, d.business_on
    FROM (SELECT branch_id, subject_code, min(business_on) AS since FROM moved GROUP BY branch_id, subject_code) m
    JOIN days d ON d.business_on >= m.since
), run AS (
    SELECT branch_id, subject_code, business_on,
           sum(debit) OVER days AS debit, sum(credit) OVER days AS credit, is_day
    FROM (SELECT branch_id, subject_code, business_on, debit, credit, false AS is_day FROM moved
          UNION ALL SELECT branch_id, subject_code, business_on, 0, 0, true FROM wanted) all_days
    WINDOW days AS (PARTITION BY branch_id, subject_code ORDER BY business_on)
), compared AS (
    SELECT coalesce(k.branch_id, r.branch_id) AS branch_id, coalesce(k.subject_code, r.subject_code) AS subject_code,
           coalesce(k.business_on, r.business_on) AS business_on,
           coalesce(k.debit_total, 0) AS kept_debit, coalesce(r.debit, 0) AS debit,
           coalesce(k.credit_total, 0) AS kept_credit, coalesce(r.credit, 0) AS credit
    FROM kept k
    FULL JOIN (SELECT * FROM run WHERE is_day) r
      ON r.branch_id = k.branch_id AND r.subject_code = k.subject_code AND r.business_on = k.business_on
)
SELECT h.code, c.subject_code, x.what || ' through ' || c.business_on, x.kept, x.recomputed
FROM compared c
JOIN organisation_branch h ON h.id = c.branch_id
CROSS JOIN LATERAL (VALUES ('debits', c.kept_debit, c.debit), ('credits', c.kept_credit, c.credit))
    AS x (what, kept, recomputed)
WHERE x.kept <> x.recomputed
ORDER BY h.code, c.subject_code, c.business_on, x.what
"""


def balance_differences() -> list[Difference]:
    """Unbalanced vouchers, balances unlike their entries, and days kept otherwise than their entries say."""
    with connection.cursor() as cursor:
        cursor.execute(VOUCHERS)
        found = [
            Difference(what, kept, recomputed, branch=branch, voucher=number)
            for branch, number, what, kept, recomputed in cursor.fetchall()
            if kept != recomputed
        ]
    return [*found, *_of_subjects(BALANCES, since=None), *_of_subjects(DAYS)]


def balance_differences_since(kept_on: date | None) -> list[Difference]:
    """Balances unlike that kept day and the entries after it: what a night proves, whatever the age of the bank."""
    return _of_subjects(BALANCES, since=kept_on)


def _of_subjects(statement: str, **values: Any) -> list[Difference]:
    names = subject_names()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            Difference(what, kept, recomputed, branch=branch, subject=f"{code} {names.get(code, '')}".strip())
            for branch, code, what, kept, recomputed in cursor.fetchall()
        ]
