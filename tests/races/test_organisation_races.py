"""Offices moved, people leaving and work handed over at the same moment, over committed rows.

Each race has a twin that shows what happens without the lock, so that the lock is known to be the reason.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from backend.platform.permissions import Actor
from tenants.customers.models import Customer
from tenants.organisation import locks, services
from tenants.organisation.models import Branch, Staff
from tenants.organisation.services import handover, offices
from tests import world
from tests.factories.customers import make_customer
from tests.factories.organisation import make_branch, make_staff
from tests.support.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]


def admin() -> Actor:
    return Actor.system(world.BANK_A)


def acting(staff: Staff) -> Actor:
    return Actor(
        account_id=None,
        name=staff.name,
        entity_code=world.BANK_A,
        staff_id=staff.pk,
        branch_id=staff.branch_id,
        is_system=True,
    )


def move(branch: Branch, parent: Branch) -> Callable[[], str]:
    def work() -> str:
        services.branch_move(actor=admin(), pk=branch.pk, parent_id=parent.pk, reason="调整")
        return "moved"

    return work


@contextmanager
def both_look_before_either_writes(monkeypatch, module, name: str) -> Iterator[pytest.MonkeyPatch]:
    """Hold each of two commands between its check and its writing; with the lock the second cannot come."""
    gate = threading.Barrier(2, timeout=2)
    real = getattr(module, name)

    def slow(*args, **kwargs):
        found = real(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            gate.wait()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(module, name, slow)
        yield patched


def stands_in_a_circle(branch: Branch) -> bool:
    """Whether going up from the branch never reaches the head office."""
    seen = set()
    at: Branch | None = Branch.objects.get(pk=branch.pk)
    while at is not None and at.pk not in seen:
        seen.add(at.pk)
        at = Branch.objects.filter(pk=at.parent_id).first()
    return at is not None


def test_two_moves_below_one_another_do_not_both_happen(monkeypatch):
    east, west = make_branch(admin()), make_branch(admin())

    with both_look_before_either_writes(monkeypatch, offices, "refuse_cycle"):
        answers = at_once([move(east, west), move(west, east)], world.BANK_A)

    assert sorted(answers) == ["moved", "organisation.move_cycle"]
    assert not stands_in_a_circle(east)
    for branch in Branch.objects.filter(pk__in=[east.pk, west.pk]).select_related("parent"):
        assert branch.parent is not None
        assert branch.path == f"{branch.parent.path}{branch.pk}."


def test_without_the_lock_of_the_tree_they_would(monkeypatch):
    east, west = make_branch(admin()), make_branch(admin())

    with both_look_before_either_writes(monkeypatch, offices, "refuse_cycle") as patched:
        patched.setattr(locks, "branch_tree_lock", lambda: None)
        answers = at_once([move(east, west), move(west, east)], world.BANK_A)

    assert answers == ["moved", "moved"]
    assert stands_in_a_circle(east)
    head = Branch.objects.get(parent=None)
    for branch in (east, west):  # out of the way of the tests that follow
        Branch.objects.filter(pk=branch.pk).update(parent=head, path=f"{head.path}{branch.pk}.")


def people_of_a_new_branch() -> tuple[Staff, Staff]:
    branch = make_branch(admin())
    giver = make_staff(admin(), branch, role="officer")
    recipient = make_staff(admin(), branch, role="officer")
    make_customer(acting(giver))
    return giver, recipient


def give(giver: Staff, recipient: Staff) -> Callable[[], str]:
    def work() -> str:
        services.staff_hand_over(actor=admin(), pk=giver.pk, to_id=recipient.pk, reason="调整")
        return "handed over"

    return work


def leave(staff: Staff) -> Callable[[], str]:
    def work() -> str:
        services.staff_leave(actor=admin(), pk=staff.pk, reason="辞职")
        return "left"

    return work


def test_nobody_takes_over_while_he_leaves(monkeypatch):
    giver, recipient = people_of_a_new_branch()

    with both_look_before_either_writes(monkeypatch, handover.selectors, "staff_holdings"):
        answers = at_once([give(giver, recipient), leave(recipient)], world.BANK_A)

    assert answers in (
        ["handed over", "organisation.staff_still_owns"],
        ["organisation.staff_unknown", "left"],
    )
    owner = Customer.objects.select_related("owner").get(owner__in=[giver, recipient]).owner
    assert owner.is_active


def test_without_the_lock_of_the_person_a_customer_is_left_with_somebody_who_left(monkeypatch):
    giver, recipient = people_of_a_new_branch()

    def unlocked(*ids: int) -> dict[int, Staff]:
        return {row.pk: row for row in Staff.objects.select_related("branch").filter(pk__in=ids)}

    with both_look_before_either_writes(monkeypatch, handover.selectors, "staff_holdings") as patched:
        patched.setattr(locks, "staff_lock", unlocked)
        patched.setattr(locks, "staff_leaving_lock", lambda pk: unlocked(pk)[pk])
        answers = at_once([give(giver, recipient), leave(recipient)], world.BANK_A)

    assert answers == ["handed over", "left"]
    assert not Customer.objects.get(owner=recipient).owner.is_active


def test_a_branch_does_not_close_under_a_person_who_is_being_registered(monkeypatch):
    branch = make_branch(admin())

    def register() -> str:
        make_staff(admin(), Branch.objects.get(pk=branch.pk))
        return "registered"

    def close() -> str:
        services.branch_close(actor=admin(), pk=branch.pk, reason="撤并")
        return "closed"

    answers = at_once([register, close], world.BANK_A)

    assert answers in (
        ["registered", "organisation.still_hangs"],
        ["organisation.branch_closed", "closed"],
    )
    branch.refresh_from_db()
    assert branch.is_open == Staff.objects.filter(branch=branch, is_active=True).exists()
