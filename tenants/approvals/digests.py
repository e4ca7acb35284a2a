"""Hashes that make a decision provable: of what was seen, and of the chain of what was done."""

import hashlib
import json
from datetime import UTC
from typing import Any

from .models import Action, ProcessInstance
from .types import handler_of

CHAINED = (
    "instance_id", "task_id", "op", "node_key", "to_node", "staff_id", "actor_name", "opinion",
    "amount", "term_months", "facts_sha256", "at", "ip", "previous_digest",
)  # fmt: skip


def _sha256(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def facts_of(instance: ProcessInstance) -> dict[str, str]:
    """What the decider sees of the business object."""
    return handler_of(instance.business_type).facts(instance.business_id)


def facts_sha256(instance: ProcessInstance, facts: dict[str, str]) -> str:
    """The hash of the facts together with the figures that are being decided on."""
    return _sha256(
        {
            "business": [instance.business_type, instance.business_id, instance.business_no],
            "amount": f"{instance.agreed_amount:.2f}",
            "term_months": instance.agreed_term_months,
            "facts": facts,
        }
    )


def action_digest(action: Action) -> str:
    values = {name: getattr(action, name) for name in CHAINED}
    return _sha256({**values, "amount": f"{action.amount:.2f}", "at": action.at.astimezone(UTC).isoformat()})


def chain_is_intact(actions: list[Action]) -> bool:
    """Whether the actions, oldest first, are exactly those that were written."""
    previous = ""
    for action in actions:
        if action.previous_digest != previous or action.digest != action_digest(action):
            return False
        previous = action.digest
    return True
