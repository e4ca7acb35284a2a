"""Applications at each stage, made through the services."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from backend.platform.permissions import Actor
from tenants.applications import services
from tenants.applications.models import LoanApplication
from tenants.approvals import services as approvals
from tenants.approvals.models import Task

from .intake import make_intake

INVESTIGATION: dict[str, Any] = {
    "summary": "养殖经验十年,存栏稳定,同意申报",
    "primary_source": "生猪销售收入",
    "monthly_income": Decimal("12000.00"),
    "monthly_debt": Decimal("800.00"),
}


def make_application(
    actor: Actor,
    *,
    investigate: bool = True,
    submit: bool = False,
    changes: dict[str, Any] | None = None,
    **intake: Any,
) -> LoanApplication:
    """An application of the actor, from an intake with these values; DRAFT, INVESTIGATING or IN_REVIEW."""
    source = make_intake(actor, accept=True, **intake)
    row = services.application_open_from_intake(actor=actor, intake_id=source.pk)
    if investigate or changes:
        wanted = {**({"investigation": INVESTIGATION} if investigate else {}), **(changes or {})}
        row = services.application_edit(actor=actor, pk=row.pk, version=row.version, changes=wanted)
    return services.application_submit(actor=actor, pk=row.pk) if submit else row


def open_task(application: LoanApplication) -> Task:
    """The task that the application now waits for."""
    return Task.objects.select_related("instance").get(
        business_type="LOAN_APPLICATION", business_id=application.pk, state="OPEN"
    )


def decide(actor: Actor, application: LoanApplication, decision: str = "AGREE", **terms: Any) -> Task:
    """Let the actor decide the application's open task on its newest revision."""
    task = open_task(application)
    return approvals.task_decide(
        actor=actor,
        task_id=task.pk,
        decision=decision,
        opinion=terms.pop("opinion", "情况属实"),
        revision=task.instance.revision,
        **terms,
    )


def make_approved(
    actor_for: Callable[[str], Actor], *, officer: str = "officer", **values: Any
) -> LoanApplication:
    """An application that reviewer and approver agreed to."""
    row = make_application(actor_for(officer), submit=True, **values)
    decide(actor_for("reviewer"), row)
    decide(actor_for("approver"), row)
    row.refresh_from_db()
    return row
