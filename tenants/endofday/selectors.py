"""Readings of the nights."""

from django.db.models import Count, Q, QuerySet

from backend.platform.errors import NOT_FOUND

from .models import BatchRun, BatchStep


def night_list(*, state: str = "") -> QuerySet[BatchRun]:
    """The nights, the newest first, each with how many of its steps are done."""
    rows = BatchRun.objects.annotate(
        done=Count("steps", filter=Q(steps__state__in=(BatchStep.State.DONE, BatchStep.State.SKIPPED))),
        total=Count("steps"),
    ).order_by("-business_on")
    return rows.filter(state=state) if state else rows


def night_get(run_id: int) -> BatchRun:
    run = night_list().filter(pk=run_id).prefetch_related("steps").first()
    if run is None:
        raise NOT_FOUND.at()
    return run
