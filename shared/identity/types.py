"""What sessions and accounts ask of the bank."""

from typing import Any

from backend.platform.ports import Port

ADMINISTRATOR_ROLES = {"bank_admin": "行社管理员", "security_admin": "安全管理员"}
"""The roles at a bank for which the province may open accounts: code -> name."""

session_facts: "Port[..., dict[str, Any]]" = Port("identity.session_facts")
"""(account_id) -> {staff, business_date, posts} of a bank's staff member; provided by organisation."""

person_facts: "Port[..., dict[str, Any] | None]" = Port("identity.person_facts")
"""(person_id) -> {name, number, account_id} of a person of this bank, his row locked; None when there is no
such person or he has left. Provided by organisation."""

person_attach: "Port[..., None]" = Port("identity.person_attach")
"""(actor, person_id, account_id) -> None: let the person of this bank sign in with the account; refused when
he has one. Provided by organisation."""

administrator_appoint: "Port[..., None]" = Port("identity.administrator_appoint")
"""(account_id, name, number, role_code) -> None: register the person at this bank's head office and give him
the role there, unless that is done. Provided by organisation."""
