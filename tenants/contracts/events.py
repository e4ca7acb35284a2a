"""What the contracts tell others."""

EFFECTIVE = "contracts.effective.v1"
"""Payload: contract_id, contract_no, application_id, customer_id, amount."""

VOIDED = "contracts.voided.v1"
"""Payload: contract_id, contract_no, application_id."""
