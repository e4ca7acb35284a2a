"""How the console looks to a person."""

from typing import Any

from backend.platform import clock
from backend.platform.permissions import Actor

from .models import Preference

FIELDS = ("theme", "language", "menu_collapsed")


def preference_get(*, actor: Actor) -> Preference:
    """The person's preference; the defaults, with no language chosen, when he set none."""
    account_id = actor.account_id or 0
    return Preference.objects.filter(account_id=account_id).first() or Preference(account_id=account_id)


def preference_put(*, actor: Actor, **values: Any) -> Preference:
    """Keep what is given of theme, language and menu; the rest stays as it is. The last one wins."""
    preference, _ = Preference.objects.update_or_create(
        account_id=actor.account_id or 0, defaults={**values, "updated_at": clock.now()}
    )
    return preference
