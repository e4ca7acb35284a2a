"""The interface log: each call to a system outside and each message from one.

    with interfaces.call("core_banking", "pay", business_no=number, request=body) as call:
        outcome = core.pay(...)
        call.answered(outcome.status, detail=outcome.reason, response={...})

The row is written when the call has ended, also when it raised. It survives a rollback: inside an open
transaction it goes through a connection of its own.
"""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from backend.platform import clock, masking
from backend.platform.api.context import correlation_id
from backend.platform.tenancy.connections import own_connection
from backend.platform.tenancy.entity import open_business_transaction

from .bounded import bounded, within
from .models import InterfaceCall

Direction = InterfaceCall.Direction
Outcome = InterfaceCall.Outcome
LONGEST = 200

MASKS: dict[str, Any] = {
    "account_no": masking.mask_account,
    "payee_account_no": masking.mask_account,
    "id_no": masking.mask_id_no,
    "phone": masking.mask_phone,
    "mobile": masking.mask_phone,
    "address": masking.mask_address,
}
SECRET = re.compile(r"signature|password|secret|token|key$", re.IGNORECASE)
ID_NO = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass
class Call:
    """The call under way; whoever makes it says how it came out."""

    outcome: str = Outcome.UNKNOWN
    detail: str = ""
    response: dict[str, Any] = field(default_factory=dict)

    def answered(self, outcome: str, *, detail: str = "", response: Mapping[str, Any] | None = None) -> None:
        self.outcome, self.detail = str(outcome), detail
        self.response = dict(response or {})


@contextmanager
def call(
    port: str,
    operation: str,
    *,
    business_no: str = "",
    direction: str = Direction.OUT,
    attempt: int = 1,
    request: Mapping[str, Any] | None = None,
) -> Iterator[Call]:
    """Log what the body does with an outside system; one that raises is logged as unknown, by its error."""
    under_way = Call()
    at, started = clock.now(), time.perf_counter()
    try:
        yield under_way
    except Exception as error:
        under_way.detail = under_way.detail or f"{type(error).__name__}: {error}"
        raise
    finally:
        _write(
            InterfaceCall(
                at=at,
                port=port,
                operation=operation,
                direction=direction,
                business_no=business_no[:60],
                milliseconds=round((time.perf_counter() - started) * 1000),
                outcome=under_way.outcome,
                detail=_text(under_way.detail),
                attempt=attempt,
                correlation_id=correlation_id(),
                request=masked(request or {}),
                response=masked(under_way.response),
            )
        )


def _write(row: InterfaceCall) -> None:
    if not open_business_transaction():
        row.save(force_insert=True)
        return
    columns = [f for f in row._meta.concrete_fields if not f.primary_key]
    names = ", ".join(f'"{f.column}"' for f in columns)
    marks = ", ".join(["%s"] * len(columns))
    with own_connection() as own, own.cursor() as cursor:
        values = [f.get_db_prep_save(f.pre_save(row, add=True), own) for f in columns]
        cursor.execute(f'INSERT INTO "{row._meta.db_table}" ({names}) VALUES ({marks})', values)  # noqa: S608


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the log may hold them: account, identity and telephone numbers starred, secrets gone."""
    shown: dict[str, Any] = {}
    for name, value in values.items():
        if SECRET.search(name):
            shown[name] = "****"
        elif name in MASKS:
            shown[name] = MASKS[name](str(value))
        elif isinstance(value, Mapping):
            shown[name] = masked(value)
        else:
            shown[name] = _text(str(value)) if value is not None else None
    return shown


def _text(value: str) -> str:
    """Shortened, with what looks like an identity or telephone number starred."""
    value = ID_NO.sub(lambda m: masking.mask_id_no(m.group()), value)
    return PHONE.sub(lambda m: masking.mask_phone(m.group()), value)[:LONGEST]


def search(
    *,
    port: str = "",
    outcome: str = "",
    business_no: str = "",
    correlation_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> models.QuerySet[InterfaceCall]:
    """The interface log of the current schema, the newest first."""
    wanted = {
        "port": port,
        "outcome": outcome,
        "business_no": business_no,
        "correlation_id": correlation_id,
    }
    rows = InterfaceCall.objects.filter(**{name: value for name, value in wanted.items() if value})
    return bounded(within(rows, "at", since, until).order_by("-at", "-id"))
