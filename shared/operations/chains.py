"""The audit chains of all entities: sealed every minute, their heads kept by the province every day."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from backend.platform import clock, jobs
from backend.platform.records import partitions, sealing
from backend.platform.records.models import AuditSeal
from backend.platform.tenancy import PROVINCE, current_entity, in_entity
from shared.entities.selectors import ready_codes

from .models import AuditHead

logger = logging.getLogger(__name__)


def everybody() -> list[str]:
    """The province and every bank that is open."""
    return [PROVINCE.code, *ready_codes()]


def seal_all() -> None:
    """Chain what every entity has written since the last minute."""
    jobs.in_each(everybody(), sealing.seal, "sealing")


def keep_house() -> None:
    """The day's work: the months ahead in every entity, and every chain's head to the province."""
    jobs.in_each(everybody(), partitions.ensure, "partitions")
    publish_heads(everybody())


def publish_heads(codes: Iterable[str]) -> int:
    """Keep today's head of each chain, once a day; returns how many were new.

    The first head of a day stays, whatever is asked for later.
    """
    new = 0
    for code in codes:
        try:
            new += _publish(code)
        except Exception:  # the next entity's head must still be kept
            logger.exception("head of %s was not published", code)
    return new


def _publish(code: str) -> bool:
    with in_entity(code):
        sealing.seal()
        last = AuditSeal.objects.order_by("-number").values("number", "head", "total").first()
    if last is None:
        return False
    with in_entity(PROVINCE), transaction.atomic():
        _, created = AuditHead.objects.get_or_create(
            entity_code=code,
            on=timezone.localdate(clock.now()),
            defaults={
                "number": last["number"],
                "head": bytes(last["head"]).hex(),
                "total": last["total"],
                "published_at": clock.now(),
            },
        )
    return created


def published_heads() -> dict[int, str]:
    """The heads that the province has kept of the current entity's chain: number of the seal -> hex."""
    rows = AuditHead.objects.filter(entity_code=current_entity().code)
    return dict(rows.values_list("number", "head"))
