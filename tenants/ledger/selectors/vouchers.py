"""Readings of vouchers: lists, one with its lines and their reasons, and the entries of a subject."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When, Window

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from shared.reference.selectors import subjects
from tenants.organisation import selectors as organisation

from ..models import Entry, Voucher
from ..permissions import VIEW
from ..types import VOUCHER_RULES, Side, Source, loans_of_sources, sources_of_loan
from .balances import balance_before


def voucher_list(
    *,
    actor: Actor,
    q: str = "",
    kind: str = "",
    on: date | None = None,
    since: date | None = None,
    until: date | None = None,
    branch_id: int | None = None,
    subject_code: str = "",
    amount_from: Decimal | None = None,
    amount_to: Decimal | None = None,
    loan_no: str = "",
    maker: str = "",
) -> QuerySet[Voucher]:
    """Vouchers in reach, the newest first; `q` is the beginning of a voucher or business number.

    `loan_no` finds the vouchers of that loan's drawdown and repayments; those of the night are the branch's.
    `maker` is a part of the name or number of who posted them.
    """
    rows = scoped(Voucher.objects.select_related("branch"), actor, VIEW).order_by("-id")
    if q:
        rows = rows.filter(Q(voucher_no__startswith=q) | Q(business_no__startswith=q))
    if loan_no:
        rows = rows.filter(_booked_for(sources_of_loan(loan_no)))
    if maker:
        rows = rows.filter(created_by__in=organisation.staff_list(q=maker).order_by().values("pk"))
    if subject_code:
        rows = rows.filter(Exists(Entry.objects.filter(voucher=OuterRef("pk"), subject_code=subject_code)))
    given = {
        "kind": kind or None,
        "business_on": on,
        "business_on__gte": since,
        "business_on__lte": until,
        "branch_id": branch_id,
        "total__gte": amount_from,
        "total__lte": amount_to,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def vouchers_of(sources: Iterable[Source]) -> QuerySet[Voucher]:
    """The vouchers of business objects, the oldest first; the caller has checked that they may be seen."""
    return Voucher.objects.select_related("branch").filter(_booked_for(sources)).order_by("id")


def _booked_for(sources: Iterable[Source]) -> Q:
    wanted = Q(pk__in=[])
    by_type: dict[str, list[int]] = {}
    for source in sources:
        by_type.setdefault(source.type, []).append(source.id)
    for source_type, ids in by_type.items():
        wanted |= Q(source_type=source_type, source_id__in=ids)
    return wanted


def vouchers_told(vouchers: Sequence[Voucher]) -> Sequence[Voucher]:
    """The vouchers with `maker`, None for the system, and `loan`, None for what is no loan's: two queries for all."""
    names = organisation.staff_names({v.created_by for v in vouchers if v.created_by})
    loans = loans_of_sources({(v.source_type, v.source_id) for v in vouchers})
    for voucher in vouchers:
        maker = names.get(voucher.created_by or 0)
        voucher.maker = {"id": voucher.created_by, "name": maker} if maker else None  # type: ignore[attr-defined]
        voucher.loan = loans.get((voucher.source_type, voucher.source_id))  # type: ignore[attr-defined]
    return vouchers


def voucher_get(*, actor: Actor, voucher_id: int) -> Voucher:
    """One voucher with its entries, its maker, its loan, and what reverses it or what it reverses."""
    rows = Voucher.objects.select_related("branch", "reversal_of").prefetch_related("entries")
    voucher = scoped(rows, actor, VIEW).filter(pk=voucher_id).first()
    if voucher is None:
        raise NOT_FOUND.at()
    voucher.reversed_by = Voucher.objects.filter(reversal_of=voucher).first()
    vouchers_told([voucher])
    return voucher


def voucher_entries(voucher: Voucher) -> list[dict[str, Any]]:
    """The lines with the names of their subjects, in order."""
    chart = subjects()
    return [
        {
            "subject_code": entry.subject_code,
            "subject_name": chart[entry.subject_code].name,
            "subject_name_en": chart[entry.subject_code].name_en,
            "side": entry.side,
            "amount": entry.amount,
        }
        for entry in sorted(voucher.entries.all(), key=lambda entry: entry.line)
    ]


def voucher_rule(voucher: Voucher) -> dict[str, Any] | None:
    """Why the voucher has these lines: what its kind of event books, and how much of each line it has.

    A reversal is told by the rule of what it takes back, its sides turned. An amount is None where the voucher
    leaves the line out, and below zero where it stands on the other side. None for a kind without a rule.
    """
    taken_back = voucher.reversal_of
    rule = VOUCHER_RULES.get((taken_back or voucher).kind)  # type: ignore[call-overload]
    if rule is None:
        return None
    chart = subjects()
    booked = list(voucher.entries.all())
    lines = []
    for line in rule.lines:
        side = line.side.other if taken_back else line.side
        entry = next((e for e in booked if e.subject_code == line.subject), None)
        if entry:
            booked.remove(entry)
        lines.append(
            {
                "side": side,
                "subject_code": line.subject,
                "subject_name": chart[line.subject].name,
                "subject_name_en": chart[line.subject].name_en,
                "amounts": [
                    dict(zip(("zh", "en"), rule.amounts[name], strict=True)) for name in line.amounts
                ],
                "zh": line.zh,
                "en": line.en,
                "amount": None if entry is None else entry.amount if entry.side == side else -entry.amount,
            }
        )
    return {"kind": rule.kind, "zh": rule.zh, "en": rule.en, "lines": lines}


def subject_entries(
    *, actor: Actor, subject_code: str, since: date, until: date, branch_id: int | None = None
) -> QuerySet[Entry]:
    """The entries of a subject in reach, the oldest first, each with the `balance` after it on the normal side.

    404 for a subject that the chart does not have.
    """
    chart = subjects()
    if subject_code not in chart:
        raise NOT_FOUND.at()
    subject = chart[subject_code]
    opening = balance_before(actor=actor, subject=subject, day=since, branch_id=branch_id)
    rows = Entry.objects.filter(subject_code=subject_code, voucher__business_on__range=(since, until))
    if branch_id:
        rows = rows.filter(voucher__branch_id=branch_id)
    order = ("voucher__business_on", "voucher_id", "line")
    signed = Case(When(side=subject.normal_side, then=F("amount")), default=-F("amount"))
    return (
        scoped(rows, actor, VIEW, branch="voucher__branch")
        .select_related("voucher__branch")
        .annotate(balance=Value(opening) + Window(Sum(signed), order_by=[F(name).asc() for name in order]))
        .order_by(*order)
    )


def entries_told(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries with what lists show of their vouchers, and their amount as `debit` or `credit`."""
    vouchers_told([entry.voucher for entry in entries])
    for entry in entries:
        for side in Side:
            setattr(entry, side.lower(), entry.amount if entry.side == side else None)
    return entries
