"""Which loans pay back how much on a day, so that principal and interest sum to what is wanted to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from .plan import divided

PAYABLE = """
SELECT l.id, l.method, round(100 * (l.penalty_due + l.compound_due))::bigint,
       round(100 * sum(i.interest - i.interest_paid))::bigint,
       round(100 * sum(i.principal - i.principal_paid))::bigint,
       count(*) = 1 AND l.overdue_days < 90
  FROM loans_instalment i
  JOIN loans_loanaccount l ON l.id = i.loan_id
 WHERE i.replaced_in IS NULL AND i.state <> 'PAID' AND i.payment > 0
   AND i.due_on <= (SELECT current_on FROM organisation_businessdate)
   AND l.status <> 'SETTLED'
 GROUP BY l.id
"""
"""Loans that owe something. Of one with a single row, in arrears of less than 90 days, it is plain how money for a part
will be divided; another one pays all or nothing."""
LEVEL = ("EQUAL_INSTALMENT", "EQUAL_PRINCIPAL")


@dataclass(frozen=True)
class Payable:
    """A loan with what it owes, in cents; `extra` is penalty and compound, which are settled first."""

    loan_id: int
    method: str
    extra: int
    interest: int
    principal: int
    in_part: bool = True

    @property
    def rank(self) -> tuple[int, int, int]:
        """Level instalments are paid first, what has no principal last."""
        return (0 if self.method in LEVEL else 1 if self.principal else 2, self.principal, self.loan_id)


@dataclass(frozen=True)
class Paying:
    """What a loan pays, in cents."""

    loan_id: int
    extra: int
    interest: int
    principal: int

    @property
    def cents(self) -> int:
        return self.extra + self.interest + self.principal


def payable() -> list[Payable]:
    """The loans of the current schema that can pay something today, those first that are to pay first."""
    with connection.cursor() as cursor:
        cursor.execute(PAYABLE)
        return sorted((Payable(*row) for row in cursor.fetchall()), key=lambda loan: loan.rank)


def chosen(loans: Sequence[Payable], interest: int, principal: int) -> list[Paying]:
    """Who pays how much, so that so much interest and principal come back, or as near to it as the loans allow.

    Interest of a loan is settled before its principal, so only loans whose interest is paid in full pay principal.
    """
    found = []
    for loan in loans:
        if not loan.in_part and (loan.interest > interest or loan.principal > principal):
            continue
        paid = min(interest, loan.interest)
        part = min(principal, loan.principal) if paid == loan.interest else 0
        interest -= paid
        principal -= part
        if paid + part:
            found.append(Paying(loan.loan_id, loan.extra, paid, part))
    return found


def in_parts(paying: Sequence[Paying], receipts: int) -> list[tuple[int, int]]:
    """(loan, cents) of so many receipts, each loan's money in as many parts as the others'; at least one a loan."""
    more = divided(max(0, receipts - len(paying)), [1] * len(paying)) if paying else []
    found = []
    for one, extra in zip(paying, more, strict=True):
        parts = min(1 + extra, one.cents)
        found += [(one.loan_id, cents) for cents in divided(one.cents, [1] * parts)]
    return found
