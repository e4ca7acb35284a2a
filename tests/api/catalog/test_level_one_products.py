"""The province's products: drafts, editions, publishing."""

from decimal import Decimal
from typing import Any

import pytest

from backend.platform.permissions import Actor
from backend.platform.records.models import AuditRecord, OutboxEvent
from backend.platform.tenancy import PROVINCE, in_entity
from shared.catalog import selectors
from shared.catalog.models import TRANSITIONS, LevelOneProduct
from tests.factories.catalog import level_one_values, make_level_one

PATH = "level-one-products"


def posted(**overrides: Any) -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, Decimal) else value
        for key, value in level_one_values(**overrides).items()
    }


def fields_of(response: Any) -> set[str]:
    assert response.status_code == 422, response.content
    return {error["field"] for error in response.json()["errors"]}


def test_a_draft_is_made_and_put_on_sale_by_another_role(api):
    maker, checker = api("province:catalogue"), api("province:rules")
    created = maker.post(PATH, posted(code="SPRING_LOAN", name="春耕贷"))
    assert created.status_code == 201
    body = created.json()
    assert (body["status"], body["edition"], body["published_at"]) == ("DRAFT", 1, None)
    assert body["allowed_actions"] == ["edit"]
    assert (body["amount_min"], body["bp_min"]) == ("1000.00", -20)

    assert maker.post(f"{PATH}/{body['id']}/publish").status_code == 403
    published = checker.post(f"{PATH}/{body['id']}/publish")
    assert published.status_code == 200
    assert (published.json()["status"], published.json()["allowed_actions"]) == ("ON_SALE", [])
    assert published.json()["published_at"] is not None
    assert checker.post(f"{PATH}/{body['id']}/publish").json()["code"] == "platform.wrong_state"


def test_publishing_is_audited_and_told_to_others():
    row = make_level_one()
    record = AuditRecord.objects.get(action="catalog.level_one_publish", object_id=row.pk)
    assert (record.from_state, record.to_state, record.object_no) == ("DRAFT", "ON_SALE", f"{row.code}/1")
    event = OutboxEvent.objects.get(name="catalog.level_one_published.v1", payload__product_id=row.pk)
    assert (event.payload["code"], event.payload["edition"]) == (row.code, 1)


def test_a_new_edition_takes_the_place_of_the_former():
    first = make_level_one()
    second = make_level_one(code=first.code, name="新版")
    first.refresh_from_db()
    assert (first.status, second.edition, second.status) == ("SUSPENDED", 2, "ON_SALE")
    assert selectors.level_one_get(first.code).edition == 2


def test_a_code_has_one_draft(api):
    draft = make_level_one(publish=False)
    refused = api("province:catalogue").post(PATH, posted(code=draft.code))
    assert (refused.status_code, refused.json()["code"]) == (409, "catalog.draft_exists")
    assert LevelOneProduct.objects.filter(code=draft.code).count() == 1


def test_an_edit_wants_the_version_that_was_seen(api):
    draft = make_level_one(publish=False)
    client = api("province:catalogue")
    path = f"{PATH}/{draft.pk}"
    etag = client.get(path).headers["ETag"]
    edited = client.patch(path, {"amount_max": "800000.00"}, etag=etag)
    assert edited.status_code == 200
    assert edited.json()["amount_max"] == "800000.00"
    assert edited.headers["ETag"] != etag
    assert client.patch(path, {"amount_max": "1.00"}, etag=etag).status_code == 412
    assert client.patch(path, {"amount_max": "1.00"}).status_code == 428
    with in_entity(PROVINCE):
        changes = AuditRecord.objects.get(action="catalog.level_one_edit", object_id=draft.pk).changes
    assert changes == {"amount_max": ["500000.00", "800000.00"]}


def test_an_edit_without_a_change_leaves_the_version():
    from shared.catalog import services

    draft = make_level_one(publish=False)
    same = services.level_one_edit(
        actor=Actor.system("province"), pk=draft.pk, version=1, changes={"name": draft.name}
    )
    assert same.version == 1


def test_a_published_edition_never_changes(api):
    row = make_level_one()
    client = api("province:catalogue")
    etag = client.get(f"{PATH}/{row.pk}").headers["ETag"]
    refused = client.patch(f"{PATH}/{row.pk}", {"name": "别名"}, etag=etag)
    assert (refused.status_code, refused.json()["code"]) == (409, "platform.wrong_state")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "lower case"),
        ("code", "-"),
        ("category", "OTHER"),
        ("amount_min", "0"),
        ("amount_min", "-1"),
        ("amount_max", "1.005"),
        ("amount_max", "1e30"),
        ("amount_max", "NaN"),
        ("amount_max", "abc"),
        ("term_months_max", 601),
        ("term_months_max", 10**30),
        ("bp_max", 99999),
        ("methods", []),
        ("methods", ["REVOLVING"]),
        ("methods", "BULLET"),
        ("lpr_tenors", ["TEN_YEARS"]),
        ("customer_kinds", [{}]),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api, field, value):
    refused = api("province:catalogue").post(PATH, posted(**{field: value}))
    assert any(name.split("[")[0] == field for name in fields_of(refused))


def test_bounds_that_cross_are_refused_together(api):
    refused = api("province:catalogue").post(PATH, posted(amount_max="999.99", term_months_max=2, bp_max=-30))
    assert fields_of(refused) == {"amount_max", "term_months_max", "bp_max"}


def test_codes_are_kept_once_and_in_order():
    row = make_level_one()
    assert row.methods == ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"]


def test_a_repeated_code_counts_once(api):
    created = api("province:catalogue").post(PATH, posted(methods=["BULLET", "EQUAL_INSTALMENT", "BULLET"]))
    assert created.json()["methods"] == ["EQUAL_INSTALMENT", "BULLET"]


def test_the_list_is_filtered_and_sorted(api):
    first, second = make_level_one(name="甲种贷款"), make_level_one(name="乙种贷款", publish=False)
    client = api("province:auditor")
    codes = [row["code"] for row in client.get(PATH, sort="-code", page_size=200).json()["results"]]
    assert codes == sorted(codes, reverse=True)
    drafts = client.get(PATH, status="DRAFT").json()["results"]
    assert [row["code"] for row in drafts] == [second.code]
    found = client.get(PATH, q="甲种").json()
    assert [row["code"] for row in found["results"]] == [first.code]
    assert client.get(PATH, sort="id").status_code == 422
    assert client.get(PATH, colour="red").status_code == 422


@pytest.mark.parametrize(
    ("role", "reads", "writes"), [("auditor", 200, 403), ("security", 403, 403), ("rules", 200, 403)]
)
def test_only_the_catalogue_role_writes(api, role, reads, writes):
    client = api(f"province:{role}")
    assert client.get(PATH).status_code == reads
    assert client.post(PATH, posted()).status_code == writes


def test_a_product_that_is_not_there(api):
    client = api("province:catalogue")
    assert client.get(f"{PATH}/987654321").status_code == 404
    assert client.get(f"{PATH}/{2**80}").status_code == 404
    assert api("province:rules").post(f"{PATH}/987654321/publish").status_code == 404


def test_the_province_catalogue_does_not_answer_at_a_bank(api):
    row = make_level_one()
    assert api("bank_admin").post(PATH, posted()).status_code == 405
    assert api("bank_admin").post(f"{PATH}/{row.pk}/publish").status_code == 404


def test_every_status_has_its_transitions():
    assert set(TRANSITIONS) == set(LevelOneProduct.Status.values)
    assert TRANSITIONS["SUSPENDED"] == frozenset()
