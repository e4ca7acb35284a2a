"""Reports. Each runs inside `replica_only`: a statement on the primary is an error, not a slow page."""

from typing import Any

from backend.platform.permissions import Actor
from backend.platform.tenancy import replica
from tenants.loans.selectors import loan_ledger_rows
from tenants.organisation.selectors import business_date


def loan_ledger(*, actor: Actor) -> dict[str, Any]:
    """The book by branch, product and status, in yuan, as the standby knows it, with the standby's delay.

    Raises ReplicaUnavailableError (503 `reports.replica_unavailable`) when the standby is down.
    """
    with replica.replica_only() as alias:
        return {
            "as_of": business_date(using=alias),
            "replica_delay_seconds": replica.delay_seconds(),
            "rows": loan_ledger_rows(actor=actor, alias=alias),
        }
