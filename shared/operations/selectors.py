"""Readings of the nights of all banks."""

from datetime import date
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Min, Q, QuerySet

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


def night_board(*, state: str = "", business_on: date | None = None) -> dict[str, Any]:
    """The nights of all banks beside each other: of each bank that of the date, or its newest one.

    `steps` are the columns, in the order of the night that has most of them.
    """
    nights = EntityNight.objects.order_by("entity_code", "-business_on").distinct("entity_code")
    if business_on:
        nights = nights.filter(business_on=business_on)
    of = {night.entity_code: night for night in nights}
    banks: list[dict[str, Any]] = []
    for entity in entity_list(status="READY").order_by("code"):
        night = of.get(entity.code)
        if not state or (night is not None and night.state == state):
            banks.append(
                {
                    "entity_code": entity.code,
                    "name": entity.name,
                    "business_date": entity.business_date,
                    "night": night,
                }
            )
    longest: list[dict[str, Any]] = max((night.steps for night in of.values()), key=len, default=[])
    return {
        "steps": [{"name": step["name"], "title": step["title"]} for step in longest],
        "banks": banks,
    }


def night_durations(*, entity_code: str = "", nights: int = 30) -> list[dict[str, Any]]:
    """How long the last nights took, the oldest first: of one bank, or the longest and the mean of all."""
    rows = EntityNight.objects.filter(state="DONE", started_at__isnull=False, finished_at__isnull=False)
    if entity_code:
        rows = rows.filter(entity_code=entity_code)
    took = ExpressionWrapper(F("finished_at") - F("started_at"), DurationField())
    found = (
        rows.values("business_on")
        .annotate(banks=Count("pk"), longest=Max(took), mean=Avg(took))
        .annotate(span=ExpressionWrapper(Max("finished_at") - Min("started_at"), DurationField()))
        .order_by("-business_on")[:nights]
    )
    return [
        {
            "business_on": row["business_on"],
            "banks": row["banks"],
            **{
                f"{name}_seconds": round(row[name].total_seconds(), 3) for name in ("longest", "mean", "span")
            },
        }
        for row in reversed(found)
    ]


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
