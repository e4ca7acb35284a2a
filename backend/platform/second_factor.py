"""When the second factor is asked for: by the installation's calendar, and again before weighty commands."""

from django.conf import settings
from django.utils import timezone

from . import clock
from .errors import FRESH_FACTOR_REQUIRED, SECOND_FACTOR_REQUIRED
from .permissions import Actor


def is_enforced() -> bool:
    """Whether roles that want a second factor insist on it today."""
    since = settings.SECOND_FACTOR_FROM
    return since is not None and timezone.localdate(clock.now()) >= since


def must_be_set(*, requires: bool, has: bool) -> bool:
    """Whether an account may do nothing before it has set up its second factor."""
    return requires and not has and is_enforced()


def is_fresh(actor: Actor) -> bool:
    """Whether this session proved its second factor a moment ago."""
    return actor.factor_at is not None and clock.now() - actor.factor_at < settings.SECOND_FACTOR_FRESH


def require_fresh(actor: Actor) -> None:
    """Raise `identity.fresh_factor_required` (403) unless the second factor was proven a moment ago.

    Who has none is told to set it up, or let through where the installation doesn't enforce any yet.
    """
    if actor.is_system:
        return
    if not actor.has_second_factor:
        if is_enforced():
            raise SECOND_FACTOR_REQUIRED.at()
        return
    if not is_fresh(actor):
        raise FRESH_FACTOR_REQUIRED.at()
