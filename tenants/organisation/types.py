"""What the organisation asks of the apps above it: what they keep for branches and for people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Count, QuerySet

from backend.platform.permissions import Actor

from . import errors


class HandOver(Protocol):
    """An app's service that puts another person in charge of what `from_id` is in charge of.

    With `branch_id` the rows move to that branch as well. Answers the ids of the rows that it moved, audited
    as one batch; may refuse with a DomainError, and then nothing of the handover happens.
    """

    def __call__(
        self, *, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None
    ) -> list[int]: ...


@dataclass(frozen=True)
class Portfolio:
    """One kind of open business that belongs to a branch and that a person is in charge of.

    `at_branch(branch_id)` counts what keeps the branch from closing, `of_staff(staff_id)` what the person is
    in charge of, by branch id. `action` is what a post of the recipient must allow over those branches; any
    post will do when it is empty. `moves_branch` says that rows may go to the recipient's branch: customers
    may, a loan may not, since its branch is one of the ledger's.
    """

    kind: str
    name_zh: str
    name_en: str
    action: str
    at_branch: Callable[[int], int]
    of_staff: Callable[[int], Mapping[int, int]]
    hand_over: HandOver
    moves_branch: bool = False
    locked_last: bool = False
    """Its rows are locked after those of the business that they belong to, though the app stands below."""


_portfolios: dict[str, Portfolio] = {}


def register_portfolio(portfolio: Portfolio) -> None:
    """Say what an app keeps for branches and people; called in the `ready()` of the app."""
    if _portfolios.setdefault(portfolio.kind, portfolio) != portfolio:
        raise RuntimeError(f"portfolio {portfolio.kind} is registered twice")


def portfolios() -> list[Portfolio]:
    """All of them in the order in which locks are taken: the lower app first."""
    return sorted(_portfolios.values(), key=lambda portfolio: portfolio.locked_last)


def counted(rows: QuerySet) -> dict[int, int]:
    """How many of the rows lie at which branch: what `of_staff` answers."""
    return dict(rows.order_by().values_list("branch_id").annotate(count=Count("pk")))


GRID_REFUSALS = (errors.GRID_UNKNOWN,)
"""What naming a grid may be refused with; other apps' operations declare it."""


@dataclass(frozen=True)
class Holding:
    """How much of one kind hangs on a branch or belongs to a person.

    `uncovered` names the branches that the recipient asked about has no post for.
    """

    kind: str
    name_zh: str
    name_en: str
    count: int
    moves_branch: bool = False
    uncovered: tuple[str, ...] = ()


def listed(holdings: list[Holding]) -> dict[str, str]:
    """The holdings as the parameters of a refusal, in both languages."""
    return {
        "what": "、".join(f"{h.name_zh} {h.count}" for h in holdings),
        "what_en": ", ".join(f"{h.name_en}: {h.count}" for h in holdings),
    }
