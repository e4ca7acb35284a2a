from .audit import AuditArchive, AuditRecord, AuditSeal, FieldChange
from .changes import PendingChange
from .idempotency import IdempotencyRecord
from .logs import BatchEntry, InterfaceCall
from .outbox import OutboxDelivery, OutboxEvent

__all__ = [
    "AuditArchive",
    "AuditRecord",
    "AuditSeal",
    "BatchEntry",
    "FieldChange",
    "IdempotencyRecord",
    "InterfaceCall",
    "OutboxDelivery",
    "OutboxEvent",
    "PendingChange",
]
