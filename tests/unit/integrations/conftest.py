"""A core banking sandbox for each test."""

from collections.abc import Iterator

import pytest

from backend.integrations.core_banking.client import CoreBanking
from tests.support.core_banking import running


@pytest.fixture
def sandbox() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture
def core(sandbox: str) -> CoreBanking:
    return CoreBanking(sandbox, timeout=1.0)
