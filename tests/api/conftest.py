"""Every API test runs inside bank A while bank B holds rows that look alike."""

import pytest


@pytest.fixture(autouse=True)
def _in_bank_a(bank: None) -> None:
    """See `bank`."""
