"""The intake's lock, taken before anything is decided on it."""

from django.db.models import QuerySet

from backend.platform.edits import held

from .models import Intake


def intake_lock(pk: int, *, within: QuerySet[Intake] | None = None) -> Intake:
    """Hold the intake's row until the transaction ends; 404 when there is none (in the given rows)."""
    return held(Intake.objects.all() if within is None else within, pk)
