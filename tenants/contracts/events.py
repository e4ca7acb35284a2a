"""What the contracts tell others."""

from backend.platform.records.event_kinds import declare_event

EFFECTIVE = declare_event(
    "contracts.effective.v1",
    zh="合同生效",
    en="A contract took effect",
    payload={
        "contract_id": "integer",
        "contract_no": "string",
        "application_id": "integer",
        "customer_id": "integer",
        "amount": "decimal",
    },
)
VOIDED = declare_event(
    "contracts.voided.v1",
    zh="合同作废",
    en="A contract was made void",
    payload={"contract_id": "integer", "contract_no": "string", "application_id": "integer"},
)
