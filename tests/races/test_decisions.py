"""Several people decide one task, cancel it, or contract one approval at the same moment."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from backend.platform.permissions import Actor
from tenants.applications import services as applications
from tenants.applications.models import LoanApplication
from tenants.approvals import services as approvals
from tenants.approvals.models import Action, Task
from tenants.contracts import services as contracts
from tenants.contracts.models import LoanContract
from tests import world
from tests.factories.applications import make_application, make_approved, open_task
from tests.factories.contracts import ACCOUNT_NO
from tests.support.threads import at_once

pytestmark = pytest.mark.race


def actor_of(username: str) -> Actor:
    from shared.identity.models import Account
    from tenants.organisation.selectors import bank_actor

    return bank_actor(Account.objects.get(entity_code=world.BANK_A, username=username))


def click(actor: Actor, task: Task, decision: str) -> Callable[[], str]:
    def work() -> str:
        approvals.task_decide(
            actor=actor,
            task_id=task.pk,
            decision=decision,
            opinion="情况属实",
            revision=task.instance.revision,
        )
        return "done"

    return work


def test_one_of_many_clicks_decides(committed_bank: None) -> None:
    application = make_application(actor_of("officer"), submit=True)
    task = open_task(application)
    people = [actor_of("reviewer"), actor_of("reviewer2")]
    clicks = [
        click(people[n % 2], task, decision) for n, decision in enumerate(["AGREE", "RETURN", "REJECT"] * 2)
    ]
    answers = Counter(at_once(clicks, world.BANK_A))
    assert answers == {"done": 1, "approvals.stale_task": 5}
    assert Action.objects.filter(task=task).count() == 1
    task.refresh_from_db()
    application.refresh_from_db()
    after = {"AGREE": "IN_APPROVAL", "RETURN": "RETURNED", "REJECT": "REJECTED"}
    assert application.state == after[task.decision]


def test_a_decision_and_a_cancellation_do_not_both_happen(committed_bank: None) -> None:
    officer = actor_of("officer")
    application = make_application(officer, submit=True)
    task = open_task(application)

    def cancel() -> str:
        applications.application_cancel(actor=officer, pk=application.pk, reason="客户不再需要")
        return "cancelled"

    answers = at_once([click(actor_of("reviewer"), task, "REJECT"), cancel], world.BANK_A)
    application.refresh_from_db()
    if application.state == "REJECTED":
        assert answers == ["done", "platform.wrong_state"]
    else:
        assert answers == ["approvals.stale_task", "cancelled"]


def test_one_of_many_contracts_is_made_of_an_approval(
    committed_bank: None, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    application = make_approved(actor_of)

    def work(actor: Actor) -> str:
        contracts.contract_create(actor=actor, application_id=application.pk, account_no=ACCOUNT_NO)
        return "made"

    answers = Counter(at_once([partial(work, actor_of("officer"))] * 4, world.BANK_A))
    assert answers == {"made": 1, "contracts.already_exists": 3}
    assert LoanContract.objects.filter(application=application).count() == 1
    assert LoanApplication.objects.get(pk=application.pk).state == "APPROVED"
