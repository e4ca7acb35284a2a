"""The logs as an auditor reads them: searched, taken out, changed by nobody."""

from datetime import datetime, timedelta

import pytest
from celery import shared_task
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.config.celery import app
from backend.platform import clock
from backend.platform.api.context import SYSTEM, Cause, set_cause, set_correlation_id
from backend.platform.permissions import Actor
from backend.platform.records import audit, batch_log, interfaces, proving
from backend.platform.records.bounded import COUNTED
from backend.platform.records.models import AuditRecord, BatchEntry, FieldChange, InterfaceCall
from backend.platform.tenancy import in_entity
from tenants.customers.models import Customer
from tests import world
from tests.factories.customers import make_customer
from tests.support.exports import ask, exported, sheet

ACTOR = Actor.system(world.BANK_A)


@shared_task(name="tests.change_occupation")
def change_occupation(pk):
    customer = Customer.objects.get(pk=pk)
    customer.occupation = "养蜂"
    customer.save(update_fields=["occupation"])


@pytest.fixture(autouse=True)
def no_cause():
    yield
    set_cause(SYSTEM)
    set_correlation_id("")


def rows_of(client, path, **query):
    answer = client.get(path, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_audit_log_speaks_chinese(api, actor_for):
    customer = make_customer(actor_for("officer"))
    row = rows_of(api("auditor"), "audit", object_no=customer.customer_no)[0]
    assert (row["action"], row["action_label"], row["object_label"]) == (
        "customers.register",
        "客户建档",
        "客户",
    )
    assert row["to_state"] == "有效"
    assert row["kind"] == "OPERATION"


def test_every_filter_narrows(api):
    auditor = api("auditor")
    early = clock.now() - timedelta(days=2)
    with clock.frozen(early):
        audit.record(ACTOR, "loans.repay", object_type="loans.loanaccount", object_no="JJ-1")
    person = Actor(account_id=7, name="王审计", entity_code=world.BANK_A, ip="10.9.8.7")
    set_correlation_id("correlation-1")
    audit.record(person, "loans.loan_open", object_type="loans.disbursement", object_no="JJ-2")
    set_correlation_id("")
    for wanted in (
        {"actor": "王审计"},
        {"action": "loans.loan_open"},
        {"object_type": "loans.disbursement"},
        {"object_no": "JJ-2"},
        {"correlation_id": "correlation-1"},
        {"ip": "10.9.8.7"},
    ):
        assert [r["object_no"] for r in rows_of(auditor, "audit", **wanted)] == ["JJ-2"], wanted
    border = (early + timedelta(hours=1)).isoformat()
    assert [
        r["object_no"] for r in rows_of(auditor, "audit", until=border, object_type="loans.loanaccount")
    ] == ["JJ-1"]
    assert rows_of(auditor, "audit", since=border, object_no="JJ-1") == []
    assert auditor.get("audit", kind="NOTHING").status_code == 422


def test_a_clear_value_shown_is_in_the_reveal_log_with_its_reason(api, actor_for):
    customer = make_customer(actor_for("officer"))
    asked = {"fields": ["phone"], "purpose": "CONTACT", "reason": "电话核实"}
    assert api("officer").post(f"customers/{customer.pk}/reveal", asked).status_code == 200
    row = rows_of(api("auditor"), "audit", kind="REVEAL")[0]
    assert (row["object_no"], row["comment"]) == (customer.customer_no, "联系客户：电话核实")
    assert row["changes"] == [{"field": "fields", "label": "查看的字段", "before": "—", "after": "手机号"}]


LOGS = {
    "audit": [
        "at", "kind", "actor_name", "action_label", "object_label", "object_no", "transition", "changes", "comment",
        "ip", "correlation_id",
    ],
    "batch-log": ["finished_at", "batch_label", "batch_no", "title", "outcome", "rows", "detail", "correlation_id"],
    "interface-log": ["at", "port_label", "operation_label", "direction", "outcome", "request", "response"],
    "authentication-log": ["at", "kind", "username", "ip", "user_agent"],
}  # fmt: skip


def test_a_log_is_taken_out_by_its_conditions_and_that_is_itself_in_the_export_log(api, actor_for, media):
    make_customer(actor_for("officer"), name="=1+1")
    auditor = api("auditor")
    since = (clock.now() - timedelta(days=1)).isoformat()
    book = exported(auditor, "audit", *LOGS["audit"], action="customers.register", since=since)

    _, row = sheet(book)
    assert (row[1], row[2], row[3], row[4], row[6]) == ("操作", "客户经理", "客户建档", "客户", "有效")
    notes = dict(sheet(book, 1))
    assert (notes["行数"], "审计岗" in notes["导出人"]) == ("1", True)
    told = rows_of(auditor, "audit", kind="EXPORT")[0]
    shown = {change["field"]: change["after"] for change in told["changes"]}
    assert (told["action_label"], told["object_no"], shown["rows"]) == ("导出列表", notes["导出编号"], "1")
    began = timezone.localtime(datetime.fromisoformat(since)).strftime("%Y-%m-%d %H:%M:%S")
    assert shown["filters"] == f"操作 客户建档; 起始时间 {began}"


def test_a_file_of_calls_holds_all_that_was_sent_and_answered_starred(api, media):
    sent = {"account_no": "6217000012345600", "amount": "5.00"}
    with interfaces.call("core_banking", "pay", business_no="JY-1", request=sent) as call:
        call.answered("SUCCESS", response={"state": "PAID", "serial": "S1"})

    row = sheet(exported(api("auditor"), "interface-log", *LOGS["interface-log"], business_no="JY-1"))[1]

    shown = rows_of(api("auditor"), "interface-log", business_no="JY-1")[0]["request"]
    assert row[4:] == ("成功", f"amount 5.00; account_no {shown['account_no']}", "state PAID; serial S1")
    assert "6217000012345600" not in row[5]


@pytest.mark.parametrize(
    "path",
    [
        "audit",
        "audit/options",
        "audit/chain",
        "audit/field-changes",
        "audit/heads",
        "batch-log",
        "interface-log",
        "authentication-log",
    ],
)
def test_only_auditors_read_the_logs(api, path):
    assert api("auditor").get(path).status_code == 200
    assert api("officer").get(path).status_code == 403
    assert api("province:auditor").get(path).status_code == 200
    assert api("province:catalogue").get(path).status_code == 403


@pytest.mark.parametrize("log", LOGS)
def test_only_auditors_take_logs_out(api, log, media):
    assert ask(api("officer"), log, *LOGS[log]).status_code == 403
    assert ask(api("security_admin"), log, *LOGS[log]).status_code == 403
    assert sheet(exported(api("auditor"), log, *LOGS[log]))[0] == tuple(f"列 {key}" for key in LOGS[log])


@pytest.mark.parametrize("log", LOGS)
def test_the_provinces_auditor_takes_out_the_logs_of_the_province(api, log, media):
    assert ask(api("province:catalogue"), log, *LOGS[log]).status_code == 403
    with in_entity("province"):
        assert sheet(exported(api("province:auditor"), log, *LOGS[log]))[0][0] == f"列 {LOGS[log][0]}"


def test_an_auditor_of_the_province_sees_nothing_of_a_bank(api):
    audit.record(ACTOR, "loans.repay", object_no="行内")
    with interfaces.call("core_banking", "pay", business_no="行内"):
        pass
    province = api("province:auditor")
    assert rows_of(province, "audit", object_no="行内") == []
    assert rows_of(province, "interface-log", business_no="行内") == []


def test_nobody_can_write_to_a_log_over_http(api):
    auditor = api("auditor")
    for path in ("audit", "batch-log", "interface-log"):
        assert auditor.post(path, {}).status_code == 405
        assert auditor.delete(path).status_code == 405


def test_a_list_costs_the_same_queries_however_long(api):
    auditor = api("auditor")
    rows_of(auditor, "audit")  # what is looked up once a process
    counts = []
    for _ in range(2):
        for n in range(20):
            audit.record(ACTOR, "loans.repay", object_no=f"数{n}")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            rows_of(auditor, "audit", page_size=50)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 9


def test_a_list_is_counted_up_to_its_bound(bank, monkeypatch):
    monkeypatch.setattr("backend.platform.records.bounded.COUNTED", 3)
    for n in range(5):
        audit.record(ACTOR, "loans.repay", object_no=f"界{n}")
    assert audit.search(action="loans.repay").count() == 3
    assert audit.search(action="loans.repay", object_no="界1").count() == 1
    assert COUNTED == 10_000


def test_the_interface_log_keeps_a_call_with_masked_values(api):
    with interfaces.call(
        "core_banking", "pay", business_no="b001-1", attempt=2,
        request={"account_no": "6217000012345600", "amount": 5, "signature": "abc", "note": "电话13885012345"},
    ) as call:  # fmt: skip
        call.answered("SUCCESS", response={"id_no": "52010219900307332X"})
    row = rows_of(api("auditor"), "interface-log", business_no="b001-1")[0]
    assert (row["port_label"], row["operation_label"], row["outcome"], row["attempt"]) == (
        "核心系统",
        "放款付款",
        "SUCCESS",
        2,
    )
    assert row["request"] == {
        "account_no": "**** 5600", "amount": "5", "signature": "****", "note": "电话138****2345",
    }  # fmt: skip
    assert row["response"] == {"id_no": "520102********332X"}


def test_a_call_that_raises_is_kept_and_a_refusal_too(bank):
    with pytest.raises(TimeoutError), interfaces.call("core_banking", "pay", business_no="坏"):
        raise TimeoutError("谁也没答")
    row = InterfaceCall.objects.get(business_no="坏")
    assert (row.outcome, row.detail) == ("UNKNOWN", "TimeoutError: 谁也没答")


def test_an_answer_with_a_false_signature_is_in_the_interface_log(api):
    answer = api("officer").post(
        "integrations/core-banking/answers", {"request_no": "x"}, HTTP_X_SIGNATURE="no"
    )
    assert answer.status_code == 403 or answer.status_code == 401
    row = InterfaceCall.objects.get(operation="answer")
    assert (row.outcome, row.direction, row.detail) == ("REFUSED", "IN", "签名不符")


def test_the_batch_log_lists_each_attempt(api):
    started = clock.now() - timedelta(seconds=2)
    batch_log.note(
        "endofday.night",
        "accrue",
        title="计提利息",
        started_at=started,
        batch_no="2026-03-02",
        failed=True,
        detail="坏",
    )
    batch_log.note(
        "endofday.night",
        "accrue",
        title="计提利息",
        started_at=started,
        batch_no="2026-03-02",
        attempt=2,
        rows=9,
    )
    rows = rows_of(api("auditor"), "batch-log", batch="endofday.night")
    assert [(r["outcome"], r["attempt"], r["batch_label"]) for r in rows] == [
        ("DONE", 2, "日终"),
        ("FAILED", 1, "日终"),
    ]
    assert rows[0]["seconds"] >= 2
    assert len(rows_of(api("auditor"), "batch-log", outcome="FAILED")) == 1


def test_a_verification_asked_for_is_audited_and_its_outcome_in_the_batch_log(api):
    auditor = api("auditor")
    assert auditor.post("audit/chain/verify", {}).status_code == 202
    assert AuditRecord.objects.filter(action="audit.verify").exists()
    assert auditor.get("audit/chain").json()["proof"] is None
    proving.prove()
    proof = auditor.get("audit/chain").json()["proof"]
    assert (proof["outcome"], proof["batch_label"]) == ("DONE", "审计链校验")


def test_a_field_change_names_the_person_of_the_request_and_its_correlation(api, actor_for):
    customer = make_customer(actor_for("officer"))
    seen = api("officer").get(f"customers/{customer.pk}")
    answer = api("officer").patch(
        f"customers/{customer.pk}",
        {"occupation": "TEA"},
        etag=seen["ETag"],
        HTTP_X_CORRELATION_ID="one-request-1",
    )
    assert answer.status_code == 200, answer.content
    rows = rows_of(
        api("auditor"), "audit/field-changes", object_type="customers.customer", object_id=customer.pk
    )
    assert (rows[0]["actor_name"], rows[0]["action"], rows[0]["correlation_id"]) == (
        "客户经理",
        "修改",
        "one-request-1",
    )
    assert {c["label"]: c["after"] for c in rows[0]["changes"]}["职业"] == "茶叶种植"
    by_request = rows_of(api("auditor"), "audit/field-changes", correlation_id="one-request-1")
    assert [r["id"] for r in by_request] == [rows[0]["id"]]
    assert rows_of(api("auditor"), "audit/field-changes") == []


@pytest.mark.parametrize(("cause", "name"), [(Cause(7, "王柜员", "10.0.0.1"), "王柜员"), (SYSTEM, "系统")])
def test_a_task_acts_for_whoever_rang_it(actor_for, cause, name):
    customer = make_customer(actor_for("officer"))
    set_cause(cause)
    set_correlation_id("rung-by-1")
    app.conf.task_always_eager = True
    try:
        change_occupation.delay(customer.pk)
    finally:
        app.conf.task_always_eager = False
    entry = FieldChange.objects.order_by("-id").first()
    assert (entry.actor_id, entry.additional_data["actor_name"], entry.cid) == (
        cause.account_id,
        name,
        "rung-by-1",
    )


def test_a_rolled_back_record_leaves_nothing(bank):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(ACTOR, "loans.repay", object_no="回")
        1 / 0  # noqa: B018
    assert not AuditRecord.objects.filter(object_no="回").exists()


def test_the_night_writes_its_steps_into_the_batch_log(bank, actor_for):
    from tenants.endofday import services

    run = services.night_start(actor=actor_for("bank_admin"), ring=False)
    services.night_run(run.pk)
    logged = BatchEntry.objects.filter(batch="endofday.night", batch_no=run.business_on.isoformat())
    assert logged.count() == run.steps.count()
    with in_entity("province"):
        assert not BatchEntry.objects.filter(batch="endofday.night").exists()
