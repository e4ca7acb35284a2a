"""What the customer files tell others; never a sensitive value."""

from backend.platform.records.event_kinds import declare_event

REGISTERED = declare_event(
    "customers.registered.v1",
    zh="客户登记",
    en="A customer was registered",
    payload={"customer_id": "integer", "customer_no": "string"},
)
REVEAL_ALARM = declare_event(
    "customers.reveal_alarm.v1",
    zh="查看敏感信息异常",
    en="Somebody saw clear values of unusually many customers within an hour",
    payload={"account_id": "integer", "customers": "integer"},
)
