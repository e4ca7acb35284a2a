"""Why a step stopped, in words that may be shown: a stable code and a message without values of rows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, transaction

from backend.platform.api.context import correlation_id
from backend.platform.errors import DomainError, FieldErrors
from backend.platform.keyranges import KeyRange, next_range

from . import errors
from .plan import Night, Step

PASSING = (OperationalError, InterfaceError)
"""The database went away, or two transactions met: the same work succeeds a little later."""
MOST_LOANS = 50


@dataclass(frozen=True)
class Failure:
    code: str
    zh: str
    en: str
    loan_nos: list[str] = field(default_factory=list)


def told(error: Exception, loan_nos: list[str]) -> Failure:
    """The failure as it is shown; `loan_nos` are those that the engine found itself."""
    refusal = _refusal(error)
    named = list(getattr(error, "loan_nos", [])) or loan_nos
    return Failure(
        refusal.code,
        refusal.kind.text("zh", refusal.params)[:2000],
        refusal.kind.text("en", refusal.params)[:2000],
        named[:MOST_LOANS],
    )


def _refusal(error: Exception) -> DomainError:
    if isinstance(error, DomainError):
        return error
    if isinstance(error, FieldErrors) and error.errors:
        return error.errors[0]
    if isinstance(error, DatabaseError):
        # the database's own text quotes the row: only the names of its rules are passed on
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if broken:
            return errors.STEP_CONFLICT.at(constraint=broken)
    return errors.STEP_BROKEN.at(kind=type(error).__name__, correlation=correlation_id() or "-")


def culprit(step: Step, night: Night, *, renew: Callable[[], object]) -> list[str]:
    """The number of the first loan of the range at which the step's work fails, found by halving.

    Everything is tried and rolled back; `renew` keeps the lease meanwhile. Empty when no single row is to blame.
    """
    if step.over is None:
        return []
    rows, within = step.over(), night.within
    while True:
        count = rows.filter(pk__gt=within.after, pk__lte=within.through).count()
        if count == 0:
            return []
        renew()
        lower, _ = next_range(rows, within.after, max(1, count // 2))
        if _fails(step, night, lower):
            if count == 1:
                return list(rows.filter(pk=lower.through).values_list("loan_no", flat=True))
            within = lower
        elif count == 1:
            return []
        else:
            within = KeyRange(lower.through, within.through)


def _fails(step: Step, night: Night, within: KeyRange) -> bool:
    try:
        with transaction.atomic():
            step.work(Night(night.on, night.next_on, within))
            transaction.set_rollback(True)
    except PASSING:
        raise
    except Exception:  # any error of the work is the answer
        return True
    return False
