"""What the customer files tell others; never a sensitive value."""

REGISTERED = "customers.registered.v1"
"""Payload: customer_id, customer_no."""
