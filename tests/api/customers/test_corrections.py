"""Who a customer is changes by two persons, neither of them the customer's own people."""

import pytest

from backend.platform import crypto
from backend.platform.records.models import AuditRecord, PendingChange
from shared.identity.models import Account
from tenants.customers.models import Customer, IdentityCorrection
from tenants.customers.services import household_add_member
from tests import world
from tests.factories.changes import checked
from tests.factories.customers import id_number, make_customer, make_household
from tests.support.desk import counts

RIGHT = "11010519491231002X"


@pytest.fixture
def customer(actor_for):
    return make_customer(
        actor_for("officer"), name="罗国花", id_no=id_number(sequence=901), phone="13800000001"
    )


def propose(client, customer, **body):
    return client.post(f"customers/{customer.pk}/identity-correction", {"reason": "户口簿", **body})


def opened_with(username, id_no):
    """The account's person is the one with that identity number."""
    Account.objects.filter(entity_code=world.BANK_A, username=username).update(
        person_hash=crypto.province_hash("id_no", id_no)
    )


def errors_of(response):
    return {error["field"]: error["code"] for error in response.json()["errors"]}


def test_a_customer_is_corrected_when_a_second_person_has_checked_it(api, customer):
    officer, head = api("officer"), api("branch_head")

    change = propose(officer, customer, name="罗国华", id_no=RIGHT, phone="139 0000 9999")

    assert change.status_code == 202
    before = (customer.name, f"{customer.id_no[:6]}********{customer.id_no[-4:]}", "138****0001")
    assert [(d["label"], d["before"], d["after"]) for d in change.json()["difference"]] == [
        ("姓名", before[0], "罗国华"),
        ("身份证号", before[1], "110105********002X"),
        ("出生日期", "1985-06-15", "1949-12-31"),
        ("性别", "男", "女"),
        ("手机号", before[2], "139****9999"),
    ]
    assert officer.get(f"customers/{customer.pk}").json()["name"] == "罗国花"
    answer = checked(head, change.json()["id"])
    assert (answer.status_code, answer.json()["state"]) == (200, "APPROVED")

    shown = officer.get(f"customers/{customer.pk}").json()
    assert (shown["name"], shown["id_no"], shown["birth_on"], shown["gender"], shown["phone"]) == (
        "罗国华", "110105********002X", "1949-12-31", "FEMALE", "139****9999",
    )  # fmt: skip
    assert officer.get("customers", q=RIGHT).json()["count"] == 1
    assert officer.get("customers", q="13900009999").json()["count"] == 1
    assert officer.get("customers", q="13800000001").json()["count"] == 0
    logged = AuditRecord.objects.get(action="customers.identity_correct")
    assert (logged.actor_name, logged.changes) == (
        "支行行长",
        {"name": ["罗国花", "罗国华"], "id_no": ["[changed]"] * 2, "phone": ["[changed]"] * 2},
    )


def test_no_clear_number_stands_in_the_change(api, customer):
    change = propose(api("officer"), customer, id_no=RIGHT, phone="13900009999").json()

    row = PendingChange.objects.values().get(pk=change["id"])
    written = AuditRecord.objects.filter(object_id=change["id"]).values()
    sealed = IdentityCorrection.objects.filter(customer=customer).extra(
        select={"raw": "encode(id_no, 'escape') || encode(phone, 'escape')"}
    )
    for text in (str(change), str(row), str(list(written)), sealed[0].raw):
        assert RIGHT not in text
        assert "13900009999" not in text
    assert IdentityCorrection.objects.get(customer=customer).id_no == RIGHT


def test_digits_that_the_mask_hides_are_told_to_have_changed(api, customer):
    change = propose(api("officer"), customer, phone="13811110001").json()
    assert [(d["field"], d["after"]) for d in change["difference"]] == [
        ("phone", "138****0001(隐去的数位有变)")
    ]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"id_no": "110105194912310021"}, 422, "customers.id_no_check", "id_no"),
        ({"phone": "123"}, 422, "customers.phone_form", "phone"),
        ({"name": "罗国花"}, 422, "changes.nothing_changes", None),
        ({"address": "新址"}, 422, "platform.unknown_field", "address"),
        ({"name": "罗国华", "reason": ""}, 422, "platform.field_invalid", "reason"),
    ],
)
def test_a_correction_with_wrong_values_is_refused(api, customer, body, status, code, field):
    refused = propose(api("officer"), customer, **body)

    assert refused.status_code == status
    told = refused.json()
    assert (errors_of(refused) == {field: code}) if field else (told["code"] == code)
    assert not PendingChange.objects.exists()
    assert not IdentityCorrection.objects.exists()


def test_two_files_do_not_come_to_bear_one_number(api, actor_for, customer):
    taken = make_customer(actor_for("officer2"), id_no=RIGHT)

    refused = propose(api("officer"), customer, id_no=RIGHT)

    assert (refused.status_code, errors_of(refused)) == (409, {"id_no": "customers.duplicate"})
    assert refused.json()["params"]["customer_no"] == taken.customer_no

    change = propose(api("officer"), customer, id_no=id_number(sequence=902)).json()
    Customer.objects.filter(pk=taken.pk).update(
        id_no_hash=crypto.keyed_hash("id_no", id_number(sequence=902))
    )
    late = checked(api("branch_head"), change["id"])
    assert (late.status_code, late.json()["code"]) == (409, "customers.duplicate")


def test_a_closed_file_and_a_second_proposal_are_refused(api, customer):
    officer = api("officer")
    assert propose(officer, customer, name="罗国华").status_code == 202
    assert propose(officer, customer, name="罗果华").json()["code"] == "changes.already_pending"

    Customer.objects.filter(pk=customer.pk).update(status="CLOSED")
    assert propose(officer, customer, name="罗果华").json()["code"] == "platform.wrong_state"


def test_neither_the_maker_nor_who_may_not_check_lets_it_take_effect(api, customer):
    change = propose(api("officer"), customer, name="罗国华").json()["id"]

    assert checked(api("officer"), change).json()["code"] == "platform.not_allowed"
    assert api("teller").get(f"changes/{change}").status_code == 404
    assert propose(api("teller"), customer, name="罗国华").status_code == 403
    Account.objects.filter(username__in=["officer", "archivist"], entity_code=world.BANK_A).update(
        person_hash=crypto.province_hash("id_no", id_number(sequence=903))
    )
    assert checked(api("archivist"), change).json()["code"] == "changes.same_person"
    assert checked(api("archivist2"), change).status_code == 200


def test_another_branch_neither_sees_nor_checks_it(api, customer):
    change = propose(api("officer"), customer, name="罗国华").json()["id"]
    seen = api("branch_head").get(f"changes/{change}").json()
    outside, inside = api("branch_head2"), api("branch_head")

    assert propose(api("officer2"), customer, name="罗国华").status_code == 404
    for client in (outside, api("officer2")):
        assert client.get(f"changes/{change}").status_code == 404
        assert client.get("changes").json()["count"] == 0
    assert counts(outside)["changes"] == 0
    refused = outside.post(f"changes/{change}/approve", {"content_hash": seen["content_hash"]})
    assert (refused.status_code, refused.json()["code"]) == (404, "platform.not_found")
    assert counts(inside)["changes"] == 1
    assert checked(inside, change).status_code == 200


def test_the_customer_himself_does_not_check_his_correction(api, customer):
    opened_with("branch_head", customer.id_no)
    change = propose(api("officer"), customer, name="罗国华").json()["id"]

    refused = checked(api("branch_head"), change)

    assert (refused.status_code, refused.json()["code"]) == (403, "changes.interested")
    assert api("branch_head").get(f"changes/{change}").json()["check_refusal"] == "changes.interested"
    assert counts(api("branch_head"))["changes"] == 0
    assert api("branch_head").post(f"changes/{change}/reject", {"reason": "不符"}).status_code == 403
    assert checked(api("archivist"), change).status_code == 200


def test_nobody_checks_that_a_file_becomes_his_own(api, customer):
    opened_with("branch_head", RIGHT)
    change = propose(api("officer"), customer, id_no=RIGHT).json()["id"]

    assert checked(api("branch_head"), change).json()["code"] == "changes.interested"
    assert Customer.objects.get(pk=customer.pk).id_no != RIGHT


@pytest.mark.parametrize("since", ["before", "after"])
def test_a_relative_does_not_check_it_whenever_the_household_was_noted(api, actor_for, customer, since):
    officer = actor_for("officer")
    wife = make_customer(officer, id_no=RIGHT)
    opened_with("branch_head", RIGHT)

    def noted():
        household = make_household(officer)
        for person, relation in ((customer, "HEAD"), (wife, "SPOUSE")):
            household_add_member(actor=officer, pk=household.pk, customer_id=person.pk, relation=relation)

    if since == "before":
        noted()
    change = propose(api("officer"), customer, name="罗国华").json()["id"]
    if since == "after":
        noted()

    assert checked(api("branch_head"), change).json()["code"] == "changes.interested"
    assert Customer.objects.get(pk=customer.pk).name == "罗国花"
    assert checked(api("archivist"), change).status_code == 200
    assert Customer.objects.get(pk=customer.pk).name == "罗国华"


def test_what_was_put_in_place_of_the_proposed_values_does_not_take_effect(api, customer):
    change = propose(api("officer"), customer, name="罗国华").json()["id"]
    sealed = IdentityCorrection.objects.get(customer=customer)
    sealed.full_name = "别人"
    sealed.save()

    swapped = checked(api("branch_head"), change)

    assert (swapped.status_code, swapped.json()["code"]) == (409, "changes.content_differs")
    assert Customer.objects.get(pk=customer.pk).name == "罗国花"


def test_an_edit_since_then_is_not_overwritten(api, customer):
    change = propose(api("officer"), customer, name="罗国华").json()["id"]
    client, path = api("officer"), f"customers/{customer.pk}"
    client.patch(path, {"occupation": "TEA"}, etag=client.get(path)["ETag"])

    assert checked(api("branch_head"), change).json()["code"] == "changes.subject_moved"
