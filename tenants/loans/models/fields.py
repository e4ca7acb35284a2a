"""Amounts of loans: cents, interest of days, exact growth."""

from django.db import models


def money(name: str, **kwargs: object) -> models.DecimalField:
    """Yuan with two places."""
    return models.DecimalField(name, max_digits=18, decimal_places=2, **kwargs)  # type: ignore[arg-type]


def accrual(name: str, **kwargs: object) -> models.DecimalField:
    """Interest of days, with six places."""
    return models.DecimalField(name, max_digits=20, decimal_places=6, **kwargs)  # type: ignore[arg-type]


def growth(name: str, **kwargs: object) -> models.DecimalField:
    """What unpaid money grew by since it was last settled on: yuan times rate times days, exact."""
    return models.DecimalField(name, max_digits=30, decimal_places=10, default=0, **kwargs)  # type: ignore[arg-type]
