"""What the officer of an application is told."""

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from backend.platform.masking import mask_name
from backend.platform.permissions import Actor
from tenants.approvals.types import Outcome, ProcessResult
from tenants.organisation import selectors as organisation

from .models import LoanApplication

DECIDED_ZH, DECIDED_EN = "审批结果", "Decision on an application"
KIND_OF = {
    Outcome.APPROVED: declare_notice(
        "applications.approved",
        name_zh=DECIDED_ZH,
        name_en=DECIDED_EN,
        zh="业务申请 {app_no}({customer})已审批通过",
        en="Application {app_no} ({customer}) was approved",
    ),
    Outcome.REJECTED: declare_notice(
        "applications.rejected",
        name_zh=DECIDED_ZH,
        name_en=DECIDED_EN,
        zh="业务申请 {app_no}({customer})已被否决",
        en="Application {app_no} ({customer}) was rejected",
    ),
    Outcome.RETURNED: declare_notice(
        "applications.returned",
        name_zh="申请退回",
        name_en="Application sent back",
        zh="业务申请 {app_no}({customer})已退回,请修改后重新提交",
        en="Application {app_no} ({customer}) was sent back: mend it and submit it again",
        urgent=True,
    ),
}


def outcome_tell(actor: Actor, row: LoanApplication, result: ProcessResult) -> None:
    """Tell the officer how his application came out, unless he did it himself."""
    notify(
        KIND_OF[result.outcome],
        to=organisation.accounts_of_staff(row.officer_id),
        path=f"/applications/{row.pk}",
        params={"app_no": row.app_no, "customer": mask_name(row.customer.name)},
        by=actor,
    )
