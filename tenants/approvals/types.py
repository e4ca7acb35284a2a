"""What the approvals ask of the business that is approved, and what they tell it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db import models

from backend.platform.permissions import Actor


class Decision(models.TextChoices):
    """What a person may say to a task."""

    AGREE = "AGREE", "同意"
    RETURN = "RETURN", "退回"
    REJECT = "REJECT", "否决"


class TaskState(models.TextChoices):
    OPEN = "OPEN", "待办"
    DONE = "DONE", "已办"
    CANCELLED = "CANCELLED", "已撤销"


class Outcome(models.TextChoices):
    """What a process tells its business object. RETURNED is not an end: it may be submitted again."""

    APPROVED = "APPROVED", "同意"
    RETURNED = "RETURNED", "退回补件"
    REJECTED = "REJECTED", "否决"


@dataclass(frozen=True)
class ProcessResult:
    """How a process came out. The approved figures are set with APPROVED only."""

    business_id: int
    outcome: Outcome
    opinion: str
    decided_on: date
    approved_amount: Decimal | None = None
    approved_term_months: int | None = None


class BusinessHandler(Protocol):
    """The business side of a process; every call runs in the transaction of the decision."""

    def hold(self, business_id: int) -> None:
        """Lock the business object. Asked before the instance is locked: business first, process second."""

    def facts(self, business_id: int) -> dict[str, str]:
        """What the decider sees, as name and text; its hash is kept with the decision."""

    def on_node(self, *, actor: Actor, business_id: int, node_key: str) -> None:
        """The process has reached a node."""

    def on_outcome(self, *, actor: Actor, result: ProcessResult) -> None:
        """The process has come out."""


_handlers: dict[str, BusinessHandler] = {}


def register_handler(business_type: str, handler: BusinessHandler) -> None:
    """Say who answers for a business type; called in the `ready()` of the business app."""
    if _handlers.setdefault(business_type, handler) is not handler:
        raise RuntimeError(f"business type {business_type} has two handlers")


def handler_of(business_type: str) -> BusinessHandler:
    return _handlers[business_type]
