"""Branches, staff, roles, posts and authority as the bank's people see them, and the audit log."""

from tenants.organisation import selectors
from tenants.organisation.seed import ROLES
from tests.factories.customers import make_customer


def test_the_organisation_is_listed(api):
    admin = api("bank_admin")

    branches = admin.get("branches").json()["results"]
    staff = admin.get("staff", q="审批").json()["results"]

    assert [b["name"] for b in branches] == ["贵阳农村商业银行总行", "城关支行", "河东支行"]
    assert [s["name"] for s in staff] == ["审批岗", "审批岗2"]
    assert staff[0]["posts"] == ["贵阳农村商业银行总行审批岗"]
    assert admin.get("roles").json()["count"] == len(ROLES)
    assert admin.get("posts").json()["count"] > 0
    assert {a["max_amount"] for a in admin.get("authorities").json()["results"]} == {"300000.00"}


def test_lists_cost_a_fixed_number_of_queries(api, django_assert_max_num_queries):
    admin = api("bank_admin")
    with django_assert_max_num_queries(14):
        admin.get("staff")


def test_the_auditor_finds_who_did_what_and_nobody_else_may_look(api, actor_for):
    make_customer(actor_for("officer"), name="马文才")

    rows = api("auditor").get("audit", action="customers.register").json()["results"]

    assert rows[0]["actor_name"] == "客户经理"
    assert rows[0]["object_type"] == "customers.customer"
    assert api("bank_admin").get("audit").status_code == 403


def test_scopes_reach_self_branch_and_subtree(api, actor_for):
    mine = make_customer(actor_for("officer"))
    others = make_customer(actor_for("officer2"))

    assert api("officer").get(f"customers/{mine.pk}").status_code == 200
    assert api("officer").get(f"customers/{others.pk}").status_code == 404
    assert api("branch_head").get(f"customers/{mine.pk}").status_code == 200
    assert api("branch_head").get(f"customers/{others.pk}").status_code == 404
    assert api("risk").get("customers").json()["count"] == 2


def test_the_highest_authority_that_fits_counts(actor_for):
    from decimal import Decimal

    from tests import world

    approver = actor_for("approver")
    limit = selectors.authority_limit(
        staff_id=approver.staff_id, product_code="ANY", guarantee_mode="CREDIT", on=world.BUSINESS_DATE
    )
    nobody = selectors.authority_limit(
        staff_id=actor_for("officer").staff_id,
        product_code="ANY",
        guarantee_mode="CREDIT",
        on=world.BUSINESS_DATE,
    )
    assert (limit, nobody) == (Decimal("300000.00"), Decimal("0.00"))
