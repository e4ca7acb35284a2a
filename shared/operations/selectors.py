"""Readings of the nights of all banks."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from shared.entities.selectors import entity_list

from .models import AuditHead, EntityBacklog, EntityNight


def entity_night_list(
    *, state: str = "", business_on: date | None = None, entity_code: str = ""
) -> QuerySet[EntityNight]:
    rows = EntityNight.objects.order_by("-business_on", "entity_code")
    if state:
        rows = rows.filter(state=state)
    if business_on:
        rows = rows.filter(business_on=business_on)
    return rows.filter(entity_code=entity_code) if entity_code else rows


def night_summary() -> dict[str, Any]:
    """How many banks stand at which business date, and the states of the newest night."""
    dates = (
        entity_list(status="READY")
        .values("business_date")
        .annotate(count=Count("pk"))
        .order_by("business_date")
    )
    newest = EntityNight.objects.order_by("-business_on").values_list("business_on", flat=True).first()
    states = (
        EntityNight.objects.filter(business_on=newest).values("state").annotate(count=Count("pk"))
        if newest
        else []
    )
    return {
        "business_dates": [{"business_date": d["business_date"], "count": d["count"]} for d in dates],
        "newest_business_on": newest,
        "states": [{"state": s["state"], "count": s["count"]} for s in states],
        "failed": EntityNight.objects.filter(state="FAILED").count(),
    }


def backlog_list(*, dead: bool | None = None) -> QuerySet[EntityBacklog]:
    """The entities with events that have not arrived, the dead ones first; `dead` keeps those with dead ones."""
    rows = EntityBacklog.objects.filter(Q(waiting__gt=0) | Q(dead__gt=0)).order_by("-dead", "oldest_at")
    return rows.filter(dead__gt=0) if dead else rows


def audit_head_list(*, entity_code: str = "", on: date | None = None) -> QuerySet[AuditHead]:
    """The audit chains' heads of one entity, or of all without a code; the newest day first."""
    rows = AuditHead.objects.order_by("-on", "entity_code")
    if on:
        rows = rows.filter(on=on)
    return rows.filter(entity_code=entity_code) if entity_code else rows
