"""What the session page asks of the bank."""

from typing import Any

from backend.platform.ports import Port

session_facts: "Port[..., dict[str, Any]]" = Port("identity.session_facts")
"""(account_id) -> {staff, business_date, posts} of a bank's staff member; provided by organisation."""
