"""Readings of files and their rows, limited to the files that the actor's data scope reaches."""

from typing import Any

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND, REGISTRY
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit
from tenants.organisation import selectors as organisation

from .models import DeductionFile, DeductionRow
from .permissions import RUN, VIEW


def file_list(*, actor: Actor, q: str = "", state: str = "") -> QuerySet[DeductionFile]:
    """Files in reach, the newest first; `q` is the beginning of a number or a part of a file's name."""
    rows = scoped(DeductionFile.objects.select_related("branch"), actor, VIEW, owner="created_by").order_by(
        "-id"
    )
    if q:
        rows = rows.filter(Q(file_no__startswith=q) | Q(name__icontains=q))
    return rows.filter(state=state) if state else rows


def file_get(*, actor: Actor, pk: int) -> DeductionFile:
    """One file with who uploaded it, what the reader may do, and its history."""
    file = file_list(actor=actor).filter(pk=pk).first()
    if file is None:
        raise NOT_FOUND.at()
    named(file)
    file.allowed_actions = _allowed(actor, file)  # type: ignore[attr-defined]
    file.history = audit.history(file)  # type: ignore[attr-defined]
    return file


def _allowed(actor: Actor, file: DeductionFile) -> list[str]:
    if not actor.can(RUN):
        return []
    if file.state in DeductionFile.UNDER_WAY:
        return [] if file.stop_asked_at else ["stop"]
    return ["resume"] if file.state in DeductionFile.AT_REST else []


def named(*files: DeductionFile) -> None:
    """Let the files say who uploaded them: one query for all."""
    names = organisation.staff_names({file.created_by for file in files})
    for file in files:
        file.uploader = {"id": file.created_by, "name": names.get(file.created_by, "")}  # type: ignore[attr-defined]


def row_list(*, actor: Actor, pk: int, q: str = "", state: str = "") -> QuerySet[DeductionRow]:
    """The rows of a file in reach, by line; `q` is the beginning of a loan number or a reference."""
    rows = file_get(actor=actor, pk=pk).rows.order_by("line")
    if q:
        rows = rows.filter(Q(loan_no__startswith=q) | Q(row_key__startswith=q))
    return rows.filter(state=state) if state else rows


def words(code: str, params: dict[str, Any], language: str) -> str:
    """A reason in words of the language; the code itself when nobody declares it any more."""
    kind = REGISTRY.get(code)
    return kind.text(language, params) if kind else code
