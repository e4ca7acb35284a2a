"""The logs as workbooks; that one was taken is itself audited."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from backend.platform.workbooks import table_book

from . import audit, batch_log, interfaces, labels
from .models import AuditRecord, BatchEntry, InterfaceCall

MOST_ROWS = 10_000
AUDIT_EXPORT, BATCH_EXPORT, INTERFACE_EXPORT = "audit.export", "audit.batch_export", "audit.interface_export"


@dataclass(frozen=True)
class LogBook:
    """A log that can be taken as a file: its columns, and how a row is shown in them."""

    action: str
    title: str
    columns: Sequence[tuple[str, int]]
    line: Callable[[Any], Sequence[Any]]


def changes_text(changes: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(f"{c['label']}: {c['before']} → {c['after']}" for c in changes)


def _audit_line(row: AuditRecord) -> Sequence[Any]:
    said = audit.shown(row)
    moved = " → ".join(state for state in (said["from_state"], said["to_state"]) if state)
    return (
        row.at, row.get_kind_display(), row.actor_name, said["action_label"], said["object_label"],
        row.object_no, moved, changes_text(said["changes"]), row.comment, row.ip, row.correlation_id,
    )  # fmt: skip


def _batch_line(row: BatchEntry) -> Sequence[Any]:
    return (
        row.finished_at, labels.BATCHES.get(row.batch, row.batch), row.batch_no, row.title, row.attempt,
        row.started_at, row.seconds, row.get_outcome_display(), row.rows, row.detail, row.correlation_id,
    )  # fmt: skip


def _interface_line(row: InterfaceCall) -> Sequence[Any]:
    return (
        row.at, labels.PORTS.get(row.port, row.port), labels.OPERATIONS.get(row.operation, row.operation),
        row.get_direction_display(), row.business_no, row.milliseconds, row.get_outcome_display(), row.detail,
        row.attempt, _pairs(row.request), _pairs(row.response), row.correlation_id,
    )  # fmt: skip


def _pairs(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{name} {value}" for name, value in values.items())


AUDIT = LogBook(
    AUDIT_EXPORT,
    "审计日志",
    [("时间", 20), ("类别", 10), ("操作人", 14), ("操作", 20), ("对象类型", 14), ("对象编号", 24), ("状态变化", 20),
     ("变更内容", 50), ("说明", 30), ("IP 地址", 16), ("关联号", 36)],
    _audit_line,
)  # fmt: skip
BATCHES = LogBook(
    BATCH_EXPORT,
    "批量日志",
    [("结束时间", 20), ("批次", 14), ("批次编号", 14), ("步骤", 26), ("第几次", 8), ("开始时间", 20), ("耗时(秒)", 10),
     ("结果", 8), ("处理行数", 10), ("说明", 50), ("关联号", 36)],
    _batch_line,
)  # fmt: skip
INTERFACES = LogBook(
    INTERFACE_EXPORT,
    "接口日志",
    [("时间", 20), ("外部系统", 12), ("接口", 16), ("方向", 8), ("业务编号", 28), ("耗时(毫秒)", 10), ("结果", 14),
     ("结果说明", 30), ("第几次", 8), ("请求摘要", 40), ("应答摘要", 40), ("关联号", 36)],
    _interface_line,
)  # fmt: skip
SEARCHES: dict[str, Callable[..., Any]] = {
    AUDIT_EXPORT: audit.search,
    BATCH_EXPORT: batch_log.search,
    INTERFACE_EXPORT: interfaces.search,
}


def log_export(*, actor: Actor, book: LogBook, filters: Mapping[str, Any]) -> bytes:
    """The newest rows of a log that the filters choose, as a workbook; audited with filters and count."""
    return rows_export(actor=actor, book=book, rows=SEARCHES[book.action](**filters), filters=filters)


@transaction.atomic
def rows_export(*, actor: Actor, book: LogBook, rows: Any, filters: Mapping[str, Any]) -> bytes:
    """At most MOST_ROWS of the rows; the first line says who took them, when, and whether some were left out."""
    found = list(rows[: MOST_ROWS + 1])
    taken = found[:MOST_ROWS]
    chosen = {name: str(value) for name, value in filters.items() if value not in (None, "")}
    audit.export(actor, book.action, rows=len(taken), filters=chosen, object_type="audit.log")
    at = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M:%S")
    note = f"{current_entity().code} {book.title}, 导出人 {actor.name}, {at}, 共 {len(taken)} 行"
    if len(found) > MOST_ROWS:
        note += f"; 符合条件的记录超过 {MOST_ROWS} 行, 仅含最近 {MOST_ROWS} 行, 请缩小时间范围分次导出"
    return table_book(book.title, book.columns, (book.line(row) for row in taken), note=note)
