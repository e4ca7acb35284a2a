"""Contracts: exactly what was approved, signed by both, void before use only."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from backend.platform.permissions import Actor
from backend.platform.records.models import OutboxEvent
from tenants.applications.models import LoanApplication
from tenants.contracts import selectors, services
from tenants.contracts.models import ContractSignature, LoanContract
from tenants.contracts.types import ContractUsage, contract_usage
from tests.factories.applications import make_application, make_approved
from tests.factories.contracts import ACCOUNT_NO, make_printed_contract, make_signed_contract
from tests.support.api import Api
from tests.world import BUSINESS_DATE

Actors = Callable[[str], Actor]
Clients = Callable[[str], Api]


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`used(reserved="1.00", drawn="2.00")`: what the loans would answer."""

    def answer(reserved: str = "0.00", drawn: str = "0.00", *rows: dict[str, Any]) -> None:
        usage = ContractUsage(Decimal(reserved), Decimal(drawn), rows)
        monkeypatch.setattr(contract_usage, "_provider", lambda contract_id: usage)

    answer()
    return answer


def move_business_date(days: int) -> None:
    from tenants.organisation.models import BusinessDate

    BusinessDate.objects.update(current_on=BUSINESS_DATE + timedelta(days=days))


def create(client: Api, application: LoanApplication, account_no: str = ACCOUNT_NO) -> Any:
    return client.post("contracts", {"application_id": application.pk, "account_no": account_no})


def sign(client: Api, contract_id: int, party: str) -> Any:
    return client.post(f"contracts/{contract_id}/sign", {"party": party})


def test_a_contract_states_the_approval_exactly(api: Clients, actor_for: Actors) -> None:
    application = make_approved(actor_for)
    answer = create(api("officer"), application)
    assert answer.status_code == 201
    page = answer.json()
    assert page["state"] == "GENERATED"
    assert page["contract_no"].startswith("HT2026")
    assert page["amount"] == f"{application.approved_amount:.2f}"
    assert page["annual_rate"] == f"{application.annual_rate:.6f}"
    assert page["term_months"] == application.approved_term_months
    assert (page["start_on"], page["end_on"]) == ("2026-03-02", "2027-03-02")
    assert page["account_no"] == "**** 0123"
    assert page["available_amount"] == "0.00"
    assert page["signatures"] == []
    assert sorted(page["allowed_actions"]) == ["sign_borrower", "void"]
    assert [step["to_state"] for step in page["history"]] == ["GENERATED"]
    shown = api("officer").get(f"applications/{application.pk}").json()
    assert shown["contract"] == {"id": page["id"], "contract_no": page["contract_no"]}
    terms = selectors.contract_terms(page["id"])
    assert terms.amount == application.approved_amount
    assert terms.application_id == application.pk


def test_the_account_is_encrypted_and_nowhere_shown_in_full(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_no FROM contracts_loancontract WHERE id = %s", [contract.pk])
        assert ACCOUNT_NO.encode() not in bytes(cursor.fetchone()[0])
    assert selectors.contracts_agreed([contract.pk])[contract.pk][1] == ACCOUNT_NO
    answer = api("officer").get(f"contracts/{contract.pk}")
    assert ACCOUNT_NO not in answer.content.decode()


@pytest.mark.parametrize(
    "account_no", ["123456789", "62170098765432101 3", "6217-0098-7654-3210", "六二一七零零九八七六五"]
)
def test_an_account_number_is_ten_to_twenty_five_digits(
    api: Clients, actor_for: Actors, account_no: str
) -> None:
    application = make_approved(actor_for)
    answer = create(api("officer"), application, account_no)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "account_no"
    assert not LoanContract.objects.filter(application=application).exists()


def test_an_application_has_one_contract(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    answer = create(api("officer"), contract.application)
    assert answer.status_code == 409
    assert answer.json()["code"] == "contracts.already_exists"
    assert answer.json()["params"]["contract_no"] == contract.contract_no


def test_what_is_not_approved_is_not_contracted(api: Clients, actor_for: Actors) -> None:
    application = make_application(actor_for("officer"), submit=True)
    answer = create(api("officer"), application)
    assert answer.status_code == 409
    assert answer.json()["code"] == "applications.not_approved"


def test_a_lapsed_approval_is_not_contracted(api: Clients, actor_for: Actors) -> None:
    application = make_approved(actor_for)
    move_business_date(91)
    answer = create(api("officer"), application)
    assert answer.status_code == 409
    assert answer.json()["code"] == "applications.approval_lapsed"
    assert not LoanContract.objects.filter(application=application).exists()


def test_an_approval_that_lapses_between_printing_and_signing_binds_nobody(
    api: Clients, actor_for: Actors
) -> None:
    contract = make_printed_contract(actor_for)
    assert sign(api("officer"), contract.pk, "BORROWER").status_code == 200
    move_business_date(91)
    answer = sign(api("disburser"), contract.pk, "BANK")
    assert answer.json()["code"] == "applications.approval_lapsed"
    assert LoanContract.objects.get(pk=contract.pk).state == "SIGNING"


def test_another_officers_application_is_out_of_reach(api: Clients, actor_for: Actors) -> None:
    application = make_approved(actor_for)
    assert create(api("officer2"), application).status_code == 404
    assert create(api("reviewer"), application).status_code == 403


def test_both_signatures_make_it_effective(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    first = sign(api("officer"), contract.pk, "BORROWER")
    assert first.status_code == 200
    assert first.json()["state"] == "SIGNING"
    second = sign(api("disburser"), contract.pk, "BANK")
    assert second.status_code == 200
    page = second.json()
    assert page["state"] == "EFFECTIVE"
    assert page["effective_on"] == "2026-03-02"
    assert page["available_amount"] == page["amount"]
    borrower, bank = page["signatures"]
    assert (borrower["party"], borrower["name"], borrower["how"]) == (
        "BORROWER",
        contract.customer.name,
        "IN_PERSON",
    )
    assert (bank["party"], bank["name"], bank["how"]) == ("BANK", actor_for("disburser").name, "SEAL")
    assert set(ContractSignature.objects.values_list("file_hash", flat=True)) == {contract.file_hash}
    assert LoanApplication.objects.get(pk=contract.application_id).state == "CONTRACTED"
    event = OutboxEvent.objects.get(name="contracts.effective.v1")
    assert event.payload["contract_no"] == contract.contract_no


def test_the_bank_signs_last_and_each_party_once(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    assert sign(api("disburser"), contract.pk, "BANK").json()["code"] == "contracts.borrower_first"
    assert sign(api("officer"), contract.pk, "BORROWER").status_code == 200
    assert sign(api("officer"), contract.pk, "BORROWER").json()["code"] == "contracts.already_signed"
    assert sign(api("officer"), contract.pk, "BANK").status_code == 403
    assert sign(api("disburser"), contract.pk, "BORROWER").status_code == 403
    assert LoanContract.objects.get(pk=contract.pk).state == "SIGNING"


def test_whoever_prepared_the_contract_may_not_sign_for_the_bank(api: Clients, actor_for: Actors) -> None:
    from tenants.organisation.models import Role

    role = Role.objects.get(code="officer")
    role.actions = [*role.actions, "contracts.sign_bank"]
    role.save()
    contract = make_printed_contract(actor_for)
    assert sign(api("officer"), contract.pk, "BORROWER").status_code == 200
    answer = sign(api("officer"), contract.pk, "BANK")
    assert answer.status_code == 403
    assert answer.json()["code"] == "contracts.same_person"
    assert LoanContract.objects.get(pk=contract.pk).state == "SIGNING"


@pytest.mark.parametrize(
    "change", [{"amount": Decimal("60000.00")}, {"annual_rate": Decimal("0.010000")}, {"term_months": 24}]
)
def test_a_contract_that_differs_from_the_approval_by_anything_is_not_signed(
    api: Clients, actor_for: Actors, change: dict[str, Any]
) -> None:
    contract = make_printed_contract(actor_for)
    LoanContract.objects.filter(pk=contract.pk).update(**change)
    answer = sign(api("officer"), contract.pk, "BORROWER")
    assert answer.status_code == 409
    assert answer.json()["code"] == "contracts.terms_differ"
    assert answer.json()["params"]["differences"] == ", ".join(change)


def test_a_text_that_was_changed_is_neither_signed_nor_shown(
    api: Clients, actor_for: Actors, tmp_path: Path
) -> None:
    contract = make_printed_contract(actor_for)
    place = tmp_path / "b001" / contract.file_hash[:2] / contract.file_hash
    place.write_bytes(place.read_bytes() + b" ")
    signed = sign(api("officer"), contract.pk, "BORROWER")
    assert signed.status_code == 500
    assert signed.json()["code"] == "evidence.tampered"
    shown = api("officer").get(f"contracts/{contract.pk}/document")
    assert shown.status_code == 500
    assert shown["Content-Type"] == "application/problem+json"
    assert not contract.signatures.exists()


@pytest.mark.parametrize("signed", [False, True])
def test_a_contract_is_made_void_before_use_and_its_approval_is_free_again(
    api: Clients, actor_for: Actors, used: Callable[..., None], signed: bool
) -> None:
    contract = (make_signed_contract if signed else make_printed_contract)(actor_for)
    answer = api("officer").post(f"contracts/{contract.pk}/void", {"reason": "账号有误"})
    assert answer.status_code == 200
    assert answer.json()["state"] == "VOID"
    assert answer.json()["allowed_actions"] == []
    application = LoanApplication.objects.get(pk=contract.application_id)
    assert application.state == "APPROVED"
    assert create(api("officer"), application).status_code == 201


@pytest.mark.parametrize(("reserved", "drawn"), [("1.00", "0.00"), ("0.00", "1.00")])
def test_a_contract_that_is_drawn_on_cannot_be_made_void(
    api: Clients, actor_for: Actors, used: Callable[..., None], reserved: str, drawn: str
) -> None:
    contract = make_signed_contract(actor_for)
    used(reserved, drawn)
    answer = api("officer").post(f"contracts/{contract.pk}/void")
    assert answer.status_code == 409
    assert answer.json()["code"] == "contracts.in_use"
    assert LoanContract.objects.get(pk=contract.pk).state == "EFFECTIVE"
    assert "void" not in api("officer").get(f"contracts/{contract.pk}").json()["allowed_actions"]


def test_the_page_shows_what_is_left(api: Clients, actor_for: Actors, used: Callable[..., None]) -> None:
    contract = make_signed_contract(actor_for)
    drawdown = {
        "id": 7,
        "req_no": "CZ1",
        "amount": Decimal("20000.00"),
        "state": "POSTED",
        "value_on": BUSINESS_DATE,
    }
    used("5000.00", "20000.00", drawdown)
    page = api("officer").get(f"contracts/{contract.pk}").json()
    assert page["available_amount"] == "25000.00"
    assert page["disbursements"] == [
        {"id": 7, "req_no": "CZ1", "amount": "20000.00", "state": "POSTED", "value_on": "2026-03-02"}
    ]


def test_use_and_settlement_follow_the_table(actor_for: Actors) -> None:
    from backend.platform.errors import DomainError

    contract = make_signed_contract(actor_for)
    system = Actor.system("b001")
    with pytest.raises(DomainError) as early:
        services.contract_mark_settled(actor=system, contract_id=contract.pk)
    assert early.value.code == "platform.wrong_state"
    services.contract_mark_in_use(actor=system, contract_id=contract.pk)
    services.contract_mark_in_use(actor=system, contract_id=contract.pk)
    services.contract_mark_settled(actor=system, contract_id=contract.pk)
    assert LoanContract.objects.get(pk=contract.pk).state == "SETTLED"
    # what settled it was reversed
    services.contract_mark_in_use(actor=system, contract_id=contract.pk)
    assert LoanContract.objects.get(pk=contract.pk).state == "IN_USE"


def test_an_unsigned_contract_cannot_be_used(actor_for: Actors) -> None:
    from backend.platform.errors import DomainError

    contract = make_printed_contract(actor_for)
    with pytest.raises(DomainError) as refused:
        services.contract_mark_in_use(actor=Actor.system("b001"), contract_id=contract.pk)
    assert refused.value.code == "platform.wrong_state"


def test_contracts_are_seen_within_ones_scope(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    assert [row["id"] for row in api("officer").get("contracts").json()["results"]] == [contract.pk]
    assert api("officer").get("contracts", q=contract.contract_no, state="GENERATED").json()["count"] == 1
    assert api("officer").get("contracts", state="VOID").json()["count"] == 0
    assert api("officer2").get("contracts").json()["count"] == 0
    assert api("officer2").get(f"contracts/{contract.pk}").status_code == 404
    assert api("officer2").get(f"contracts/{contract.pk}/document").status_code == 404
    assert api("bank_admin").get(f"contracts/{contract.pk}/document").status_code == 403
    assert api("auditor").get(f"contracts/{contract.pk}").json()["allowed_actions"] == []


def test_the_database_itself_wants_the_text_and_one_contract(actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    with pytest.raises(IntegrityError, match="contract_has_its_text"), transaction.atomic():
        LoanContract.objects.filter(pk=contract.pk).update(file_hash="")
    with pytest.raises(IntegrityError, match="contract_dates"), transaction.atomic():
        LoanContract.objects.filter(pk=contract.pk).update(end_on=date(2026, 3, 2))


def test_every_transition_of_the_table_starts_and_ends_at_a_state() -> None:
    states = set(LoanContract.State)
    assert set(LoanContract.TRANSITIONS) == states
    assert set().union(*LoanContract.TRANSITIONS.values()) <= states
