"""What a person is in charge of goes to another: counts, refusals, each app's rows, history."""

from datetime import timedelta

import pytest

from backend.platform.permissions import Scope
from backend.platform.records.models import AuditRecord
from tenants.applications.models import LoanApplication
from tenants.approvals.models import ProcessInstance, Task
from tenants.contracts import services as contract_services
from tenants.customers.models import Customer, Household
from tenants.intake.models import Intake
from tenants.loans.models import LoanAccount
from tenants.organisation.models import Branch, Grid, OrganisationChange, Staff
from tests import world
from tests.factories import applications, contracts, intake, loans
from tests.factories.customers import make_customer, make_household
from tests.factories.organisation import make_grid, make_staff

REASON = {"reason": "岗位调整"}


@pytest.fixture
def manager(actor_for):
    return actor_for("bank_admin")


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


@pytest.fixture
def colleague(manager, officer) -> Staff:
    """Another officer of the same branch."""
    branch = Branch.objects.get(pk=officer.branch_id)
    return make_staff(manager, branch, role="officer", name="田慧")


def hand_over(api, officer, to: Staff, **body: object):
    return api("bank_admin").post(f"staff/{officer.staff_id}/handover", {"to_id": to.pk, **REASON, **body})


def counts(rows: list[dict]) -> dict[str, int]:
    return {row["kind"]: row["count"] for row in rows}


def test_everything_goes_and_is_told_before_and_after(api, actor_for, officer, manager, colleague):
    branch = Branch.objects.get(pk=officer.branch_id)
    loan = loans.make_loan(officer, actor_for("disburser"))
    submitted = intake.make_intake(officer)
    application = applications.make_application(officer, submit=True)
    make_household(officer)
    make_grid(manager, branch, officer.staff_id)
    admin = api("bank_admin")

    preview = admin.get(f"staff/{officer.staff_id}/handover", to_id=colleague.pk).json()
    answer = hand_over(api, officer, colleague)

    assert answer.status_code == 200
    assert counts(answer.json()["moved"]) == counts(preview)
    assert counts(preview) == {
        "grids": 1, "customers": 3, "households": 1, "intakes": 1, "applications": 1, "contracts": 1, "loans": 1
    }  # fmt: skip
    assert not any(row["uncovered"] for row in preview)
    assert Intake.objects.get(pk=submitted.pk).owner_id == colleague.pk
    assert LoanApplication.objects.get(pk=application.pk).officer_id == colleague.pk
    assert LoanAccount.objects.get(pk=loan.pk).officer_id == colleague.pk
    assert LoanAccount.objects.get(pk=loan.pk).branch_id == branch.pk
    assert {c.owner_id for c in Customer.objects.all()} == {colleague.pk}
    assert {h.owner_id for h in Household.objects.all()} == {colleague.pk}
    assert {g.officer_id for g in Grid.objects.all()} == {colleague.pk}
    assert admin.get(f"staff/{officer.staff_id}/handover").json() == []
    assert admin.post(f"staff/{officer.staff_id}/leave", REASON).status_code == 202


def test_a_handover_stands_in_both_histories_and_each_batch_in_the_audit_log(api, officer, colleague):
    first, second = make_customer(officer), make_customer(officer)

    hand_over(api, officer, colleague)

    given = OrganisationChange.objects.get(kind="HANDED_OVER")
    taken = OrganisationChange.objects.get(kind="TOOK_OVER")
    assert (given.staff_id, taken.staff_id) == (officer.staff_id, colleague.pk)
    assert given.counts == taken.counts == {"customers": 2}
    assert (given.to_value, given.reason) == (f"田慧({colleague.staff_no})", "岗位调整")
    batch = AuditRecord.objects.get(action="customers.hand_over")
    assert batch.changes["ids"] == [None, [first.pk, second.pk]]
    assert batch.changes["owner_id"] == [officer.staff_id, colleague.pk]


def test_only_the_kinds_that_are_named_go(api, officer, colleague):
    customer = make_customer(officer)
    household = make_household(officer)

    answer = hand_over(api, officer, colleague, kinds=["households"])

    assert counts(answer.json()["moved"]) == {"households": 1}
    household.refresh_from_db()
    customer.refresh_from_db()
    assert (household.owner_id, customer.owner_id) == (colleague.pk, officer.staff_id)
    nothing = hand_over(api, officer, colleague, kinds=["loans"])
    assert (nothing.status_code, nothing.json()["code"]) == (409, "organisation.nothing_to_hand_over")


def test_an_edit_begun_before_the_handover_is_stale(api, officer, manager, colleague):
    customer = make_customer(officer)
    etag = api("officer").get(f"customers/{customer.pk}")["ETag"]

    hand_over(api, officer, colleague)
    hand_over_back = api("bank_admin").post(
        f"staff/{colleague.pk}/handover", {"to_id": officer.staff_id, **REASON}
    )

    assert hand_over_back.status_code == 200
    late = api("officer").patch(f"customers/{customer.pk}", {"occupation": "种植"}, etag=etag)
    assert late.status_code == 412


def test_the_recipient_needs_a_post_that_serves_the_branch(api, officer, manager, actor_for):
    make_customer(officer)
    far = actor_for("officer2")
    teller = make_staff(manager, Branch.objects.get(pk=officer.branch_id), role="teller", scope=Scope.BRANCH)
    over_all = make_staff(
        manager, Branch.objects.get(parent=None), role="officer", scope=Scope.SUBTREE, name="总行客户经理"
    )

    elsewhere = hand_over(api, officer, Staff.objects.get(pk=far.staff_id))
    wrong_role = hand_over(api, officer, teller)
    above = hand_over(api, officer, over_all)

    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "organisation.recipient_reaches_not")
    assert elsewhere.json()["params"]["branches"] == "城关支行"
    assert wrong_role.json()["code"] == "organisation.recipient_reaches_not"
    assert counts(above.json()["moved"]) == {"customers": 1}


def test_with_the_branch_customers_move_to_where_the_recipient_works(api, officer, actor_for):
    customer = make_customer(officer)
    far = Staff.objects.get(pk=actor_for("officer2").staff_id)
    path = f"staff/{officer.staff_id}/handover"

    kept = api("bank_admin").get(path, to_id=far.pk).json()
    moved = api("bank_admin").get(path, to_id=far.pk, with_branch="true").json()
    answer = hand_over(api, officer, far, with_branch=True)

    assert (kept[0]["uncovered"], moved[0]["uncovered"]) == (["城关支行"], [])
    assert answer.status_code == 200
    customer.refresh_from_db()
    assert (customer.owner_id, customer.branch_id) == (far.pk, far.branch_id)


def test_a_loan_keeps_its_branch_even_when_customers_move(api, officer, actor_for):
    loans.make_loan(officer, actor_for("disburser"))
    far = Staff.objects.get(pk=actor_for("officer2").staff_id)

    answer = hand_over(api, officer, far, with_branch=True)

    assert answer.json()["code"] == "organisation.recipient_reaches_not"
    assert {c.owner_id for c in Customer.objects.all()} == {officer.staff_id}, "nothing moves by halves"


def test_the_new_officer_may_not_decide_the_case_he_took_over(api, officer, manager, actor_for, colleague):
    application = applications.make_application(officer, submit=True)
    task = applications.open_task(application)
    seen = task.instance.revision

    hand_over(api, officer, colleague)

    instance = ProcessInstance.objects.get(pk=task.instance_id)
    assert {officer.staff_id, colleague.pk} <= set(instance.excluded_staff)
    body = {"decision": "AGREE", "opinion": "同意", "revision": seen}
    stale = api("reviewer").post(f"tasks/{task.pk}/decide", body)
    assert stale.json()["code"] == "approvals.stale_task", "the facts name another officer now"
    body["revision"] = instance.revision
    assert api("reviewer").post(f"tasks/{task.pk}/decide", body).status_code == 200


def test_who_has_decided_a_case_does_not_become_its_officer(api, officer, manager, actor_for):
    application = applications.make_application(officer, submit=True)
    reviewer = actor_for("reviewer")
    applications.decide(reviewer, application)
    branch = Branch.objects.get(pk=officer.branch_id)
    from tenants.organisation import services
    from tenants.organisation.models import PostHolding, Role

    holding = PostHolding.objects.get(staff_id=reviewer.staff_id)  # nobody is reviewer and officer at a time
    services.post_end(actor=manager, holding=holding, on=world.BUSINESS_DATE - timedelta(days=1))
    services.post_assign(
        actor=manager, staff=Staff.objects.get(pk=reviewer.staff_id), role=Role.objects.get(code="officer"),
        branch=branch, scope=Scope.SELF, on=world.BUSINESS_DATE,
    )  # fmt: skip

    answer = hand_over(api, officer, Staff.objects.get(pk=reviewer.staff_id))

    assert (answer.status_code, answer.json()["code"]) == (409, "applications.officer_decides")
    assert LoanApplication.objects.get(pk=application.pk).officer_id == officer.staff_id


def test_a_contract_is_signed_after_its_application_changed_hands(api, officer, actor_for, colleague):
    contract = contracts.make_printed_contract(actor_for)

    hand_over(api, officer, colleague, kinds=["applications"])

    contract_services.contract_sign(actor=officer, pk=contract.pk, party="BORROWER")
    contract.refresh_from_db()
    assert contract.state == "SIGNING"


def test_a_task_meant_for_one_person_goes_to_another_who_may_decide(api, officer, actor_for, colleague):
    application = applications.make_application(officer, submit=True)
    task = applications.open_task(application)
    reviewer, other = actor_for("reviewer"), actor_for("reviewer2")
    Task.objects.filter(pk=task.pk).update(assignee_id=reviewer.staff_id)
    path = f"staff/{reviewer.staff_id}/handover"

    refused = api("bank_admin").post(path, {"to_id": colleague.pk, **REASON})
    done = api("bank_admin").post(path, {"to_id": other.staff_id, **REASON})

    assert refused.json()["code"] == "approvals.recipient_cannot_decide"
    assert counts(done.json()["moved"]) == {"tasks": 1}
    assert Task.objects.get(pk=task.pk).assignee_id == other.staff_id


def test_a_branch_head_hands_over_within_his_branch_only(api, officer, actor_for, colleague):
    customer = make_customer(officer)
    other_officer = actor_for("officer2")
    make_customer(other_officer)
    head = api("branch_head")
    body = {"to_id": colleague.pk, **REASON}

    outside = head.post(f"staff/{other_officer.staff_id}/handover", body)
    to_outside = head.post(f"staff/{officer.staff_id}/handover", {**body, "to_id": other_officer.staff_id})
    inside = head.post(f"staff/{officer.staff_id}/handover", body)

    assert outside.status_code == 404
    assert head.get(f"staff/{other_officer.staff_id}/handover").status_code == 404
    assert to_outside.json()["code"] == "organisation.staff_unknown"
    assert inside.status_code == 200
    customer.refresh_from_db()
    assert customer.owner_id == colleague.pk
    assert api("officer").get(f"staff/{officer.staff_id}/handover").status_code == 403


def test_nothing_is_handed_to_oneself_or_to_somebody_who_left(api, officer, manager, colleague):
    from tenants.organisation import services

    make_customer(officer)
    services.staff_leave(actor=manager, pk=colleague.pk, reason="辞职")

    left = hand_over(api, officer, colleague)
    same = hand_over(api, officer, Staff.objects.get(pk=officer.staff_id))

    assert (left.status_code, left.json()["code"]) == (422, "organisation.staff_unknown")
    assert (same.status_code, same.json()["code"]) == (422, "organisation.recipient_same")
