"""Readings of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from shared.reference.selectors import subject_names, subject_sides

from .models import Entry, SubjectBalance, Voucher
from .types import Side, Source

ZERO = Decimal("0.00")
VIEW = "ledger.view"


def voucher_list(
    *,
    actor: Actor,
    q: str = "",
    kind: str = "",
    on: date | None = None,
    branch_id: int | None = None,
    subject_code: str = "",
) -> QuerySet[Voucher]:
    """Vouchers in reach, the newest first; `q` is the beginning of a voucher or business number."""
    rows = scoped(Voucher.objects.select_related("branch"), actor, VIEW).order_by("-id")
    if q:
        rows = rows.filter(Q(voucher_no__startswith=q) | Q(business_no__startswith=q))
    if kind:
        rows = rows.filter(kind=kind)
    if on:
        rows = rows.filter(business_on=on)
    if branch_id:
        rows = rows.filter(branch_id=branch_id)
    return rows.filter(entries__subject_code=subject_code).distinct() if subject_code else rows


def voucher_get(*, actor: Actor, voucher_id: int) -> Voucher:
    rows = Voucher.objects.select_related("branch").prefetch_related("entries")
    voucher = scoped(rows, actor, VIEW).filter(pk=voucher_id).first()
    if voucher is None:
        raise NOT_FOUND.at()
    return voucher


def vouchers_of(sources: Iterable[Source]) -> QuerySet[Voucher]:
    """The vouchers of business objects, the oldest first; the caller has checked that they may be seen."""
    wanted = Q(pk__in=[])
    by_type: dict[str, list[int]] = {}
    for source in sources:
        by_type.setdefault(source.type, []).append(source.id)
    for source_type, ids in by_type.items():
        wanted |= Q(source_type=source_type, source_id__in=ids)
    return Voucher.objects.select_related("branch").filter(wanted).order_by("id")


def voucher_entries(voucher: Voucher) -> list[dict[str, Any]]:
    """The lines with the names of their subjects, in order."""
    names = subject_names()
    return [
        {
            "subject_code": entry.subject_code,
            "subject_name": names.get(entry.subject_code, ""),
            "side": entry.side,
            "amount": entry.amount,
        }
        for entry in sorted(voucher.entries.all(), key=lambda entry: entry.line)
    ]


@dataclass(frozen=True)
class TrialBalanceRow:
    subject_code: str
    subject_name: str
    debit: Decimal
    credit: Decimal
    balance_side: Side
    balance: Decimal


@dataclass(frozen=True)
class TrialBalance:
    """All debits and credits through a day; both columns sum to the same."""

    on: date | None
    rows: list[TrialBalanceRow]
    debit_total: Decimal
    credit_total: Decimal


def trial_balance(*, actor: Actor, on: date | None = None) -> TrialBalance:
    """The subjects' totals at the end of the business day `on` (None: now), over the branches in reach.

    The balances of now, less the entries dated later: few days are usually taken back.
    """
    totals: dict[str, list[Decimal]] = {}
    balances = scoped(SubjectBalance.objects.all(), actor, VIEW)
    sums = balances.values("subject_code").annotate(debit=Sum("debit_total"), credit=Sum("credit_total"))
    for row in sums:
        totals[row["subject_code"]] = [row["debit"], row["credit"]]
    if on is not None:
        later = scoped(
            Entry.objects.filter(voucher__business_on__gt=on), actor, VIEW, branch="voucher__branch"
        )
        for item in later.values("subject_code", "side").annotate(amount=Sum("amount")):
            totals[item["subject_code"]][item["side"] == Side.CREDIT] -= item["amount"]
    names, sides = subject_names(), subject_sides()
    rows = []
    for code, (debit, credit) in sorted(totals.items()):
        if not debit and not credit:
            continue
        side = Side.DEBIT if debit > credit else Side.CREDIT
        if debit == credit:
            side = Side(sides.get(code, Side.DEBIT))
        rows.append(TrialBalanceRow(code, names.get(code, ""), debit, credit, side, abs(debit - credit)))
    return TrialBalance(
        on=on,
        rows=rows,
        debit_total=sum((row.debit for row in rows), ZERO),
        credit_total=sum((row.credit for row in rows), ZERO),
    )


def subject_balances(subject_codes: Iterable[str]) -> dict[tuple[int, str], Decimal]:
    """Debits less credits by (branch id, subject)."""
    rows = SubjectBalance.objects.filter(subject_code__in=list(subject_codes))
    return {(row.branch_id, row.subject_code): row.debit_total - row.credit_total for row in rows}


def balance_differences() -> list[str]:
    """Where the ledger disagrees with itself: unbalanced vouchers, balances unlike their entries."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT v.voucher_no, v.total, coalesce(e.debit, 0), coalesce(e.credit, 0)
            FROM ledger_voucher v
            LEFT JOIN (SELECT voucher_id, sum(amount) FILTER (WHERE side = 'DEBIT') AS debit,
                              sum(amount) FILTER (WHERE side = 'CREDIT') AS credit
                       FROM ledger_entry GROUP BY voucher_id) e ON e.voucher_id = v.id
            WHERE e.debit IS DISTINCT FROM v.total OR e.credit IS DISTINCT FROM v.total ORDER BY v.id
            """
        )
        found = [
            f"voucher {number}: total {total}, debits {debit}, credits {credit}"
            for number, total, debit, credit in cursor.fetchall()
        ]
        cursor.execute(
            """
            SELECT coalesce(b.branch_id, e.branch_id), coalesce(b.subject_code, e.subject_code),
                   coalesce(b.debit_total, 0), coalesce(b.credit_total, 0), coalesce(e.debit, 0), coalesce(e.credit, 0)
            FROM ledger_subjectbalance b
            FULL JOIN (SELECT v.branch_id, n.subject_code,
                              coalesce(sum(n.amount) FILTER (WHERE n.side = 'DEBIT'), 0) AS debit,
                              coalesce(sum(n.amount) FILTER (WHERE n.side = 'CREDIT'), 0) AS credit
                       FROM ledger_entry n JOIN ledger_voucher v ON v.id = n.voucher_id
                       GROUP BY v.branch_id, n.subject_code) e
              ON e.branch_id = b.branch_id AND e.subject_code = b.subject_code
            WHERE (coalesce(b.debit_total, 0), coalesce(b.credit_total, 0))
                  IS DISTINCT FROM (coalesce(e.debit, 0), coalesce(e.credit, 0))
            ORDER BY 1, 2
            """
        )
        found += [
            f"branch {branch} subject {subject}: balance {debit}/{credit}, entries {entry_debit}/{entry_credit}"
            for branch, subject, debit, credit, entry_debit, entry_credit in cursor.fetchall()
        ]
    return found


def balance_count() -> int:
    """How many balances there are."""
    return SubjectBalance.objects.count()
