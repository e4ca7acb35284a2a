"""The files themselves, written row by row with bounded memory: an Excel workbook, or CSV."""

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from xlsxwriter import Workbook

from .cells import Column, Kind

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be a formula in a spreadsheet."""
MOST_CHARACTERS = 32_000
MOST_DIGITS = Decimal(10) ** 13
"""A spreadsheet keeps fifteen digits: an amount beyond is written as text rather than rounded."""
FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.DECIMAL: "#,##0.######",
    Kind.RATE: "0.0000%",
    Kind.INTEGER: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.INSTANT: "yyyy-mm-dd hh:mm:ss",
}
WIDTHS = {
    Kind.TEXT: 22,
    Kind.MONEY: 18,
    Kind.DECIMAL: 16,
    Kind.RATE: 12,
    Kind.INTEGER: 10,
    Kind.DATE: 12,
    Kind.INSTANT: 20,
}


class Book(ABC):
    """A file under way."""

    suffix: ClassVar[str]
    media_type: ClassVar[str]

    @abstractmethod
    def __init__(self, path: Path, columns: Sequence[Column], title: str) -> None: ...

    @abstractmethod
    def write(self, rows: Iterable[Any]) -> None:
        """Add rows as the list's serializer shows them."""

    @abstractmethod
    def finish(self, title: str, notes: Sequence[tuple[str, str]]) -> None:
        """Close the file, with the notes about it where its format has room for them."""

    @abstractmethod
    def abandon(self) -> None:
        """Nothing is kept; what lies beside the book goes with its folder."""


class ExcelBook(Book):
    """A workbook: the rows on the first sheet, what they are on the second.

    Each row leaves memory as the next one begins; what is written meanwhile lies beside `path`.
    """

    suffix = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, path: Path, columns: Sequence[Column], title: str) -> None:
        self.columns, self.line = columns, 0
        self.book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
        self.book.set_properties({"title": title})
        self.heading = self.book.add_format({"bold": True, "bg_color": "#eef2f1", "border": 1})
        self.guarded = self.book.add_format({"quote_prefix": True})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.formats = {kind: self.book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        self.sheet = self.book.add_worksheet(sheet_name(title))
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, max(WIDTHS[column.kind], 2 * len(column.title) + 2))
        for number, column in enumerate(columns):
            self.sheet.write_string(0, number, column.title, self.heading)
        self.sheet.freeze_panes(1, 0)

    def write(self, rows: Iterable[Any]) -> None:
        for row in rows:
            self.line += 1
            for number, column in enumerate(self.columns):
                self._cell(number, column, column.value(row))

    def _cell(self, number: int, column: Column, value: Any) -> None:
        if value is None:
            return
        sheet, line = self.sheet, self.line
        if isinstance(value, str):
            sheet.write_string(
                line, number, value[:MOST_CHARACTERS], self.guarded if value.startswith(RISKY) else None
            )
        elif isinstance(value, datetime):
            sheet.write_datetime(line, number, value, self.formats[Kind.INSTANT])
        elif isinstance(value, date):
            sheet.write_datetime(
                line,
                number,
                datetime(value.year, value.month, value.day),  # noqa: DTZ001
                self.formats[Kind.DATE],
            )
        elif isinstance(value, Decimal) and abs(value) >= MOST_DIGITS:
            sheet.write_string(line, number, plain(value))
        else:
            kind = column.kind if column.kind in self.formats else Kind.DECIMAL
            sheet.write_number(line, number, float(value), self.formats[kind])

    def finish(self, title: str, notes: Sequence[tuple[str, str]]) -> None:
        sheet = self.book.add_worksheet(sheet_name(title))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 90)
        for line, (name, text) in enumerate(notes):
            sheet.write_string(line, 0, name, self.heading)
            sheet.write_string(line, 1, text, self.guarded if text.startswith(RISKY) else self.wrapped)
        self.book.close()

    def abandon(self) -> None:
        self.book.fileclosed = True


class CsvBook(Book):
    """Comma separated values in UTF-8 with a mark at the beginning, by which spreadsheets know it."""

    suffix = "csv"
    media_type = "text/csv; charset=utf-8"

    def __init__(self, path: Path, columns: Sequence[Column], title: str) -> None:
        self.columns = columns
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.out = csv.writer(self.file)
        self.out.writerow([guarded(column.title) for column in columns])

    def write(self, rows: Iterable[Any]) -> None:
        self.out.writerows([plain(column.value(row)) for column in self.columns] for row in rows)

    def finish(self, title: str, notes: Sequence[tuple[str, str]]) -> None:
        """The rows alone: a line of another shape would break what reads them."""
        self.file.close()

    def abandon(self) -> None:
        self.file.close()


BOOKS: dict[str, type[Book]] = {"XLSX": ExcelBook, "CSV": CsvBook}


def plain(value: Any) -> str:
    """A value as text without thousands: for machines."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def guarded(text: str) -> str:
    """The text with an apostrophe in front of what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def sheet_name(title: str) -> str:
    """A title without what may not stand in the name of a sheet."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Sheet"
