"""The algorithms a key may be for. The byte of a cipher stands first in every sealed value."""

import hmac
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

AES_256_GCM = "AES-256-GCM"
SM4_GCM = "SM4-GCM"
HMAC_SHA256 = "HMAC-SHA256"
HMAC_SM3 = "HMAC-SM3"

CIPHERS = {AES_256_GCM: 1, SM4_GCM: 2}
MACS = (HMAC_SHA256, HMAC_SM3)
KEY_BYTES = {AES_256_GCM: 32, SM4_GCM: 16, HMAC_SHA256: 32, HMAC_SM3: 32}
NONCE_BYTES, TAG_BYTES = 12, 16


class Sm4Gcm:
    """SM4 in GCM (GB/T 32907, GM/T 0009) with the same two methods as cryptography's AESGCM."""

    def __init__(self, material: bytes) -> None:
        self._cipher = algorithms.SM4(material)

    def encrypt(self, nonce: bytes, plain: bytes, additional: bytes) -> bytes:
        work: Any = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(additional)
        return work.update(plain) + work.finalize() + work.tag

    def decrypt(self, nonce: bytes, sealed: bytes, additional: bytes) -> bytes:
        if len(sealed) < TAG_BYTES:
            raise InvalidTag
        text, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
        work: Any = Cipher(self._cipher, modes.GCM(nonce, tag)).decryptor()
        work.authenticate_additional_data(additional)
        return work.update(text) + work.finalize()


def cipher_of(algorithm: str, material: bytes) -> AESGCM | Sm4Gcm:
    """The authenticated cipher under this key."""
    return AESGCM(material) if algorithm == AES_256_GCM else Sm4Gcm(material)


def mac(algorithm: str, material: bytes, text: bytes) -> bytes:
    """The 32 bytes of the keyed hash."""
    if algorithm == HMAC_SHA256:
        return hmac.digest(material, text, "sha256")
    work = HMAC(material, hashes.SM3())  # the interpreter's own OpenSSL need not have SM3
    work.update(text)
    return work.finalize()
