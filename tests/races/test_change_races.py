"""Two people approve one change at the same moment."""

from collections import Counter
from collections.abc import Callable, Iterator
from threading import Barrier
from unittest import mock

import pytest

from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.models import AuditRecord, PendingChange
from shared.identity.models import Account
from tenants.organisation.selectors import bank_actor
from tests import world
from tests.factories import changes as factory
from tests.support.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    with factory.registered():
        yield


def actor_of(username: str) -> Actor:
    return bank_actor(Account.objects.get(entity_code=world.BANK_A, username=username))


def approval(actor: Actor, change: PendingChange) -> Callable[[], str]:
    def work() -> str:
        changes.approve(actor=actor, pk=change.pk, seen_hash=change.content_hash)
        return "approved"

    return work


def applied(change: PendingChange) -> int:
    return AuditRecord.objects.filter(action="test.branch_rename", object_id=change.pk).count()


def test_one_of_two_approvals_wins() -> None:
    change = factory.propose(actor_of("bank_admin"), name="城关中心支行")

    answers = at_once([approval(actor_of(who), change) for who in ("risk", "risk2") * 3], world.BANK_A)

    assert Counter(answers) == {"approved": 1, "platform.wrong_state": 5}
    assert applied(change) == 1


def test_without_the_lock_both_would_take_effect() -> None:
    change = factory.propose(actor_of("bank_admin"), code="b00102", name="河东中心支行")
    both_have_read = Barrier(2)

    def unlocked(pk: int) -> PendingChange:
        found = PendingChange.objects.get(pk=pk)
        both_have_read.wait(timeout=20)
        return found

    version = change.subject_version
    still = changes.ChangeKind(**{**vars(factory.RENAME), "current_version": lambda subject_id: version})
    with mock.patch.object(changes, "_locked", unlocked), mock.patch.dict(changes.KINDS, {still.code: still}):
        answers = at_once([approval(actor_of(who), change) for who in ("risk", "risk2")], world.BANK_A)

    assert answers == ["approved", "approved"]
    assert applied(change) == 2


def test_of_many_equal_proposals_one_waits() -> None:
    maker = actor_of("bank_admin")

    def propose() -> str:
        factory.propose(maker, code="b00100", name="总行营业部")
        return "proposed"

    answers = at_once([propose] * 6, world.BANK_A)

    assert Counter(answers) == {"proposed": 1, "changes.already_pending": 5}
