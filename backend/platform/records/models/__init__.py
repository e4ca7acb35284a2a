from .audit import AuditRecord, FieldChange
from .changes import PendingChange
from .idempotency import IdempotencyRecord
from .outbox import OutboxEvent

__all__ = [
    "AuditRecord",
    "FieldChange",
    "IdempotencyRecord",
    "OutboxEvent",
    "PendingChange",
]
