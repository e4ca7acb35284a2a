"""How fast a list becomes a file, against what nothing can be faster than on this machine.

    manage.py bench_export [--rows 50000]

In one process, on rows put into the batch log and taken back afterwards: `COPY` of the rows to nowhere (the
database's floor), XlsxWriter alone writing the same cells (the workbook's floor), then the export's own way from
the queryset through the serializer to the file, for both formats.
"""

import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from xlsxwriter import Workbook

from backend.platform.api.logs import BatchRowSerializer
from backend.platform.desk.exports import cells, listings
from backend.platform.desk.exports.books import BOOKS
from backend.platform.desk.exports.running import CHUNK
from backend.platform.records.models import BatchEntry
from backend.platform.tenancy import in_entity

COLUMNS = [
    {"key": key, "title": key}
    for key in (
        "batch_label",
        "batch_no",
        "step",
        "title",
        "attempt",
        "started_at",
        "finished_at",
        "seconds",
        "outcome",
        "rows",
    )
]
FILL = """
INSERT INTO records_batchentry (batch, batch_no, step, title, attempt, started_at, finished_at, outcome, rows, detail, correlation_id)
SELECT 'endofday.night', '2026-03-02', 'step' || n %% 12, '计提利息', 1, now(), now(), 'DONE', n, '', md5(n::text)
FROM generate_series(1, %s) AS n
"""


class Command(BaseCommand):
    help = "Measure exports in rows a second, against COPY and a bare XlsxWriter"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=50_000)
        parser.add_argument("--entity", default="province")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["rows"]
        with in_entity(options["entity"]), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(FILL, [count])
            rows = BatchEntry.objects.filter(batch_no="2026-03-02").order_by("-id")
            floor = self._measured("COPY of the rows", count, lambda: self._copied(rows))
            sample = list(self._chunks(rows))
            with tempfile.TemporaryDirectory() as place:
                path = Path(place) / "file"
                bare = self._measured("XlsxWriter alone", count, lambda: _bare(path, sample))
                made = {
                    name: self._measured(f"export as {name}", count, partial(self._made, path, name, rows))
                    for name in BOOKS
                }
                tracemalloc.start()
                self._made(path, "XLSX", rows)
                peak = tracemalloc.get_traced_memory()[1] / 1e6
                tracemalloc.stop()
            self.stdout.write(
                f"XLSX: {made['XLSX'] / bare:.2f} of XlsxWriter alone, {made['XLSX'] / floor:.3f} of COPY"
            )
            self.stdout.write(f"peak of Python's memory while exporting {count:,} rows: {peak:.0f} MB")
            transaction.set_rollback(True)

    def _measured(self, name: str, count: int, work: Callable[[], object]) -> float:
        started = time.perf_counter()
        work()
        speed = count / (time.perf_counter() - started)
        self.stdout.write(f"{name:24} {speed:12,.0f} rows/s")
        return speed

    @staticmethod
    def _copied(rows: Any) -> None:
        sql, parameters = rows.query.sql_with_params()
        with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT", parameters) as copy:
            for _ in copy:
                pass

    @staticmethod
    def _chunks(rows: Any) -> Iterator[list[list[Any]]]:
        columns = cells.columns_of(BatchRowSerializer, COLUMNS, "zh")
        for chunk in listings.chunks(rows, CHUNK, alias="default"):
            shown = cells.narrowed(BatchRowSerializer, columns).to_representation(chunk)
            yield [[column.value(row) for column in columns] for row in shown]

    @staticmethod
    def _made(path: Path, name: str, rows: Any) -> None:
        columns = cells.columns_of(BatchRowSerializer, COLUMNS, "zh")
        book = BOOKS[name](path, columns, "批量日志")
        for chunk in listings.chunks(rows, CHUNK, alias="default"):
            book.write(cells.narrowed(BatchRowSerializer, columns).to_representation(chunk))
        book.finish("导出说明", [])


def _bare(path: Path, sample: list[list[list[Any]]]) -> None:
    """The same cells, ready made, through XlsxWriter's own `write`."""
    with Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet, line = book.add_worksheet(), 0
        for chunk in sample:
            for row in chunk:
                sheet.write_row(line, 0, row)
                line += 1
