"""Leakage tests write into bank B on purpose here and there, so they take the world as it is."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from backend.platform.tenancy import in_entity
from tests import world
from tests.support.api import Api, signed_in


@pytest.fixture
def api(db: None) -> Iterator[Callable[[str], Api]]:
    replica = connections["replica"]
    connections["replica"] = connections["default"]
    try:
        with in_entity(world.BANK_A):
            yield signed_in
    finally:
        connections["replica"] = replica
