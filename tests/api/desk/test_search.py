"""The search: by number, name, telephone and identity number; within scope; the identity number stays nowhere."""

import logging

import pytest
from django.db import connection

from backend.platform.desk import words
from backend.platform.records.models import IdempotencyRecord
from tenants.approvals.models import Task
from tests import world
from tests.factories import applications, loans
from tests.factories.customers import id_number, make_customer, make_household


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


def found(client, text: str) -> dict[str, list[dict]]:
    answer = client.post("desk/search", {"text": text})
    assert answer.status_code == 200, answer.json()
    return {group["kind"]: group["rows"] for group in answer.json()["groups"]}


def paths(groups: dict[str, list[dict]]) -> set[str]:
    return {row["path"] for rows in groups.values() for row in rows}


def test_what_was_typed_is_read_as_one_thing():
    number = id_number()
    assert words.read(f" {number[:6]} {number[6:]} ").identity == number
    assert words.read(number[:17] + ("1" if number[17] == "0" else "0")) == words.Words(
        number[:17] + ("1" if number[17] == "0" else "0")
    ), "a wrong check character is looked for nowhere"
    assert words.read("138 1234 5678").mobile == "13812345678"
    assert words.read("jj2026").number == "JJ2026"
    assert words.read("12").number == "12"
    assert words.read("罗国华").name == "罗国华"
    assert words.read("%%").name == ""


def test_a_customer_is_found_by_name_number_telephone_and_identity_number(api, officer):
    number = id_number()
    customer = make_customer(officer, name="岑巧云", id_no=number, phone="13985012345")
    client = api("officer")
    for text in (
        "岑巧",
        "巧云",
        "岑巧云",
        customer.customer_no,
        customer.customer_no[:8],
        number,
        "139 8501 2345",
    ):
        rows = found(client, text)["customers.customer"]
        assert f"/customers/{customer.pk}" in [row["path"] for row in rows], text
    row = found(client, number)["customers.customer"][0]
    assert (row["title"], row["number"], row["state"]) == ("岑巧云", customer.customer_no, "ACTIVE")
    assert number not in row["detail"]
    assert f"{number[:6]}********{number[-4:]}" in row["detail"]
    assert "139****2345" in row["detail"]


def test_a_part_of_an_identity_number_finds_nothing(api, officer):
    number = id_number()
    make_customer(officer, id_no=number)
    assert found(api("officer"), number[:17]) == {}


def test_business_is_found_by_its_number_the_end_of_it_and_the_customers_name(api, actor_for, officer):
    loan = loans.make_loan(officer, actor_for("disburser"))
    client = api("officer")
    page = f"/loans/{loan.pk}"
    assert page in paths(found(client, loan.loan_no))
    assert page in paths(found(client, loan.loan_no.lower()))
    assert page in paths(found(client, str(loan.pk).zfill(2)))
    by_name = found(client, loan.customer.name)
    assert {"customers.customer", "applications.application", "contracts.contract", "loans.loan"} <= set(
        by_name
    )
    assert by_name["loans.loan"][0]["title"] == loan.customer.name
    assert by_name["loans.disbursement"][0]["path"] == f"/disbursements/{loan.disbursement_id}"


def test_an_open_task_is_found_by_the_number_of_its_case_and_a_closed_one_is_not(api, actor_for, officer):
    application = applications.make_application(officer, submit=True)
    task = applications.open_task(application)
    client = api("reviewer")
    for text in (application.app_no, str(application.pk).zfill(2), application.customer.name):
        assert f"/tasks/{task.pk}" in paths(found(client, text)), text
    Task.objects.filter(pk=task.pk).update(state="CANCELLED")
    assert f"/tasks/{task.pk}" not in paths(found(client, application.app_no))


def test_households_staff_and_products_are_found(api, officer):
    household = make_household(officer, name="岑家院")
    assert paths(found(api("officer"), "岑家")) == {f"/households/{household.pk}"}
    staff = found(api("bank_admin"), "客户经理")["organisation.staff"]
    assert f"/organisation/staff/{officer.staff_id}" in [row["path"] for row in staff]
    assert found(api("bank_admin"), "FARMER")["products.product"]


def test_what_is_out_of_scope_is_not_found(api, actor_for, officer):
    customer = make_customer(officer, name="岑巧云")
    assert found(api("officer"), "岑巧云")
    assert "customers.customer" not in found(api("officer2"), "岑巧云")
    assert "customers.customer" not in found(api("officer2"), customer.customer_no)
    assert "customers.customer" not in found(api("security_admin"), "岑巧云"), "a role without the action"


def test_the_other_banks_customer_is_not_found(api):
    assert found(api("officer"), world.MARK) == {}
    assert found(api("b002:officer"), "罗国华")["customers.customer"]
    assert found(api("officer"), "罗国华") == {}


def test_the_province_finds_banks_products_and_accounts_and_no_customer(api):
    client = api("province:operations")
    assert f"/entities/{world.BANK_A}" in paths(found(client, world.BANK_A))
    assert set(found(api("province:catalogue"), "FARMER")) == {"catalog.product"}
    assert "identity.account" in found(api("province:security"), "security")
    assert found(api("province:auditor"), "罗国华") == {}


def test_more_rows_than_shown_are_said(api, officer):
    for _ in range(7):
        make_customer(officer, name="岑巧云")
    (group,) = api("officer").post("desk/search", {"text": "岑巧云"}).json()["groups"]
    assert (len(group["rows"]), group["more"]) == (6, True)


@pytest.mark.parametrize("text", ["x", "", "a" * 61])
def test_too_little_and_too_much_is_refused(api, text):
    answer = api("officer").post("desk/search", {"text": text})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "text")


def test_the_identity_number_stands_in_no_log_line_and_no_row(api, officer, caplog):
    number = id_number()
    make_customer(officer, id_no=number)
    client = api("officer")
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    assert found(client, number)

    lines = [str(record.__dict__) for record in caplog.records if record.name != "django.db.backends"]
    assert any("/api/v1/desk/search" in line for line in lines)
    assert not any(number in line for line in lines)
    assert not IdempotencyRecord.objects.filter(operation__contains="DeskSearch").exists()


def test_the_search_costs_one_query_a_kind(api, actor_for, officer, django_assert_max_num_queries):
    loans.make_loan(officer, actor_for("disburser"))
    client = api("branch_head")
    found(client, "测试")
    with django_assert_max_num_queries(24):
        assert len(found(client, "测试客户")) >= 4


INDEXES = {
    "customers_customer": ("customer_by_name", "name", "%张伟%"),
    "customers_household": ("household_by_name", "name", "%张伟%"),
}


@pytest.mark.parametrize("table", INDEXES)
def test_names_are_found_by_the_trigram_index(bank, table):
    index, column, _ = INDEXES[table]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for pattern in ("张伟%", "%建国", "%张建国%"):
            cursor.execute(f"EXPLAIN SELECT id FROM {table} WHERE UPPER({column}) LIKE UPPER(%s)", [pattern])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert index in plan, plan
