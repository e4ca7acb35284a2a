"""What intakes tell others: one event for each state that is entered."""

from backend.platform.records.event_kinds import declare_event

OF_STATES = {
    "SUBMITTED": ("进件提交", "An intake was submitted"),
    "ASSIGNED": ("进件分派", "An intake was assigned"),
    "ACCEPTED": ("进件受理", "An intake was accepted"),
    "CONVERTED": ("进件发起业务", "An intake became an application"),
    "REJECTED": ("进件不予受理", "An intake was rejected"),
    "WITHDRAWN": ("进件撤回", "An intake was withdrawn"),
}


def entered(state: str) -> str:
    """The event of entering a state: `intake.accepted.v1`."""
    return f"intake.{state.lower()}.v1"


for _state, (_zh, _en) in OF_STATES.items():
    declare_event(
        entered(_state),
        zh=_zh,
        en=_en,
        payload={
            "intake_id": "integer",
            "intake_no": "string",
            "customer_id": "integer",
            "product_id": "integer",
            "state": "string",
        },
    )
