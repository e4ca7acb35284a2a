"""Credentials that no longer count are removed: nobody can use them, and what they tell stands in the log.

A row goes only some time after it lost its meaning, so that a late refresh or a question of the same day still
finds it. Beat rings hourly; what went stands in the batch log of the province, with how much of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.db.models.lookups import LessThan

from backend.platform import clock
from backend.platform.records import batch_log
from backend.platform.records.batches import batch_remove

from .models import RecoveryCode, SecondFactor, Session, SignInFailures
from .sessions import in_force

BATCH_NAME = "identity.clearing"
BATCH = 1000
"""So many rows a transaction: sign-in goes on meanwhile, and a row that somebody holds waits for the next hour."""


@dataclass(frozen=True)
class Leftover:
    """One kind of row: which of them went out of use before a moment, and how long they stay after that."""

    step: str
    title: str
    model: type[models.Model]
    kept: timedelta
    over_at: Callable[[datetime], Q]
    """(moment): the rows that were of no use at that moment any more."""


NEWEST = Func(
    F("failed_at"),
    template="(SELECT max(t) FROM unnest(%(expressions)s) AS t)",
    output_field=models.DateTimeField(),
)
"""The latest failure of a row."""

LEFTOVERS = (
    Leftover(
        "pending",
        "未完成验证的登录",
        Session,
        timedelta(hours=1),
        lambda moment: Q(is_pending=True, created_at__lt=moment - settings.SECOND_FACTOR_PENDING),
    ),
    # an app's refresh token lives in its session's row and goes with it
    Leftover("sessions", "已失效的会话与令牌", Session, timedelta(days=1), lambda moment: ~in_force(moment)),
    Leftover(
        "enrolments",
        "未启用的第二因素",
        SecondFactor,
        timedelta(days=1),
        lambda moment: Q(confirmed_at=None, created_at__lt=moment),
    ),
    Leftover(
        "recovery_codes",
        "已使用的恢复码",
        RecoveryCode,
        timedelta(days=180),
        lambda moment: Q(used_at__lt=moment),
    ),
    Leftover(
        "failures",
        "已过期的登录失败计数",
        SignInFailures,
        timedelta(days=1),
        lambda moment: Q(LessThan(NEWEST, moment)) & (Q(locked_until=None) | Q(locked_until__lt=moment)),
    ),
)
"""What is cleared, in the order of their steps in the batch log."""


def clear() -> dict[str, int]:
    """Remove what is past its time, a batch a transaction; answer how many rows of each kind went."""
    return {leftover.step: _clear(leftover) for leftover in LEFTOVERS}


def _clear(leftover: Leftover) -> int:
    started, total = clock.now(), 0
    while went := _clear_batch(leftover, started - leftover.kept):
        total += went
        if went < BATCH:
            break
    if total:
        batch_log.note(
            BATCH_NAME, leftover.step, title=f"清理{leftover.title}", started_at=started, rows=total
        )
    return total


@transaction.atomic
def _clear_batch(leftover: Leftover, moment: datetime) -> int:
    over = leftover.model._default_manager.filter(leftover.over_at(moment)).order_by("pk")
    return batch_remove(over.select_for_update(skip_locked=True), BATCH)
