"""The authentication log as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.platform.permissions import Actor
from backend.platform.records.log_books import LogBook, rows_export

from .. import selectors
from ..models import AuthenticationEvent


def _line(row: AuthenticationEvent) -> Sequence[Any]:
    return row.at, row.entity_code, row.get_kind_display(), row.username, row.ip, row.user_agent


BOOK = LogBook(
    "audit.sign_in_export",
    "登录日志",
    [("时间", 20), ("机构", 10), ("事件", 22), ("用户名", 16), ("IP 地址", 16), ("客户端", 60)],
    _line,
)


def authentication_log_export(*, actor: Actor, filters: Mapping[str, Any]) -> bytes:
    """The newest rows of the authentication log that the filters choose, as a workbook; audited."""
    return rows_export(actor=actor, book=BOOK, rows=selectors.authentication_log(**filters), filters=filters)
