"""The measured leaks of a schema per bank, each as a test that fails when the leak comes back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from backend.platform.tenancy import Entity, EntitySwitchError, current_entity, in_entity, require_bank
from tenants.organisation.models import Branch
from tests import world


def names():
    return set(Branch.objects.values_list("name", flat=True))


def a_only(found):
    return found and not any(world.MARK in name for name in found)


def b_only(found):
    return found and all(world.MARK in name for name in found if "支行" in name)


@pytest.fixture
def unblocked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield
        connections.close_all()


def test_threads_come_back_in_their_own_bank(unblocked):
    wrong = []
    barrier = threading.Barrier(4)

    def work(outer, inner):
        barrier.wait()
        try:
            with in_entity(outer):
                for _ in range(60):
                    with in_entity(inner):
                        if current_entity().code != inner or connections["replica"].schema_name != inner:
                            wrong.append("inside")
                    if current_entity().code != outer or connections["replica"].schema_name != outer:
                        wrong.append("after")
                found = names()
                if not (a_only(found) if outer == world.BANK_A else b_only(found)):
                    wrong.append("rows")
        finally:
            connections.close_all()

    pairs = [(world.BANK_A, world.BANK_B), (world.BANK_B, world.BANK_A)] * 2
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: work(*pair), pairs))

    assert wrong == []


def test_a_switch_used_as_a_decorator_is_fresh_at_each_call(unblocked):
    @in_entity(world.BANK_B)
    def code():
        return current_entity().code

    with in_entity(world.BANK_A):
        assert [code(), current_entity().code, code(), current_entity().code] == [
            "b002",
            "b001",
            "b002",
            "b001",
        ]


def test_the_entity_comes_back_after_an_error(unblocked):
    with in_entity(world.BANK_A):
        with pytest.raises(ZeroDivisionError), in_entity(world.BANK_B):
            1 / 0  # noqa: B018
        assert current_entity().code == world.BANK_A


def test_another_entity_cannot_be_entered_inside_an_open_transaction(unblocked):
    with in_entity(world.BANK_A), transaction.atomic():
        with pytest.raises(EntitySwitchError), in_entity(world.BANK_B):
            raise AssertionError("must never run")
        with in_entity(world.BANK_A):
            assert a_only(names())


def test_a_new_thread_is_in_no_bank_and_bank_code_refuses(unblocked):
    seen = []

    def work():
        try:
            require_bank()
        except EntitySwitchError:
            seen.append("refused")
        finally:
            connections.close_all()

    with in_entity(world.BANK_A):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    assert seen == ["refused"]


def test_a_savepoint_rollback_keeps_the_bank(unblocked):
    with in_entity(world.BANK_A), transaction.atomic():
        before = names()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            connection.set_tenant(Entity(world.BANK_A))
            names()
            1 / 0  # noqa: B018
        assert names() == before
    with in_entity(world.BANK_B):
        assert b_only(names())


def test_the_same_query_in_a_then_b_reads_each_bank_on_both_aliases(unblocked):
    for _ in range(3):
        with in_entity(world.BANK_A):
            assert a_only(names())
            assert a_only(set(Branch.objects.using("replica").values_list("name", flat=True)))
        with in_entity(world.BANK_B):
            assert b_only(names())
            assert b_only(set(Branch.objects.using("replica").values_list("name", flat=True)))


def test_a_reconnect_does_not_lose_the_bank(unblocked):
    with in_entity(world.BANK_A):
        before = names()
        connection.close()
        assert names() == before


@pytest.mark.parametrize(
    "code", ["public", "b1", "b0011", "b001; DROP", "B001", "bank_template", "pg_catalog", ""]
)
def test_only_a_valid_code_names_a_schema(code):
    with pytest.raises(EntitySwitchError):
        Entity(code)
