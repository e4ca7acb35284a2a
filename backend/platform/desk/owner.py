"""Whose desk it is."""

from backend.platform import errors
from backend.platform.permissions import Actor


def account_of(actor: Actor) -> int:
    """The account of the actor; the system itself has no desk (403)."""
    if actor.account_id is None:
        raise errors.NOT_ALLOWED.at()
    return actor.account_id
