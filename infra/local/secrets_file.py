"""Passwords and keys of a local profile: made once, readable by their owner only."""

import base64
import os
import secrets
import tempfile
from pathlib import Path

from infra.local.files import read_variables, write_variables

PASSWORDS = (
    "POSTGRES_PASSWORD",
    "REPLICATION_PASSWORD",
    "MIGRATOR_PASSWORD",
    "APP_PASSWORD",
    "REDIS_PASSWORD",
)
KEYS = ("SECRET_KEY", "CORE_BANKING_CALLBACK_KEY")
# Of profiles made before the key ring: their first keys were derived from it.
FORMER_KEY = "FIELD_MASTER_KEY"
KEY_FILE = "key-encryption-key"


def load_secrets(path: Path) -> dict[str, str]:
    """Reads the file and adds what is missing. Passwords are plain hex: safe in URLs and SQL."""
    values = {name: secrets.token_hex(24) for name in PASSWORDS}
    values |= {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in KEYS}
    kept = read_variables(path)
    values |= kept
    if values != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_variables(path, values)
    return values


def key_file(home: Path) -> Path:
    """The file with the key that wraps the data keys, made when it is missing. Mode 0600.

    Made in one step: of several processes that find it missing one wins, and all use its key.
    """
    path = home / KEY_FILE
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=home)  # nobody else may read it
        draft = Path(name)
        with os.fdopen(handle, "w") as stream:
            stream.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path
