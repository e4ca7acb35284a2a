"""The province's commands to the banks' nights."""

from backend.platform.records.models import AuditRecord
from backend.platform.tenancy import in_entity
from shared.operations.tasks import night_command_task
from tenants.endofday.models import BatchRun


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
