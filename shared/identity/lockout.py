"""Sign-in is refused for a while after too many failures of a user name, at one address or at all.

Attempts at one user name stand in line (`attempts_lock`), so however many arrive together no more
passwords are looked at than the limits allow. The rows count user names and not accounts: a name that
nobody has is locked like any other, and the answer tells nothing.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from backend.platform import clock
from backend.platform.errors import DomainError

from . import errors
from .models import SignInFailures

ANY_ADDRESS = SignInFailures.ANY_ADDRESS

# One statement, so that failures at the same moment all count. Older failures than the window fall out.
COUNT = """
INSERT INTO identity_signinfailures AS counted (entity_code, username, ip, failed_at, locked_until)
VALUES (%(entity)s, %(username)s, %(ip)s, ARRAY[%(now)s::timestamptz],
        CASE WHEN %(limit)s <= 1 THEN %(until)s::timestamptz END)
ON CONFLICT (entity_code, username, ip) DO UPDATE SET (failed_at, locked_until) = (
    SELECT recent.failed_at,
           CASE WHEN cardinality(recent.failed_at) >= %(limit)s THEN %(until)s::timestamptz
                ELSE counted.locked_until END
    FROM (SELECT array(SELECT t FROM unnest(counted.failed_at) t WHERE t > %(since)s) || EXCLUDED.failed_at
          AS failed_at) recent
)
"""


def attempts_lock(*, entity_code: str, username: str) -> None:
    """Hold the attempts at one user name until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign-in/{entity_code}/{username}"]
        )


def failure_count(*, entity_code: str, username: str, ip: str) -> None:
    """Count a failure at the address and at all addresses; the one that reaches a limit starts the lock."""
    now = clock.now()
    limits = {ip: settings.SIGN_IN_FAILURES_PER_ADDRESS, ANY_ADDRESS: settings.SIGN_IN_FAILURES_PER_USERNAME}
    with connection.cursor() as cursor:
        for address, limit in limits.items():
            cursor.execute(
                COUNT,
                {
                    "entity": entity_code,
                    "username": username,
                    "ip": address,
                    "now": now,
                    "since": now - settings.SIGN_IN_WINDOW,
                    "until": now + settings.SIGN_IN_LOCK,
                    "limit": limit,
                },
            )


def locked_until(*, entity_code: str, username: str, ip: str) -> datetime | None:
    """Until when this user name is refused at this address; None when it is not."""
    rows = SignInFailures.objects.filter(
        entity_code=entity_code, username=username, ip__in=(ip, ANY_ADDRESS), locked_until__gt=clock.now()
    )
    return rows.aggregate(until=Max("locked_until"))["until"]


def success_note(*, entity_code: str, username: str, ip: str) -> None:
    """Forget the failures at this address and in all; those of other addresses stay counted there."""
    SignInFailures.objects.filter(
        entity_code=entity_code, username=username, ip__in=(ip, ANY_ADDRESS)
    ).delete()


def unlock(*, entity_code: str, username: str) -> None:
    """Forget every failure of the user name."""
    SignInFailures.objects.filter(entity_code=entity_code, username=username).delete()


def refusal(until: datetime) -> DomainError:
    """What a locked-out caller is told: `until` for machines, `time` for people."""
    seconds = max(1, int((until - clock.now()).total_seconds()) + 1)
    return errors.LOCKED_OUT.at(
        until=until.isoformat(), time=f"{timezone.localtime(until):%H:%M:%S}", retry_after=seconds
    )
