"""Searchable hashes: equal values of one entity have equal hashes, of two entities never."""

from backend.platform.tenancy import PROVINCE, current_entity

from .algorithms import mac
from .ring import active_key

HASH = "hash"
HASH_BYTES = 16


def _hash(entity_code: str, kind: str, value: str) -> bytes:
    key = active_key(entity_code, HASH)
    return mac(key.algorithm, key.material, f"{kind}|{value}".encode())[:HASH_BYTES]


def keyed_digest(kind: str, text: str) -> str:
    """64 hexadecimal digits that prove a text equal to an earlier one without telling it to a reader.

    A plain hash would: of what a person could have sent there are few enough to try them all.
    """
    key = active_key(current_entity().code, HASH)
    return mac(key.algorithm, key.material, f"{kind}|{text}".encode()).hex()


def keyed_hash(kind: str, value: str) -> bytes:
    """The searchable hash of a normalised value under this entity's key: equal values of two banks differ."""
    return _hash(current_entity().code, kind, value)


def province_hash(kind: str, value: str) -> bytes:
    """The hash of a normalised value under the province's key, the same wherever it is asked.

    Only for what must be recognised across entities, such as two accounts of one person. A bank's own
    rows are found by `keyed_hash`, which tells nobody whom two banks share.
    """
    return _hash(PROVINCE.code, kind, value)
