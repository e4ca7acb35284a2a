"""How sensitive values look to somebody who may not see them in full."""


def mask_id_no(value: str | None) -> str:
    """First six and last four of an identity number: 520111********1234."""
    return (
        f"{value[:6]}{'*' * (len(value) - 10)}{value[-4:]}"
        if value and len(value) > 10
        else "*" * len(value or "")
    )


def mask_phone(value: str | None) -> str:
    """138****5678."""
    return f"{value[:3]}****{value[-4:]}" if value and len(value) >= 11 else "*" * len(value or "")


def mask_account(value: str | None) -> str:
    """Last four of an account number: **** **** 1234."""
    return f"**** {value[-4:]}" if value and len(value) > 4 else "*" * len(value or "")


def mask_address(value: str | None) -> str:
    """The region part of an address; the rest is starred."""
    return f"{value[:6]}****" if value and len(value) > 6 else "****" if value else ""
