"""The keys of an entity, unwrapped and kept in this process for a short while."""

import time
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from backend.platform.tenancy.replica import reading_alias

from .algorithms import CIPHERS, cipher_of
from .providers import key_provider

CACHE_SECONDS = 60.0
"""So long a process may still write under a key that another process has superseded."""


class KeyGoneError(RuntimeError):
    """The version of the key was destroyed, or never was."""


@dataclass(frozen=True)
class DataKey:
    """One unwrapped key. Its material is never shown, not in a traceback either."""

    version: int
    algorithm: str
    material: bytes = field(repr=False)
    cipher: Any = field(repr=False)

    @property
    def header(self) -> bytes:
        """What stands before the nonce of a value sealed with it."""
        return bytes((CIPHERS[self.algorithm], self.version))


@dataclass(frozen=True)
class _Keys:
    until: float
    by_version: dict[tuple[str, int], DataKey]
    active: dict[str, DataKey]


_cache: dict[tuple[str, str], _Keys] = {}


def context_of(entity_code: str, purpose: str, version: int, algorithm: str) -> bytes:
    """What a wrapped key is bound to: it does not unwrap in another row of the ring."""
    return f"{entity_code}|{purpose}|{version}|{algorithm}".encode()


def active_key(entity_code: str, purpose: str) -> DataKey:
    """The key that seals now."""
    keys = _keys(entity_code)
    if purpose not in keys.active:
        keys = _keys(entity_code, fresh=True)
    if purpose not in keys.active:
        raise ImproperlyConfigured(f"{entity_code} has no {purpose} key: run `manage.py prepare_database`")
    return keys.active[purpose]


def key_of_version(entity_code: str, purpose: str, version: int) -> DataKey:
    """The key of an earlier version. Raises KeyGoneError when there is none any more."""
    key = _keys(entity_code).by_version.get((purpose, version))
    if key is None:  # somebody may have made it since
        key = _keys(entity_code, fresh=True).by_version.get((purpose, version))
    if key is None:
        raise KeyGoneError(f"{entity_code} has no {purpose} key of version {version}")
    return key


def forget() -> None:
    """Drop every unwrapped key of this process."""
    _cache.clear()


def _keys(entity_code: str, *, fresh: bool = False) -> _Keys:
    # a process speaks to one database; tests change it
    place = (str(connection.settings_dict["NAME"]), entity_code)
    kept = _cache.get(place)
    if kept is None or fresh or kept.until <= time.monotonic():
        kept = _cache[place] = _load(entity_code)
    return kept


def _load(entity_code: str) -> _Keys:
    from .models import Key

    until = time.monotonic() + CACHE_SECONDS  # counted from before the reading
    provider = key_provider()
    by_version, active = {}, {}
    rows = Key.objects.using(reading_alias()).filter(entity_code=entity_code)
    for row in rows.exclude(state=Key.State.DESTROYED):
        context = context_of(entity_code, row.purpose, row.version, row.algorithm)
        material = provider.unwrap(bytes(row.wrapped or b""), context)
        cipher = cipher_of(row.algorithm, material) if row.algorithm in CIPHERS else None
        key = DataKey(row.version, row.algorithm, material, cipher)
        by_version[row.purpose, row.version] = key
        if row.state == Key.State.ACTIVE:
            active[row.purpose] = key
    return _Keys(until, by_version, active)
