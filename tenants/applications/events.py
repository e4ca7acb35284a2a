"""What the applications tell others."""

DECIDED = "applications.decided.v1"
"""Payload: application_id, app_no, customer_id, outcome (APPROVED or REJECTED), approved_amount (or null)."""
