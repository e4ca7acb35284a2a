"""The printed text: fonts, figures, and nothing of a value ever read as markup."""

import hashlib
import io
import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from backend.kernel.loanmath import LoanTerms, Method, build_schedule
from backend.platform import clock, printing
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from tenants.contracts import rendering, wording
from tenants.contracts.document import contract_data
from tests.factories.contracts import ACCOUNT_NO, make_printed_contract
from tests.factories.customers import id_number, make_customer
from tests.factories.parameters import bank_sets
from tests.support.api import Api

Actors = Callable[[str], Actor]
Clients = Callable[[str], Api]
CHINESE_FONTS = {"NotoSerifSC-Regular", "NotoSansSC-Regular"}


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def text_of(content: bytes) -> str:
    """The text of all pages without line ends and spaces, as a search would see it."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def embedded_fonts(content: bytes) -> dict[str, bool]:
    """The name of each font of the file, without its subset tag, and whether its outlines are inside."""
    found = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index, union-attr]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            name = (
                str(descendant["/BaseFont"]).removeprefix("/").partition("+")[2].removesuffix("-Identity-H")
            )
            descriptor = descendant["/FontDescriptor"]
            found[name] = any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def test_the_document_is_handed_out_inline_and_matches_its_hash(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    answer = api("officer").get(f"contracts/{contract.pk}/document")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{contract.contract_no}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert hashlib.sha256(answer.content).hexdigest() == contract.file_hash
    assert answer.content.startswith(b"%PDF-")


def test_a_client_that_takes_only_pdf_is_served_and_still_gets_problems(
    api: Clients, actor_for: Actors
) -> None:
    contract = make_printed_contract(actor_for)
    accept = {"HTTP_ACCEPT": "application/pdf"}
    served = api("officer").raw("get", f"/api/v1/contracts/{contract.pk}/document", **accept)
    assert served.status_code == 200
    refused = api("officer2").raw("get", f"/api/v1/contracts/{contract.pk}/document", **accept)
    assert refused.status_code == 404
    assert json.loads(refused.content)["code"] == "platform.not_found"


def test_only_the_chinese_fonts_are_embedded_and_the_text_can_be_read_back(
    api: Clients, actor_for: Actors
) -> None:
    contract = make_printed_contract(actor_for)
    content = api("officer").get(f"contracts/{contract.pk}/document").content
    fonts = embedded_fonts(content)
    assert set(fonts) == CHINESE_FONTS, "a fallback font was used"
    assert all(fonts.values()), "a font is not embedded"
    text = text_of(content)
    assert "个人借款合同" in text
    assert contract.customer.name in text
    assert "人民币伍万元整" in text
    assert "50,000.00" in text
    assert "罚息" in text
    assert "购买种猪和饲料" in text
    assert contract.contract_no in text


def test_the_file_claims_pdf_a_2b(actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    pdf = rendering.contract_pdf(contract_data(contract, contract.template_version), at=clock.now())
    metadata = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_object().get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_identity_and_account_are_masked(api: Clients, actor_for: Actors) -> None:
    id_no = id_number(sequence=777)
    customer = make_customer(actor_for("officer"), id_no=id_no)
    contract = make_printed_contract(actor_for, customer_id=customer.pk)
    text = text_of(api("officer").get(f"contracts/{contract.pk}/document").content)
    assert customer.id_no_masked in text
    assert id_no not in text
    assert ACCOUNT_NO not in text
    assert "****0123" in text


def test_the_plan_in_the_text_is_the_kernels(api: Clients, actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    schedule = build_schedule(
        LoanTerms.of(
            principal=contract.amount,
            annual_rate=contract.annual_rate,
            method=Method(contract.method),
            start_on=contract.start_on,
            term_months=contract.term_months,
        )
    )
    text = text_of(api("officer").get(f"contracts/{contract.pk}/document").content)
    for row in schedule.rows:
        assert f"{row.due_on.isoformat()}{row.days}{row.principal:,.2f}{row.interest:,.2f}" in text
    assert f"{schedule.total_payment:,.2f}" in text


def test_the_penalty_rates_are_the_banks(api: Clients, actor_for: Actors) -> None:
    bank_sets("contracts.overdue_percent", "130")
    bank_sets("contracts.misuse_percent", "180")
    contract = make_printed_contract(actor_for)
    bank_sets("contracts.overdue_percent", "150")  # later than the text, which stays as it was printed
    text = text_of(api("officer").get(f"contracts/{contract.pk}/document").content)
    for percent, wanted in ((130, True), (180, True), (150, False), (200, False)):
        assert (wording.percent(contract.annual_rate * percent / 100) in text) is wanted
    assert "上浮30%计收" in text
    assert "上浮80%计收" in text


def test_the_order_in_which_repayments_settle_is_the_banks(api: Clients, actor_for: Actors) -> None:
    usual = text_of(api("officer").get(f"contracts/{make_printed_contract(actor_for).pk}/document").content)
    bank_sets("contracts.principal_first", "false")
    plain = text_of(api("officer").get(f"contracts/{make_printed_contract(actor_for).pk}/document").content)
    assert "逐期冲抵复利、罚息、利息、本金" in usual
    assert "逐期冲抵复利、罚息、利息、本金" in plain
    assert ("已超过九十天" in usual, "已超过九十天" in plain) == (True, False)


@pytest.mark.parametrize("method", ["EQUAL_INSTALMENT", "INTEREST_ONLY", "BULLET"])
def test_every_method_prints(actor_for: Actors, method: str) -> None:
    contract = make_printed_contract(actor_for, changes={"method": method})
    assert contract.method == method
    assert contract.state == "GENERATED"


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd")', "$ x^2 $ *粗* _斜_", "张三 // 注释", '"引号\\n', "= 标题", "{{ 7 * 7 }}"]
)
def test_a_value_is_printed_and_never_evaluated(actor_for: Actors, name: str) -> None:
    contract = make_printed_contract(actor_for)
    data = contract_data(contract, contract.template_version)
    data["borrower"]["name"] = name
    text = text_of(rendering.contract_pdf(data, at=clock.now()))
    assert "".join(name.split()) in text
    assert "root:" not in text


@pytest.mark.parametrize("name", ["王䶮", "李㛃", "陈𫍯"])
def test_rare_characters_of_names_are_in_the_fonts(actor_for: Actors, name: str) -> None:
    contract = make_printed_contract(actor_for)
    data = contract_data(contract, contract.template_version)
    data["borrower"]["name"] = name
    assert name in text_of(rendering.contract_pdf(data, at=clock.now()))


def test_a_character_that_no_font_has_is_an_error_and_never_a_blank(actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    data = contract_data(contract, contract.template_version)
    data["borrower"]["name"] = "张😀"
    with pytest.raises(DomainError) as refused:
        rendering.contract_pdf(data, at=clock.now())
    assert refused.value.code == "contracts.not_printable"


def test_a_font_that_is_missing_stops_the_printing(
    actor_for: Actors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    contract = make_printed_contract(actor_for)
    data = contract_data(contract, contract.template_version)
    monkeypatch.setattr(printing, "FONTS", tmp_path)
    with pytest.raises(RuntimeError, match="unknown font family"):
        rendering.contract_pdf(data, at=clock.now())


def test_the_same_data_at_the_same_instant_print_the_same_bytes(actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    data = contract_data(contract, contract.template_version)
    at = clock.now()
    assert rendering.contract_pdf(data, at=at) == rendering.contract_pdf(data, at=at)


def test_a_warm_compiler_prints_quickly(actor_for: Actors) -> None:
    contract = make_printed_contract(actor_for)
    data = contract_data(contract, contract.template_version)
    taken = []
    for amount in range(5):
        data["borrower"]["name"] = f"张{Decimal(amount)}"  # a new text each time, so that no cache answers
        started = time.process_time()
        rendering.contract_pdf(data, at=clock.now())
        taken.append(time.process_time() - started)
    assert min(taken) < 0.3, "a contract takes some 40 ms; far more means that fonts are scanned each time"
