"""Readings of the chart of accounts."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import AccountSubject
from ..types import SubjectInfo, SubjectKind


def subject_list(
    *, q: str = "", kind: str = "", is_posted_to: bool | None = None
) -> QuerySet[AccountSubject]:
    """The chart by code; `q` is the beginning of a code or a part of a name, in either language.

    Each row knows with `is_posted_to` whether entries may name it: whether it sums up no others.
    """
    below = AccountSubject.objects.filter(parent=OuterRef("pk"))
    rows = AccountSubject.objects.select_related("parent").annotate(is_posted_to=~Exists(below))
    if q:
        rows = rows.filter(Q(code__startswith=q) | Q(name__icontains=q) | Q(name_en__icontains=q))
    if kind:
        rows = rows.filter(kind=kind)
    if is_posted_to is not None:
        rows = rows.filter(is_posted_to=is_posted_to)
    return rows.order_by("code")


class Chart(dict[str, SubjectInfo]):
    """The subjects by code. A code that the chart does not have is shown as it is, never hidden."""

    def __missing__(self, code: str) -> SubjectInfo:
        return SubjectInfo(code, code, code, SubjectKind.ASSET, AccountSubject.Side.DEBIT)


def subjects() -> Chart:
    """The whole chart: one query."""
    fields = ("code", "name", "name_en", "kind", "normal_side")
    return Chart({row[0]: SubjectInfo(*row) for row in AccountSubject.objects.values_list(*fields)})


def subject_names() -> dict[str, str]:
    return {code: subject.name for code, subject in subjects().items()}
