"""Watches in which order a transaction takes its row locks, and tells where it leaves the order of the house."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

ORDER = (
    "organisation_businessdate",
    "customers_customer",
    "applications_loanapplication",
    "contracts_loancontract",
    "loans_disbursement",
    "loans_loanaccount",
    "ledger_subjectbalance",
)
"""Business date, customer, application, contract, drawdown, loan, balances: docs/adr/0010."""
RANK = {table: rank for rank, table in enumerate(ORDER)}
SELECTED = re.compile(r"\bFROM\s+\"?(\w+)\"?.*\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b", re.I | re.S)
CHANGED = re.compile(r"\A\s*(?:UPDATE\s+\"?(\w+)\"?|INSERT\s+INTO\s+\"?(ledger_subjectbalance)\"?)", re.I)


def locked_table(sql: str) -> str | None:
    """The table of the order whose rows the statement locks; None when it locks none of them."""
    found = SELECTED.search(sql) or CHANGED.search(sql)
    table = next((name for name in found.groups() if name), "") if found else ""
    return table if table in RANK else None


@dataclass
class Locks:
    """What was locked: `taken` by each transaction in its order, `violations` in words."""

    taken: list[list[str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    _base: int = 0
    _transaction: Any = None

    def note(self, sql: str) -> None:
        table = locked_table(sql)
        if table is None:
            return
        inner = connection.savepoint_ids[self._base :]
        transaction = inner[0] if inner else None
        if transaction is None or transaction != self._transaction:
            self._transaction = transaction
            self.taken.append([])
        held = self.taken[-1]
        if table in held:  # the same row again, or one more of the same kind
            return
        higher = [name for name in held if RANK[name] > RANK[table]]
        if higher:
            self.violations.append(f"{table} after {', '.join(higher)}: {sql[:160]}")
        held.append(table)


@contextmanager
def watched() -> Iterator[Locks]:
    """Watch the default connection inside the body; a transaction is the outermost block opened in it."""
    locks = Locks(_base=len(connection.savepoint_ids))

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        locks.note(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield locks
