"""A table as a workbook: what the logs and lists hand out as a file."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from xlsxwriter import Workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 20


def table_book(
    title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], *, note: str
) -> bytes:
    """The workbook's bytes: `note` in the first line, then a heading of `(name, width)`, then the rows.

    Texts stay texts whatever they begin with; instants stand in the bank's time without a zone.
    """
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with Workbook(target, options) as book:
        book.set_properties({"title": title, "comments": note})
        sheet = book.add_worksheet(title[:31])
        heading = book.add_format({"bold": True, "bg_color": "#eef2f1", "border": 1})
        sheet.write_string(0, 0, note)
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, name, heading)
        sheet.freeze_panes(2, 0)
        for line, row in enumerate(rows, 2):
            for column, value in enumerate(row):
                _write(sheet, line, column, value)
    return target.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(
            line, column, value.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None)
        )
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, str(value)[:32_000])
