"""Values that are encrypted at rest and found by a keyed hash.

`EncryptedText` is the model field, `keyed_hash` makes the column by which its rows are found,
`province_hash` what must be recognised across banks, `seal` and `unseal` work below the field.
"""

from .fields import EncryptedText
from .hashing import HASH_BYTES, keyed_digest, keyed_hash, province_hash
from .sealing import seal, seal_file, unseal, unseal_file

__all__ = [
    "HASH_BYTES",
    "EncryptedText",
    "keyed_digest",
    "keyed_hash",
    "province_hash",
    "seal",
    "seal_file",
    "unseal",
    "unseal_file",
]
