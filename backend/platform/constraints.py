"""Refusals that the database finds: a violated constraint becomes an error that a person can act on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from .errors import DomainError


@contextmanager
def refusing(**refusals: Callable[[], DomainError]) -> Iterator[None]:
    """Run the body in a savepoint; violating a constraint named here raises its refusal instead.

        with refusing(intake_open_once=lambda: errors.ALREADY_OPEN.at(intake_no=...)):
            intake.save()

    Two requests that both saw nothing in the way meet here, so the check is the constraint itself.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as violation:
        name = getattr(getattr(violation.__cause__, "diag", None), "constraint_name", None)
        if name not in refusals:
            raise
        raise refusals[name]() from violation
