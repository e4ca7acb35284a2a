"""Drafts of forms: kept while somebody types, offered to him again, gone after a week.

Not audited: a draft is what its writer has not said yet. Only the command that is sent at last is an act.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from backend.platform import clock, jobs
from backend.platform.errors import NOT_FOUND, declare
from backend.platform.permissions import Actor
from backend.platform.records.batches import batch_remove

from .models import FormDraft

LIFETIME = timedelta(days=7)
LARGEST = 64_000
"""Characters of JSON: twice the largest form with every text filled."""
MOST = 30
"""Drafts of one account; the oldest gives way."""
PURGED_AT_ONCE = 500
FORM = re.compile(r"[a-z][a-z0-9._-]{0,79}\Z")

TOO_LARGE = declare(
    "desk.draft_too_large", 422, zh="填写内容过长,无法暂存", en="What was typed is too long to be kept"
)


@dataclass(frozen=True)
class Draft:
    """What was kept of a form; both None when nothing was."""

    content: dict[str, Any] | None = None
    kept_at: datetime | None = None


def draft_get(*, actor: Actor, form: str) -> Draft:
    """The actor's own draft of the form, if it is no older than a week."""
    row = _own(actor, form).filter(kept_at__gt=clock.now() - LIFETIME).first()
    return Draft(json.loads(row.content), row.kept_at) if row else Draft()


@transaction.atomic
def draft_keep(*, actor: Actor, form: str, content: dict[str, Any]) -> Draft:
    """Keep the content in the place of what was kept before. Raises `desk.draft_too_large` (422)."""
    text = json.dumps(content, ensure_ascii=False)
    if len(text) > LARGEST:
        raise TOO_LARGE.at(field="content")
    now = clock.now()
    _own(actor, form).update_or_create(
        account_id=_account(actor), form=form, defaults={"content": text, "kept_at": now}
    )
    beyond = FormDraft.objects.filter(account_id=_account(actor)).order_by("-kept_at", "-pk")
    FormDraft.objects.filter(pk__in=list(beyond.values_list("pk", flat=True)[MOST:])).delete()
    return Draft(content, now)


@transaction.atomic
def draft_discard(*, actor: Actor, form: str) -> None:
    """Forget the draft; one that is not there is forgotten already."""
    _own(actor, form).delete()


def drafts_forget(account_id: int) -> None:
    """The account signs out: nothing that it typed stays behind at this entity."""
    FormDraft.objects.filter(account_id=account_id).delete()


@jobs.sweeper
def old_drafts_purge() -> None:
    """The sweep: drafts older than a week, a batch each time."""
    old = FormDraft.objects.filter(kept_at__lte=clock.now() - LIFETIME).order_by("kept_at")
    batch_remove(old, PURGED_AT_ONCE)


def _account(actor: Actor) -> int:
    """Whose drafts; the system itself types nothing."""
    if actor.account_id is None:
        raise NOT_FOUND.at()
    return actor.account_id


def _own(actor: Actor, form: str) -> QuerySet[FormDraft]:
    if not FORM.match(form):
        raise NOT_FOUND.at()
    return FormDraft.objects.filter(account_id=_account(actor), form=form)
