"""What people are told of drawdowns that did not go as they should."""

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from backend.platform.masking import mask_name
from tenants.organisation import selectors as organisation

from .models import Disbursement

FAILED = declare_notice(
    "loans.disbursement_failed",
    name_zh="出账异常",
    name_en="Drawdown in trouble",
    zh="出账 {req_no}({customer})失败:{reason}",
    en="Drawdown {req_no} ({customer}) failed: {reason}",
    urgent=True,
)
UNKNOWN = declare_notice(
    "loans.disbursement_unknown",
    name_zh="出账异常",
    name_en="Drawdown in trouble",
    zh="出账 {req_no}({customer})核心结果未知,系统正在查询",
    en="What became of drawdown {req_no} ({customer}) is unknown: core banking is being asked",
    urgent=True,
)


def disbursement_tell(kind: str, row: Disbursement) -> None:
    """Tell whoever asked for the drawdown, the officer, and whoever let the money go."""
    notify(
        kind,
        to=organisation.accounts_of_staff(row.created_by, row.officer_id, row.checked_by),
        path=f"/disbursements/{row.pk}",
        params={
            "req_no": row.req_no,
            "customer": mask_name(row.customer.name),
            "reason": row.failure_reason or "-",
        },
    )
