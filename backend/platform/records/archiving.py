"""Taking a month past off: its rows go into a compressed file with its hash, the partition is dropped."""

import gzip
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection

from backend.platform import clock, ports
from backend.platform.tenancy import current_entity
from backend.platform.tenancy.connections import migrator_connection

from . import verification
from .models import AuditArchive, AuditSeal
from .partitions import LOCK_TIMEOUT, Month, monthly_tables, partitions_of


class ArchiveRefusedError(RuntimeError):
    """The month is not over, not sealed as a whole, or its chain is not sound."""


@dataclass(frozen=True)
class Archived:
    """One table's month: the rows, the file and its hash."""

    table: str
    rows: int
    file: Path
    sha256: str


def archive(month: Month, folder: Path) -> Iterator[Archived]:
    """Take the month off every monthly table of the current schema; a month that is gone is passed over.

    The file is CSV with a header, gzipped, loaded again by `COPY ... FROM`; beside it stands its SHA-256.
    It is on the disk before anything is dropped. Raises ArchiveRefusedError.
    """
    if month.later(1).begins_at > clock.now():
        raise ArchiveRefusedError(f"{month} is not over")
    proof = verification.verify(published=ports.published_heads())
    if not proof.is_sound:
        raise ArchiveRefusedError(f"the chain is not sound: {proof.findings[0]}")
    folder.mkdir(parents=True, exist_ok=True)
    for table in monthly_tables():
        if month.table(table) in partitions_of(table):
            yield _archive(table, month, folder)


def _archive(table: str, month: Month, folder: Path) -> Archived:
    quote = connection.ops.quote_name
    schema = current_entity().schema_name
    parent, partition = (f"{quote(schema)}.{quote(name)}" for name in (table, month.table(table)))
    file = folder / f"{schema}-{month.table(table)}.csv.gz"
    with migrator_connection() as raw, raw.transaction():
        raw.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        raw.execute(f"LOCK TABLE {partition} IN SHARE MODE")
        _require_sealed(raw, table, partition)
        rows = _write(raw, partition, file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        file.with_name(f"{file.name}.sha256").write_text(f"{digest}  {file.name}\n")
        raw.execute(f"ALTER TABLE {parent} DETACH PARTITION {partition}")
        raw.execute(f"DROP TABLE {partition}")
        raw.execute(
            f"INSERT INTO {quote(schema)}.{quote(AuditArchive._meta.db_table)}"  # noqa: S608
            ' ("table", month, until, rows, file_name, sha256, archived_at) VALUES (%s, %s, %s, %s, %s, %s, %s)',
            [table, str(month), month.later(1).begins_at, rows, file.name, digest, clock.now()],
        )
    return Archived(table, rows, file, digest)


def _require_sealed(raw: psycopg.Connection, table: str, partition: str) -> None:
    if table != verification.TABLE:
        return
    last = AuditSeal.objects.order_by("-number").values_list("through_tx", "through_id").first()
    waiting = raw.execute(
        f"SELECT EXISTS (SELECT 1 FROM {partition} WHERE (written_in, id) > (%s, %s))",  # noqa: S608
        last or (-1, 0),
    ).fetchone()
    if waiting and waiting[0]:
        raise ArchiveRefusedError(f"{partition} holds records that are not sealed yet")


def _write(raw: psycopg.Connection, partition: str, file: Path) -> int:
    with file.open("wb") as target:
        with gzip.GzipFile(fileobj=target, mode="wb", filename="", mtime=0) as packed:
            cursor = raw.cursor()
            with cursor.copy(f"COPY {partition} TO STDOUT (FORMAT csv, HEADER)") as copied:
                for block in copied:
                    packed.write(block)
        target.flush()
        os.fsync(target.fileno())
    return cursor.rowcount
