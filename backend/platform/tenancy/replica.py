"""The read replica: it follows the default connection's entity, and may not be left by scans."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from .connections import tenant_connection

REPLICA = "replica"
_only: ContextVar[bool] = ContextVar("replica_only", default=False)


class WriterUsedError(RuntimeError):
    """A reading that must go to the replica touched the primary."""


class ReplicaUnavailableError(RuntimeError):
    """The standby does not answer."""


def follow(wrapper: Any, tenant: Any) -> None:
    """Called by django-tenants at each switch: it moves only the default alias by itself."""
    if wrapper.alias != "default":
        return
    replica = tenant_connection(REPLICA)
    if replica is not wrapper:  # tests mirror the replica onto the default connection
        replica.set_tenant(tenant)


def _refuse(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    if context["connection"] is connections[REPLICA]:
        return execute(sql, params, many, context)
    raise WriterUsedError(f"a replica reading touched the primary: {sql[:80]}")


@contextmanager
def replica_only() -> Iterator[str]:
    """Yield the replica's alias; any statement on the primary inside raises WriterUsedError.

    A standby that is down or shutting down raises ReplicaUnavailableError, so that reports can say so.
    """
    with ExitStack() as stack:
        stack.callback(_only.reset, _only.set(True))
        if connections[REPLICA] is not connections["default"]:
            stack.enter_context(connections["default"].execute_wrapper(_refuse))
        try:
            yield REPLICA
        except (OperationalError, InterfaceError) as error:
            connections[REPLICA].close()
            raise ReplicaUnavailableError(str(error)) from error


def reading_alias() -> str:
    """Where plumbing that serves any reading (the keys) must read: the standby inside `replica_only`."""
    return REPLICA if _only.get() else "default"


def delay_seconds() -> float | None:
    """How far the standby lies behind, in seconds; None when the alias is not a standby.

    With everything replayed the delay is nought, however long ago the last write was.
    """
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL"
            " WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0"
            " ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END"
        )
        row = cursor.fetchone()
    return None if row is None or row[0] is None else round(float(row[0]), 3)


def is_reachable() -> bool:
    """Whether the standby answers at all."""
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connections[REPLICA].close()
        return False
    return True
