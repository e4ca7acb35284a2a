"""Intakes: recording a wish, assigning, accepting, and the ways out."""

from datetime import timedelta
from decimal import Decimal
from itertools import product as pairs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.records.models import AuditRecord, OutboxEvent
from tenants.customers.models import Customer
from tenants.intake import selectors, services
from tenants.intake.locks import intake_lock
from tenants.intake.models import OPEN, TRANSITIONS, Intake, State
from tenants.intake.types import IntakeFacts
from tenants.organisation.models import BusinessDate, Staff
from tests.factories.catalog import make_level_one
from tests.factories.customers import make_customer
from tests.factories.intake import intake_values, make_intake
from tests.factories.parameters import bank_sets
from tests.factories.products import make_product
from tests.world import BUSINESS_DATE


def errors_of(response) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {error["field"]: error["code"] for error in response.json()["errors"]}


def test_a_recorded_intake_shows_who_wants_what(api, actor_for):
    actor = actor_for("officer")
    answer = api("officer").post("intakes", intake_values(actor))
    assert answer.status_code == 201
    body = answer.json()
    assert body["intake_no"] == f"IN2026{body['id']:08d}"
    assert (body["state"], body["amount"], body["term_months"]) == ("SUBMITTED", "50000.00", 12)
    assert (body["branch"]["code"], body["assigned_to"], body["application"]) == ("b00101", None, None)
    assert set(body["customer"]) == {"id", "customer_no", "name"}
    assert body["allowed_actions"] == ["accept", "reject", "withdraw"]
    line = body["history"][0]
    assert (line["action"], line["to_state"], line["actor_name"]) == (
        "intake.create",
        "SUBMITTED",
        "客户经理",
    )
    assert OutboxEvent.objects.filter(name="intake.submitted.v1", payload__intake_id=body["id"]).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "0"),
        ("amount", "-100.00"),
        ("amount", "100.001"),
        ("amount", "1e30"),
        ("amount", 1e30),
        ("amount", "abc"),
        ("amount", "NaN"),
        ("amount", "Infinity"),
        ("amount", None),
        ("amount", ["1"]),
        ("term_months", 0),
        ("term_months", -1),
        ("term_months", 10**30),
        ("term_months", "1e5"),
        ("term_months", "12.5"),
        ("purpose", "GAMBLING"),
        ("channel", "FAX"),
        ("product_id", 0),
        ("product_id", 2**70),
        ("product_id", "x"),
        ("customer_id", None),
        ("state", "ACCEPTED"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api, actor_for, field, value):
    values = {**intake_values(actor_for("officer")), field: value}
    assert set(errors_of(api("officer").post("intakes", values))) == {field}
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("overrides", "wanted"),
    [
        ({"amount": "4999.99"}, {"amount": "products.outside_terms"}),
        ({"amount": "200000.01"}, {"amount": "products.outside_terms"}),
        ({"term_months": 37}, {"term_months": "products.outside_terms"}),
        (
            {"amount": "9999999999999999.99", "term_months": 600},
            {"amount": "products.outside_terms", "term_months": "products.outside_terms"},
        ),
        ({"product_id": 987654321}, {"product_id": "products.unknown"}),
        ({"customer_id": 987654321}, {"customer_id": "customers.unknown"}),
    ],
)
def test_what_the_product_does_not_offer_is_refused(api, actor_for, overrides, wanted):
    values = {**intake_values(actor_for("officer")), **overrides}
    assert errors_of(api("officer").post("intakes", values)) == wanted


def test_a_product_that_is_not_on_sale_takes_no_intake(api, actor_for):
    values = intake_values(actor_for("officer"), product_id=make_product(publish=False).pk)
    refused = api("officer").post("intakes", values)
    assert (refused.status_code, refused.json()["code"]) == (409, "products.not_on_sale")


def test_a_customer_that_is_not_active_or_not_seen_is_refused(api, actor_for):
    frozen = make_customer(actor_for("officer"))
    Customer.objects.filter(pk=frozen.pk).update(status="FROZEN")
    refused = api("officer").post("intakes", intake_values(actor_for("officer"), customer_id=frozen.pk))
    assert (refused.status_code, refused.json()["code"]) == (409, "customers.not_active")
    stranger = make_customer(actor_for("officer2"))
    refused = api("officer").post("intakes", intake_values(actor_for("officer"), customer_id=stranger.pk))
    assert errors_of(refused) == {"customer_id": "customers.unknown"}


def test_a_product_for_farmers_takes_farmers_only(api, actor_for):
    actor = actor_for("officer")
    product = make_product(customer_kinds=["FARMER"])
    person, farmer = make_customer(actor), make_customer(actor, is_farmer=True)
    refused = api("officer").post(
        "intakes", intake_values(actor, customer_id=person.pk, product_id=product.pk)
    )
    assert errors_of(refused) == {"product_id": "intake.kind_not_served"}
    taken = api("officer").post("intakes", intake_values(actor, customer_id=farmer.pk, product_id=product.pk))
    assert taken.status_code == 201


def test_a_second_open_intake_is_refused_with_the_number_of_the_first(api, actor_for):
    first = make_intake(actor_for("officer"))
    again = intake_values(actor_for("officer"), customer_id=first.customer_id, product_id=first.product_id)
    refused = api("officer").post("intakes", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "intake.already_open")
    assert refused.json()["params"] == {"intake_no": first.intake_no}
    assert first.intake_no in refused.json()["detail"]
    other = {**again, "product_id": make_product().pk}
    assert api("officer").post("intakes", other).status_code == 201


def test_a_new_edition_is_no_second_way_in(api, actor_for):
    actor = actor_for("officer")
    first = make_intake(actor)
    edition = make_product(code=first.product.code, parent_code=first.product.parent_code)
    again = intake_values(actor, customer_id=first.customer_id, product_id=edition.pk)
    assert api("officer").post("intakes", again).json()["code"] == "intake.already_open"


@pytest.mark.parametrize("way_out", ["reject", "withdraw"])
def test_after_a_closed_intake_another_may_follow(api, actor_for, way_out):
    first = make_intake(actor_for("officer"))
    client = api("officer")
    body = {"reason": "客户另有安排"} | ({"reason_code": "OTHER"} if way_out == "reject" else {})
    closed = client.post(f"intakes/{first.pk}/{way_out}", body)
    assert closed.status_code == 200
    assert (closed.json()["reason"], closed.json()["allowed_actions"]) == ("客户另有安排", [])
    said = "其他：客户另有安排" if way_out == "reject" else "客户另有安排"
    assert closed.json()["history"][-1]["comment"] == said
    again = intake_values(actor_for("officer"), customer_id=first.customer_id, product_id=first.product_id)
    assert client.post("intakes", again).status_code == 201


def test_the_same_key_records_once(api, actor_for):
    values = intake_values(actor_for("officer"))
    client = api("officer")
    first = client.post("intakes", values, key="channel-key-1")
    second = client.post("intakes", values, key="channel-key-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Intake.objects.count() == 1
    other = client.post("intakes", {**values, "term_months": 6}, key="channel-key-1")
    assert (other.status_code, other.json()["code"]) == (422, "platform.idempotency_mismatch")


def test_acceptance_is_shown_told_and_offers_conversion(api, actor_for):
    row = make_intake(actor_for("officer"))
    accepted = api("officer").post(f"intakes/{row.pk}/accept")
    assert (accepted.status_code, accepted.json()["state"]) == (200, "ACCEPTED")
    assert accepted.json()["allowed_actions"] == ["reject", "withdraw", "convert"]
    line = accepted.json()["history"][-1]
    assert (line["action"], line["from_state"], line["to_state"]) == (
        "intake.accept",
        "SUBMITTED",
        "ACCEPTED",
    )
    event = OutboxEvent.objects.get(name="intake.accepted.v1", payload__intake_id=row.pk)
    assert event.payload["state"] == "ACCEPTED"
    again = api("officer").post(f"intakes/{row.pk}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "platform.wrong_state")


def test_acceptance_checks_customer_and_product_once_more(api, actor_for):
    client = api("officer")
    frozen = make_intake(actor_for("officer"))
    Customer.objects.filter(pk=frozen.customer_id).update(status="FROZEN")
    assert client.post(f"intakes/{frozen.pk}/accept").json()["code"] == "customers.not_active"
    narrowed = make_intake(actor_for("officer"))
    make_level_one(code=narrowed.product.parent_code, amount_max=Decimal("60000.00"))
    assert client.post(f"intakes/{narrowed.pk}/accept").json()["code"] == "products.parent_narrowed"
    replaced = make_intake(actor_for("officer"))
    make_product(code=replaced.product.code, parent_code=replaced.product.parent_code)
    assert client.post(f"intakes/{replaced.pk}/accept").json()["code"] == "products.not_on_sale"
    assert set(Intake.objects.values_list("state", flat=True)) == {"SUBMITTED"}


def test_the_branch_head_puts_somebody_in_charge(api, actor_for):
    row = make_intake(actor_for("officer"))
    teller = Staff.objects.get(name="柜员")
    client = api("branch_head")
    assert client.get(f"intakes/{row.pk}").json()["allowed_actions"] == ["assign"]
    assigned = client.post(f"intakes/{row.pk}/assign", {"staff_id": teller.pk})
    assert (assigned.status_code, assigned.json()["state"]) == (200, "ASSIGNED")
    assert assigned.json()["assigned_to"] == {"id": teller.pk, "name": "柜员"}
    assert assigned.json()["history"][-1]["comment"] == "分派给 柜员"
    assert api("officer").get(f"intakes/{row.pk}").status_code == 404  # he is no longer in charge
    officer = Staff.objects.get(name="客户经理")
    assert client.post(f"intakes/{row.pk}/assign", {"staff_id": officer.pk}).status_code == 200
    assert api("officer").post(f"intakes/{row.pk}/accept").status_code == 200
    late = client.post(f"intakes/{row.pk}/assign", {"staff_id": teller.pk})
    assert (late.status_code, late.json()["code"]) == (409, "platform.wrong_state")


def test_nobody_beyond_the_branch_heads_reach_is_put_in_charge(api, actor_for):
    row = make_intake(actor_for("officer"))
    gone = Staff.objects.get(name="审查岗")
    gone.is_active = False
    gone.save()
    beyond = Staff.objects.get(name="客户经理2")
    for staff_id in (gone.pk, beyond.pk, 987654321):
        refused = api("branch_head").post(f"intakes/{row.pk}/assign", {"staff_id": staff_id})
        assert errors_of(refused) == {"staff_id": "intake.staff_unknown"}
    assert api("branch_head2").post(f"intakes/{row.pk}/assign", {"staff_id": beyond.pk}).status_code == 404
    assert api("officer").post(f"intakes/{row.pk}/assign", {"staff_id": beyond.pk}).status_code == 403


def test_an_assignment_to_another_branch_moves_the_intake(actor_for):
    row = make_intake(actor_for("officer"))
    other = Staff.objects.get(name="客户经理2")
    moved = services.intake_assign(actor=Actor.system("b001"), pk=row.pk, staff_id=other.pk)
    assert (moved.branch_id, moved.owner_id) == (other.branch_id, other.pk)
    assert selectors.intake_get(actor_for("officer2"), row.pk).state == "ASSIGNED"


def test_a_way_out_needs_a_reason(api, actor_for):
    row = make_intake(actor_for("officer"))
    path = f"intakes/{row.pk}"
    client = api("officer")
    for body in ({}, {"reason": "  "}):
        assert set(errors_of(client.post(f"{path}/withdraw", body))) == {"reason"}
    assert set(errors_of(client.post(f"{path}/reject", {"reason": "负债过高"}))) == {"reason_code"}
    unknown = client.post(f"{path}/reject", {"reason_code": "L_LOCAL"})  # bank B has this one
    assert errors_of(unknown) == {"reason_code": "dictionaries.entry_unknown"}
    silent = client.post(f"{path}/reject", {"reason_code": "OTHER", "reason": "  "})
    assert errors_of(silent) == {"reason": "intake.reason_wanted"}
    told = client.post(f"{path}/reject", {"reason_code": "OVER_INDEBTED"})
    assert (told.status_code, told.json()["reason_code"], told.json()["reason"]) == (200, "OVER_INDEBTED", "")
    assert told.json()["history"][-1]["comment"] == "负债过高"


def test_after_a_rejection_the_bank_may_want_the_customer_to_wait(api, actor_for):
    first = make_intake(actor_for("officer"))
    client = api("officer")
    client.post(f"intakes/{first.pk}/reject", {"reason_code": "OVER_INDEBTED"})
    again = intake_values(actor_for("officer"), customer_id=first.customer_id, product_id=first.product_id)
    bank_sets("intake.rejected_wait_days", "30")

    refused = client.post("intakes", again)

    assert (refused.status_code, refused.json()["code"]) == (409, "intake.rejected_lately")
    assert refused.json()["params"]["again_on"] == (BUSINESS_DATE + timedelta(days=30)).isoformat()
    other = intake_values(actor_for("officer"), customer_id=first.customer_id)
    assert client.post("intakes", other).status_code == 201
    BusinessDate.objects.update(current_on=BUSINESS_DATE + timedelta(days=30))
    assert client.post("intakes", again).status_code == 201


def test_each_scope_reaches_its_own_intakes(api, actor_for):
    row = make_intake(actor_for("officer"))
    for who in ("officer", "branch_head", "reviewer", "auditor"):
        assert api(who).get(f"intakes/{row.pk}").status_code == 200, who
        assert api(who).get("intakes").json()["count"] == 1, who
    assert api("auditor").get(f"intakes/{row.pk}").json()["allowed_actions"] == []
    for who in ("officer2", "branch_head2"):
        assert api(who).get(f"intakes/{row.pk}").status_code == 404, who
        assert api(who).get("intakes").json()["count"] == 0, who
    for command in ("accept", "reject", "withdraw"):
        body = {"accept": {}, "reject": {"reason_code": "OVER_INDEBTED"}}.get(command, {"reason": "越权"})
        assert api("officer2").post(f"intakes/{row.pk}/{command}", body).status_code == 404
        assert api("auditor").post(f"intakes/{row.pk}/{command}", body).status_code == 403
    assert api("teller").get("intakes").status_code == 403
    row.refresh_from_db()
    assert row.state == "SUBMITTED"


@pytest.mark.parametrize("who", ["officer", "officer2", "branch_head", "branch_head2", "reviewer", "teller"])
def test_what_is_offered_is_what_the_scope_reaches(actor_for, who):
    row = make_intake(actor_for("officer"))
    actor = actor_for(who)
    offered = selectors.intake_shown(actor, row.pk).allowed_actions
    possible = [
        name
        for name, (action, to) in selectors.ACTIONS.items()
        if to in TRANSITIONS[row.state] and selectors.in_scope(actor, action).filter(pk=row.pk).exists()
    ]
    assert offered == possible


def test_the_list_asks_as_often_for_many_as_for_one(api, actor_for, django_assert_num_queries):
    actor, client = actor_for("officer"), api("officer")
    make_intake(actor)
    client.get("intakes")
    with CaptureQueriesContext(connection) as one:
        client.get("intakes")
    for _ in range(4):
        make_intake(actor)
    with django_assert_num_queries(len(one)):
        assert client.get("intakes").json()["count"] == 5


def test_the_list_is_filtered_and_sorted(api, actor_for):
    officer = actor_for("officer")
    small = make_intake(officer, amount=Decimal("6000.00"), channel="VILLAGE_POINT")
    large = make_intake(officer, amount=Decimal("90000.00"), accept=True)
    other = make_intake(actor_for("officer2"))
    client = api("reviewer")

    def ids(who=client, **query) -> list[int]:
        return [row["id"] for row in who.get("intakes", **query).json()["results"]]

    assert ids() == [other.pk, large.pk, small.pk]
    assert ids(state="ACCEPTED") == ids(product_id=large.product_id) == [large.pk]
    assert (
        ids(channel="VILLAGE_POINT")
        == ids(customer_id=small.customer_id)
        == ids(q=small.intake_no)
        == [small.pk]
    )
    assert ids(q=other.customer.name) == ids(branch_id=other.branch_id) == [other.pk]
    assert ids(sort="amount") == [small.pk, other.pk, large.pk]
    assert ids(mine="true") == []
    assert ids(api("officer"), mine="true") == [large.pk, small.pk]
    assert client.get("intakes", state="LOST").status_code == 422
    assert client.get("intakes", page_size=201).status_code == 422


def test_an_intake_that_is_not_there(api):
    assert api("officer").get("intakes/987654321").status_code == 404
    assert api("officer").post("intakes/987654321/accept").status_code == 404
    assert api("officer").post(f"intakes/{2**80}/accept").status_code == 404


def test_an_application_takes_over_an_accepted_intake(api, actor_for):
    actor = actor_for("officer")
    row = make_intake(actor, accept=True)
    facts = selectors.intake_for_conversion(actor, row.pk)
    assert facts == IntakeFacts(
        id=row.pk,
        intake_no=row.intake_no,
        customer_id=row.customer_id,
        product_id=row.product_id,
        amount=Decimal("50000.00"),
        term_months=12,
        purpose="AGRICULTURE",
        purpose_text="购买种猪和饲料",
        channel="COUNTER",
        branch_id=row.branch_id,
        officer_id=actor.staff_id,
    )
    services.intake_mark_converted(
        actor=actor, intake_id=row.pk, application_id=77, application_no="AP202600000077"
    )
    body = api("officer").get(f"intakes/{row.pk}").json()
    assert (body["state"], body["application"]) == ("CONVERTED", {"id": 77, "app_no": "AP202600000077"})
    assert body["allowed_actions"] == []
    with pytest.raises(DomainError) as refused:
        selectors.intake_for_conversion(actor, row.pk)
    assert refused.value.code == "platform.wrong_state"


def test_only_an_accepted_intake_in_scope_is_taken_over(actor_for):
    row = make_intake(actor_for("officer"))
    for who, code in (("officer", "platform.wrong_state"), ("officer2", "platform.not_found")):
        with pytest.raises(DomainError) as refused:
            selectors.intake_for_conversion(actor_for(who), row.pk)
        assert refused.value.code == code


ASKED = {
    State.ASSIGNED: lambda pk: services.intake_assign(
        actor=Actor.system("b001"), pk=pk, staff_id=Staff.objects.get(name="柜员").pk
    ),
    State.ACCEPTED: lambda pk: services.intake_accept(actor=Actor.system("b001"), pk=pk),
    State.REJECTED: lambda pk: services.intake_reject(
        actor=Actor.system("b001"), pk=pk, reason_code="OVER_INDEBTED"
    ),
    State.WITHDRAWN: lambda pk: services.intake_withdraw(
        actor=Actor.system("b001"), pk=pk, reason="客户撤回"
    ),
    State.CONVERTED: lambda pk: services.intake_mark_converted(
        actor=Actor.system("b001"), intake_id=pk, application_id=1, application_no="AP1"
    ),
}


@pytest.mark.parametrize(("before", "to"), list(pairs(State, ASKED)))
def test_every_pair_of_states_is_allowed_or_refused(actor_for, before, to):
    row = make_intake(actor_for("officer"))
    Intake.objects.filter(pk=row.pk).update(
        state=before, application_id=9 if before == State.CONVERTED else None
    )
    if to in TRANSITIONS[before]:
        assert ASKED[to](row.pk).state == to
        return
    with pytest.raises(DomainError) as refused:
        ASKED[to](row.pk)
    assert (refused.value.code, refused.value.params) == ("platform.wrong_state", {"state": before})
    assert not AuditRecord.objects.filter(object_type="intake.intake", object_id=row.pk, to_state=to).exclude(
        action="intake.create"
    )


def test_the_open_states_are_those_that_lead_somewhere():
    assert set(TRANSITIONS) == set(State)
    assert {state for state, following in TRANSITIONS.items() if following} == set(OPEN)


def test_a_lock_on_nothing_is_not_found():
    with pytest.raises(DomainError) as refused:
        intake_lock(987654321)
    assert refused.value.code == "platform.not_found"
