"""The books against their journal: loans against their events, the ledger against the loans.

Every check must find nothing, at any moment between two transactions.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from shared.reference.selectors import subject_names
from shared.reference.types import Subject
from tenants.ledger import selectors as ledger
from tenants.ledger.types import Difference
from tenants.organisation import selectors as organisation


def _compared(pairs: list[tuple[str, str, str]]) -> tuple[str, str]:
    """(a condition that is false where nothing differs, the lines of what does) of (what, kept, recomputed).

    The condition is one comparison of two rows: only a row that fails it is taken apart into a line for each figure.
    """
    kept = ", ".join(kept for _, kept, _ in pairs)
    recomputed = ", ".join(f"coalesce({recomputed}, 0)" for _, _, recomputed in pairs)
    lines = ", ".join(f"({what}, {kept}, {recomputed})" for what, kept, recomputed in pairs)
    return f"ROW({kept}) IS DISTINCT FROM ROW({recomputed})", lines


def loan_figures(*, paid: Callable[[str], str], earned: str) -> tuple[str, str]:
    """The figures of a loan `l` against the sums `s` of its rows, what was paid of each part, and what was earned."""
    return _compared(
        [
            (
                "'principal outstanding'",
                "l.principal_outstanding",
                f"l.drawn - coalesce({paid('principal')}, 0)",
            ),
            ("'interest paid'", "l.interest_paid", paid("interest")),
            ("'interest accrued'", "l.accrued_total", earned),
            ("'principal of the schedule'", "l.drawn", "s.principal"),
            ("'principal paid on the schedule'", "l.drawn - l.principal_outstanding", "s.principal_paid"),
            ("'interest paid on the schedule'", "l.interest_paid", "s.interest_paid"),
            ("'principal due'", "l.principal_due", "s.principal_due"),
            ("'interest due'", "l.interest_due", "s.interest_due"),
            ("'principal overdue'", "l.overdue_principal", "s.overdue"),
            ("'penalty due'", "l.penalty_due", "s.penalty_due"),
            ("'compound due'", "l.compound_due", "s.compound_due"),
            ("'penalty paid on the schedule'", "s.penalty_paid", paid("penalty")),
            ("'compound paid on the schedule'", "s.compound_paid", paid("compound")),
            (
                "'interest accrued and not due'",
                "l.accrued_interest",
                "l.accrued_total - coalesce(s.fallen_due, 0)",
            ),
        ]
    )


LOANS_DIFFER, LOAN_LINES = loan_figures(paid=lambda part: f"p.{part}", earned="e.amount")
ROWS_DIFFER, ROW_LINES = _compared(
    [
        (f"'{part} paid of row ' || i.no", f"i.{part}_paid", f"g.{part}")
        for part in ("principal", "interest", "penalty", "compound")
    ]
)

SCHEDULE = """
           sum(i.principal) AS principal,
           sum(i.principal_paid) AS principal_paid, sum(i.interest_paid) AS interest_paid,
           sum(i.interest) FILTER (WHERE i.state <> 'PENDING') AS fallen_due,
           sum(i.principal - i.principal_paid) FILTER (WHERE i.state IN ('DUE', 'OVERDUE')) AS principal_due,
           sum(i.interest - i.interest_paid) FILTER (WHERE i.state IN ('DUE', 'OVERDUE')) AS interest_due,
           coalesce(sum(i.principal - i.principal_paid) FILTER (WHERE i.state = 'OVERDUE'), 0) AS overdue,
           -- most rows never bore a penalty: a long division for each of them is half of the statement's time
           sum(i.penalty_fixed + round(i.penalty_growth::numeric(38,20) / 360, 2))
               FILTER (WHERE i.penalty_fixed <> 0 OR i.penalty_growth <> 0) AS penalty_due,
           sum(i.compound_fixed + round(i.compound_growth::numeric(38,20) / 360, 2))
               FILTER (WHERE i.compound_fixed <> 0 OR i.compound_growth <> 0) AS compound_due,
           sum(i.penalty_paid) AS penalty_paid, sum(i.compound_paid) AS compound_paid
"""
"""What the rows of a loan add up to."""

# What repayments in force gave to what, with what receipts that became known after them changed of it. `cause_id`
# is the repayment whose voucher shows it.
EVERY_PART = """
    SELECT r.loan_id, r.branch_id, r.id AS cause_id, r.state, r.booked_on, r.reversed_on,
           r.principal, r.interest, r.penalty, r.compound, r.fee, r.allocation
    FROM loans_repayment r
    UNION ALL
    SELECT c.loan_id, c.branch_id, c.id, c.state, c.booked_on, c.reversed_on,
           a.principal, a.interest, a.penalty, a.compound, 0, a.allocation
    FROM loans_repaymentadjustment a JOIN loans_repayment c ON c.id = a.cause_id
"""
PARTS = f"SELECT * FROM ({EVERY_PART}) AS every WHERE state = 'POSTED'"  # noqa: S608 - built of constants only
LOANS = f"""
WITH paid AS (
    SELECT loan_id, sum(principal) AS principal, sum(interest) AS interest,
           sum(penalty) AS penalty, sum(compound) AS compound
    FROM ({PARTS}) AS parts GROUP BY loan_id
), earned AS (
    SELECT loan_id, sum(amount) AS amount
    FROM (SELECT loan_id, amount FROM loans_dailyaccrual
          UNION ALL SELECT loan_id, amount FROM loans_accrualadjustment) AS days_and_adjustments
    GROUP BY loan_id
), schedule AS (
    SELECT i.loan_id, {SCHEDULE}
    FROM loans_instalment i WHERE i.replaced_in IS NULL GROUP BY i.loan_id
), compared AS (
    SELECT b.code, l.loan_no, c.what, c.kept, coalesce(c.recomputed, 0) AS recomputed
    FROM loans_loanaccount l
    JOIN organisation_branch b ON b.id = l.branch_id
    LEFT JOIN paid p ON p.loan_id = l.id
    LEFT JOIN earned e ON e.loan_id = l.id
    LEFT JOIN schedule s ON s.loan_id = l.id
    CROSS JOIN LATERAL (VALUES {LOAN_LINES}) AS c (what, kept, recomputed)
    WHERE {LOANS_DIFFER}
)
SELECT code, loan_no, what, kept, recomputed FROM compared WHERE kept <> recomputed ORDER BY loan_no, what
"""  # noqa: S608 - built of constants only

# Each drawdown and repayment, with what it changed of later ones, against the lines of its own vouchers,
# reversals among them. What an opening book
# posted by branch has none of its own: the balances of the branch prove it.
EVENTS = f"""
WITH events AS (
    SELECT 'loans.disbursement' AS type, disbursement_id AS id, id AS loan_id, 'the drawdown' AS name,
           -drawn AS money, drawn AS principal, 0 AS interest, 0 AS penalty, 0 AS compound, 0 AS fee, false AS names_a_voucher
    FROM loans_loanaccount
    UNION ALL
    SELECT 'loans.repayment', r.id, r.loan_id, r.repay_no, coalesce(p.money, 0), -coalesce(p.principal, 0),
           coalesce(p.interest, 0), coalesce(p.penalty, 0), coalesce(p.compound, 0), coalesce(p.fee, 0), r.voucher_no <> ''
    FROM loans_repayment r LEFT JOIN (
        SELECT cause_id, sum(principal + interest + penalty + compound + fee) AS money, sum(principal) AS principal,
               sum(interest) AS interest, sum(penalty) AS penalty, sum(compound) AS compound, sum(fee) AS fee
        FROM ({PARTS}) AS parts GROUP BY cause_id) p ON p.cause_id = r.id
), lines AS (
    SELECT v.source_type, v.source_id, n.subject_code,
           CASE n.side WHEN 'DEBIT' THEN n.amount ELSE -n.amount END AS net
    FROM ledger_voucher v JOIN ledger_entry n ON n.voucher_id = v.id
    WHERE v.source_type IN ('loans.disbursement', 'loans.repayment')
), booked AS (
    SELECT source_type, source_id,
           sum(net) FILTER (WHERE subject_code = '{Subject.CORE_CLEARING}') AS money,
           sum(net) FILTER (WHERE subject_code IN ('{Subject.LOAN_PRINCIPAL}', '{Subject.LOAN_OVERDUE}')) AS principal,
           -sum(net) FILTER (WHERE subject_code IN ('{Subject.INTEREST_RECEIVABLE}', '{Subject.INTEREST_INCOME}'))
               AS interest,
           -sum(net) FILTER (WHERE subject_code = '{Subject.PENALTY_INCOME}') AS penalty,
           -sum(net) FILTER (WHERE subject_code = '{Subject.COMPOUND_INCOME}') AS compound,
           -sum(net) FILTER (WHERE subject_code = '{Subject.FEE_INCOME}') AS fee
    FROM lines GROUP BY source_type, source_id
)
SELECT h.code, l.loan_no, c.what || ' of ' || e.name || ', as booked', c.kept, coalesce(c.recomputed, 0)
FROM events e
JOIN loans_loanaccount l ON l.id = e.loan_id
JOIN organisation_branch h ON h.id = l.branch_id
LEFT JOIN booked b ON b.source_type = e.type AND b.source_id = e.id
CROSS JOIN LATERAL (VALUES
    ('money', e.money, b.money),
    ('principal', e.principal, b.principal),
    ('interest', e.interest, b.interest),
    ('penalty', e.penalty, b.penalty),
    ('compound', e.compound, b.compound),
    ('fee', e.fee, b.fee)
) AS c (what, kept, recomputed)
WHERE (e.names_a_voucher OR b.source_id IS NOT NULL) AND c.kept <> coalesce(c.recomputed, 0)
ORDER BY l.loan_no, e.name, c.what
"""  # noqa: S608 - built of constants only

# What repayments say that they gave to each row in force, against what the rows say they got. Loans of an opening
# book, whose repayments before it do not say, are left to the sums of the loan.
ROWS = f"""
WITH given AS (
    SELECT loan_id, (line ->> 'no')::int AS no,
           sum((line ->> 'principal')::numeric) AS principal, sum((line ->> 'interest')::numeric) AS interest,
           sum((line ->> 'penalty')::numeric) AS penalty, sum((line ->> 'compound')::numeric) AS compound
    FROM ({PARTS}) AS parts CROSS JOIN LATERAL jsonb_array_elements(allocation) AS line
    GROUP BY loan_id, line ->> 'no'
)
SELECT b.code, l.loan_no, c.what, c.kept, coalesce(c.recomputed, 0)
FROM loans_instalment i
JOIN loans_loanaccount l ON l.id = i.loan_id
JOIN organisation_branch b ON b.id = l.branch_id
LEFT JOIN given g ON g.loan_id = i.loan_id AND g.no = i.no
CROSS JOIN LATERAL (VALUES {ROW_LINES}) AS c (what, kept, recomputed)
WHERE i.replaced_in IS NULL AND {ROWS_DIFFER} AND c.kept <> coalesce(c.recomputed, 0)
  AND NOT EXISTS (SELECT FROM loans_repayment r
                  WHERE r.loan_id = l.id AND r.state = 'POSTED' AND jsonb_array_length(r.allocation) = 0)
ORDER BY l.loan_no, i.no, c.what
"""  # noqa: S608 - built of constants only

BRANCHES = f"""
SELECT coalesce(l.branch_id, p.branch_id), coalesce(l.normal, 0), coalesce(l.overdue, 0), coalesce(l.accrued, 0),
       coalesce(l.interest_paid, 0), coalesce(p.accrued, 0), coalesce(p.posted, 0),
       coalesce(r.penalty, 0), coalesce(r.compound, 0), coalesce(r.fee, 0)
FROM (SELECT branch_id, sum(principal_outstanding - overdue_principal) AS normal, sum(overdue_principal) AS overdue,
             sum(accrued_total) AS accrued, sum(interest_paid) AS interest_paid
      FROM loans_loanaccount GROUP BY branch_id) l
FULL JOIN loans_accrualposting p ON p.branch_id = l.branch_id
LEFT JOIN (SELECT branch_id, sum(sign * penalty) AS penalty, sum(sign * compound) AS compound, sum(sign * fee) AS fee
           FROM (SELECT e.*, CASE WHEN state = 'POSTED' THEN 1
                                  WHEN booked_on <= %(since)s THEN -1 ELSE 0 END AS sign
                 FROM ({EVERY_PART}) e
                 WHERE booked_on > coalesce(%(since)s::date, '-infinity') OR reversed_on > %(since)s) r
           GROUP BY branch_id) r
       ON r.branch_id = coalesce(l.branch_id, p.branch_id)
ORDER BY 1
"""  # noqa: S608 - built of constants only


@transaction.atomic
def differences() -> list[Difference]:
    """One for each figure of the current bank that is not what its events make it, from scratch.

    Balances against entries, vouchers and kept days; loans against their rows, repayments and days; each drawdown
    and repayment against its voucher; each row against what repayments gave it; branches against their loans.
    """
    with connection.cursor() as cursor:
        if not connection.savepoint_ids:  # one snapshot for all statements, where the transaction is ours
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = []
        for statement in (LOANS, EVENTS, ROWS):
            cursor.execute(statement)
            found += of_loans(cursor.fetchall())
        cursor.execute(BRANCHES, {"since": None})
        branches = cursor.fetchall()
    return [*ledger.balance_differences(), *found, *ledger_against_loans(branches)]


def of_loans(rows: Iterable[tuple]) -> list[Difference]:
    """Differences of loans, from rows of (branch, loan number, what, kept, recomputed)."""
    return [
        Difference(what, kept, recomputed, branch=branch, loan=no)
        for branch, no, what, kept, recomputed in rows
    ]


RECEIVED = {
    Subject.PENALTY_INCOME: "penalty",
    Subject.COMPOUND_INCOME: "compound",
    Subject.FEE_INCOME: "fee",
}
"""Income that is posted when it is received, by the part of a repayment."""


def ledger_against_loans(branches: list[tuple], kept_on: date | None = None) -> list[Difference]:
    """The balances of branches against the sums of their loans.

    What repayments say of income stands in `branches` since `kept_on`; before that day the kept balance speaks.
    """
    subjects = (
        Subject.LOAN_PRINCIPAL,
        Subject.LOAN_OVERDUE,
        Subject.INTEREST_RECEIVABLE,
        Subject.INTEREST_INCOME,
        Subject.PENALTY_INCOME,
        Subject.COMPOUND_INCOME,
        Subject.FEE_INCOME,
    )
    balances = ledger.subject_balances(subjects)
    before = ledger.kept_balances(kept_on, RECEIVED)
    codes, names = organisation.branch_codes(), subject_names()
    wanted: dict[tuple[int, str], Decimal] = {}
    found = []
    for branch_id, normal, overdue, accrued, interest_paid, known, posted, penalty, compound, fee in branches:
        wanted[branch_id, Subject.LOAN_PRINCIPAL] = normal
        wanted[branch_id, Subject.LOAN_OVERDUE] = overdue
        wanted[branch_id, Subject.INTEREST_RECEIVABLE] = posted - interest_paid
        wanted[branch_id, Subject.INTEREST_INCOME] = -posted
        for subject, amount in zip(RECEIVED, (penalty, compound, fee), strict=True):
            wanted[branch_id, subject] = before.get((branch_id, subject), Decimal(0)) - amount
        if accrued != known:
            found.append(
                Difference("interest that its loans accrued", known, accrued, branch=codes[branch_id])
            )
    for branch_id, code in sorted(wanted.keys() | balances.keys()):
        key = (branch_id, code)
        balance, recomputed = balances.get(key, Decimal(0)), wanted.get(key, Decimal(0))
        if balance != recomputed:
            subject = f"{code} {names[code]}"
            found.append(
                Difference(
                    "balance against loans", balance, recomputed, branch=codes[branch_id], subject=subject
                )
            )
    return found
