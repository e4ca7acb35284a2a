"""What intakes tell others: one event for each state that is entered.

Payload of each: intake_id, intake_no, customer_id, product_id, state.
"""

CREATED = "intake.submitted.v1"


def entered(state: str) -> str:
    """The event of entering a state: `intake.accepted.v1`."""
    return f"intake.{state.lower()}.v1"
