"""The life of keys: made, superseded, wrapped anew, destroyed."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from backend.platform import clock

from .algorithms import AES_256_GCM, CIPHERS, HMAC_SHA256, KEY_BYTES, MACS
from .derived import derived_key
from .models import Key
from .providers import key_provider
from .ring import CACHE_SECONDS, context_of, forget


class KeyInUseError(RuntimeError):
    """The key may not be destroyed yet."""


def chosen_algorithm(purpose: str) -> str:
    """What the settings want a new key of this purpose to be for."""
    wanted: str = settings.HASH_ALGORITHM if purpose == Key.Purpose.HASH else settings.FIELD_ALGORITHM
    allowed = MACS if purpose == Key.Purpose.HASH else tuple(CIPHERS)
    if wanted not in allowed:
        raise ValueError(f"{wanted!r} is none of {', '.join(allowed)}")
    return wanted


def entities_with_keys() -> set[str]:
    """The codes of the entities that have a key."""
    return set(Key.objects.values_list("entity_code", flat=True))


@transaction.atomic
def keys_ensure(entity_code: str, *, derived_from: str = "") -> list[str]:
    """Give the entity the keys that it lacks; returns their purposes.

    With `derived_from`, the former master key, version 1 becomes the key that values were sealed and
    hashed with before the ring, so both stay valid.
    """
    present = set(Key.objects.filter(entity_code=entity_code).values_list("purpose", flat=True))
    missing = [purpose for purpose in Key.Purpose.values if purpose not in present]
    for purpose in missing:
        if derived_from and purpose != Key.Purpose.FILE:
            algorithm = HMAC_SHA256 if purpose == Key.Purpose.HASH else AES_256_GCM
            _add(entity_code, purpose, 1, algorithm, derived_key(derived_from, entity_code, purpose))
        else:
            _add(entity_code, purpose, 1, chosen_algorithm(purpose))
    forget()
    return missing


@transaction.atomic
def key_supersede(entity_code: str, purpose: str) -> Key:
    """Make the next version the one that seals; the one before it only opens from now on."""
    rows = Key.objects.select_for_update().filter(entity_code=entity_code, purpose=purpose)
    versions = list(rows.order_by("version"))
    now = clock.now()
    rows.filter(state=Key.State.ACTIVE).update(state=Key.State.DECRYPT_ONLY, superseded_at=now)
    key = _add(entity_code, purpose, versions[-1].version + 1, chosen_algorithm(purpose))
    forget()
    return key


@transaction.atomic
def keys_rewrap(entity_code: str) -> int:
    """Wrap the entity's keys under the key-encryption key in force; returns how many were under another."""
    provider = key_provider()
    moved = 0
    rows = Key.objects.select_for_update().filter(entity_code=entity_code, wrapped__isnull=False)
    for row in rows:
        wrapped = bytes(row.wrapped or b"")
        if provider.is_current(wrapped):
            continue
        context = context_of(row.entity_code, row.purpose, row.version, row.algorithm)
        row.wrapped = provider.wrap(provider.unwrap(wrapped, context), context)
        row.save(update_fields=["wrapped"])
        moved += 1
    return moved


@transaction.atomic
def key_destroy(key: Key, *, values_left: Callable[[], int]) -> None:
    """Throw a superseded key away.

    Refused (KeyInUseError) while some process may still write under it (until its copy has expired, and
    while a transaction is open that began before that), and then while `values_left()` counts values
    that are sealed with it. In this order: a value that is committed late is counted.
    """
    row = Key.objects.select_for_update().get(pk=key.pk)
    if row.state != Key.State.DECRYPT_ONLY or row.superseded_at is None:
        raise KeyInUseError(f"{row} is {row.state}")
    safe_from = row.superseded_at + timedelta(seconds=2 * CACHE_SECONDS)
    if clock.now() < safe_from:
        raise KeyInUseError(f"{row} may be in use until {safe_from:%H:%M:%S} UTC")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start < %s",
            [safe_from],
        )
        if cursor.fetchone()[0]:
            raise KeyInUseError(f"{row}: a transaction is open that may still write under it")
    if left := values_left():
        raise KeyInUseError(f"{row}: {left} values are sealed with it; run `rotate_keys` again")
    row.state, row.wrapped, row.destroyed_at = Key.State.DESTROYED, None, clock.now()
    row.save(update_fields=["state", "wrapped", "destroyed_at"])
    forget()


def _add(entity_code: str, purpose: str, version: int, algorithm: str, material: bytes = b"") -> Key:
    material = material or secrets.token_bytes(KEY_BYTES[algorithm])
    context = context_of(entity_code, purpose, version, algorithm)
    return Key.objects.create(
        entity_code=entity_code,
        purpose=purpose,
        version=version,
        algorithm=algorithm,
        wrapped=key_provider().wrap(material, context),
        created_at=clock.now(),
    )
