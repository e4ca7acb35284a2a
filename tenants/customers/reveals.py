"""How often one person may see sensitive values in full, and when too many customers are an alarm."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records import audit, outbox
from backend.platform.tenancy import require_bank
from tenants.organisation import selectors as organisation

from . import errors, events
from .models import Customer, Reveal
from .parameters import REVEAL_DAILY_QUOTA

HOURLY_CUSTOMERS = 20
"""More distinct customers than these within an hour raise the alarm."""


def reveal_note(
    actor: Actor, customer: Customer, *, fields: Sequence[str], purpose: str, reason: str
) -> None:
    """Count and record one reading of clear values; call it in the reading's transaction.

    Raises `customers.reveal_quota` (429) when the person's readings of this calendar day are used up.
    Readings of one person stand in line, so however many arrive together no more are answered.
    """
    _person_lock(actor.account_id)
    now = timezone.localtime(clock.now())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Reveal.objects.filter(account_id=actor.account_id)
    quota = organisation.parameter_value(REVEAL_DAILY_QUOTA)
    if mine.filter(at__gte=midnight).count() >= quota:
        seconds = int((midnight + timedelta(days=1) - now).total_seconds()) + 1
        raise errors.REVEAL_QUOTA.at(limit=quota, retry_after=seconds)
    within_hour = mine.filter(at__gte=now - timedelta(hours=1))
    known = within_hour.filter(customer=customer).exists()
    Reveal.objects.create(
        account_id=actor.account_id, customer=customer, fields=list(fields), purpose=purpose, at=now
    )
    audit.reveal(actor, customer, fields=fields, reason=f"{Reveal.Purpose(purpose).label}：{reason}")
    distinct = within_hour.values("customer").distinct().count()
    if not known and distinct == HOURLY_CUSTOMERS + 1:
        _alarm(actor, distinct)


def _alarm(actor: Actor, customers: int) -> None:
    """Once at the customer that crosses the line, not at each one after."""
    audit.record(actor, "customers.reveal_alarm", changes={"customers_within_hour": [None, customers]})
    outbox.emit(
        events.REVEAL_ALARM,
        aggregate=f"identity.account:{actor.account_id}",
        payload={"account_id": actor.account_id, "customers": customers},
    )


def _person_lock(account_id: int | None) -> None:
    """Hold the person's readings until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"reveal/{require_bank().code}/{account_id}"],
        )
