"""Signatures of the answers that core banking sends by itself: HMAC-SHA256 of the body, in hex."""

import hashlib
import hmac

HEADER = "X-Signature"


def sign(key: str, body: bytes) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def is_genuine(key: str, body: bytes, signature: str) -> bool:
    """Compares in constant time; without a key nothing is genuine."""
    return bool(key) and hmac.compare_digest(sign(key, body).encode(), signature.encode())
