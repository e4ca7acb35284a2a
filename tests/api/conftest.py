"""Every API test runs inside bank A while bank B holds rows that look alike."""

from collections.abc import Iterator

import pytest

from tests.support import lock_order


@pytest.fixture(autouse=True)
def _in_bank_a(bank: None) -> None:
    """See `bank`."""


@pytest.fixture(autouse=True)
def locks_taken(_in_bank_a: None, request: pytest.FixtureRequest) -> Iterator[lock_order.Locks]:
    """Every command of every test takes its locks in the one order (docs/adr/0010)."""
    with lock_order.watched() as locks:
        yield locks
    if "breaks_lock_order" not in request.keywords:
        assert locks.violations == []
