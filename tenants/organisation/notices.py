"""What a person is told of work that is his from now on."""

from collections.abc import Sequence

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from backend.platform.permissions import Actor

from .models import Staff
from .types import Holding, listed

TAKEN_OVER = declare_notice(
    "organisation.work_handed_over",
    name_zh="业务移交",
    name_en="Work handed over",
    zh="{giver}的业务已移交给您:{what}",
    en="The work of {giver} was handed over to you: {what_en}",
)


def handover_tell(actor: Actor, giver: Staff, recipient: Staff, moved: Sequence[Holding]) -> None:
    """Tell the recipient of a handover what he is in charge of from now on, kind by kind."""
    if any(holding.count for holding in moved):
        notify(
            TAKEN_OVER,
            to=[recipient.account_id],
            path="/",
            params={
                "giver": giver.name,
                **listed([holding for holding in moved if holding.count]),
            },
            by=actor,
        )
