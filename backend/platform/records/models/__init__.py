from .audit import AuditRecord, FieldChange
from .changes import PendingChange
from .idempotency import IdempotencyRecord
from .outbox import OutboxDelivery, OutboxEvent

__all__ = [
    "AuditRecord",
    "FieldChange",
    "IdempotencyRecord",
    "OutboxDelivery",
    "OutboxEvent",
    "PendingChange",
]
