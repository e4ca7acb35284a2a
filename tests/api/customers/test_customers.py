"""Customer files: opening, editing, finding, and the sensitive values in them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from backend.platform.identity_number import check_character
from backend.platform.records.models import AuditRecord, FieldChange, OutboxEvent
from backend.platform.tenancy import in_entity
from shared.reference.models import DictionaryEntry
from tenants.customers import selectors
from tenants.customers.models import Customer
from tenants.customers.services import household_add_member
from tests import world
from tests.factories.customers import customer_values, id_number, make_customer, make_household
from tests.world import BUSINESS_DATE


def errors_of(response) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {error["field"]: error["code"] for error in response.json()["errors"]}


def test_a_registered_customer_shows_masked_values_only(api):
    id_no = id_number(birth_on=date(1985, 6, 15), sequence=331)
    answer = api("officer").post(
        "customers",
        {
            "name": "王小花",
            "id_no": id_no,
            "phone": "139 8500 1234",
            "address": "贵阳市花溪区青岩镇龙井村 3 组",
            "occupation": "LIVESTOCK",
            "monthly_income": "6500.5",
            "is_farmer": True,
        },
    )
    assert answer.status_code == 201
    body = answer.json()
    assert (body["id_no"], body["phone"]) == (f"520111********{id_no[-4:]}", "139****1234")
    assert body["address"] == "贵阳市花溪区****"
    assert (body["gender"], body["birth_on"], body["age"]) == ("MALE", "1985-06-15", 40)
    assert (body["monthly_income"], body["is_farmer"], body["household"]) == ("6500.50", True, None)
    assert (body["branch"]["code"], body["owner"]["name"], body["status"]) == ("b00101", "客户经理", "ACTIVE")
    assert body["customer_no"] == f"CU2026{body['id']:08d}"
    assert OutboxEvent.objects.filter(
        name="customers.registered.v1", payload__customer_id=body["id"]
    ).exists()


def test_the_columns_hold_no_readable_value(actor_for):
    values = customer_values()
    row = make_customer(actor_for("officer"), **values)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_no, phone, address, id_no_hash FROM customers_customer WHERE id = %s", [row.pk]
        )
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert not any(values[name].encode() in stored for name in ("id_no", "phone", "address"))
    again = Customer.objects.get(pk=row.pk)
    assert (again.id_no, again.phone, again.address) == (values["id_no"], values["phone"], values["address"])


def test_an_old_number_becomes_a_new_one(api):
    old = "520111850615777"
    new = old[:6] + "19" + old[6:]
    body = api("officer").post("customers", customer_values(id_no=old)).json()
    assert body["id_no"] == f"520111********{(new + check_character(new))[-4:]}"
    refused = api("officer").post("customers", customer_values(id_no=new + check_character(new)))
    assert refused.json()["params"]["customer_no"] == body["customer_no"]


def test_the_same_person_is_not_registered_twice(api, actor_for):
    first = make_customer(actor_for("officer2"), id_no="11010519491231002X")
    refused = api("officer").post("customers", customer_values(id_no="１１０１０５１９４９１２３１００２x"))
    assert (refused.status_code, refused.json()["code"]) == (409, "customers.duplicate")
    assert refused.json()["params"] == {"customer_no": first.customer_no}
    assert first.customer_no in refused.json()["detail"]


def test_the_hashes_of_two_banks_cannot_be_joined():
    id_no = id_number()
    here = selectors.id_no_hash(id_no), selectors.phone_hash("13800138000")
    with in_entity(world.BANK_B):
        there = selectors.id_no_hash(id_no), selectors.phone_hash("13800138000")
    assert not set(here) & set(there)


@pytest.mark.parametrize(
    ("overrides", "wanted"),
    [
        ({"id_no": "123"}, {"id_no": "customers.id_no_form"}),
        ({"id_no": "110105194912310021"}, {"id_no": "customers.id_no_check"}),
        ({"id_no": "110105194902300028"}, {"id_no": "customers.id_no_birth"}),
        ({"id_no": "110105202703010029"}, {"id_no": "customers.id_no_birth"}),
        ({"phone": "12345"}, {"phone": "customers.phone_form"}),
        ({"phone": "x", "id_no": "y"}, {"phone": "customers.phone_form", "id_no": "customers.id_no_form"}),
        ({"name": ""}, {"name": "platform.field_invalid"}),
        ({"name": "名" * 61}, {"name": "platform.field_invalid"}),
        ({"monthly_income": "-1"}, {"monthly_income": "platform.field_invalid"}),
        ({"monthly_income": "1e30"}, {"monthly_income": "platform.field_invalid"}),
        ({"monthly_income": "NaN"}, {"monthly_income": "platform.field_invalid"}),
        ({"is_farmer": "maybe"}, {"is_farmer": "platform.field_invalid"}),
        ({"customer_no": "CU1"}, {"customer_no": "platform.unknown_field"}),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api, overrides, wanted):
    assert errors_of(api("officer").post("customers", customer_values(**overrides))) == wanted
    assert not Customer.objects.exists()


def test_an_edit_is_audited_field_by_field(api, actor_for):
    row = make_customer(actor_for("officer"), monthly_income=Decimal("3000.00"))
    client, path = api("officer"), f"customers/{row.pk}"
    seen = client.get(path)
    changes = {
        "address": "新址",
        "monthly_income": "4000.00",
        "occupation": "TEACHER",
    }
    edited = client.patch(path, changes, etag=seen.headers["ETag"])
    assert edited.status_code == 200
    assert edited.json()["monthly_income"] == "4000.00"
    assert edited.json()["version"] == seen.json()["version"] + 1
    record = AuditRecord.objects.get(action="customers.edit", object_id=row.pk)
    assert record.changes == {
        "address": ["[changed]", "[changed]"],
        "monthly_income": ["3000.00", "4000.00"],
        "occupation": ["", "TEACHER"],
    }


def test_an_edit_wants_the_version_that_was_seen(api, actor_for):
    row = make_customer(actor_for("officer"))
    client, path = api("officer"), f"customers/{row.pk}"
    etag = client.get(path).headers["ETag"]
    assert client.patch(path, {"occupation": "TEA"}).status_code == 428
    assert client.patch(path, {"occupation": "TEA"}, etag=etag).status_code == 200
    assert client.patch(path, {"occupation": "FRUIT"}, etag=etag).status_code == 412
    fresh = client.get(path).headers["ETag"]
    assert client.patch(path, {"occupation": "TEA"}, etag=fresh).headers["ETag"] == fresh
    for field, value in (("name", "别人"), ("phone", "13900009999"), ("id_no", id_number())):
        assert errors_of(client.patch(path, {field: value}, etag=fresh)) == {field: "platform.unknown_field"}


def test_field_changes_are_kept_without_sensitive_values(actor_for):
    from tenants.customers import services

    values = customer_values()
    actor = actor_for("officer")
    row = make_customer(actor, **values)
    services.customer_edit(
        actor=actor,
        pk=row.pk,
        version=1,
        changes={"occupation": "TRANSPORT", "address": "别处"},
    )
    changes = [entry.changes for entry in FieldChange.objects.filter(object_id=row.pk).order_by("id")]
    assert changes[-1] == {"occupation": ["", "TRANSPORT"]}
    assert not {"id_no", "id_no_hash", "phone", "phone_hash", "address", "row_uuid"} & set(changes[0])
    assert changes[0]["name"] == ["None", values["name"]]


def test_customers_are_found_by_name_number_identity_and_telephone(api, actor_for):
    actor = actor_for("officer")
    wanted = make_customer(actor, name="欧阳春Lee", id_no="11010519491231002X", phone="13312345678")
    make_customer(actor, name="欧阳夏")
    client = api("officer")

    def found(q: str) -> list[str]:
        return [row["name"] for row in client.get("customers", q=q).json()["results"]]

    assert found("欧阳") == ["欧阳夏", "欧阳春Lee"]
    assert found("阳春") == found("lee") == ["欧阳春Lee"]
    assert found(wanted.customer_no) == found(wanted.customer_no.lower()) == ["欧阳春Lee"]
    assert found("11010519491231002x") == found("110105491231002") == found("133-1234-5678") == ["欧阳春Lee"]
    assert found("1331234567") == found("11010519491231") == found("没有此人") == []
    assert len(found("")) == 2
    assert found("%") == found("\\") == []


def test_the_search_by_name_uses_its_index(actor_for):
    make_customer(actor_for("officer"), name="欧阳春")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, parameters = Customer.objects.filter(name__icontains="欧阳春").query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "customer_by_name" in plan


def test_the_list_is_filtered_and_sorted(api, actor_for):
    officer = actor_for("officer")
    farmer = make_customer(officer, is_farmer=True, name="甲")
    person = make_customer(officer, name="乙")
    other = make_customer(actor_for("officer2"), name="丙")
    client = api("auditor")

    def ids(**query) -> list[int]:
        return [row["id"] for row in client.get("customers", **query).json()["results"]]

    assert ids() == [other.pk, person.pk, farmer.pk]
    assert ids(is_farmer="true") == [farmer.pk]
    assert ids(is_farmer="false") == [other.pk, person.pk]
    assert ids(owner_id=officer.staff_id, sort="customer_no") == [farmer.pk, person.pk]
    assert ids(branch_id=other.branch_id, status="ACTIVE") == [other.pk]
    assert ids(status="CLOSED") == []
    assert ids(branch_id=2**63 - 1) == []
    assert client.get("customers", sort="id_no").status_code == 422
    assert client.get("customers", branch_id="x").status_code == 422


def test_each_scope_reaches_its_own_rows(api, actor_for):
    own = make_customer(actor_for("officer"))
    path = f"customers/{own.pk}"
    for who in ("officer", "teller", "branch_head", "auditor", "auditor2"):
        assert api(who).get(path).status_code == 200, who
        assert api(who).get("customers").json()["count"] == 1, who
    for who in ("officer2", "teller2", "branch_head2"):
        assert api(who).get(path).status_code == 404, who
        assert api(who).get("customers").json()["count"] == 0, who
    etag = api("officer").get(path).headers["ETag"]
    assert api("officer2").patch(path, {"occupation": "RETIRED"}, etag=etag).status_code == 404
    assert api("bank_admin").get(path).status_code == 403
    assert api("teller").post("customers", customer_values()).status_code == 403
    own.refresh_from_db()
    assert own.occupation == ""


def test_a_customer_that_is_not_there(api):
    client = api("officer")
    assert client.get("customers/987654321").status_code == 404
    assert client.get(f"customers/{2**80}").status_code == 404
    assert client.patch("customers/987654321", {"occupation": "OTHER"}, etag='"1"').status_code == 404


def test_the_list_asks_as_often_for_many_as_for_one(api, actor_for, django_assert_num_queries):
    actor, client = actor_for("officer"), api("officer")
    make_customer(actor)
    client.get("customers")
    with CaptureQueriesContext(connection) as one:
        client.get("customers")
    for _ in range(4):
        member = make_customer(actor)
        household_add_member(actor=actor, pk=make_household(actor).pk, customer_id=member.pk, relation="HEAD")
    with django_assert_num_queries(len(one)):
        assert client.get("customers").json()["count"] == 5


def test_another_constraint_is_not_taken_for_a_duplicate(actor_for):
    from backend.platform.constraints import refusing

    row = make_customer(actor_for("officer"))
    with pytest.raises(IntegrityError), refusing(customer_id_no_once=pytest.fail):
        Customer.objects.filter(pk=row.pk).update(monthly_income=Decimal("-1.00"))


def test_the_system_owns_no_customers():
    from backend.platform.errors import DomainError
    from backend.platform.permissions import Actor

    with pytest.raises(DomainError) as refused:
        make_customer(Actor.system("b001"))
    assert refused.value.code == "organisation.no_staff"


def test_an_occupation_is_an_entry_in_use_and_one_that_ended_stays_with_who_has_it(api, actor_for):
    client = api("officer")
    wrong = client.post("customers", customer_values(occupation="ASTRONAUT"))
    assert errors_of(wrong) == {"occupation": "dictionaries.entry_unknown"}
    row = make_customer(actor_for("officer"), occupation="TEA")
    DictionaryEntry.objects.filter(code="TEA").update(ended_on=BUSINESS_DATE)
    path = f"customers/{row.pk}"

    etag = client.get(path).headers["ETag"]
    kept = client.patch(path, {"occupation": "TEA", "monthly_income": "1.00"}, etag=etag)

    assert (kept.status_code, kept.json()["occupation"]) == (200, "TEA")
    ended = client.post("customers", customer_values(occupation="TEA"))
    assert errors_of(ended) == {"occupation": "dictionaries.entry_not_in_use"}


def test_words_of_older_files_stay_until_an_entry_is_chosen(api, actor_for):
    row = make_customer(actor_for("officer"))
    Customer.objects.filter(pk=row.pk).update(occupation="走村串寨的货郎")
    client, path = api("officer"), f"customers/{row.pk}"
    assert client.get(path).json()["occupation"] == "走村串寨的货郎"
    etag = client.get(path).headers["ETag"]
    chosen = client.patch(path, {"occupation": "SELF_EMPLOYED"}, etag=etag)
    assert (chosen.status_code, chosen.json()["occupation"]) == (200, "SELF_EMPLOYED")
