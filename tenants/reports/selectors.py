"""Reports. Each runs inside `replica_only`: a statement on the primary is an error, not a slow page."""

from datetime import timedelta
from typing import Any

from backend.platform.permissions import Actor
from backend.platform.tenancy import replica
from tenants.loans.selectors import loan_ledger_rows, loans_begun_by_day
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


def new_loans(*, actor: Actor, days: int) -> dict[str, Any]:
    """Loans that began on each of the last `days` calendar days up to the business date, days without any too.

    Raises ReplicaUnavailableError (503 `reports.replica_unavailable`) when the standby is down.
    """
    with replica.replica_only() as alias:
        on = business_date(using=alias)
        since = on - timedelta(days=days - 1)
        begun = loans_begun_by_day(actor=actor, alias=alias, since=since, until=on)
        return {
            "as_of": on,
            "replica_delay_seconds": replica.delay_seconds(),
            "rows": [
                {"on": day, **begun.get(day, {"count": 0, "drawn": 0})}
                for day in (since + timedelta(days=number) for number in range(days))
            ],
        }
