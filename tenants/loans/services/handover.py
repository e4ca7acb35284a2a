"""Another person becomes the officer of drawdowns and loans. Their branch stays: it is one of the ledger's."""

from django.db import transaction

from backend.platform.permissions import Actor
from backend.platform.records.batches import batch_change

from .. import selectors


@transaction.atomic
def disbursements_hand_over(
    *, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None
) -> list[int]:
    """Make another person the officer of one person's drawdowns on their way; answers their ids."""
    rows = selectors.disbursements_open().filter(officer_id=from_id)
    return batch_change(actor, "loans.disbursement_hand_over", rows, {"officer_id": (from_id, to_id)})


@transaction.atomic
def loans_hand_over(*, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None) -> list[int]:
    """Make another person the officer of one person's open loans; answers their ids."""
    rows = selectors.loans_open().filter(officer_id=from_id)
    return batch_change(actor, "loans.hand_over", rows, {"officer_id": (from_id, to_id)})
