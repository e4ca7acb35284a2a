"""Deciding tasks: who may, on what he saw, up to which amount."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from backend.platform.permissions import Actor
from tenants.applications.models import LoanApplication
from tenants.approvals.models import Action, NodeRun, ProcessInstance, Step, Task, Token
from tests.factories.applications import decide, make_application, open_task
from tests.factories.products import make_product
from tests.support.api import Api

Actors = Callable[[str], Actor]
Clients = Callable[[str], Api]


def submitted(actor_for: Actors, **values: Any) -> LoanApplication:
    return make_application(actor_for("officer"), submit=True, **values)


def body(task: Task, decision: str = "AGREE", **more: Any) -> dict[str, Any]:
    return {"decision": decision, "opinion": "情况属实", "revision": task.instance.revision, **more}


def rows() -> list[int]:
    return [model.objects.count() for model in (Action, Step, NodeRun, Task, Token)]


def test_review_then_approval_carries_the_application_through(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    answer = api("reviewer").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 200
    assert answer.json()["state"] == "DONE"
    application.refresh_from_db()
    assert application.state == "IN_APPROVAL"

    task = open_task(application)
    assert (task.node_key, task.instance.revision) == ("approve", 2)
    answer = api("approver").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 200
    application.refresh_from_db()
    assert application.state == "APPROVED"
    assert application.approved_amount == application.amount
    assert application.approved_term_months == application.term_months
    instance = ProcessInstance.objects.get(business_id=application.pk)
    assert instance.state == "COMPLETED"
    assert not instance.tokens.filter(state="LIVE").exists()
    assert list(instance.steps.order_by("id").values_list("from_node", "to_node")) == [
        ("submit", "review"),
        ("review", "approve"),
        ("approve", "end"),
    ]


def test_the_investigator_decides_nothing(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    before = rows()
    answer = api("officer").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 403
    assert answer.json()["code"] == "platform.not_allowed"
    assert rows() == before


def with_actions(role_code: str, *actions: str) -> None:
    from tenants.organisation.models import Role

    role = Role.objects.get(code=role_code)
    role.actions = [*role.actions, *actions]
    role.save()


def test_an_officer_with_every_post_still_may_not_review_his_own_case(
    api: Clients, actor_for: Actors
) -> None:
    with_actions("officer", "approvals.review", "approvals.approve")
    application = submitted(actor_for)
    task = open_task(application)
    Task.objects.filter(pk=task.pk).update(assignee_id=actor_for("officer").staff_id)
    answer = api("officer").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 403
    assert answer.json()["code"] == "approvals.same_person"
    assert api("officer").get("tasks", mine="true", state="OPEN").json()["count"] == 0


def test_the_reviewer_may_not_approve_what_he_reviewed(api: Clients, actor_for: Actors) -> None:
    with_actions("reviewer", "approvals.approve")
    application = submitted(actor_for)
    decide(actor_for("reviewer"), application)
    task = open_task(application)
    before = rows()
    answer = api("reviewer").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 403
    assert answer.json()["code"] == "approvals.same_person"
    assert rows() == before
    mine = api("reviewer").get("tasks", mine="true", state="OPEN").json()["results"]
    assert task.pk not in [row["id"] for row in mine]


def test_an_approver_who_returned_a_case_may_not_review_its_next_round(
    api: Clients, actor_for: Actors
) -> None:
    from tenants.applications import services

    with_actions("approver", "approvals.review")
    application = submitted(actor_for)
    decide(actor_for("reviewer"), application)
    decide(actor_for("approver"), application, "RETURN")
    services.application_submit(actor=actor_for("officer"), pk=application.pk)
    task = open_task(application)
    answer = api("approver").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.json()["code"] == "approvals.same_person"


def test_a_second_click_is_told_the_fresh_state(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    first, second = body(task), body(task, "REJECT")
    assert api("reviewer").post(f"tasks/{task.pk}/decide", first).status_code == 200
    before = rows()
    answer = api("reviewer2").post(f"tasks/{task.pk}/decide", second)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "approvals.stale_task"
    assert problem["params"]["state"] == "DONE"
    assert problem["params"]["decision"] == "AGREE"
    assert problem["params"]["done_by"] == actor_for("reviewer").name
    assert problem["params"]["revision"] == "2"
    assert rows() == before


def test_a_repeated_command_gets_the_first_answer_and_acts_once(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    client = api("reviewer")
    first = client.post(f"tasks/{task.pk}/decide", body(task), key="one-key-for-both")
    actions = Action.objects.count()
    second = client.post(f"tasks/{task.pk}/decide", body(task), key="one-key-for-both")
    assert second.json() == first.json()
    assert Action.objects.count() == actions


def test_a_stale_revision_of_an_open_task_is_refused(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    answer = api("reviewer").post(f"tasks/{task.pk}/decide", body(task, revision=task.instance.revision + 1))
    assert answer.status_code == 409
    assert answer.json()["params"]["state"] == "OPEN"


def test_an_amount_above_ones_authority_is_refused_at_the_moment_of_decision(
    api: Clients, actor_for: Actors
) -> None:
    from tenants.organisation.models import Authority

    application = submitted(actor_for)
    decide(actor_for("reviewer"), application)
    task = open_task(application)
    Authority.objects.filter(staff_id=actor_for("approver").staff_id).update(max_amount=Decimal("49999.99"))
    before = rows()
    answer = api("approver").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 403
    assert answer.json()["code"] == "organisation.authority_insufficient"
    assert answer.json()["params"]["limit"] == "49999.99"
    assert rows() == before
    application.refresh_from_db()
    assert application.state == "IN_APPROVAL"
    # what he may approve, he may approve of it
    lower = body(task, approved_amount="49999.99")
    assert api("approver").post(f"tasks/{task.pk}/decide", lower).status_code == 200
    application.refresh_from_db()
    assert application.approved_amount == Decimal("49999.99")


def test_expired_authority_counts_as_none(api: Clients, actor_for: Actors) -> None:
    from datetime import date

    from tenants.organisation.models import Authority

    application = submitted(actor_for)
    decide(actor_for("reviewer"), application)
    task = open_task(application)
    Authority.objects.filter(staff_id=actor_for("approver").staff_id).update(valid_to=date(2026, 3, 1))
    answer = api("approver").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.json()["code"] == "organisation.authority_insufficient"
    # returning and rejecting need no authority
    assert api("approver").post(f"tasks/{task.pk}/decide", body(task, "RETURN")).status_code == 200


@pytest.mark.parametrize(
    ("terms", "code", "field"),
    [
        ({"approved_amount": "50000.01"}, "approvals.amount_above", "approved_amount"),
        ({"approved_term_months": 13}, "approvals.term_above", "approved_term_months"),
        ({"approved_amount": "4999.99"}, "products.outside_terms", "approved_amount"),
        ({"approved_term_months": 5}, "products.outside_terms", "approved_term_months"),
    ],
)
def test_more_than_asked_or_less_than_the_product_sells_is_refused(
    api: Clients, actor_for: Actors, terms: dict[str, Any], code: str, field: str
) -> None:
    application = submitted(actor_for, product_id=make_product().pk)
    decide(actor_for("reviewer"), application)
    task = open_task(application)
    before = rows()
    answer = api("approver").post(f"tasks/{task.pk}/decide", body(task, **terms))
    assert answer.status_code == 422
    assert [(error["code"], error["field"]) for error in answer.json()["errors"]] == [(code, field)]
    assert rows() == before


def test_what_the_reviewer_lowered_the_approver_cannot_raise_again(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    decide(actor_for("reviewer"), application, approved_amount=Decimal("40000.00"))
    task = open_task(application)
    assert task.amount == Decimal("40000.00")
    answer = api("approver").post(f"tasks/{task.pk}/decide", body(task, approved_amount="50000.00"))
    assert answer.json()["errors"][0]["code"] == "approvals.amount_above"
    assert api("approver").post(f"tasks/{task.pk}/decide", body(task)).status_code == 200
    application.refresh_from_db()
    assert application.approved_amount == Decimal("40000.00")


@pytest.mark.parametrize("decision", ["RETURN", "REJECT"])
def test_figures_go_with_an_agreement_only(api: Clients, actor_for: Actors, decision: str) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    answer = api("reviewer").post(f"tasks/{task.pk}/decide", body(task, decision, approved_amount="1.00"))
    assert answer.status_code == 422
    assert answer.json()["code"] == "approvals.terms_without_agreement"


def test_a_return_goes_back_to_the_officer_and_the_same_instance_takes_the_next_round(
    api: Clients, actor_for: Actors
) -> None:
    from tenants.applications import services

    application = submitted(actor_for)
    decide(actor_for("reviewer"), application, approved_amount=Decimal("40000.00"))
    decide(actor_for("approver"), application, "RETURN", opinion="补充流水")
    application.refresh_from_db()
    assert application.state == "RETURNED"
    instance = ProcessInstance.objects.get(business_id=application.pk)
    assert instance.state == "RETURNED"
    assert instance.tokens.get(state="LIVE").node_key == "submit"

    services.application_edit(
        actor=actor_for("officer"), pk=application.pk, version=application.version, changes={"bp": 100}
    )
    services.application_submit(actor=actor_for("officer"), pk=application.pk)
    task = open_task(application)
    assert task.instance_id == instance.pk
    assert (task.node_key, task.node_run.round) == ("review", 2)
    assert task.amount == application.amount, "a new submission asks for the whole amount again"
    decide(actor_for("reviewer"), application)
    decide(actor_for("approver"), application)
    application.refresh_from_db()
    assert application.state == "APPROVED"


@pytest.mark.parametrize("node", ["review", "approve"])
def test_a_rejection_ends_the_case(actor_for: Actors, node: str) -> None:
    application = submitted(actor_for)
    if node == "approve":
        decide(actor_for("reviewer"), application)
    decide(actor_for("reviewer" if node == "review" else "approver"), application, "REJECT")
    application.refresh_from_db()
    assert application.state == "REJECTED"
    assert application.approved_amount is None
    assert not Task.objects.filter(business_id=application.pk, state="OPEN").exists()
    assert ProcessInstance.objects.get(business_id=application.pk).state == "REJECTED"


def test_a_task_of_another_branch_is_out_of_reach(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer2"), submit=True)
    decide(actor_for("reviewer"), application)
    task = open_task(application)
    answer = api("branch_head").post(f"tasks/{task.pk}/decide", body(task))
    assert answer.status_code == 404
    assert api("branch_head").get(f"tasks/{task.pk}").status_code == 404
    assert api("branch_head2").post(f"tasks/{task.pk}/decide", body(task)).status_code == 200


def test_a_task_assigned_to_somebody_is_his_alone(api: Clients, actor_for: Actors) -> None:
    application = submitted(actor_for)
    task = open_task(application)
    Task.objects.filter(pk=task.pk).update(assignee_id=actor_for("reviewer2").staff_id)
    assert api("reviewer").post(f"tasks/{task.pk}/decide", body(task)).status_code == 403
    assert api("reviewer2").post(f"tasks/{task.pk}/decide", body(task)).status_code == 200
