"""A kind of change for tests of the mechanism itself: the bank's administrator renames, risk checks."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backend.platform.permissions import Actor
from backend.platform.records import audit, changes
from backend.platform.records.models import PendingChange
from tenants.organisation.models import Branch

KIND = "test.branch_rename"


def _describe(payload: dict[str, Any], subject_id: int | None) -> list[changes.Line]:
    before = Branch.objects.get(pk=subject_id).name
    return changes.differing([changes.line("name", "机构名称", before, payload["name"])])


def _version(subject_id: int | None) -> int | None:
    row = Branch.objects.select_for_update().filter(pk=subject_id).first()
    return zlib.crc32(row.name.encode()) if row else None


def _apply(actor: Actor, change: PendingChange) -> None:
    Branch.objects.filter(pk=change.subject_id).update(name=change.payload["name"])
    audit.record(actor, "test.branch_rename", change)


def _interested(payload: dict[str, Any], subject_id: int | None) -> set[int]:
    return set(payload.get("concerns", []))


RENAME = changes.ChangeKind(
    code=KIND,
    name="机构改名",
    make_action="organisation.manage",
    check_action="products.publish",
    apply=_apply,
    describe=_describe,
    current_version=_version,
    interested=_interested,
    subject_type="organisation.branch",
)


@contextmanager
def registered() -> Iterator[None]:
    """The kind exists inside the body only."""
    changes.register(RENAME)
    try:
        yield
    finally:
        del changes.KINDS[KIND]


def propose(
    actor: Actor, *, name: str = "城关中心支行", code: str = "b00101", **payload: Any
) -> PendingChange:
    branch = Branch.objects.get(code=code)
    return changes.propose(
        actor=actor,
        kind=KIND,
        subject_id=branch.pk,
        subject_no=branch.code,
        payload={"name": name, **payload},
        comment="更名批复",
    )


def by_two(
    api: Any, path: str, body: Any, *, maker: str = "bank_admin", checker: str = "security_admin"
) -> Any:
    """Propose by HTTP and let it take effect as a second person; the answer to the approval."""
    proposed = api(maker).post(path, body)
    assert proposed.status_code == 202, proposed.json()
    return checked(api(checker), proposed.json()["id"])


def checked(client: Any, change_id: int) -> Any:
    """Let a change take effect by HTTP, as the second person who has read it."""
    seen = client.get(f"changes/{change_id}").json()
    return client.post(f"changes/{change_id}/approve", {"content_hash": seen["content_hash"]})
