"""What the customer files tell others; never a sensitive value."""

from backend.platform.records.event_kinds import declare_event

REGISTERED = declare_event(
    "customers.registered.v1",
    zh="客户登记",
    en="A customer was registered",
    payload={"customer_id": "integer", "customer_no": "string"},
)
