"""The consoles of the night: a bank's failed step, and all banks beside each other at the province."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from shared.operations.models import EntityNight
from tenants.endofday import progress, services
from tenants.endofday.models import BatchRun, BatchStep
from tests import world

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("stack_rows")]
REASON = "数据违反约束 loan_amounts_not_negative"
LOANS = ["JJ2026000017", "JJ2026000018", "JJ2026000019", "JJ2026000020"]


@pytest.fixture
def failed():
    """A night of bank B that stopped in the middle of the accruing; the older ones took some time."""
    at = timezone.now()
    with in_entity(world.BANK_B):
        for days in range(1, 12):
            on = date(2026, 3, 2) - timedelta(days=days)
            BatchRun.objects.create(
                business_on=on,
                next_business_on=on + timedelta(days=1),
                state="DONE",
                is_open=None,
                started_at=at - timedelta(days=days),
                finished_at=at - timedelta(days=days) + timedelta(seconds=20 + days * 3 % 7),
                started_by="系统管理员",
            )
        run = services.night_start(actor=Actor.system(world.BANK_B), ring=False)
        BatchRun.objects.filter(pk=run.pk).update(state="FAILED", started_at=at - timedelta(seconds=80))
        for step in run.steps.filter(seq__lt=5):
            BatchStep.objects.filter(pk=step.pk).update(
                state="DONE",
                attempts=1,
                rows=312,
                rows_done=48_120,
                rows_of=48_120,
                worked_ms=6_300,
                started_at=at - timedelta(seconds=80 - step.seq),
                finished_at=at - timedelta(seconds=72 - step.seq),
            )
        run.steps.filter(name="accrue").update(
            state="FAILED",
            attempts=2,
            rows=20_000,
            rows_done=20_000,
            rows_of=48_120,
            worked_ms=3_100,
            started_at=at - timedelta(seconds=30),
            finished_at=at - timedelta(seconds=22),
            error_code="endofday.step_conflict",
            error=REASON,
            error_en="The data break the constraint loan_amounts_not_negative",
            loan_nos=LOANS,
        )
        progress.note(run.pk)
        EntityNight.objects.filter(entity_code=world.BANK_B, business_on=run.business_on).update(
            state="FAILED", started_at=at - timedelta(seconds=80), failed_step="利息计提",
            failed_code="endofday.step_conflict", error=REASON,
        )  # fmt: skip
        for days in range(1, 12):
            EntityNight.objects.create(
                entity_code=world.BANK_B,
                business_on=run.business_on - timedelta(days=days),
                state="DONE",
                started_at=at - timedelta(days=days),
                finished_at=at - timedelta(days=days) + timedelta(seconds=20 + days * 3 % 7),
            )
    yield run
    with in_entity(world.BANK_B):
        BatchStep.objects.all().delete()
        BatchRun.objects.all().delete()
        EntityNight.objects.filter(entity_code=world.BANK_B).delete()


def test_the_bank_sees_why_a_step_failed_and_asks_to_skip_it(desk, failed):
    admin = desk("bank_admin", world.BANK_B)
    page = admin.open(f"/nights/{failed.pk}")

    expect(page.get_by_role("alert").get_by_text(REASON)).to_be_visible()
    expect(page.get_by_role("alert").get_by_text(LOANS[0])).to_be_visible()
    expect(page.get_by_text("20,000 / 48,120")).to_be_visible()
    admin.button("申请跳过").click()
    admin.dialog.get_by_role("textbox").fill("借据数据待修复,次日补提")
    admin.dialog.get_by_role("button", name="申请跳过").click()
    expect(admin.dialog).to_be_hidden()

    risk = desk("risk", world.BANK_B)
    risk.open("/changes")
    expect(risk.page.get_by_text("跳过日终步骤").first).to_be_visible()
    nights = desk("bank_admin", world.BANK_B, width=1280)
    nights.open("/nights")
    expect(nights.page.get_by_text("日终用时趋势").first).to_be_visible()


def test_the_province_sees_all_banks_step_by_step(desk, failed):
    operations = desk("operations", "province")
    page = operations.open("/nights")

    row = page.get_by_role("row").filter(has_text=world.BANK_B)
    expect(row.first.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_role("columnheader", name="总分核对")).to_be_visible()
    expect(row.get_by_role("button", name="申请跳过")).to_have_count(1)
    narrow = desk("operations", "province", width=1280)
    narrow.open("/nights?tab=history")
    history = narrow.page
    expect(history.get_by_role("row").filter(has_text="2026-03-01").first).to_be_visible()
    expect(history.get_by_role("img", name="日终用时趋势").first).to_be_visible()
