"""Files of deductions, as people make them."""

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from backend.platform.permissions import Actor
from tenants.deductions import running, services
from tenants.deductions.models import DeductionFile
from tenants.organisation import selectors as organisation

COLUMNS = ("借据号", "金额", "日期", "流水号")


def csv_of(
    rows: Iterable[Sequence[Any]], *, columns: Sequence[str] = COLUMNS, encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Iterable[Sequence[Any]], *, columns: Sequence[str] = COLUMNS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (columns, *rows):
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def row_of(loan: Any, amount: Any, key: str = "", *, on: Any = None) -> tuple[Any, ...]:
    """A row of today for the loan."""
    return loan.loan_no, amount, (on or organisation.business_date()).isoformat(), key


def make_file(
    actor: Actor, rows: Iterable[Sequence[Any]], *, mode: str = "SKIP_WRONG", name: str = "代扣.csv"
) -> DeductionFile:
    """A file that was uploaded and that no worker has seen."""
    return services.file_upload(actor=actor, name=name, content=in_base64(csv_of(rows)), mode=mode)


def work_off(file: DeductionFile) -> DeductionFile:
    """The file after a worker has done what can be done."""
    running.file_slice(file.pk)
    file.refresh_from_db()
    return file
