"""Lists as files: what stands in them is what their reader sees, made in the background, fetched and audited."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from backend.platform import clock
from backend.platform.desk.exports import files, running, services
from backend.platform.desk.models import ExportJob
from backend.platform.errors import REPLICA_UNAVAILABLE
from backend.platform.records.models import AuditRecord
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tenants.customers.models import Customer
from tenants.organisation.models import PostHolding, Role
from tests.factories import customers, loans, parameters
from tests.support.exports import ask, cells, exported, fetch, job_of, lines, sheet, state_of


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def loan(actor_for):
    return loans.make_loan(actor_for("officer"), actor_for("disburser"))


# -- what stands in the file --------------------------------------------------------------------------


def test_a_workbook_holds_the_lists_rows_in_the_wanted_columns_and_says_what_they_are(api, loan):
    officer = api("officer")
    keys = (
        "loan_no",
        "customer",
        "customer.customer_no",
        "drawn",
        "annual_rate",
        "method",
        "start_on",
        "status",
    )

    book = exported(officer, "loans", *keys, status="ACTIVE", sort="-start_on")

    heading, row = cells(book)
    assert [cell.value for cell in heading] == [f"列 {key}" for key in keys]
    assert [cell.value for cell in row] == [
        loan.loan_no, loan.customer.name, loan.customer.customer_no, float(loan.drawn), float(loan.annual_rate),
        "等额本息", datetime.combine(loan.start_on, datetime.min.time()), "正常",
    ]  # fmt: skip
    assert [cell.number_format for cell in row] == [
        "General", "General", "General", "#,##0.00", "0.0000%", "General", "yyyy-mm-dd", "General",
    ]  # fmt: skip
    notes = dict(sheet(book, 1))
    assert notes["列表"] == "借据"
    assert notes["条件"] == "状态: 正常; 排序: 起息日从大到小"
    assert notes["行数"] == "1"
    assert "客户经理" in notes["导出人"]
    assert "b001" in notes["机构"]
    assert notes["导出编号"] in notes["水印"]


def test_a_csv_file_has_plain_numbers_and_the_mark_that_spreadsheets_know(api, loan):
    rows = lines(exported(api("officer"), "loans", "loan_no", "drawn", "start_on", format="CSV"))

    assert rows[0] == ["列 loan_no", "列 drawn", "列 start_on"]
    assert rows[1:] == [[loan.loan_no, str(loan.drawn), loan.start_on.isoformat()]]


def test_identity_numbers_and_telephones_are_masked_as_on_the_screen(api, actor_for):
    customers.make_customer(actor_for("officer"), phone="13885012345", occupation="TEA")
    officer = api("officer")
    shown = officer.get("customers").json()["results"][0]

    row = sheet(
        exported(officer, "customers", "name", "id_no", "phone", "address", "occupation", "is_farmer")
    )[1]

    assert row[:4] == (shown["name"], shown["id_no"], shown["phone"], shown["address"])
    assert "*" in row[1]
    assert row[2] == "138****2345"
    assert row[4:] == ("茶叶种植", "否")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_begins_like_a_formula_stays_a_text(api, actor_for, start):
    name = f"{start}HYPERLINK(1)"
    Customer.objects.filter(pk=customers.make_customer(actor_for("officer")).pk).update(name=name)
    officer = api("officer")

    cell = cells(exported(officer, "customers", "name"))[1][0]
    row = lines(exported(officer, "customers", "name", format="CSV"))[1]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (
        name,
        "s" if start != "=" else cell.data_type,
        True,
    )
    assert cell.data_type in ("s", "inlineStr")
    assert row == [f"'{name}"]


def test_an_english_reader_gets_english_words_and_the_log_stays_chinese(api, loan):
    officer = api("officer")
    asked = officer.post(
        "exports",
        {
            "resource": "loans",
            "query": {"status": "ACTIVE", "branch_id": str(loan.branch_id), "sort": "-start_on"},
            "columns": [{"key": "method", "title": "Method"}],
            "format": "XLSX",
        },
        HTTP_ACCEPT_LANGUAGE="en",
    ).json()
    running.export_run(asked["id"])

    book = fetch(officer, asked["id"])

    assert asked["title"] == "Loans"
    assert asked["conditions"][0] == {"name": "Status", "value": "Active"}
    assert sheet(book) == [("Method",), ("Level instalments",)]
    notes = dict(sheet(book, 1))
    assert notes["List"] == "Loans"
    assert notes["Conditions"] == f"Status: Active; Branch: {loan.branch.name}; Order: Start on, descending"
    assert notes["Rows"] == "1"
    told = AuditRecord.objects.get(action="desk.export").changes
    assert told["list"] == [None, "借据 loans"]
    assert told["filters"] == [None, {"状态": "正常", "机构": loan.branch.name, "排序": "起息日从大到小"}]
    seen = officer.get(f"exports/{asked['id']}").json()
    assert seen["conditions"][0] == {"name": "状态", "value": "正常"}


def test_an_export_asked_for_again_speaks_the_language_of_the_first(api, loan):
    officer = api("officer")
    first = officer.post(
        "exports",
        {"resource": "loans", "columns": [{"key": "method", "title": "Method"}], "format": "XLSX"},
        HTTP_ACCEPT_LANGUAGE="en",
    ).json()
    running.export_run(first["id"])

    second = officer.post(f"exports/{first['id']}/again", {}).json()
    running.export_run(second["id"])

    assert second["title"] == "Loans"
    assert sheet(fetch(officer, second["id"])) == [("Method",), ("Level instalments",)]


def test_an_amount_that_a_spreadsheet_would_round_is_written_as_text():
    from backend.platform.desk.exports.books import ExcelBook
    from backend.platform.desk.exports.cells import Column, Kind

    column = Column("amount", "金额", Kind.MONEY, lambda row: row)
    assert ExcelBook.suffix == "xlsx"
    path = files.folder()
    path.mkdir(parents=True)
    book = ExcelBook(path / "book", [column], "金额")
    book.write([Decimal("1234567890123456.78"), Decimal("12345.60")])
    book.finish("说明", [])

    rows = cells((path / "book").read_bytes())
    assert [row[0].value for row in rows[1:]] == ["1234567890123456.78", 12345.6]


def test_every_list_of_the_bank_can_be_taken_out_whole_in_all_its_columns(
    api, loan, django_assert_max_num_queries
):
    admin, auditor = api("bank_admin"), api("auditor")
    taken = {}
    for client, resources in (
        (auditor, ["customers", "households", "intakes", "applications", "tasks", "contracts", "disbursements",
                   "loans", "vouchers", "products", "branches", "staff", "audit", "authentication-log", "changes",
                   f"loans/{loan.pk}/repayments", f"loans/{loan.pk}/vouchers"]),
        (admin, ["accounts", "roles", "post-holdings", "event-deliveries", "nights"]),
    ):  # fmt: skip
        for resource in resources:
            known = client.get("exports/columns", resource=resource)
            assert known.status_code == 200, resource
            keys = [row["key"] for row in known.json()]
            job = job_of(ask(client, resource, *keys))
            with django_assert_max_num_queries(40):
                running.export_run(job.pk)
            count = client.get(resource).json()["count"]  # fetching adds to a log
            taken[resource] = len(sheet(fetch(client, job.pk))) - 1
            assert taken[resource] == count, resource
    assert taken["loans"] == 1
    assert taken["branches"] > 1


def test_the_number_of_queries_does_not_grow_with_the_rows(
    api, actor_for, django_assert_num_queries, monkeypatch
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    officer = api("officer")

    def queries():
        job = job_of(ask(officer, "customers", "name", "branch", "owner", "household"))
        with CaptureQueriesContext(connection) as caught:
            running.export_run(job.pk)
        return len(caught)

    customers.make_customer(actor_for("officer"))
    first = queries()
    for _ in range(5):
        customers.make_customer(actor_for("officer"))
    assert queries() == first


# -- who may ask for what ---------------------------------------------------------------------------


def test_without_the_right_to_see_a_list_or_to_export_nothing_is_exported(api):
    assert ask(api("bank_admin"), "loans", "loan_no").json()["code"] == "platform.not_allowed"
    assert ask(api("teller"), "loans", "loan_no").status_code == 403
    assert api("bank_admin").get("exports/columns", resource="loans").status_code == 403
    assert not ExportJob.objects.exists()


def test_a_log_wants_the_right_to_export_logs_besides(api):
    role = Role.objects.get(code="auditor")
    auditor = api("auditor")
    assert ask(auditor, "audit", "at", "action_label").status_code == 201
    role.actions = [action for action in role.actions if action != "audit.export"]
    role.save()

    assert ask(auditor, "audit", "at").status_code == 403
    assert ask(auditor, "loans", "loan_no").status_code == 201


@pytest.mark.parametrize(
    "resource",
    ["loans/7", "loans/quote", "nothing", "sessions", "reports/loan-ledger", "../loans", "customers?q=1"],
)
def test_what_is_no_list_is_refused_at_its_field(api, resource):
    refused = ask(api("officer"), resource, "id")

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "resource"


def test_unknown_columns_conditions_and_orders_are_refused_at_the_field(api):
    officer = api("officer")

    column = ask(officer, "loans", "loan_no", "id_no", "customer.phone")
    condition = ask(officer, "loans", "loan_no", stat="ACTIVE")
    value = ask(officer, "loans", "loan_no", status="GONE")
    order = ask(officer, "loans", "loan_no", sort="customer__id_no")
    none = officer.post("exports", {"resource": "loans", "columns": [], "format": "XLSX"})
    twice = ask(officer, "loans", "loan_no", "loan_no")

    assert [e["field"] for e in column.json()["errors"]] == ["columns[1].key", "columns[2].key"]
    assert [e["field"] for e in condition.json()["errors"]] == ["query.stat"]
    assert [e["field"] for e in value.json()["errors"]] == ["query.status"]
    assert [e["field"] for e in order.json()["errors"]] == ["query.sort"]
    assert {r.status_code for r in (column, condition, value, order, none, twice)} == {422}


def test_an_officer_exports_his_own_rows_and_another_branch_none_of_them(api, loan):
    assert [row[0] for row in sheet(exported(api("officer"), "loans", "loan_no"))[1:]] == [loan.loan_no]
    assert sheet(exported(api("officer2"), "loans", "loan_no"))[1:] == []
    assert ask(api("officer2"), f"loans/{loan.pk}/vouchers", "voucher_no").status_code == 404


def test_rows_of_another_bank_are_never_in_a_file(api, loan):
    for resource, key in (
        ("branches", "name"),
        ("staff", "name"),
        ("customers", "name"),
        ("loans", "customer"),
    ):
        rows = sheet(exported(api("auditor"), resource, key))
        assert len(rows) > 1, resource
        assert "乙行" not in str(rows), resource


def test_a_right_taken_away_meanwhile_lets_the_export_fail_with_its_reason(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    role = Role.objects.get(code="officer")
    role.actions = [action for action in role.actions if action != "loans.view"]
    role.save()

    running.export_run(job.pk)

    told = state_of(officer, job)
    assert (told["state"], told["error_code"]) == ("FAILED", "desk.export_right_gone")
    assert "权限" in told["error"]
    assert not files.path_of(job.row_uuid).exists()


def test_a_narrower_scope_counts_at_the_time_of_making(api, loan):
    auditor = api("auditor")
    job = job_of(ask(auditor, "loans", "loan_no"))
    assert job.rows_total == 1
    held = PostHolding.objects.get(staff__account_id=job.account_id)
    held.post.scope = "SELF"
    held.post.save()

    running.export_run(job.pk)

    assert sheet(fetch(auditor, job.pk))[1:] == []


def test_an_account_that_is_gone_gets_no_file(api, loan):
    job = job_of(ask(api("officer"), "loans", "loan_no"))
    Account.objects.filter(pk=job.account_id).update(is_active=False)

    running.export_run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error_code) == ("FAILED", "desk.export_account_gone")


def test_somebody_elses_export_is_not_found(api, loan):
    job = job_of(ask(api("officer"), "loans", "loan_no"))
    running.export_run(job.pk)
    other = api("auditor")

    assert other.get("exports").json() == []
    for answer in (
        other.get(f"exports/{job.pk}"),
        other.get(f"exports/{job.pk}/file"),
        other.post(f"exports/{job.pk}/cancel"),
        other.post(f"exports/{job.pk}/again"),
    ):
        assert answer.status_code == 404


def test_whoever_may_no_longer_see_the_list_does_not_get_a_finished_file(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    running.export_run(job.pk)
    role = Role.objects.get(code="officer")
    role.actions = [action for action in role.actions if action != "loans.view"]
    role.save()

    assert officer.get(f"exports/{job.pk}/file").status_code == 403


def test_the_province_exports_its_lists_by_the_same_way(api):
    auditor = api("province:auditor")
    with in_entity("province"):
        rows = sheet(exported(auditor, "entities", "code", "name", "status"))
        refused = ask(auditor, "loans", "loan_no")

    assert [row[0] for row in rows[1:]] == ["b001", "b002"]
    assert rows[1][2] == "正常"
    assert refused.json()["errors"][0]["field"] == "resource"


# -- how many, how often, how long ------------------------------------------------------------------


def test_more_rows_than_allowed_are_refused_with_the_number(api, actor_for):
    parameters.bank_sets("desk.export_most_rows", "100")
    officer = api("officer")
    for _ in range(101):
        customers.make_customer(actor_for("officer"))

    refused = ask(officer, "customers", "name")

    assert (refused.status_code, refused.json()["code"]) == (422, "desk.export_too_many_rows")
    assert "100 行" in refused.json()["detail"]


def test_a_list_that_grew_too_long_meanwhile_fails(api, actor_for):
    officer = api("officer")
    for _ in range(101):
        customers.make_customer(actor_for("officer"))
    job = job_of(ask(officer, "customers", "name"))
    parameters.bank_sets("desk.export_most_rows", "100")

    running.export_run(job.pk)

    assert state_of(officer, job)["error"] == "符合条件的记录超过 100 行,请缩小条件后分次导出"


def test_the_quota_of_a_day_is_a_persons_own(api):
    parameters.bank_sets("desk.export_daily_quota", "2")
    officer = api("officer")
    assert [ask(officer, "loans", "loan_no").status_code for _ in range(3)] == [201, 201, 429]
    refused = ask(officer, "loans", "loan_no")
    assert "2 次" in refused.json()["detail"]
    assert ask(api("auditor"), "loans", "loan_no").status_code == 201
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert ask(api("officer"), "loans", "loan_no").status_code == 201


def test_after_its_days_the_file_is_gone(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    running.export_run(job.pk)
    assert files.path_of(job.row_uuid).exists()

    with clock.frozen(clock.now() + services.KEPT + timedelta(seconds=1)):
        refused = api("officer").get(f"exports/{job.pk}/file")
        assert refused.json()["code"] == "desk.export_no_file"
        services.exports_sweep()

    assert state_of(officer, job)["state"] == "EXPIRED"
    assert not files.path_of(job.row_uuid).exists()


def test_who_asked_is_told_when_the_file_is_there_or_why_it_is_not(api, loan, monkeypatch):
    officer = api("officer")
    running.export_run(job_of(ask(officer, "loans", "loan_no")).pk)
    job = job_of(ask(officer, "loans", "loan_no"))

    def behind(job):
        raise REPLICA_UNAVAILABLE.at()

    monkeypatch.setattr(running, "_await_standby", behind)
    running.export_run(job.pk)

    told = [row["kind"] for row in officer.get("desk/notices").json()["results"]]
    assert told == ["desk.export_failed", "desk.export_ready"]
    assert api("reviewer").get("desk/notices").json()["count"] == 0


# -- the job ----------------------------------------------------------------------------------------


def test_an_unchanged_list_of_exports_is_not_sent_again(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    first = officer.get("exports")
    same = officer.raw("get", "/api/v1/exports", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    running.export_run(job.pk)
    later = officer.raw("get", "/api/v1/exports", HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (same.status_code, same.content) == (304, b"")
    assert later.status_code == 200
    assert later.json()[0]["state"] == "DONE"


def test_the_file_lies_encrypted_and_each_fetching_is_audited_with_its_hash(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no", status="ACTIVE"))
    running.export_run(job.pk)
    stored = files.path_of(job.row_uuid).read_bytes()
    assert b"PK\x03\x04" not in stored

    content = fetch(officer, job.pk)
    fetch(officer, job.pk)

    job.refresh_from_db()
    first, second = AuditRecord.objects.filter(kind="EXPORT", object_no=job.number).order_by("id")
    assert first.action == "desk.export"
    assert first.changes["rows"] == [None, 1]
    assert first.changes["filters"] == [None, {"状态": "正常"}]
    assert first.changes["sha256"] == [None, hashlib.sha256(content).hexdigest()]
    assert second.changes["times"] == [None, 2]
    assert (job.downloads, job.size) == (2, len(content))


@pytest.mark.parametrize("spoil", [lambda s: s[:-1] + bytes([s[-1] ^ 1]), lambda s: s[:40], lambda s: b""])
def test_a_file_that_was_changed_or_cut_is_not_handed_out(api, loan, spoil):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    running.export_run(job.pk)
    path = files.path_of(job.row_uuid)
    path.write_bytes(spoil(path.read_bytes()))

    refused = officer.get(f"exports/{job.pk}/file")

    assert (refused.status_code, refused.json()["code"]) == (409, "desk.export_file_damaged")
    assert not AuditRecord.objects.filter(kind="EXPORT", object_no=job.number).exists()


def test_pieces_cannot_be_cut_off_or_swapped(media, monkeypatch):
    monkeypatch.setattr(files, "PIECE", 4)
    with files.working_folder("x") as place:
        (place / "plain").write_bytes(b"0123456789")
        assert files.keep("x", place / "plain") == (10, hashlib.sha256(b"0123456789").hexdigest())
    assert b"".join(files.pieces("x")) == b"0123456789"
    stored = files.path_of("x").read_bytes()
    size = files.LENGTH.size + files.LENGTH.unpack(stored[: files.LENGTH.size])[0]
    one, two, rest = stored[:size], stored[size : 2 * size], stored[2 * size :]

    for spoilt in (one + two, two + one + rest, one + rest):
        files.path_of("x").write_bytes(spoilt)
        with pytest.raises(Exception, match="export_file_damaged"):
            b"".join(files.pieces("x"))


def test_what_was_searched_for_is_kept_and_told_without_the_telephone(api, actor_for):
    customers.make_customer(actor_for("officer"), phone="13885019876")
    officer = api("officer")
    job = job_of(ask(officer, "customers", "name", q="13885019876"))
    running.export_run(job.pk)

    assert len(sheet(fetch(officer, job.pk))) == 2
    told = AuditRecord.objects.get(kind="EXPORT", object_no=job.number)
    assert "13885019876" not in str(told.changes) + str(job.conditions) + str(
        dict(sheet(fetch(officer, job.pk), 1))
    )


def test_dates_of_the_day_are_those_of_the_bank(api, loan):
    with clock.frozen(datetime.fromisoformat("2026-03-02T17:30:00+00:00")):
        job = job_of(ask(api("officer"), "loans", "loan_no"))
    assert job.number.startswith("DC20260303")
    assert date(2026, 3, 3).isoformat().replace("-", "") in job.number
