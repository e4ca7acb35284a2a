"""Everything here runs inside bank A."""

import pytest


@pytest.fixture(autouse=True)
def _in_bank_a(bank: None) -> None:
    """See `bank`."""
