"""Proving that the sealed audit records are those that were written.

The records of each seal are read anew and hashed; what differs names the record. Each head is computed
anew from the one before, and compared with the heads that were published outside the schema: whoever
rewrites a chain as a whole cannot rewrite those.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Sum

from .models import AuditArchive, AuditRecord, AuditSeal
from .sealing import FORMS, START, Link, digests_of, head_of, in_index_order, waiting_count

TABLE = AuditRecord._meta.db_table
ROWS_AT_ONCE = 20_000
MOST_FINDINGS = 50
DIGEST_BYTES = 32


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed: the seal, the record when one is at fault, and what."""

    seal: int
    record_id: int | None
    what: str

    def __str__(self) -> str:
        where = f"seal {self.seal}" + (f", record {self.record_id}" if self.record_id is not None else "")
        return f"{where}: {self.what}"


@dataclass
class Verification:
    """What was looked at and what was found, the first broken one first."""

    seals: int = 0
    rows: int = 0
    waiting: int = 0
    seconds: float = 0.0
    heads: int = 0
    archived: int = 0
    archived_until: datetime | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.findings

    def report(self, seal: int, what: str, record_id: int | None = None) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(seal, record_id, what))


def verify(*, published: Mapping[int, str] | None = None, since: datetime | None = None) -> Verification:
    """Check the chain of the current schema, from the last seal before `since` when it is given.

    `published` holds the heads known outside: number of the seal -> head in hex.
    """
    started = time.monotonic()
    result = Verification()
    heads = dict(published or {})
    taken_off = AuditArchive.objects.filter(table=TABLE).aggregate(until=Max("until"), rows=Sum("rows"))
    result.archived_until = taken_off["until"]
    last = _last_before(since)
    if last is not None and heads.get(last.number, last.head.hex()) != last.head.hex():
        result.report(last.number, "its head is not the one that was published")
    number = last.number if last else 0
    for batch in _batches(number):
        _check_batch(batch, last, heads, result)
        last = batch[-1]
    known = last.number if last else 0
    for missing in sorted(n for n in heads if n > known):
        result.report(missing, "published, but not in the chain any more")
    if since is None and result.archived != (taken_off["rows"] or 0):
        result.report(0, f"{taken_off['rows'] or 0} records were archived, but {result.archived} are missing")
    result.waiting = waiting_count()
    result.heads = len(heads)
    result.seconds = time.monotonic() - started
    return result


def _last_before(since: datetime | None) -> AuditSeal | None:
    if since is None:
        return None
    return AuditSeal.objects.filter(sealed_at__lt=since).order_by("-number").first()


def _batches(after: int) -> Iterator[list[AuditSeal]]:
    """The seals in their order, so many at once that their records fit well into memory."""
    batch: list[AuditSeal] = []
    rows = 0
    for seal in AuditSeal.objects.filter(number__gt=after).order_by("number").iterator(chunk_size=200):
        if batch and (rows >= ROWS_AT_ONCE or seal.form != batch[0].form):
            yield batch
            batch, rows = [], 0
        batch.append(seal)
        rows += seal.count
    if batch:
        yield batch


def _check_batch(
    batch: Sequence[AuditSeal], before: AuditSeal | None, heads: Mapping[int, str], result: Verification
) -> None:
    low = (before.through_tx, before.through_id) if before else (-1, 0)
    found = _records(low, (batch[-1].through_tx, batch[-1].through_id), batch[0].form)
    at = 0
    for seal in batch:
        _check_link(seal, before, heads, result)
        through = (seal.through_tx, seal.through_id)
        start = at
        while at < len(found) and (found[at][0], found[at][1]) <= through:
            at += 1
        _check_records(seal, found[start:at], result)
        result.seals += 1
        result.rows += at - start
        before = seal


def _records(low: tuple[int, int], high: tuple[int, int], form: int) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        in_index_order(cursor)
        cursor.execute(
            f"SELECT written_in, id, {FORMS[form]} FROM records_auditrecord"  # noqa: S608
            " WHERE (written_in, id) > (%s, %s) AND (written_in, id) <= (%s, %s) ORDER BY written_in, id",
            [*low, *high],
        )
        return cursor.fetchall()


def _check_link(
    seal: AuditSeal, before: AuditSeal | None, heads: Mapping[int, str], result: Verification
) -> None:
    number, previous, total = (before.number, bytes(before.head), before.total) if before else (0, START, 0)
    head = bytes(seal.head)
    if seal.number != number + 1:
        result.report(number + 1, f"missing: seal {seal.number} follows {number}")
    elif bytes(seal.previous) != previous or seal.total != total + seal.count:
        result.report(seal.number, "does not continue the seal before it")
    link = Link(
        seal.number, seal.through_tx, seal.through_id, seal.total, seal.form, seal.ids, bytes(seal.digests)
    )
    if len(seal.ids) != seal.count or head_of(link, bytes(seal.previous), seal.algorithm) != head:
        result.report(seal.number, "was altered: its head does not follow from what it holds")
    if heads.get(seal.number, head.hex()) != head.hex():
        result.report(seal.number, "its head is not the one that was published")


def _check_records(seal: AuditSeal, found: Sequence[tuple[Any, ...]], result: Verification) -> None:
    """Compare the records with the sealed digests, in order; the first that differs comes first."""
    digests = bytes(seal.digests)
    contents = digests_of([row[2] for row in found], seal.algorithm)
    if b"".join(contents) == digests and [row[1] for row in found] == seal.ids:
        return
    sealed = {record: digests[n * DIGEST_BYTES : (n + 1) * DIGEST_BYTES] for n, record in enumerate(seal.ids)}
    present = {row[1]: digest for row, digest in zip(found, contents, strict=True)}
    for record in sorted({*sealed, *present}):
        if record not in present and result.archived_until and seal.first_at < result.archived_until:
            result.archived += 1  # whether it is one of the archived is proved by their number
        elif record not in present:
            result.report(seal.number, "deleted after it was sealed", record)
        elif record not in sealed:
            result.report(seal.number, "inserted after the seal", record)
        elif sealed[record] != present[record]:
            result.report(seal.number, "changed after it was sealed", record)
