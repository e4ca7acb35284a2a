"""The bank's products: drafts within the parent's bounds, editions, publishing."""

from decimal import Decimal
from typing import Any

import pytest

from backend.platform.errors import DomainError
from backend.platform.records.models import AuditRecord, OutboxEvent
from tenants.products import selectors
from tenants.products.models import TRANSITIONS, LevelTwoProduct
from tests.factories.catalog import LEVEL_ONE, make_level_one
from tests.factories.products import make_product, product_values


def posted(**overrides: Any) -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, Decimal) else value
        for key, value in product_values(**overrides).items()
    }


def errors_of(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {error["field"]: error["code"] for error in response.json()["errors"]}


def test_a_draft_within_its_parent_is_made_and_put_on_sale_by_another_role(api):
    parent = make_level_one(name="一级产品甲")
    maker, checker = api("bank_admin"), api("risk")
    created = maker.post("products", posted(parent_code=parent.code))
    assert created.status_code == 201
    body = created.json()
    assert (body["status"], body["edition"]) == ("DRAFT", 1)
    assert (body["parent_code"], body["parent_edition"], body["parent_name"]) == (
        parent.code,
        1,
        "一级产品甲",
    )
    assert (body["parent"]["amount_max"], body["parent"]["lpr_tenors"]) == (
        "500000.00",
        ["ONE_YEAR", "FIVE_YEAR"],
    )
    assert body["customer_kinds"] == ["PERSON", "FARMER"]
    assert (body["interest_day"], body["period_months"]) == (None, 1)
    assert body["allowed_actions"] == ["edit"]

    assert maker.post(f"products/{body['id']}/publish").status_code == 403
    published = checker.post(f"products/{body['id']}/publish")
    assert (published.status_code, published.json()["status"]) == (200, "ON_SALE")
    assert OutboxEvent.objects.filter(name="products.published.v1", payload__product_id=body["id"]).exists()
    record = AuditRecord.objects.get(action="products.publish", object_id=body["id"])
    assert (record.from_state, record.to_state, record.actor_name) == ("DRAFT", "ON_SALE", "风险管理岗")


@pytest.mark.parametrize(
    ("overrides", "field"),
    [
        ({"amount_min": "999.99"}, "amount_min"),
        ({"amount_max": "500000.01"}, "amount_max"),
        ({"term_months_min": 2}, "term_months_min"),
        ({"term_months_max": 61}, "term_months_max"),
        ({"bp_min": -21}, "bp_min"),
        ({"bp_max": 401}, "bp_max"),
    ],
)
def test_a_figure_outside_the_parent_is_refused_at_its_field(api, overrides, field):
    refused = api("bank_admin").post("products", posted(**overrides))
    assert errors_of(refused) == {field: "products.outside_parent"}
    low, high = LEVEL_ONE[f"{field[:-4]}_min"], LEVEL_ONE[f"{field[:-4]}_max"]
    assert f"{low} – {high}" in refused.json()["errors"][0]["message"]


def test_a_figure_at_the_parents_edge_is_taken(api):
    edges = {name: str(LEVEL_ONE[name]) for name in ("amount_min", "amount_max")}
    edges |= {name: LEVEL_ONE[name] for name in ("term_months_min", "term_months_max", "bp_min", "bp_max")}
    assert api("bank_admin").post("products", posted(**edges)).status_code == 201


def test_choices_outside_the_parent_are_refused_one_by_one(api):
    parent = make_level_one(
        lpr_tenors=["FIVE_YEAR"],
        methods=["EQUAL_INSTALMENT"],
        guarantee_modes=["MORTGAGE"],
        customer_kinds=["FARMER"],
    )
    refused = api("bank_admin").post(
        "products",
        posted(parent_code=parent.code, customer_kinds=["PERSON", "FARMER"], reprice="CALENDAR"),
    )
    assert errors_of(refused) == {
        "lpr_tenor": "products.not_in_parent",
        "reprice": "products.not_in_parent",
        "methods[1]": "products.not_in_parent",
        "methods[2]": "products.not_in_parent",
        "guarantee_modes[0]": "products.not_in_parent",
        "customer_kinds[0]": "products.not_in_parent",
    }


def test_a_parent_that_is_not_on_sale_is_refused(api):
    draft = make_level_one(publish=False)
    for code in (draft.code, "NO_SUCH_PRODUCT"):
        assert errors_of(api("bank_admin").post("products", posted(parent_code=code))) == {
            "parent_code": "catalog.unknown"
        }


def test_bounds_that_cross_are_refused(api):
    refused = api("bank_admin").post("products", posted(amount_min="9000.00", amount_max="8000.00"))
    assert errors_of(refused) == {"amount_max": "products.range_reversed"}


def test_each_method_gets_its_day_count(api):
    client = api("bank_admin")
    body = client.post("products", posted(methods=["EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"])).json()
    assert body["day_count_by_method"] == {
        "EQUAL_PRINCIPAL": "30/360",
        "INTEREST_ONLY": "ACT/360",
        "BULLET": "30/360",
    }
    chosen = client.post("products", posted(day_count_by_method={"BULLET": "ACT/360"})).json()
    assert chosen["day_count_by_method"]["BULLET"] == "ACT/360"


@pytest.mark.parametrize(
    ("chosen", "field", "code"),
    [
        (
            {"EQUAL_INSTALMENT": "ACT/360"},
            "day_count_by_method.EQUAL_INSTALMENT",
            "products.day_count_not_allowed",
        ),
        ({"INTEREST_ONLY": "30/360"}, "day_count_by_method.INTEREST_ONLY", "products.day_count_not_allowed"),
        ({"EQUAL_PRINCIPAL": "30/360"}, "day_count_by_method.EQUAL_PRINCIPAL", "products.method_not_offered"),
        ({"NO_METHOD": "30/360"}, "day_count_by_method.NO_METHOD", "products.method_not_offered"),
        ({"BULLET": "ACT/366"}, "day_count_by_method.BULLET", "platform.field_invalid"),
    ],
)
def test_a_day_count_that_does_not_fit_its_method_is_refused(api, chosen, field, code):
    refused = api("bank_admin").post("products", posted(day_count_by_method=chosen))
    assert errors_of(refused) == {field: code}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_min", "0"),
        ("amount_max", "-5"),
        ("amount_max", "1.001"),
        ("amount_max", 1e30),
        ("amount_max", "NaN"),
        ("amount_max", "abc"),
        ("term_months_max", 10**12),
        ("interest_day", 0),
        ("interest_day", 32),
        ("period_months", 2),
        ("methods", ["REVOLVING"]),
        ("lpr_tenor", "TEN_YEARS"),
        ("colour", "red"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api, field, value):
    refused = api("bank_admin").post("products", posted(**{field: value}))
    assert {name.split("[")[0] for name in errors_of(refused)} == {field}


def test_an_edit_is_measured_against_the_parent_too(api):
    draft = make_product(publish=False)
    client, path = api("bank_admin"), f"products/{draft.pk}"
    etag = client.get(path).headers["ETag"]
    assert errors_of(client.patch(path, {"amount_max": "500000.01"}, etag=etag)) == {
        "amount_max": "products.outside_parent"
    }
    edited = client.patch(
        path, {"amount_max": "500000.00", "methods": ["BULLET", "EQUAL_PRINCIPAL"]}, etag=etag
    )
    assert edited.status_code == 200
    assert edited.json()["day_count_by_method"] == {"EQUAL_PRINCIPAL": "30/360", "BULLET": "30/360"}
    assert client.patch(path, {"name": "又改"}, etag=etag).status_code == 412
    assert client.patch(path, {"name": "又改"}).status_code == 428
    changes = AuditRecord.objects.get(action="products.edit", object_id=draft.pk).changes
    assert changes["amount_max"] == ["200000.00", "500000.00"]


def test_an_edit_keeps_a_chosen_day_count(api):
    draft = make_product(publish=False, day_count_by_method={"BULLET": "ACT/360"})
    client, path = api("bank_admin"), f"products/{draft.pk}"
    etag = client.get(path).headers["ETag"]
    edited = client.patch(path, {"methods": ["BULLET"], "interest_day": 21}, etag=etag).json()
    assert (edited["day_count_by_method"], edited["interest_day"]) == ({"BULLET": "ACT/360"}, 21)


def test_a_published_edition_never_changes_and_a_new_one_replaces_it(api):
    first = make_product()
    client = api("bank_admin")
    etag = client.get(f"products/{first.pk}").headers["ETag"]
    assert (
        client.patch(f"products/{first.pk}", {"name": "别名"}, etag=etag).json()["code"]
        == "platform.wrong_state"
    )
    body = client.post("products", posted(code=first.code, parent_code=first.parent_code)).json()
    assert body["edition"] == 2
    assert client.post("products", posted(code=first.code, parent_code=first.parent_code)).json()["code"] == (
        "products.draft_exists"
    )
    assert api("risk").post(f"products/{body['id']}/publish").status_code == 200
    first.refresh_from_db()
    assert first.status == "SUSPENDED"


def test_a_code_stays_under_its_parent(api):
    first = make_product()
    refused = api("bank_admin").post("products", posted(code=first.code))
    assert errors_of(refused) == {"parent_code": "products.parent_differs"}


def test_a_draft_is_measured_once_more_when_it_is_published(api):
    draft = make_product(publish=False)
    make_level_one(code=draft.parent_code, amount_max=Decimal("100000.00"))
    assert errors_of(api("risk").post(f"products/{draft.pk}/publish")) == {
        "amount_max": "products.outside_parent"
    }


def test_a_narrower_parent_stops_new_business():
    product = make_product()
    make_level_one(code=product.parent_code, name="新版,范围未变")
    assert selectors.product_on_sale(product.pk).id == product.pk
    make_level_one(code=product.parent_code, methods=["EQUAL_INSTALMENT"])
    with pytest.raises(DomainError) as refused:
        selectors.product_on_sale(product.pk)
    assert refused.value.code == "products.parent_narrowed"


def test_a_draft_is_not_on_sale():
    draft = make_product(publish=False)
    with pytest.raises(DomainError) as refused:
        selectors.product_on_sale(draft.pk)
    assert (refused.value.code, refused.value.kind.status) == ("products.not_on_sale", 409)
    assert selectors.product_terms(draft.pk).status == "DRAFT"


def test_the_list_is_filtered_and_sorted(api):
    product, draft = make_product(name="兴农贷"), make_product(publish=False)
    client = api("officer")
    assert [row["id"] for row in client.get("products", q="兴农").json()["results"]] == [product.pk]
    assert [row["id"] for row in client.get("products", status="DRAFT").json()["results"]] == [draft.pk]
    by_parent = client.get("products", parent_code=product.parent_code).json()
    assert (by_parent["count"], by_parent["results"][0]["edition"]) == (1, 1)
    codes = [row["code"] for row in client.get("products", sort="-code").json()["results"]]
    assert codes == sorted(codes, reverse=True)


def test_the_banks_see_what_the_province_has_on_sale(api):
    parent, draft = make_level_one(name="可用产品"), make_level_one(publish=False)
    client = api("officer")
    found = client.get("level-one-products", q="可用").json()
    assert [row["code"] for row in found["results"]] == [parent.code]
    one = client.get(f"level-one-products/{parent.code}")
    assert (one.status_code, one.json()["edition"], one.json()["amount_max"]) == (200, 1, "500000.00")
    assert client.get(f"level-one-products/{draft.code}").status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "writes"), [("officer", 200, 403), ("teller", 403, 403), ("auditor", 200, 403)]
)
def test_only_the_administrator_writes(api, role, reads, writes):
    client = api(role)
    assert client.get("products").status_code == reads
    assert client.get("level-one-products").status_code == reads
    assert client.post("products", posted()).status_code == writes


def test_a_product_that_is_not_there(api):
    assert api("bank_admin").get("products/987654321").status_code == 404
    assert api("risk").post("products/987654321/publish").status_code == 404


def test_every_status_has_its_transitions():
    assert set(TRANSITIONS) == set(LevelTwoProduct.Status.values)
