"""The province's commands to the banks' nights."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from backend.platform import jobs
from backend.platform.permissions import Actor
from backend.platform.records import changes, outbox
from backend.platform.records.models import AuditRecord, PendingChange
from backend.platform.tenancy import in_entity
from shared.operations import selectors
from shared.operations.models import EntityNight
from shared.operations.tasks import night_command_task
from tenants.endofday import plan, progress, services
from tenants.endofday.models import BatchRun
from tenants.endofday.plan import PLAN, Step
from tests import world


def test_a_command_is_sent_to_the_banks_named(api, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(night_command_task, "apply_async", lambda args, headers: sent.append((args, headers)))

    with django_capture_on_commit_callbacks(execute=True):
        response = api("province:operations").post("nights", {"command": "START", "codes": ["b001", "b777"]})

    assert response.json() == {"codes": ["b001"]}
    assert sent == [(("START", "省运行管理岗"), {"entity": "b001"})]
    with in_entity("province"):
        assert AuditRecord.objects.filter(action="operations.command", comment="b001").count() == 1


def test_the_bank_carries_the_command_out_under_the_name_of_the_province(api):
    night_command_task.run("START", "张三")
    night_command_task.run("START", "张三")  # the second one is refused by the bank, and that is all

    assert BatchRun.objects.get().started_by == "省联社 张三"


def test_only_operations_commands(api):
    assert api("province:auditor").post("nights", {"command": "START"}).status_code == 403
    assert api("province:operations").post("nights", {"command": "SKIP"}).status_code == 422
    assert api("province:operations").post("nights", {"command": "START", "codes": ["b1"]}).status_code == 422


@pytest.fixture
def failed_night(monkeypatch):
    """A night of bank A that stopped at the accruing, as the province knows it."""

    def broken(night):
        raise ZeroDivisionError

    monkeypatch.setattr(plan, "PLAN", [Step("accrue", "利息计提", broken), replace(PLAN[-1])])
    services.night_run(services.night_start(actor=Actor.system(world.BANK_A), ring=False).pk)
    outbox.relay()
    return EntityNight.objects.get(entity_code=world.BANK_A)


def test_the_board_shows_every_bank_with_its_steps(api, failed_night, django_assert_max_num_queries):
    client = api("province:operations")
    board = client.get("night-board").json()

    assert [step["name"] for step in board["steps"]] == ["accrue", "close"]
    by_code = {bank["entity_code"]: bank["night"] for bank in board["banks"]}
    assert by_code[world.BANK_B] is None
    night = by_code[world.BANK_A]
    assert (night["state"], night["failed_code"]) == ("FAILED", "endofday.step_broken")
    assert [step["state"] for step in night["steps"]] == ["FAILED", "WAITING"]
    assert client.get("night-board?state=DONE").json()["banks"] == []
    assert [bank["entity_code"] for bank in client.get("night-board?state=FAILED").json()["banks"]] == [
        "b001"
    ]
    assert api("province:catalogue").get("night-board").status_code == 403
    with in_entity("province"), django_assert_max_num_queries(3):  # the schema, the nights, the banks
        selectors.night_board()


def test_the_copy_of_the_progress_never_changes_the_state_that_was_told(failed_night):
    progress.note(BatchRun.objects.get().pk)

    failed_night.refresh_from_db()
    assert failed_night.state == "FAILED"


def test_the_last_nights_and_how_long_they_took(api):
    at = timezone.now()
    for code, days, seconds in (("b001", 1, 40), ("b002", 1, 60), ("b001", 2, 20)):
        EntityNight.objects.create(
            entity_code=code,
            business_on=world.BUSINESS_DATE - timedelta(days=days),
            state="DONE",
            started_at=at,
            finished_at=at + timedelta(seconds=seconds),
        )

    client = api("province:operations")
    every, one = (
        client.get(path).json()["nights"] for path in ("night-durations", "night-durations?entity_code=b001")
    )

    assert [(row["banks"], row["longest_seconds"], row["mean_seconds"]) for row in every] == [
        (1, 20, 20),
        (2, 60, 50),
    ]
    assert [row["longest_seconds"] for row in one] == [20, 40]


def test_the_province_skips_a_failed_step_when_a_second_operator_approves(api, failed_night, monkeypatch):
    sent = []
    monkeypatch.setattr(
        jobs,
        "ring",
        lambda task, *args, **to: sent.append((args, to)) if task is night_command_task else None,
    )
    ask = f"nights/{failed_night.pk}/steps"
    operations = api("province:operations")
    assert (
        operations.post(f"{ask}/close/skip", {"reason": "无"}).json()["code"] == "operations.step_not_failed"
    )
    asked = operations.post(f"{ask}/accrue/skip", {"reason": "次日补提"})
    assert asked.status_code == 202
    own = operations.post(
        f"changes/{asked.json()['id']}/approve", {"content_hash": asked.json()["content_hash"]}
    )
    assert own.json()["code"] == "changes.self_check"

    with in_entity("province"):
        change = PendingChange.objects.get(pk=asked.json()["id"])
        other = Actor(account_id=987654, name="李四", entity_code="province", is_system=True)
        changes.approve(actor=other, pk=change.pk, seen_hash=change.content_hash)

    ((args, to),) = sent
    assert (args[0], args[2], to) == ("SKIP", {"step": "accrue", "attempts": 1}, {"entity": world.BANK_A})
    night_command_task.run(*args)
    step = BatchRun.objects.get().steps.get(name="accrue")
    assert (step.state, "省运行管理岗 / 李四" in step.skipped_by) == ("SKIPPED", True)


def test_the_province_stops_and_resumes(api):
    night_command_task.run("START", "张三")
    night_command_task.run("STOP", "张三")
    assert BatchRun.objects.get().state == "STOPPED"
    night_command_task.run("RESUME", "张三")
    assert BatchRun.objects.get().state == "RUNNING"
    night_command_task.run("SKIP", "张三 / 李四", {"step": "accrue", "attempts": 1})  # it has not failed

    assert set(BatchRun.objects.get().steps.values_list("state", flat=True)) == {"WAITING"}
