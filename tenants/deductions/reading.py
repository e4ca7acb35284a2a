"""Files of deductions as rows of text: CSV and XLSX, one row at a time, however long the file is.

The first line names the columns, in Chinese or in English, in any order; columns that are not known are passed over,
and so are empty lines. Line numbers are those that a spreadsheet shows.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from backend.platform.errors import DomainError, ErrorKind

from . import errors
from .models import DeductionFile

Format = DeductionFile.Format
COLUMNS: dict[str, tuple[str, ...]] = {
    "loan_no": ("借据号", "loan_no", "loan no", "loan number"),
    "amount": ("金额", "扣款金额", "amount"),
    "value_on": ("日期", "扣款日期", "value_on", "value date", "date"),
    "row_key": ("流水号", "reference", "row_key"),
}
"""What each column may be called; the first name is the one that people are told."""
OPTIONAL = frozenset({"row_key"})
MOST_UNPACKED = 400 * 1024 * 1024
"""A workbook that unpacks to more bytes is refused before it is opened."""
MOST_AMOUNT = Decimal("9999999999999.99")
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
DATES = (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), re.compile(r"(\d{4})(\d{2})(\d{2})"))
LONGEST = {"loan_no": 40, "row_key": 64}


@dataclass
class ReadRow:
    """A row as it was given, and what is wrong with it by itself."""

    line: int
    loan_no: str
    amount_text: str
    value_on: str
    row_key: str
    amount: Decimal | None = None
    reason: str = ""
    reason_params: dict[str, Any] = field(default_factory=dict)

    def refuse(self, kind: ErrorKind, **params: Any) -> None:
        self.reason, self.reason_params = kind.code, params


def format_of(content: bytes) -> str:
    """A workbook is a ZIP archive; anything else is taken for text."""
    return Format.XLSX if content.startswith(b"PK\x03\x04") else Format.CSV


def rows_of(content: bytes, business_on: date, *, after: int = 0) -> Iterator[ReadRow]:
    """The rows after that line one after another, each checked by itself. Raises the refusals of a whole file.

    Those are `deductions.unreadable` and `deductions.column_missing`; an unreadable file may show so late.
    """
    try:
        lines = _sheet(content) if format_of(content) == Format.XLSX else _text(content)
        _, names = next(lines, (0, ()))
        places = _places(names)
        for line, cells in lines:
            if line > after and any(cells):
                yield _row(line, {name: _at(cells, place) for name, place in places.items()}, business_on)
    except DomainError:
        raise
    except (
        csv.Error,
        UnicodeDecodeError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
    ) as error:
        raise errors.UNREADABLE.at(field="content") from error


def _text(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    if "\x00" in text:
        raise errors.UNREADABLE.at(field="content")
    head = text[: text.find("\n")] if "\n" in text else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",", strict=True)
    for cells in reader:
        yield reader.line_num, [cell.strip() for cell in cells]


def _sheet(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise errors.UNREADABLE.at(field="content")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_cell(value) for value in cells]
    finally:
        book.close()


def _cell(value: Any) -> str:
    """The value as a person would have typed it. A number has the fifteen digits that a spreadsheet shows."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}" if abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _places(names: Iterable[str]) -> dict[str, int]:
    known = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if (column := known.get(str(name).strip().lower())) is not None:
            places.setdefault(column, place)
    if missing := [
        aliases[0] for name, aliases in COLUMNS.items() if name not in places | dict.fromkeys(OPTIONAL)
    ]:
        raise errors.COLUMN_MISSING.at(field="content", columns="、".join(missing))
    return places


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _row(line: int, cells: dict[str, str], business_on: date) -> ReadRow:
    row = ReadRow(
        line,
        loan_no=cells["loan_no"][: LONGEST["loan_no"]],
        amount_text=cells["amount"][:40],
        value_on=cells["value_on"],
        row_key=cells.get("row_key", "")[: LONGEST["row_key"]],
    )
    if any(len(cells.get(name, "")) > most for name, most in LONGEST.items()):
        row.refuse(errors.TEXT_TOO_LONG)
    elif refusal := _amount(row, cells["amount"]):
        row.refuse(refusal)
    elif (on := _date(row.value_on)) is None:
        row.refuse(errors.DATE_UNREADABLE)
    elif on != business_on:
        row.refuse(errors.DATE_DIFFERS, business_on=business_on.isoformat())
    return row


def _amount(row: ReadRow, text: str) -> ErrorKind | None:
    if len(text) > 40 or not (PLAIN.fullmatch(text) or GROUPED.fullmatch(text)):
        return errors.AMOUNT_NOT_NUMBER
    amount = Decimal(text.replace(",", ""))
    if amount <= 0:
        return errors.AMOUNT_NOT_POSITIVE
    if amount > MOST_AMOUNT:
        return errors.AMOUNT_TOO_LARGE
    cents = amount.quantize(Decimal("0.01"))
    if cents != amount:
        return errors.AMOUNT_DECIMALS
    row.amount = cents
    return None


def _date(text: str) -> date | None:
    for form in DATES:
        if found := form.fullmatch(text):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                return None
    return None
