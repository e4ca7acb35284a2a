"""Chaining the audit records, about once a minute and off the path of business.

A record is inserted unchained. The sealer takes those whose transaction, and every transaction before it,
has ended, in the order of (transaction, id): a transaction that is still open holds back its own rows and
all later ones, so a row that is committed late is never passed over. Each record gets a digest, and the
digests of a batch one head, which is hashed over the head before.
"""

import hashlib
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import connection, transaction

from backend.platform import clock

from .models import AuditSeal

SEAL_LOCK_CLASS = 7305
RECORDS_PER_SEAL = 5000
START = b"\0" * 32

FORMS: dict[int, str] = {
    1: (
        "jsonb_build_array(id, (extract(epoch FROM at) * 1000000)::bigint, kind, account_id, actor_name, action,"
        " object_type, object_id, object_no, from_state, to_state, changes, comment, correlation_id, ip)::text"
    ),
}
"""What of a record is hashed, as SQL. A form is never changed; a new column makes a new form."""
FORM = 1


class ChainAheadError(RuntimeError):
    """The last seal names a transaction that this server has not reached: its counter was set back."""


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _sm3(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


ALGORITHMS: dict[str, Callable[[bytes], bytes]] = {"sha256": _sha256, "sm3": _sm3}


@dataclass(frozen=True)
class Link:
    """What a seal's head is hashed over, beside the head before."""

    number: int
    through_tx: int
    through_id: int
    total: int
    form: int
    ids: Sequence[int]
    digests: bytes


def head_of(link: Link, previous: bytes, algorithm: str) -> bytes:
    numbers = struct.pack(
        f">5q{len(link.ids)}q",
        link.number, link.through_tx, link.through_id, link.total, link.form, *link.ids,
    )  # fmt: skip
    return ALGORITHMS[algorithm](previous + numbers + link.digests)


def digests_of(contents: Sequence[str], algorithm: str) -> list[bytes]:
    digest = ALGORITHMS[algorithm]
    return [digest(content.encode()) for content in contents]


def seal() -> int:
    """Chain what has been committed in the current schema since the last seal; returns how many records.

    One sealer per schema at a time; a second one finds nothing to do. Raises ChainAheadError on a
    database whose transaction counter was set back (restored from a dump): see the operations manual.
    """
    sealed = 0
    while True:
        count = _seal_batch()
        sealed += count
        if count < RECORDS_PER_SEAL:
            return sealed


def in_index_order(cursor: Any) -> None:
    """For this transaction: walk the index on (written_in, id).

    A month that has just begun has no statistics, and the planner would read and sort all of it each time.
    """
    cursor.execute("SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true)")


@transaction.atomic
def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [SEAL_LOCK_CLASS])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditSeal.objects.defer("ids", "digests").order_by("-number").first()
        after = (last.through_tx, last.through_id) if last else (-1, 0)
        in_index_order(cursor)
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon = cursor.fetchone()[0]
        if after[0] > horizon:
            raise ChainAheadError(f"the chain has reached transaction {after[0]}, the server {horizon}")
        cursor.execute(
            f"SELECT written_in, id, at, {FORMS[FORM]} FROM records_auditrecord"  # noqa: S608
            " WHERE (written_in, id) > (%s, %s) AND written_in < %s ORDER BY written_in, id LIMIT %s",
            [*after, horizon, RECORDS_PER_SEAL],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if rows:
        _write(rows, last)
    return len(rows)


def _write(rows: list[tuple[Any, ...]], last: AuditSeal | None) -> None:
    algorithm = settings.AUDIT_HASH
    previous = bytes(last.head) if last else START
    link = Link(
        number=last.number + 1 if last else 1,
        through_tx=rows[-1][0],
        through_id=rows[-1][1],
        total=(last.total if last else 0) + len(rows),
        form=FORM,
        ids=[row[1] for row in rows],
        digests=b"".join(digests_of([row[3] for row in rows], algorithm)),
    )
    moments = [row[2] for row in rows]
    AuditSeal.objects.create(
        number=link.number,
        sealed_at=clock.now(),
        first_at=min(moments),
        last_at=max(moments),
        through_tx=link.through_tx,
        through_id=link.through_id,
        count=len(rows),
        total=link.total,
        ids=link.ids,
        digests=link.digests,
        algorithm=algorithm,
        form=link.form,
        previous=previous,
        head=head_of(link, previous, algorithm),
    )


def waiting_count() -> int:
    """How many records of the current schema no seal covers yet."""
    last = AuditSeal.objects.order_by("-number").values_list("through_tx", "through_id").first()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM records_auditrecord WHERE (written_in, id) > (%s, %s)", last or (-1, 0)
        )
        return int(cursor.fetchone()[0])
