"""Files of deductions: what is taken, what is refused and why, and that nothing is taken twice."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.platform.records.models import AuditRecord
from tenants.deductions import running
from tenants.deductions.models import DeductionFile, DeductionRow
from tenants.loans import reconciliation
from tenants.loans.models import LoanAccount, Repayment
from tests.factories.deductions import csv_of, in_base64, make_file, row_of, work_off, xlsx_of
from tests.factories.loans import make_contract, make_loan, make_repaid, pass_nights, set_business_date

D = Decimal
FIRST_DUE = date(2026, 4, 2)
PAYMENT = D("8530.99")


@pytest.fixture
def people(actor_for):
    return {name: actor_for(name) for name in ("officer", "disburser", "teller")}


@pytest.fixture
def loans(people):
    """Three loans of which 8530.99 each is due today."""
    made = [make_loan(people["officer"], people["disburser"]) for _ in range(3)]
    pass_nights(FIRST_DUE)
    return made


@pytest.fixture
def teller(people):
    return people["teller"]


def upload(client, content, mode="SKIP_WRONG", name="代扣.csv"):
    return client.post("deduction-files", {"name": name, "content": in_base64(content), "mode": mode})


def outcomes(file):
    return list(file.rows.order_by("line").values_list("line", "state", "reason", "taken", "unapplied"))


def test_a_file_is_taken_row_by_row_and_the_books_agree(api, loans, teller):
    rows = [row_of(loans[0], PAYMENT, "A1"), row_of(loans[1], "8,600.99", "A2"), row_of(loans[2], 100, "A3")]
    client = api("teller")
    made = upload(client, csv_of(rows))
    assert made.status_code == 201, made.json()
    assert made.json()["state"] == "CHECKING"

    file = work_off(DeductionFile.objects.get(pk=made.json()["id"]))

    assert outcomes(file) == [
        (2, "TAKEN", "", PAYMENT, D(0)),
        (3, "PART", "", PAYMENT, D("70.00")),
        (4, "TAKEN", "", D("100.00"), D(0)),
    ]
    told = client.get(f"deduction-files/{file.pk}").json()
    assert (told["state"], told["rows_total"], told["rows_taken"], told["rows_waiting"]) == ("DONE", 3, 3, 0)
    assert (told["amount_total"], told["amount_taken"], told["amount_unapplied"]) == (
        "17231.98",
        "17161.98",
        "70.00",
    )
    repaid = Repayment.objects.get(loan=loans[0])
    assert (repaid.source, repaid.amount, repaid.booked_on) == ("BATCH", PAYMENT, FIRST_DUE)
    assert repaid.allocation == [{"no": 1, "interest": "362.50", "principal": "8168.49"}]
    assert reconciliation.differences() == []
    assert AuditRecord.objects.filter(
        action="loans.repay", object_id=loans[0].pk, actor_name=teller.name
    ).exists()


def test_a_workbook_and_a_text_from_a_chinese_spreadsheet_are_read_alike(loans, teller, api):
    rows = [(loans[0].loan_no, 8530.99, FIRST_DUE, None), (loans[1].loan_no, 8000.1 + 530.89, FIRST_DUE, "")]
    text = csv_of([row_of(loans[2], PAYMENT)], encoding="gb18030")
    client = api("teller")

    for content, taken in ((xlsx_of(rows), 2), (text, 1)):
        file = work_off(DeductionFile.objects.get(pk=upload(client, content).json()["id"]))
        assert (file.state, file.rows_taken) == ("DONE", taken)


def test_wrong_rows_are_refused_by_number_and_reason_and_the_rest_goes_on(loans, people, teller, api):
    settled = make_loan(people["officer"], people["disburser"])
    make_repaid(teller, settled)
    later = make_loan(people["officer"], people["disburser"], make_contract(people["officer"], term_months=2))
    on = FIRST_DUE.isoformat()
    no = loans[0].loan_no
    rows = [
        ("JJ209900000001", "1", on, ""),
        ("", "1", on, ""),
        (no, "一百", on, ""),
        (no, "1e3", on, ""),
        (no, "-5", on, ""),
        (no, "0", on, ""),
        (no, "1.234", on, ""),
        (no, "99999999999999", on, ""),
        (no, "1", "2026-13-40", ""),
        (no, "1", "2026-04-03", ""),
        (settled.loan_no, "1", on, ""),
        (later.loan_no, "1", on, ""),
        (no, "1", on, "K" * 65),
        (no, "10", on, ""),
        (no, "10", on, ""),
        (no, "10", on, "R1"),
        (loans[1].loan_no, "10", on, "R1"),
    ]
    file = work_off(make_file(teller, rows))

    assert [(line, reason) for line, _, reason, _, _ in outcomes(file)] == list(
        enumerate(
            [
                "deductions.loan_unknown",
                "deductions.loan_unknown",
                "deductions.amount_not_a_number",
                "deductions.amount_not_a_number",
                "deductions.amount_not_positive",
                "deductions.amount_not_positive",
                "deductions.amount_too_many_decimals",
                "deductions.amount_too_large",
                "deductions.date_unreadable",
                "deductions.date_differs",
                "loans.loan_settled",
                "loans.nothing_due",
                "deductions.text_too_long",
                "",
                "deductions.duplicate_row",
                "",
                "deductions.duplicate_row",
            ],
            2,
        )
    )
    assert (file.state, file.rows_taken, file.rows_refused) == ("DONE", 2, 15)
    page = api("teller").get(f"deduction-files/{file.pk}/rows", state="REFUSED", page_size=200).json()
    texts = {row["line"]: row["reason_text"] for row in page["results"]}
    assert page["count"] == 15
    assert (texts[2], texts[16]) == ("没有这个借据号", "与第 15 行重复")


def test_a_loan_of_another_bank_or_out_of_reach_is_unknown(loans, actor_for, api):
    from backend.platform.tenancy import in_entity
    from tests import world

    with in_entity(world.BANK_B):
        others = LoanAccount.objects.exclude(loan_no__in=[loan.loan_no for loan in loans]).values_list(
            "loan_no", flat=True
        )
        other = others.first() or "JJ202600009999"
    file = work_off(make_file(actor_for("teller"), [(other, "1", FIRST_DUE.isoformat(), "")]))

    assert outcomes(file) == [(2, "REFUSED", "deductions.loan_unknown", None, None)]


def test_where_all_or_nothing_is_asked_for_one_wrong_row_stops_all(loans, teller, api):
    rows = [row_of(loans[0], PAYMENT, "B1"), row_of(loans[1], "x", "B2"), row_of(loans[2], 1, "B1")]
    file = work_off(make_file(teller, rows, mode="ALL_OR_NOTHING"))

    assert file.state == "REFUSED"
    assert [state for _, state, *_ in outcomes(file)] == ["NOT_RUN", "REFUSED", "REFUSED"]
    assert not Repayment.objects.exists()
    told = api("teller").get(f"deduction-files/{file.pk}").json()
    assert (told["error_code"], told["error"]) == (
        "deductions.rows_refused",
        "有 2 行错误,按所选方式全部未扣",
    )

    sound = work_off(make_file(teller, [rows[0], row_of(loans[1], PAYMENT, "B2")], mode="ALL_OR_NOTHING"))
    assert (sound.state, sound.rows_taken) == ("DONE", 2)
    again = work_off(
        make_file(teller, rows, mode="ALL_OR_NOTHING")
    )  # the same bytes: they took nothing before
    assert again.state == "REFUSED"


def test_the_same_file_or_the_same_reference_takes_nothing_twice(loans, teller, api):
    client = api("teller")
    content = csv_of([row_of(loans[0], 100, "C1"), row_of(loans[1], 100, "C2")])
    first = upload(client, content)
    file = work_off(DeductionFile.objects.get(pk=first.json()["id"]))

    second = upload(client, content, name="另一个名字.csv")
    assert (second.status_code, second.json()["code"]) == (409, "deductions.file_known")
    assert file.file_no in second.json()["detail"]

    other = work_off(make_file(teller, [row_of(loans[0], 100, "C1"), row_of(loans[0], 100, "C3")]))
    assert [(state, reason) for _, state, reason, *_ in outcomes(other)] == [
        ("REFUSED", "deductions.key_known"),
        ("TAKEN", ""),
    ]
    assert Repayment.objects.count() == 3


def test_a_worker_that_dies_in_the_middle_leaves_whole_pieces_and_the_next_goes_on(
    loans, teller, monkeypatch
):
    monkeypatch.setattr(running, "CHUNK", 1)
    file = make_file(teller, [row_of(loan, PAYMENT, f"D{n}") for n, loan in enumerate(loans)])
    real, calls = running.loans.repayments_receive, []

    def dying(**given):
        answers = real(**given)
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError  # after the money, before the row: both are undone
        return answers

    monkeypatch.setattr(running.loans, "repayments_receive", dying)
    work_off(file)
    assert (file.state, file.rows_taken, file.error_code) == ("FAILED", 1, "deductions.broken")
    assert Repayment.objects.count() == 1
    assert reconciliation.differences() == []

    from tenants.deductions import services

    services.file_resume(actor=teller, pk=file.pk)
    work_off(file)
    assert (file.state, file.rows_taken, file.amount_taken) == ("DONE", 3, 3 * PAYMENT)
    assert [state for _, state, *_ in outcomes(file)] == ["TAKEN"] * 3
    assert Repayment.objects.count() == 3
    assert reconciliation.differences() == []


def test_a_lease_keeps_others_out_and_runs_out_by_itself(loans, teller):
    file = make_file(teller, [row_of(loans[0], PAYMENT)])
    assert running._claim(file.pk, "one") is not None
    assert running._claim(file.pk, "two") is None
    DeductionFile.objects.filter(pk=file.pk).update(lease_until=running.clock.now() - timedelta(seconds=1))

    work_off(file)

    assert (file.state, file.stalls) == ("DONE", 0)


def test_a_file_is_stopped_between_two_pieces_and_resumed(api, loans, teller, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 1)
    client = api("teller")
    file = make_file(teller, [row_of(loan, PAYMENT) for loan in loans])
    real = running._take

    def asked_meanwhile(actor, held):
        real(actor, held)
        if held.rows_taken == 2:
            held.stop_asked_at = running.clock.now()

    monkeypatch.setattr(running, "_take", asked_meanwhile)
    work_off(file)
    assert (file.state, file.rows_taken) == ("STOPPED", 2)
    monkeypatch.undo()
    assert client.get(f"deduction-files/{file.pk}").json()["allowed_actions"] == ["resume"]

    resumed = client.post(f"deduction-files/{file.pk}/resume")
    assert resumed.json()["state"] == "RUNNING"
    stopped = client.post(f"deduction-files/{file.pk}/stop")  # nobody is at it: at once
    assert stopped.json()["state"] == "STOPPED"
    client.post(f"deduction-files/{file.pk}/resume")
    work_off(file)

    assert (file.state, file.rows_taken) == ("DONE", 3)
    late = client.post(f"deduction-files/{file.pk}/stop")
    assert (late.status_code, late.json()["code"]) == (409, "platform.wrong_state")


def test_rows_of_busy_loans_wait_for_the_night_and_carry_the_next_date(loans, teller):
    file = make_file(teller, [row_of(loan, PAYMENT) for loan in loans])
    set_business_date(date(2026, 4, 3), closing_on=FIRST_DUE)
    LoanAccount.objects.filter(pk=loans[0].pk).update(accrued_through=FIRST_DUE)

    work_off(file)
    assert (file.state, file.rows_taken) == ("WAITING", 1)
    assert file.resume_at is not None
    work_off(file)  # too early
    assert file.state == "WAITING"

    LoanAccount.objects.update(accrued_through=FIRST_DUE)
    DeductionFile.objects.update(resume_at=running.clock.now())
    work_off(file)

    assert (file.state, file.rows_taken) == ("DONE", 3)
    assert set(file.rows.values_list("booked_on", flat=True)) == {date(2026, 4, 3)}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "deductions.column_missing"),
        ("借据号,金额,日期\n".encode(), "deductions.no_rows"),
        ("借据号,日期\nJJ1,2026-04-02\n".encode(), "deductions.column_missing"),
        (b"PK\x03\x04 no workbook at all", "deductions.unreadable"),
        (b"\x00\x01\x02", "deductions.unreadable"),
    ],
)
def test_what_is_no_file_of_deductions_is_refused_at_once(api, content, code):
    for path in ("deduction-files/preview", "deduction-files"):
        more = {} if path.endswith("preview") else {"name": "a", "mode": "SKIP_WRONG"}
        refused = api("teller").post(path, {"content": in_base64(content), **more})
        if content or refused.json()["code"] != "platform.invalid":
            assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert not DeductionFile.objects.exists()


def test_a_preview_shows_the_first_rows_and_keeps_nothing(api, loans):
    content = csv_of([row_of(loans[0], PAYMENT, "E1"), ("JJ1", "x", "2026-04-02", "")])
    shown = api("teller").post("deduction-files/preview", {"content": in_base64(content)})

    assert shown.status_code == 200
    assert [(row["line"], row["amount"], row["reason"]) for row in shown.json()["rows"]] == [
        (2, "8530.99", ""),
        (3, "x", "deductions.amount_not_a_number"),
    ]
    assert not DeductionFile.objects.exists()


def test_too_many_rows_are_refused(loans, teller, monkeypatch):
    monkeypatch.setattr(running, "parameter_value", lambda code, on: 2)
    file = work_off(make_file(teller, [row_of(loan, 1) for loan in loans]))

    assert (file.state, file.error_code) == ("REFUSED", "deductions.too_many_rows")
    assert not Repayment.objects.exists()


def test_whoever_lost_the_right_takes_nothing_more(loans, teller):
    from tenants.organisation.models import Role

    file = make_file(teller, [row_of(loans[0], 1)])
    role = Role.objects.get(code="teller")
    Role.objects.filter(pk=role.pk).update(actions=[a for a in role.actions if a != "deductions.run"])

    work_off(file)

    assert (file.state, file.error_code) == ("FAILED", "deductions.right_gone")
    assert not Repayment.objects.exists()


def test_the_result_is_a_file_that_a_spreadsheet_opens(api, loans, teller):
    file = work_off(
        make_file(teller, [row_of(loans[0], PAYMENT, "F1"), ("=1+1", "1", FIRST_DUE.isoformat(), "")])
    )

    answer = api("teller").get(f"deduction-files/{file.pk}/result")
    text = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert text[0].startswith("行号,借据号,金额,流水号,结果")
    assert text[1].startswith(f"2,{loans[0].loan_no},8530.99,F1,已扣款,8530.99,0.00,HK2026")
    assert text[2] == "3,'=1+1,1.00,,已拒绝,,,,,deductions.loan_unknown,没有这个借据号"
    assert AuditRecord.objects.filter(action="deductions.result", object_no=file.file_no).exists()


def test_people_see_the_files_of_their_branches(api, loans, teller):
    file = make_file(teller, [row_of(loans[0], 1)])

    assert api("auditor").get("deduction-files").json()["count"] == 1
    assert api("officer").get("deduction-files").status_code == 403
    assert api("auditor").post(f"deduction-files/{file.pk}/stop").status_code == 403
    DeductionFile.objects.update(
        branch_id=DeductionFile._meta.get_field("branch").related_model.objects.get(parent=None).pk
    )
    assert api("teller").get(f"deduction-files/{file.pk}").status_code == 404
    assert api("teller").post(f"deduction-files/{file.pk}/stop").status_code == 404


def test_a_repayment_of_a_file_is_reversed_like_any_other(loans, teller, actor_for):
    from tenants.loans.services import repayment_reverse

    file = work_off(make_file(teller, [row_of(loans[0], PAYMENT)]))
    made = Repayment.objects.get(pk=DeductionRow.objects.get(file=file).repayment_id)

    repayment_reverse(actor=actor_for("branch_head"), repayment_id=made.pk, reason="扣错户")

    made.refresh_from_db()
    assert made.state == "REVERSED"
    assert reconciliation.differences() == []
    assert json.loads(json.dumps(made.allocation))
