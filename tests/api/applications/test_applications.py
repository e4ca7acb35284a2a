"""Applications from the intake to the submission: terms, prices, refusals."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.platform.permissions import Actor
from tenants.applications.models import LoanApplication
from tests.factories.applications import INVESTIGATION, make_application
from tests.factories.intake import make_intake
from tests.factories.products import make_product
from tests.support.api import Api

Actors = Callable[[str], Actor]
Clients = Callable[[str], Api]


def saved(application: LoanApplication) -> LoanApplication:
    return LoanApplication.objects.get(pk=application.pk)


def patch(client: Api, application: LoanApplication, changes: dict[str, Any]) -> Any:
    return client.patch(f"applications/{application.pk}", changes, etag=f'"{saved(application).version}"')


def test_an_accepted_intake_becomes_an_application_priced_by_the_lpr_of_the_day(
    api: Clients, actor_for: Actors
) -> None:
    product = make_product(bp_max=300)
    source = make_intake(actor_for("officer"), accept=True, product_id=product.pk)
    answer = api("officer").post(f"intakes/{source.pk}/convert")
    assert answer.status_code == 201
    page = answer.json()
    assert page["state"] == "DRAFT"
    assert page["app_no"].startswith("SQ2026")
    assert page["intake"] == {"id": source.pk, "intake_no": source.intake_no}
    assert page["amount"] == "50000.00"
    assert (page["method"], page["day_count"], page["bp"]) == ("EQUAL_INSTALMENT", "30/360", 300)
    rate = Decimal(page["lpr_rate"]) + Decimal("0.03")
    assert Decimal(page["annual_rate"]) == rate
    assert page["lpr_published_on"] <= "2026-03-02"
    assert page["officer"]["id"] == actor_for("officer").staff_id
    assert sorted(page["allowed_actions"]) == ["cancel", "edit"]
    shown = api("officer").get(f"intakes/{source.pk}").json()
    assert shown["state"] == "CONVERTED"
    assert shown["application"] == {"id": page["id"], "app_no": page["app_no"]}


def test_an_intake_is_converted_once(api: Clients, actor_for: Actors) -> None:
    source = make_intake(actor_for("officer"), accept=True)
    client = api("officer")
    assert client.post(f"intakes/{source.pk}/convert").status_code == 201
    again = client.post(f"intakes/{source.pk}/convert")
    assert again.status_code == 409
    assert again.json()["code"] == "platform.wrong_state"
    assert LoanApplication.objects.filter(intake=source).count() == 1


def test_an_intake_that_is_not_accepted_is_not_converted(api: Clients, actor_for: Actors) -> None:
    source = make_intake(actor_for("officer"))
    assert api("officer").post(f"intakes/{source.pk}/convert").status_code == 409


def test_nothing_is_priced_by_a_list_of_rates_that_may_be_old(api: Clients, actor_for: Actors) -> None:
    from tenants.organisation.models import BusinessDate

    source = make_intake(actor_for("officer"), accept=True)
    BusinessDate.objects.update(current_on=date(2031, 1, 1))  # a day after the list is confirmed through
    answer = api("officer").post(f"intakes/{source.pk}/convert")
    assert answer.status_code == 409
    assert answer.json()["code"] == "reference.lpr_stale"
    assert not LoanApplication.objects.filter(intake=source).exists()


def test_the_first_edit_begins_the_investigation_and_reprices(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"), investigate=False)
    answer = patch(
        api("officer"),
        application,
        {
            "bp": 100,
            "method": "BULLET",
            "investigation": {"summary": "走访属实", "monthly_income": "9000.00"},
        },
    )
    assert answer.status_code == 200
    page = answer.json()
    assert page["state"] == "INVESTIGATING"
    assert Decimal(page["annual_rate"]) == Decimal(page["lpr_rate"]) + Decimal("0.01")
    assert page["investigation"]["summary"] == "走访属实"
    assert page["investigation"]["primary_source"] == ""
    assert answer["ETag"] == f'"{page["version"]}"'
    assert page["history"][-1]["to_state"] == "INVESTIGATING"


def test_an_edit_of_a_version_that_somebody_changed_is_refused(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"))
    stale = f'"{application.version}"'
    assert patch(api("officer"), application, {"bp": 100}).status_code == 200
    answer = api("officer").patch(f"applications/{application.pk}", {"bp": 200}, etag=stale)
    assert answer.status_code == 412
    assert saved(application).bp == 100
    assert api("officer").patch(f"applications/{application.pk}", {"bp": 200}).status_code == 428


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"amount": "200000.01"}, "amount", "products.outside_terms"),
        ({"amount": "4999.99"}, "amount", "products.outside_terms"),
        ({"term_months": 37}, "term_months", "products.outside_terms"),
        ({"bp": 301}, "bp", "products.outside_terms"),
        ({"bp": -1}, "bp", "products.outside_terms"),
        ({"method": "EQUAL_PRINCIPAL"}, "method", "products.not_offered"),
        ({"guarantee_mode": "MORTGAGE"}, "guarantee_mode", "products.not_offered"),
        ({"interest_day": 20}, "interest_day", "applications.fixed_by_product"),
        ({"interest_day": None}, "interest_day", "applications.fixed_by_product"),
        ({"period_months": 3}, "period_months", "applications.fixed_by_product"),
        ({"amount": "0.00"}, "amount", "platform.field_invalid"),
        ({"amount": "1.001"}, "amount", "platform.field_invalid"),
        ({"annual_rate": "0.01"}, "annual_rate", "platform.unknown_field"),
        ({"state": "APPROVED"}, "state", "platform.unknown_field"),
        (
            {"investigation": {"monthly_debt": "-1.00"}},
            "investigation.monthly_debt",
            "platform.field_invalid",
        ),
    ],
)
def test_terms_outside_the_product_are_refused_at_their_field(
    api: Clients, actor_for: Actors, changes: dict[str, Any], field: str, code: str
) -> None:
    product = make_product(interest_day=21)
    application = make_application(actor_for("officer"), product_id=product.pk)
    before = saved(application)
    answer = patch(api("officer"), application, changes)
    assert answer.status_code == 422
    assert (field, code) in [(error["field"], error["code"]) for error in answer.json()["errors"]]
    assert saved(application).version == before.version


def test_a_due_day_that_the_product_leaves_open_may_be_chosen(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"))
    assert patch(api("officer"), application, {"interest_day": 15}).json()["interest_day"] == 15
    assert patch(api("officer"), application, {"interest_day": None}).json()["interest_day"] is None


def test_a_submission_wants_a_complete_investigation(api: Clients, actor_for: Actors) -> None:
    application = make_application(
        actor_for("officer"),
        investigate=False,
        changes={"investigation": {"summary": "走访属实", "monthly_income": Decimal("9000.00")}},
    )
    answer = api("officer").post(f"applications/{application.pk}/submit")
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
        ("investigation.primary_source", "applications.investigation_missing"),
        ("investigation.monthly_debt", "applications.investigation_missing"),
    ]
    assert saved(application).state == "INVESTIGATING"


def test_a_submission_puts_the_case_before_the_reviewer(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"))
    answer = api("officer").post(f"applications/{application.pk}/submit")
    assert answer.status_code == 200
    page = answer.json()
    assert page["state"] == "IN_REVIEW"
    assert [(task["node"], task["state"]) for task in page["tasks"]] == [("review", "OPEN")]
    assert page["allowed_actions"] == ["cancel"]
    assert page["contract"] is None
    assert api("officer").post(f"applications/{application.pk}/submit").status_code == 409


def test_a_product_off_sale_cannot_be_submitted(api: Clients, actor_for: Actors) -> None:
    product = make_product()
    application = make_application(actor_for("officer"), product_id=product.pk)
    type(product).objects.filter(pk=product.pk).update(status="SUSPENDED")
    answer = api("officer").post(f"applications/{application.pk}/submit")
    assert answer.status_code == 409
    assert answer.json()["code"] == "products.not_on_sale"


@pytest.mark.parametrize(
    "state", ["IN_REVIEW", "IN_APPROVAL", "APPROVED", "CONTRACTED", "REJECTED", "CANCELLED", "LAPSED"]
)
def test_what_was_submitted_or_ended_is_not_edited(api: Clients, actor_for: Actors, state: str) -> None:
    application = make_application(actor_for("officer"))
    LoanApplication.objects.filter(pk=application.pk).update(
        state=state, approved_amount=1, approved_term_months=1, decided_on=date(2026, 3, 2)
    )
    answer = patch(api("officer"), application, {"bp": 100})
    assert answer.status_code == 409
    assert answer.json()["code"] == "platform.wrong_state"
    assert api("officer").post(f"applications/{application.pk}/submit").status_code == 409


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("DRAFT", 200),
        ("INVESTIGATING", 200),
        ("RETURNED", 200),
        ("APPROVED", 409),
        ("CONTRACTED", 409),
        ("REJECTED", 409),
        ("LAPSED", 409),
    ],
)
def test_an_application_is_cancelled_before_a_decision_only(
    api: Clients, actor_for: Actors, state: str, status: int
) -> None:
    application = make_application(actor_for("officer"))
    LoanApplication.objects.filter(pk=application.pk).update(
        state=state, approved_amount=1, approved_term_months=1, decided_on=date(2026, 3, 2)
    )
    answer = api("officer").post(f"applications/{application.pk}/cancel", {"reason": "客户不再需要"})
    assert answer.status_code == status
    assert saved(application).state == ("CANCELLED" if status == 200 else state)


def test_an_officer_reaches_his_own_applications_only(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"))
    other = api("officer2")
    assert other.get(f"applications/{application.pk}").status_code == 404
    assert other.get("applications").json()["count"] == 0
    assert patch(other, application, {"bp": 100}).status_code == 404
    assert other.post(f"applications/{application.pk}/submit").status_code == 404
    assert other.post(f"applications/{application.pk}/cancel", {"reason": "无"}).status_code == 404
    assert api("teller").get("applications").status_code == 403
    assert api("auditor").get(f"applications/{application.pk}").json()["allowed_actions"] == []


def test_the_list_is_searched_and_narrowed(api: Clients, actor_for: Actors) -> None:
    first = make_application(actor_for("officer"))
    second = make_application(actor_for("officer"), submit=True)
    client = api("officer")

    def found(**query: Any) -> list[int]:
        return [row["id"] for row in client.get("applications", **query).json()["results"]]

    assert found() == [second.pk, first.pk]
    assert found(state="IN_REVIEW") == [second.pk]
    assert found(q=first.app_no) == [first.pk]
    assert found(q=second.customer.name) == [second.pk]
    assert found(customer_id=first.customer_id) == [first.pk]
    assert found(sort="app_no") == [first.pk, second.pk]
    assert found(method="BULLET") == []


def test_every_transition_of_the_table_starts_and_ends_at_a_state() -> None:
    states = set(LoanApplication.State)
    assert set(LoanApplication.TRANSITIONS) == states
    assert set().union(*LoanApplication.TRANSITIONS.values()) <= states


def test_the_investigation_is_recorded_field_by_field(actor_for: Actors) -> None:
    application = make_application(actor_for("officer"))
    assert application.investigation == INVESTIGATION
