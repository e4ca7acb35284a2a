"""What the applications tell others."""

from backend.platform.records.event_kinds import declare_event

DECIDED = declare_event(
    "applications.decided.v1",
    zh="业务申请已审批",
    en="An application was decided",
    payload={
        "application_id": "integer",
        "app_no": "string",
        "customer_id": "integer",
        "outcome": "string",
        "approved_amount": "decimal?",
    },
)
"""`outcome` is APPROVED or REJECTED."""
