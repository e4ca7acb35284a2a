"""Passwords and keys of a local profile: made once, readable by their owner only."""

import base64
import secrets
from pathlib import Path

from infra.local.files import read_variables, write_variables

PASSWORDS = (
    "POSTGRES_PASSWORD",
    "REPLICATION_PASSWORD",
    "MIGRATOR_PASSWORD",
    "APP_PASSWORD",
    "REDIS_PASSWORD",
)
KEYS = ("SECRET_KEY", "FIELD_MASTER_KEY", "CORE_BANKING_CALLBACK_KEY")


def load_secrets(path: Path) -> dict[str, str]:
    """Reads the file and adds what is missing. Passwords are plain hex: safe in URLs and SQL."""
    values = {name: secrets.token_hex(24) for name in PASSWORDS}
    # AES-256 and HMAC keys, base64 as the settings expect them.
    values |= {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in KEYS}
    kept = read_variables(path)
    values |= kept
    if values != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_variables(path, values)
    return values
