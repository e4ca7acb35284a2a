"""The ledger's part of the night."""

from datetime import date

from django.db import connection, transaction

# The last day kept before, and what was posted since: of every day, however many nights were missed.
KEEP = """
WITH sums AS (
    SELECT branch_id, subject_code, sum(debit) AS debit, sum(credit) AS credit
    FROM (
        SELECT branch_id, subject_code, debit_total AS debit, credit_total AS credit
        FROM ledger_dailybalance WHERE business_on = %(last)s
        UNION ALL
        SELECT v.branch_id, e.subject_code,
               coalesce(sum(e.amount) FILTER (WHERE e.side = 'DEBIT'), 0),
               coalesce(sum(e.amount) FILTER (WHERE e.side = 'CREDIT'), 0)
        FROM ledger_voucher v JOIN ledger_entry e ON e.voucher_id = v.id
        WHERE v.business_on <= %(on)s AND v.business_on > coalesce(%(last)s::date, '-infinity')
        GROUP BY v.branch_id, e.subject_code
    ) parts
    GROUP BY branch_id, subject_code
)
INSERT INTO ledger_dailybalance (branch_id, subject_code, business_on, debit_total, credit_total)
SELECT branch_id, subject_code, %(on)s, debit, credit FROM sums ORDER BY branch_id, subject_code
ON CONFLICT (business_on, branch_id, subject_code) DO UPDATE
SET debit_total = excluded.debit_total, credit_total = excluded.credit_total
"""


@transaction.atomic(savepoint=False)
def eod_keep_balances(on: date) -> int:
    """Keep each subject's debits and credits through the day `on`; returns how many rows that are.

    Trial balances of past days read them instead of all entries. Done again it writes the same.
    """
    with connection.cursor() as cursor:
        # known beforehand, so that the planner sees how few days are summed
        cursor.execute("SELECT max(business_on) FROM ledger_dailybalance WHERE business_on < %s", [on])
        cursor.execute(KEEP, {"on": on, "last": cursor.fetchone()[0]})
        return cursor.rowcount
