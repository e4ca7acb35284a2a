"""Drawdowns at the desk: requested by one person, checked by another, within the contract."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.loans import services
from tenants.loans.models import Disbursement
from tests import world
from tests.factories.loans import (
    ACCOUNT_NO,
    PAYEE_ACCOUNT_NO,
    make_contract,
    make_disbursement,
    make_loan,
    make_sent,
    set_business_date,
)
from tests.factories.parameters import bank_sets

TODAY = world.BUSINESS_DATE


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


@pytest.fixture
def disburser(actor_for):
    return actor_for("disburser")


def wanted(contract, **changes):
    return {"contract_id": contract.pk, "amount": "60000.00", "pay_mode": "SELF", **changes}


def test_a_drawdown_is_requested_and_waits_to_be_checked(api, officer):
    contract = make_contract(officer)

    response = api("officer").post("disbursements", wanted(contract))

    assert response.status_code == 201
    body = response.json()
    assert body["state"] == "UNDER_CHECK"
    assert body["amount"] == "60000.00"
    assert body["annual_rate"] == "0.043500"
    assert (body["value_on"], body["maturity_on"]) == ("2026-03-02", "2027-03-02")
    assert body["payee_account_no"] == f"**** {ACCOUNT_NO[-4:]}"
    assert ACCOUNT_NO not in response.content.decode()
    assert body["created_by"]["id"] == officer.staff_id
    assert [line["to_state"] for line in body["history"]] == ["UNDER_CHECK"]
    assert body["allowed_actions"] == []
    assert body["loan"] is None


def test_the_same_key_gives_the_same_drawdown(api, officer):
    contract = make_contract(officer)
    client = api("officer")

    first = client.post("disbursements", wanted(contract), key="0f0e9bb8-same-key")
    again = client.post("disbursements", wanted(contract), key="0f0e9bb8-same-key")

    assert again.json() == first.json()
    assert Disbursement.objects.filter(contract=contract).count() == 1


@pytest.mark.parametrize("state", ["GENERATED", "SIGNING", "VOID"])
def test_nothing_is_drawn_under_a_contract_that_is_not_effective(api, officer, state):
    contract = make_contract(officer, state=state)

    response = api("officer").post("disbursements", wanted(contract))

    assert (response.status_code, response.json()["code"]) == (409, "loans.contract_not_effective")
    assert not Disbursement.objects.filter(contract=contract).exists()


def test_drawdowns_together_stay_within_the_contract(api, officer, disburser):
    contract = make_contract(officer)
    client = api("officer")
    first = client.post("disbursements", wanted(contract, amount="70000.00"))

    too_much = client.post("disbursements", wanted(contract, amount="30000.01"))
    assert (too_much.status_code, too_much.json()["code"]) == (409, "loans.contract_amount_exceeded")
    assert too_much.json()["errors"][0]["field"] == "amount"
    assert too_much.json()["params"]["available"] == "30000.00"

    # what is sent back is free again
    services.disbursement_return(actor=disburser, disbursement_id=first.json()["id"], reason="资料不全")
    assert client.post("disbursements", wanted(contract, amount="100000.00")).status_code == 201
    assert (
        client.post("disbursements", wanted(contract, amount="0.01")).json()["code"]
        == "loans.contract_amount_exceeded"
    )


def test_a_loan_matures_with_its_contract_at_the_latest(api, officer):
    contract = make_contract(officer, start_on=date(2025, 12, 2))
    client = api("officer")

    later = client.post("disbursements", wanted(contract, term_months=10))
    assert (later.status_code, later.json()["code"]) == (409, "loans.beyond_contract_end")
    assert later.json()["errors"][0]["field"] == "term_months"

    assert client.post("disbursements", wanted(contract, term_months=9)).json()["maturity_on"] == "2026-12-02"
    # without a term: the contract's own, cut at its end
    cut = client.post("disbursements", wanted(contract, amount="1000.00"))
    assert cut.json()["maturity_on"] == "2026-12-02"


def test_nothing_is_drawn_after_the_contract_ended(api, officer):
    contract = make_contract(officer, start_on=date(2025, 3, 2))

    response = api("officer").post("disbursements", wanted(contract))

    assert (response.status_code, response.json()["code"]) == (409, "loans.contract_ended")


def test_entrusted_payment_names_its_payee(api, officer):
    contract = make_contract(officer)
    client = api("officer")

    missing = client.post("disbursements", wanted(contract, pay_mode="ENTRUSTED"))
    assert (missing.status_code, missing.json()["code"]) == (422, "loans.payee_required")
    elsewhere = client.post("disbursements", wanted(contract, payee_account_no=PAYEE_ACCOUNT_NO))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "loans.payee_not_for_self_payment")

    entrusted = wanted(contract, pay_mode="ENTRUSTED", payee_account_no=PAYEE_ACCOUNT_NO)
    response = client.post("disbursements", entrusted)
    assert response.status_code == 201
    assert Disbursement.objects.get(pk=response.json()["id"]).payee_account_no == PAYEE_ACCOUNT_NO


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "0.00"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"pay_mode": "CASH"}, "pay_mode"),
        ({"term_months": 0}, "term_months"),
        ({"value_on": "2026-03-01"}, "value_on"),
    ],
)
def test_a_wrong_request_is_refused_at_its_field(api, officer, change, field):
    contract = make_contract(officer)

    response = api("officer").post("disbursements", wanted(contract, **change))

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Disbursement.objects.filter(contract=contract).exists()


def test_only_the_contracts_officer_asks_and_another_does_not_see_it(api, officer):
    contract = make_contract(officer)

    assert api("officer2").post("disbursements", wanted(contract)).status_code == 404
    assert api("disburser").post("disbursements", wanted(contract)).status_code == 403
    assert not Disbursement.objects.filter(contract=contract).exists()

    row = api("officer").post("disbursements", wanted(contract)).json()
    assert api("officer2").get(f"disbursements/{row['id']}").status_code == 404
    assert api("officer2").get("disbursements").json()["count"] == 0
    found = api("officer").get("disbursements", q=row["req_no"]).json()
    assert [item["req_no"] for item in found["results"]] == [row["req_no"]]


def test_the_checker_lets_the_money_go(api, officer, disburser):
    row = make_disbursement(officer)
    client = api("disburser")
    assert client.get(f"disbursements/{row.pk}").json()["allowed_actions"] == ["approve", "return"]

    response = client.post(f"disbursements/{row.pk}/approve", {})

    assert response.status_code == 200
    assert response.json()["state"] == "APPROVED_TO_PAY"
    assert response.json()["checked_by"]["id"] == disburser.staff_id
    again = client.post(f"disbursements/{row.pk}/approve", {})
    assert (again.status_code, again.json()["code"]) == (409, "platform.wrong_state")
    returned = client.post(f"disbursements/{row.pk}/return", {"reason": "晚了"})
    assert (returned.status_code, returned.json()["code"]) == (409, "platform.wrong_state")


def test_approving_rings_the_worker_after_the_commit(
    officer, disburser, django_capture_on_commit_callbacks, monkeypatch
):
    from tenants.loans.tasks import disbursement_send_task

    sent = []
    monkeypatch.setattr(disbursement_send_task, "apply_async", lambda args, **options: sent.append(args))
    row = make_disbursement(officer)

    with django_capture_on_commit_callbacks(execute=True):
        services.disbursement_approve(actor=disburser, disbursement_id=row.pk)
        assert sent == []

    assert sent == [(row.pk,)]


def test_the_checker_sends_a_request_back_with_a_reason(api, officer):
    row = make_disbursement(officer)
    client = api("disburser")

    assert client.post(f"disbursements/{row.pk}/return", {}).status_code == 422
    response = client.post(f"disbursements/{row.pk}/return", {"reason": "缺少用途证明"})

    assert response.json()["state"] == "RETURNED"
    assert response.json()["history"][-1]["comment"] == "缺少用途证明"


def test_the_person_who_asked_does_not_check(api, officer, actor_for):
    """A disburser who asked himself, or who is the loan's officer, is refused; nothing moves."""
    row = make_disbursement(officer)
    disburser = actor_for("disburser")
    for field in ("created_by", "officer_id"):
        Disbursement.objects.filter(pk=row.pk).update(
            **{"created_by": officer.staff_id, "officer_id": officer.staff_id, field: disburser.staff_id}
        )
        client = api("disburser")
        assert client.get(f"disbursements/{row.pk}").json()["allowed_actions"] == []
        for step, body in (("approve", {}), ("return", {"reason": "x"})):
            response = client.post(f"disbursements/{row.pk}/{step}", body)
            assert (response.status_code, response.json()["code"]) == (403, "loans.same_person")
    row.refresh_from_db()
    assert row.state == "UNDER_CHECK"


def test_an_officer_may_not_check(api, officer):
    row = make_disbursement(officer)

    assert api("officer").post(f"disbursements/{row.pk}/approve", {}).status_code == 403


def test_an_inquiry_needs_a_payment_on_its_way(api, officer, disburser):
    waiting = make_disbursement(officer)
    client = api("disburser")
    assert client.post(f"disbursements/{waiting.pk}/inquire", {}).json()["code"] == "platform.wrong_state"

    sent = make_sent(officer, disburser)
    response = client.post(f"disbursements/{sent.pk}/inquire", {})
    assert response.status_code == 200
    assert response.json()["state"] == "SENT"
    assert response.json()["allowed_actions"] == ["inquire"]


def test_every_transition_outside_the_table_is_refused(officer):
    from backend.platform.errors import DomainError
    from tenants.loans.services.disbursement import move

    row = make_disbursement(officer)
    for before, allowed in Disbursement.TRANSITIONS.items():
        for after in Disbursement.State:
            row.state = before
            if after in allowed:
                move(officer, row, after, "loans.test")
                assert row.state == after
            else:
                with pytest.raises(DomainError) as refused:
                    move(officer, row, after, "loans.test")
                assert refused.value.code == "platform.wrong_state"


def test_the_contract_knows_what_is_reserved_and_drawn(officer, disburser):
    from tenants.contracts.types import contract_usage

    contract = make_contract(officer)
    make_loan(officer, disburser, contract, amount=Decimal("40000.00"))
    make_disbursement(officer, contract, amount=Decimal("25000.00"))
    returned = make_disbursement(officer, contract, amount=Decimal("5000.00"))
    services.disbursement_return(actor=disburser, disbursement_id=returned.pk, reason="重复")

    usage = contract_usage(contract_id=contract.pk)

    assert (usage.reserved, usage.drawn) == (Decimal("25000.00"), Decimal("40000.00"))
    assert [item["state"] for item in usage.disbursements] == ["POSTED", "UNDER_CHECK", "RETURNED"]


def test_lists_take_the_same_queries_for_one_row_and_for_many(api, officer, disburser):
    client = api("disburser")
    client.get("loans")  # the host is looked up once in a while
    counts = {"disbursements": [], "loans": []}
    for _ in range(3):
        make_loan(officer, disburser)
        make_disbursement(officer)
        for path, seen in counts.items():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            seen.append(len(captured))

    for seen in counts.values():
        assert seen[1:] == seen[:1] * 2


def test_a_contract_has_so_many_drawdowns_a_day_as_the_bank_allows(api, officer, disburser):
    contract = make_contract(officer)
    bank_sets("loans.contract_drawdowns_per_day", "2")
    first, _ = (make_disbursement(officer, contract, amount=Decimal("1000.00")) for _ in range(2))
    client = api("officer")

    refused = client.post("disbursements", wanted(contract, amount="1000.00"))

    assert (refused.status_code, refused.json()["code"]) == (409, "loans.too_many_drawdowns_today")
    assert client.post("disbursements", wanted(make_contract(officer))).status_code == 201
    services.disbursement_return(actor=disburser, disbursement_id=first.pk, reason="重做")
    assert client.post("disbursements", wanted(contract, amount="1000.00")).status_code == 201
    assert client.post("disbursements", wanted(contract, amount="1000.00")).status_code == 409
    set_business_date(TODAY + timedelta(days=1))
    assert client.post("disbursements", wanted(contract, amount="1000.00")).status_code == 201
