"""What the operators of the province are told of the banks' nights."""

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from shared.entities.selectors import entity_get
from shared.identity import selectors as identity

from .permissions import COMMAND

STOPPED = declare_notice(
    "operations.night_stopped",
    name_zh="行社日终中断",
    name_en="Night of a bank stopped",
    zh="{bank} {business_on} 日终在「{step}」中断",
    en="The night of {business_on} at {bank} stopped",
    urgent=True,
)


def stopped_tell(*, code: str, business_on: str, step: str) -> None:
    """Tell everybody at the province who may command nights; runs in the province's schema."""
    notify(
        STOPPED,
        to=identity.accounts_holding(COMMAND),
        path=f"/nights?q={code}",
        params={"bank": entity_get(code).name, "business_on": business_on, "step": step},
    )
