"""Readings of exports: everybody sees his own and no other."""

from django.db.models import QuerySet
from django.utils import timezone

from backend.platform import clock
from backend.platform.edits import held
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor

from ..models import ExportJob
from ..owner import account_of

SHOWN = 50


def exports_of(actor: Actor) -> QuerySet[ExportJob]:
    """A person's exports, the newest first."""
    return ExportJob.objects.filter(account_id=account_of(actor)).order_by("-id")


def latest_exports(*, actor: Actor) -> list[ExportJob]:
    """The newest of a person's exports, as the tray shows them."""
    return list(exports_of(actor).defer("asked_for")[:SHOWN])


def export_get(*, actor: Actor, pk: int, lock: bool = False) -> ExportJob:
    """One of a person's own exports; another's is not found (404)."""
    if lock:
        return held(exports_of(actor), pk)
    found = exports_of(actor).filter(pk=pk).first()
    if found is None:
        raise NOT_FOUND.at()
    return found


def asked_today(account_id: int) -> int:
    """How many exports the account asked for on this calendar day."""
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return ExportJob.objects.filter(account_id=account_id, created_at__gte=today).count()
