"""A verification of the audit chain as a job: rung by an auditor, its outcome in the batch log."""

from typing import Any

from django.db import transaction

from backend.platform import clock, jobs, ports
from backend.platform.permissions import Actor

from . import audit, batch_log, sealing, verification
from .models import AuditSeal, BatchEntry

BATCH, STEP, TITLE = "audit.verify", "chain", "审计链校验"


def prove() -> verification.Verification:
    """Verify the current entity's chain against the heads that the province keeps; write down what came out."""
    started_at = clock.now()
    result = verification.verify(published=ports.published_heads())
    lines = [f"封存 {result.seals} 段, 记录 {result.rows} 条, 对照链头 {result.heads} 个"]
    lines += [str(finding) for finding in result.findings]
    batch_log.note(
        BATCH,
        STEP,
        title=TITLE,
        started_at=started_at,
        failed=not result.is_sound,
        rows=result.rows,
        detail="\n".join(lines),
    )
    return result


@transaction.atomic
def proof_request(*, actor: Actor) -> None:
    """Let the worker verify the chain."""
    from backend.platform.tasks import audit_verify_task

    audit.record(actor, "audit.verify", object_type="audit.chain")
    jobs.ring(audit_verify_task)


def chain_state() -> dict[str, Any]:
    """How far the chain of the current entity has come, and when it was last proved."""
    last = AuditSeal.objects.defer("ids", "digests").order_by("-number").first()
    proof = BatchEntry.objects.filter(batch=BATCH).order_by("-finished_at").first()
    return {
        "seals": last.number if last else 0,
        "records": last.total if last else 0,
        "waiting": sealing.waiting_count(),
        "sealed_at": last.sealed_at if last else None,
        "head": bytes(last.head).hex() if last else "",
        "algorithm": last.algorithm if last else "",
        "proof": proof,
    }
