"""What the operators of a bank are told of its nights."""

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from tenants.organisation import selectors as organisation

from .models import BatchRun, BatchStep
from .permissions import RUN

STOPPED = declare_notice(
    "endofday.night_stopped",
    name_zh="日终中断",
    name_en="Night stopped",
    zh="{business_on} 日终在「{step}」中断,请处理后重试",
    en="The night of {business_on} stopped at the step {step_en}: mend it and retry",
    urgent=True,
)


def stopped_tell(run: BatchRun, step: BatchStep) -> None:
    """Tell everybody who may go on with the night."""
    notify(
        STOPPED,
        to=organisation.accounts_holding(RUN),
        path=f"/nights/{run.pk}",
        params={
            "business_on": run.business_on.isoformat(),
            "step": step.title,
            "step_en": step.name.replace("_", " "),
        },
    )
