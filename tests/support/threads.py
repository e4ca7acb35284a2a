"""Many callers at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from backend.platform.errors import DomainError
from backend.platform.tenancy import in_entity


def at_once(works: list[Callable[[], str]], entity: str) -> list[str]:
    """Run every work inside the entity, started together; what each answered, or the code of its refusal."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], str]) -> str:
        try:
            with in_entity(entity):
                barrier.wait(timeout=20)
                try:
                    return work()
                except DomainError as refused:
                    return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
