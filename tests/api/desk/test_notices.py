"""Notices: written with what happened, told to whom it concerns, read by nobody else."""

from datetime import timedelta

import pytest

from backend.integrations.core_banking.client import Outcome, OutcomeStatus
from backend.platform import clock
from backend.platform.desk import notice_kinds, notices
from backend.platform.desk.models import Notice
from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from shared.operations import services as operations
from shared.operations.tasks import night_stopped_task
from tenants.approvals import services
from tenants.approvals.models import Task
from tenants.contracts import services as contract_services
from tenants.endofday import plan
from tenants.endofday import services as endofday
from tenants.endofday.plan import PLAN, Step
from tenants.loans.services import sending
from tenants.organisation.models import Branch
from tests import world
from tests.factories import applications, changes, contracts, loans
from tests.factories.organisation import make_staff

TEST_KIND = "changes.expired"


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


def tell(actor: Actor, title: str = "岗位调整") -> Notice:
    notices.notify(
        TEST_KIND,
        to=[actor.account_id],
        path="/changes/1",
        params={"title": title, "checker": "", "comment": ""},
    )
    return Notice.objects.latest("id")


def told(client) -> list[dict]:
    return client.get("desk/notices").json()["results"]


def test_a_notice_is_read_in_both_languages_by_its_recipient_only(api, officer):
    tell(officer)

    mine = told(api("officer"))

    assert [(row["title_zh"], row["title_en"], row["path"], row["read_at"]) for row in mine] == [
        (
            "「岗位调整」无人复核,已过期",
            '"岗位调整" expired: nobody checked it in time',
            "/changes/1",
            None,
        )
    ]
    assert (mine[0]["kind_name_zh"], mine[0]["is_urgent"]) == ("复核结果", False)
    assert told(api("reviewer")) == []


def test_reading_one_and_all(api, officer):
    first, second = tell(officer), tell(officer)
    client = api("officer")

    answer = client.post(f"desk/notices/{first.pk}/read")

    assert (answer.status_code, answer.json()["read_at"] is not None) == (200, True)
    assert [row["id"] for row in client.get("desk/notices", unread=True).json()["results"]] == [second.pk]
    third = tell(officer)
    assert client.post("desk/notices/read", {"through_id": second.pk}).json() == {"count": 1}
    unread = client.get("desk/notices", unread=True).json()["results"]
    assert [row["id"] for row in unread] == [third.pk], "what came after the page was shown stays unread"


def test_another_persons_notice_does_not_exist(api, officer):
    notice = tell(officer)

    answer = api("reviewer").post(f"desk/notices/{notice.pk}/read")

    assert (answer.status_code, answer.json()["code"]) == (404, "platform.not_found")
    notice.refresh_from_db()
    assert notice.read_at is None
    assert api("reviewer").post("desk/notices/read", {"through_id": notice.pk}).json() == {"count": 0}


def test_a_notice_of_one_bank_does_not_exist_at_another(api, officer):
    with in_entity(world.BANK_B):
        theirs = Notice.objects.latest("id").pk  # bank B has notices of its own, told to the same names
    while (notice := tell(officer)).pk <= theirs:
        pass

    answer = api("b002:officer").post(f"desk/notices/{notice.pk}/read")

    assert answer.status_code == 404


def test_notices_are_filtered_by_kind_and_the_kinds_are_those_held(api, officer):
    tell(officer)
    client = api("officer")
    assert client.get("desk/notices/kinds").json() == [
        {"code": TEST_KIND, "name_zh": "复核结果", "name_en": "Outcome of a check"}
    ]
    assert client.get("desk/notices", kind="changes.approved").json()["count"] == 0
    assert client.get("desk/notices", kind=TEST_KIND).json()["count"] == 1


def test_a_notice_must_be_declared_and_filled(officer):
    with pytest.raises(notice_kinds.NoticeError, match="not declared"):
        notices.notify("nobody.said", to=[officer.account_id])
    with pytest.raises(notice_kinds.NoticeError, match="title"):
        notices.notify(TEST_KIND, to=[officer.account_id], params={})
    with pytest.raises(notice_kinds.NoticeError, match="no page"):
        notices.notify(TEST_KIND, to=[officer.account_id], path="https://example.org", params={})
    assert not Notice.objects.exists()


def test_nobody_is_told_what_he_did_himself(officer):
    params = {"title": "x", "checker": "", "comment": ""}
    assert notices.notify(TEST_KIND, to=[officer.account_id, None], params=params, by=officer) == 0


def test_old_notices_are_purged_and_younger_ones_stay(officer):
    tell(officer)
    with clock.frozen(clock.now() + notices.KEPT - timedelta(hours=1)):
        notices.notices_purge()
        assert Notice.objects.count() == 1
    with clock.frozen(clock.now() + notices.KEPT + timedelta(hours=1)):
        notices.notices_purge()
    assert Notice.objects.count() == 0


def test_the_maker_hears_what_became_of_his_change(api, actor_for):
    with changes.registered():
        change = changes.propose(actor_for("bank_admin"))
        api("risk").post(f"changes/{change.pk}/reject", {"reason": "批复未到"})

    rows = told(api("bank_admin"))
    assert [(row["kind"], row["path"]) for row in rows] == [("changes.rejected", f"/changes/{change.pk}")]
    assert rows[0]["title_zh"] == "「机构改名 b00101」被风险管理岗退回:批复未到"
    assert told(api("risk")) == []


def test_the_officer_hears_how_his_application_came_out_with_the_name_masked(api, actor_for, officer):
    application = applications.make_approved(actor_for)

    rows = told(api("officer"))

    assert [(row["kind"], row["path"]) for row in rows] == [
        ("applications.approved", f"/applications/{application.pk}")
    ]
    name = application.customer.name
    assert name not in rows[0]["title_zh"]
    assert f"{name[0]}{'*' * (len(name) - 1)}" in rows[0]["title_zh"]


def test_an_application_sent_back_is_urgent_for_its_officer(api, actor_for, officer):
    application = applications.make_application(officer, submit=True)
    applications.decide(actor_for("reviewer"), application, decision="RETURN")

    rows = told(api("officer"))

    assert [(row["kind"], row["is_urgent"]) for row in rows] == [("applications.returned", True)]


def test_the_last_signature_is_told_to_the_officer_and_the_first_is_not(api, actor_for, officer):
    contract = contracts.make_printed_contract(actor_for)
    Notice.objects.all().delete()
    contract_services.contract_sign(actor=officer, pk=contract.pk, party="BORROWER")
    assert told(api("officer")) == []

    contract_services.contract_sign(actor=actor_for("disburser"), pk=contract.pk, party="BANK")

    assert [row["kind"] for row in told(api("officer"))] == ["contracts.signed"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (OutcomeStatus.FAILURE, "loans.disbursement_failed"),
        (OutcomeStatus.UNKNOWN, "loans.disbursement_unknown"),
    ],
)
def test_a_drawdown_in_trouble_is_told_to_who_asked_and_who_let_it_go(api, actor_for, officer, status, kind):
    row = loans.make_sent(officer, actor_for("disburser"))

    for _ in range(2):
        sending.disbursement_settle(
            actor=sending.system_actor(),
            disbursement_id=row.pk,
            outcome=Outcome(status, reason="账户已冻结"),
        )

    for who in ("officer", "disburser"):
        assert [found["kind"] for found in told(api(who))] == [kind], "told once, however often it is heard"
    assert told(api("teller")) == []


def test_a_night_that_stops_is_told_to_those_who_may_go_on_with_it(api, monkeypatch):
    def broken(night):
        raise RuntimeError("disk full")

    monkeypatch.setattr(plan, "PLAN", [Step("look", "看", broken), PLAN[-1]])
    run = endofday.night_start(actor=Actor.system(world.BANK_A), ring=False)
    endofday.night_run(run.pk)

    rows = told(api("bank_admin"))
    assert [(row["kind"], row["path"]) for row in rows] == [("endofday.night_stopped", f"/nights/{run.pk}")]
    assert "disk full" not in rows[0]["title_zh"]
    assert told(api("officer")) == []


def test_the_province_is_told_on_its_own_desk(api, django_capture_on_commit_callbacks):
    with in_entity("province"):
        night_stopped_task.run(world.BANK_A, "2026-03-02", "计提")
        assert set(Notice.objects.values_list("kind", flat=True)) == {"operations.night_stopped"}
        holders = set(Notice.objects.values_list("recipient_id", flat=True))
    names = set(Account.objects.filter(pk__in=holders).values_list("entity_code", flat=True))
    assert names == {"province"}
    assert not Notice.objects.exists(), "nothing of it stands on the bank's desk"
    assert told(api("province:operations"))[0]["path"] == f"/nights?q={world.BANK_A}"


def test_the_banks_event_rings_the_province(bank, monkeypatch):
    rung = []
    monkeypatch.setattr(
        operations.jobs, "ring", lambda task, *args, entity: rung.append((task.name, args, entity))
    )
    night = {"entity": world.BANK_A, "business_on": "2026-03-02", "business_date": "2026-03-02"}
    operations.night_note({**night, "state": "RUNNING"})
    operations.night_note({**night, "state": "FAILED", "failed_step": "计提"})
    name = "shared.operations.tasks.night_stopped_task"
    assert rung == [(name, (world.BANK_A, "2026-03-02", "计提"), "province")]


def test_whoever_takes_over_hears_what_and_opens_each_task(api, actor_for, officer):
    manager = actor_for("bank_admin")
    colleague = make_staff(manager, Branch.objects.get(pk=officer.branch_id), role="officer", name="田慧")
    loans.make_loan(officer, actor_for("disburser"))
    account = Account.objects.get(entity_code=world.BANK_A, username="officer2")
    type(colleague).objects.filter(account_id=account.pk).update(account_id=None)
    type(colleague).objects.filter(pk=colleague.pk).update(account_id=account.pk)

    body = {"to_id": colleague.pk, "reason": "岗位调整"}
    answer = api("bank_admin").post(f"staff/{officer.staff_id}/handover", body)

    assert answer.status_code == 200
    rows = told(api("officer2"))
    assert [row["kind"] for row in rows] == ["organisation.work_handed_over"]
    assert "未结清借据 1" in rows[0]["title_zh"]
    assert "open loans: 1" in rows[0]["title_en"]


def test_a_page_of_notices_costs_the_same_whatever_their_number(api, officer, django_assert_max_num_queries):
    for _ in range(30):
        tell(officer)
    client = api("officer")
    client.get("desk/notices")
    with django_assert_max_num_queries(12):
        assert len(told(client)) == 30


def test_a_task_handed_over_is_told_with_its_page(api, actor_for, officer):
    application = applications.make_application(officer, submit=True)
    task = applications.open_task(application)
    reviewer = actor_for("reviewer")
    Task.objects.filter(pk=task.pk).update(assignee_id=reviewer.staff_id)
    head_office = Branch.objects.get(pk=reviewer.branch_id)
    second = make_staff(actor_for("bank_admin"), head_office, role="reviewer", name="田慧")
    account = Account.objects.get(entity_code=world.BANK_A, username="teller")
    type(second).objects.filter(account_id=account.pk).update(account_id=None)
    type(second).objects.filter(pk=second.pk).update(account_id=account.pk)

    services.tasks_hand_over(actor=actor_for("bank_admin"), from_id=reviewer.staff_id, to_id=second.pk)

    rows = told(api("teller"))
    assert [(row["kind"], row["path"]) for row in rows] == [
        ("approvals.task_handed_over", f"/tasks/{task.pk}")
    ]
    assert application.app_no in rows[0]["title_zh"]
    assert application.customer.name not in rows[0]["title_zh"]
