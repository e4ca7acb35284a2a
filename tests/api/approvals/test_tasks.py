"""The to-do list, a task's page, and the proof of what was decided."""

from collections.abc import Callable
from decimal import Decimal

from backend.platform.permissions import Actor
from tenants.approvals.digests import chain_is_intact
from tenants.approvals.models import Action, Task
from tests.factories.applications import decide, make_application, open_task
from tests.support.api import Api

Actors = Callable[[str], Actor]
Clients = Callable[[str], Api]


def ids(answer: dict) -> list[int]:
    return [row["id"] for row in answer["results"]]


def test_the_pool_offers_what_one_may_decide_and_keeps_what_one_decided(
    api: Clients, actor_for: Actors
) -> None:
    application = make_application(actor_for("officer"), submit=True)
    task = open_task(application)
    reviewer = api("reviewer")
    row = reviewer.get("tasks", state="OPEN", mine="true").json()["results"][0]
    assert row["id"] == task.pk
    assert row["business_no"] == application.app_no
    assert row["customer_name"] == application.customer.name
    assert row["amount"] == "50000.00"
    assert row["node"] == "review"
    assert row["revision"] == 1
    assert ids(api("approver").get("tasks", state="OPEN", mine="true").json()) == []
    assert ids(api("officer").get("tasks", state="OPEN", mine="true").json()) == []
    assert ids(api("officer").get("tasks", state="OPEN").json()) == [task.pk], "he sees where his case stands"

    decide(actor_for("reviewer"), application)
    assert ids(reviewer.get("tasks", state="OPEN", mine="true").json()) == []
    assert ids(reviewer.get("tasks", state="DONE", mine="true").json()) == [task.pk]
    assert ids(reviewer.get("tasks", mine="true").json()) == [task.pk]
    assert ids(api("approver").get("tasks", mine="true").json()) == [open_task(application).pk]


def test_the_list_is_narrowed_by_node_number_and_name(api: Clients, actor_for: Actors) -> None:
    first = make_application(actor_for("officer"), submit=True)
    second = make_application(actor_for("officer2"), submit=True)
    decide(actor_for("reviewer"), second)
    client = api("reviewer")
    assert ids(client.get("tasks", state="OPEN", node="approve").json()) == [open_task(second).pk]
    assert ids(client.get("tasks", state="OPEN", q=first.app_no).json()) == [open_task(first).pk]
    assert ids(client.get("tasks", state="OPEN", q=second.customer.name).json()) == [open_task(second).pk]
    assert client.get("tasks", state="GONE").status_code == 422


def test_somebody_without_the_action_sees_no_tasks(api: Clients, actor_for: Actors) -> None:
    make_application(actor_for("officer"), submit=True)
    assert api("teller").get("tasks").status_code == 403
    assert api("officer2").get("tasks").json()["count"] == 0


def test_a_tasks_page_shows_the_facts_the_signatures_and_ones_own_limit(
    api: Clients, actor_for: Actors
) -> None:
    application = make_application(actor_for("officer"), submit=True)
    decide(actor_for("reviewer"), application, opinion="同意申报", approved_amount=Decimal("45000.00"))
    task = open_task(application)
    page = api("approver").get(f"tasks/{task.pk}").json()
    facts = {fact["name"]: fact["value"] for fact in page["facts"]}
    assert facts["申请金额"] == "50000.00"
    assert facts["调查结论"] == application.investigation_summary
    assert page["asked_amount"] == "50000.00"
    assert page["amount"] == "45000.00"
    assert page["authority_limit"] == "300000.00"
    assert page["allowed_actions"] == ["decide"]
    assert page["chain_intact"] is True
    assert [(action["action"], action["opinion"]) for action in page["actions"]] == [
        ("SUBMIT", ""),
        ("AGREE", "同意申报"),
    ]
    assert api("auditor").get(f"tasks/{task.pk}").json()["allowed_actions"] == []


def test_a_decision_keeps_the_hash_of_the_facts_that_were_shown(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"), submit=True)
    task = open_task(application)
    shown = api("reviewer").get(f"tasks/{task.pk}").json()["facts_sha256"]
    decide(actor_for("reviewer"), application)
    assert Action.objects.get(task=task).facts_sha256 == shown


def test_a_changed_or_missing_action_breaks_the_chain(actor_for: Actors) -> None:
    application = make_application(actor_for("officer"), submit=True)
    decide(actor_for("reviewer"), application)
    actions = list(Action.objects.filter(instance__business_id=application.pk).order_by("id"))
    assert chain_is_intact(actions)
    assert not chain_is_intact(actions[1:])
    actions[0].amount = Decimal("1.00")
    assert not chain_is_intact(actions)


def test_cancelling_the_application_takes_its_task_off_the_list(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"), submit=True)
    task = open_task(application)
    revision = task.instance.revision
    assert (
        api("officer").post(f"applications/{application.pk}/cancel", {"reason": "客户不再需要"}).status_code
        == 200
    )
    assert ids(api("reviewer").get("tasks", state="OPEN").json()) == []
    assert Task.objects.get(pk=task.pk).state == "CANCELLED"
    answer = api("reviewer").post(
        f"tasks/{task.pk}/decide", {"decision": "AGREE", "opinion": "同意", "revision": revision}
    )
    assert answer.status_code == 409
    assert answer.json()["params"]["state"] == "CANCELLED"
