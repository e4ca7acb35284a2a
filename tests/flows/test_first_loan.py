"""One loan from the province's product to settlement, through HTTP only, with the real worker and core banking."""

import uuid
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from backend.config.demo.people import identity_number
from tests import world
from tests.support.stack import Stack, until

pytestmark = pytest.mark.e2e

ID_NO = identity_number(Random(1), "520111", date(1990, 3, 7))


def level_one(code: str, name: str, category: str) -> dict:
    return {
        "code": code,
        "name": name,
        "category": category,
        "amount_min": "1000.00",
        "amount_max": "300000.00",
        "term_months_min": 3,
        "term_months_max": 36,
        "bp_min": 50,
        "bp_max": 400,
        "lpr_tenors": ["ONE_YEAR"],
        "methods": ["EQUAL_INSTALMENT", "INTEREST_ONLY"],
        "guarantee_modes": ["CREDIT"],
        "customer_kinds": ["PERSON", "FARMER"],
    }


def close_a_date(stack: Stack, bank: str = "b001") -> dict:
    """Start the night over HTTP and wait until the worker has done it."""
    admin = stack.sign_in(bank, "bank_admin")
    night = admin.post("nights")

    def finished():
        found = admin.get(f"nights/{night['id']}")
        return found if found["state"] in ("DONE", "FAILED") else None

    done = until("the night is over", finished, 60)
    assert done["state"] == "DONE", done
    assert [s["state"] for s in done["steps"]] == ["DONE"] * len(done["steps"])
    return done


def approved_application(stack: Stack, *, id_no: str, amount: str = "50000.00", bank: str = "b001") -> dict:
    """A customer's wish, carried to an approved application on the bank's ready-made product."""
    officer = stack.sign_in(bank, "officer")
    customer = officer.post("customers", {"name": "杨秀英", "id_no": id_no, "phone": "13885012345"})
    product = next(p for p in officer.get("products")["results"] if p["code"] == "FARMER_MICRO_01")
    intake = officer.post(
        "intakes",
        {
            "channel": "COUNTER",
            "customer_id": customer["id"],
            "product_id": product["id"],
            "amount": amount,
            "term_months": 12,
            "purpose": "AGRICULTURE",
            "purpose_text": "购买化肥",
        },
    )
    officer.post(f"intakes/{intake['id']}/accept")
    application = officer.post(f"intakes/{intake['id']}/convert")
    officer.patch(
        f"applications/{application['id']}",
        {
            "method": "EQUAL_INSTALMENT",
            "bp": 200,
            "investigation": {
                "summary": "种植户,信用良好",
                "primary_source": "种植收入",
                "monthly_income": "8000.00",
                "monthly_debt": "500.00",
            },
        },
        etag=f'"{application["version"]}"',
    )
    officer.post(f"applications/{application['id']}/submit")
    for person, opinion in (("reviewer", "资料齐全"), ("approver", "同意")):
        desk = stack.sign_in(bank, person)
        task = next(
            t for t in desk.get("tasks", state="OPEN")["results"] if t["business_no"] == application["app_no"]
        )
        desk.post(
            f"tasks/{task['id']}/decide",
            {"decision": "AGREE", "opinion": opinion, "revision": task["revision"]},
        )
    return officer.get(f"applications/{application['id']}")


def effective_contract(stack: Stack, application: dict, *, account_no: str, bank: str = "b001") -> dict:
    officer = stack.sign_in(bank, "officer")
    contract = officer.post("contracts", {"application_id": application["id"], "account_no": account_no})
    officer.post(f"contracts/{contract['id']}/sign", {"party": "BORROWER"})
    return stack.sign_in(bank, "disburser").post(f"contracts/{contract['id']}/sign", {"party": "BANK"})


def paid_out(
    stack: Stack, contract: dict, *, bank: str = "b001", state: str = "POSTED", seconds: float = 40
) -> dict:
    officer, disburser = stack.sign_in(bank, "officer"), stack.sign_in(bank, "disburser")
    request = officer.post(
        "disbursements", {"contract_id": contract["id"], "amount": contract["amount"], "pay_mode": "SELF"}
    )
    disburser.post(f"disbursements/{request['id']}/approve")

    def arrived():
        found = disburser.get(f"disbursements/{request['id']}")
        return found if found["state"] == state else None

    return until(f"the disbursement is {state}", arrived, seconds)


def test_one_loan_from_the_province_to_settlement(stack):
    # the province drafts and publishes two products: two people, since the maker may not publish
    catalogue, rules = stack.sign_in("province", "catalogue"), stack.sign_in("province", "rules")
    for code, name, category in (
        ("FLOW_FARMER", "农户小额信用贷款", "FARMER_MICRO"),
        ("FLOW_PERSONAL", "个人综合消费贷款", "PERSONAL_GENERAL"),
    ):
        draft = catalogue.post("level-one-products", level_one(code, name, category))
        catalogue.post(f"level-one-products/{draft['id']}/publish", expect=403)
        assert rules.post(f"level-one-products/{draft['id']}/publish")["status"] == "ON_SALE"

    # the bank derives its own product inside the bounds; outside them it is refused with the field
    admin = stack.sign_in("b001", "bank_admin")
    own = {
        k: v
        for k, v in level_one("FLOW_FARMER_A", "黔惠贷", "").items()
        if k not in ("category", "lpr_tenors")
    }
    own |= {"parent_code": "FLOW_FARMER", "lpr_tenor": "ONE_YEAR", "amount_max": "200000.00"}
    refused = admin.post("products", {**own, "amount_max": "300000.01", "bp_max": 401}, expect=422)
    assert {e["field"] for e in refused["errors"]} == {"amount_max", "bp_max"}
    product = admin.post("products", own)
    stack.sign_in("b001", "risk").post(f"products/{product['id']}/publish")

    # the officer: customer, household, intake
    officer = stack.sign_in("b001", "officer")
    customer = officer.post(
        "customers",
        {
            "name": "罗国华",
            "id_no": ID_NO,
            "phone": "13985001234",
            "is_farmer": True,
            "address": "花溪区青岩镇1组",
        },
    )
    assert ID_NO not in str(customer)
    duplicate = officer.post(
        "customers", {"name": "罗国华", "id_no": ID_NO, "phone": "13985001234"}, expect=409
    )
    assert duplicate["params"]["customer_no"] == customer["customer_no"]
    household = officer.post("households", {"name": "罗国华户", "region_code": "520111", "land_mu": "6.50"})
    officer.post(f"households/{household['id']}/members", {"customer_id": customer["id"], "relation": "HEAD"})
    wish = {
        "channel": "COUNTER", "customer_id": customer["id"], "product_id": product["id"], "amount": "60000.00",
        "term_months": 12, "purpose": "AGRICULTURE", "purpose_text": "扩建圈舍",
    }  # fmt: skip
    intake = officer.post("intakes", wish)
    second = officer.post("intakes", wish, expect=409)
    assert second["params"]["intake_no"] == intake["intake_no"]
    officer.post(f"intakes/{intake['id']}/accept")
    application = officer.post(f"intakes/{intake['id']}/convert")
    application = officer.patch(
        f"applications/{application['id']}",
        {
            "method": "EQUAL_INSTALMENT",
            "bp": 200,
            "investigation": {
                "summary": "已入户调查", "primary_source": "养殖收入", "monthly_income": "9000.00", "monthly_debt": "0.00",
            },
        },
        etag=f'"{application["version"]}"',
    )  # fmt: skip
    assert application["annual_rate"] == "0.050000"
    officer.post(f"applications/{application['id']}/submit")

    # reviewer and approver, never the same person; the officer sees no task of his own case
    for person in ("reviewer", "approver"):
        desk = stack.sign_in("b001", person)
        task = next(
            t for t in desk.get("tasks", state="OPEN")["results"] if t["business_no"] == application["app_no"]
        )
        decision = {"decision": "AGREE", "opinion": "同意", "revision": task["revision"]}
        officer.post(f"tasks/{task['id']}/decide", decision, expect=403)
        desk.post(f"tasks/{task['id']}/decide", decision)
        desk.post(f"tasks/{task['id']}/decide", decision, expect=409)
    assert officer.get(f"applications/{application['id']}")["state"] == "APPROVED"

    # contract, signatures, its file
    contract = effective_contract(stack, application, account_no="6217000000000000018")
    assert contract["state"] == "EFFECTIVE"
    file = officer.get(f"contracts/{contract['id']}/document")
    assert file.startswith(b"%PDF")

    # money: the same key twice is one request, the officer may not check his own
    disburser = stack.sign_in("b001", "disburser")
    key = uuid.uuid4().hex
    asked = {"contract_id": contract["id"], "amount": "60000.00", "pay_mode": "SELF"}
    request = officer.post("disbursements", asked, key=key)
    assert officer.post("disbursements", asked, key=key)["id"] == request["id"]
    officer.post("disbursements", {**asked, "amount": "1000.00"}, key=key, expect=422)
    officer.post("disbursements", asked, expect=409)
    officer.post(f"disbursements/{request['id']}/approve", expect=403)
    disburser.post(f"disbursements/{request['id']}/approve")
    paid = until(
        "the money has gone out",
        lambda: (d := disburser.get(f"disbursements/{request['id']}"))["state"] == "POSTED" and d,
    )
    loan = officer.get(f"loans/{paid['loan']['id']}")
    schedule = officer.get(f"loans/{loan['id']}/schedule")
    assert sum(Decimal(row["principal"]) for row in schedule["rows"]) == Decimal("60000.00")
    teller = stack.sign_in("b001", "teller")
    (voucher,) = teller.get(f"loans/{loan['id']}/vouchers")["results"]
    entries = teller.get(f"vouchers/{voucher['id']}")["entries"]
    assert {(e["side"], e["amount"]) for e in entries} == {("DEBIT", "60000.00"), ("CREDIT", "60000.00")}

    # two nights: interest accrues, vouchers are posted per branch and subject, the date moves on
    first = close_a_date(stack)
    assert close_a_date(stack)["business_on"] == first["next_business_on"]
    assert Decimal(officer.get(f"loans/{loan['id']}")["accrued_interest"]) > 0

    # the borrower pays everything back
    quote = teller.get(f"loans/{loan['id']}/repayment-quote", kind="PREPAY_FULL")
    short = {"kind": "PREPAY_FULL", "amount": "1.00", "source": "COUNTER"}
    assert (
        teller.post(f"loans/{loan['id']}/repayments", short, expect=409)["params"]["total"] == quote["total"]
    )
    teller.post(f"loans/{loan['id']}/repayments", {**short, "amount": quote["total"]})
    assert officer.get(f"loans/{loan['id']}")["status"] == "SETTLED"
    balance = teller.get("trial-balance")
    debits = sum(Decimal(row["debit"]) for row in balance["rows"])
    assert debits == sum(Decimal(row["credit"]) for row in balance["rows"])

    # the province hears of the nights, and bank B has seen nothing of it
    operations = stack.sign_in("province", "operations")
    until(
        "the province knows of the night",
        lambda: [
            n
            for n in operations.get("nights")["results"]
            if n["entity_code"] == "b001" and n["state"] == "DONE"
        ],
    )
    other = stack.sign_in("b002", "officer")
    seen = other.http.get(f"/loans/{loan['id']}")  # bank B may have a loan of its own under this id
    assert seen.status_code == 404 or seen.json()["customer"]["name"].endswith(world.MARK)
