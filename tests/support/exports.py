"""Asking for an export over HTTP, being the worker that makes it, and opening what it made."""

import csv
import io
from typing import Any

from openpyxl import load_workbook

from backend.platform.desk.exports.running import export_run
from backend.platform.desk.models import ExportJob
from tests.support.api import Api


def ask(client: Api, resource: str, *keys: str, format: str = "XLSX", **query: str) -> Any:
    """Ask for the list with these columns, each called as its key."""
    columns = [{"key": key, "title": f"列 {key}"} for key in keys]
    body = {"resource": resource, "query": query, "columns": columns, "format": format}
    return client.post("exports", body)


def job_of(answer: Any) -> ExportJob:
    """The job that was asked for."""
    assert answer.status_code == 201, answer.json()
    return ExportJob.objects.get(pk=answer.json()["id"])


def state_of(client: Api, job: ExportJob) -> Any:
    """The job as the list of exports shows it."""
    return client.get(f"exports/{job.pk}").json()


def fetch(client: Api, job: int) -> bytes:
    """The file of a finished export."""
    answer = client.get(f"exports/{job}/file")
    assert answer.status_code == 200, answer.content
    content: bytes = answer.getvalue()
    return content


def exported(client: Api, resource: str, *keys: str, format: str = "XLSX", **query: str) -> bytes:
    """Ask, make, fetch."""
    asked = ask(client, resource, *keys, format=format, **query)
    assert asked.status_code == 201, asked.json()
    job = asked.json()["id"]
    assert export_run(job)
    made = client.get(f"exports/{job}").json()
    assert made["state"] == "DONE", made
    return fetch(client, job)


def sheet(content: bytes, number: int = 0) -> list[tuple[Any, ...]]:
    """The rows of a sheet as values."""
    return list(load_workbook(io.BytesIO(content)).worksheets[number].iter_rows(values_only=True))


def cells(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of the first sheet as cells with their formats."""
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())


def lines(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
