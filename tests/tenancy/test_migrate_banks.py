"""Bringing the banks to the migrations on disk: only those behind, a canary first, resumed after a kill."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from backend.platform.tenancy.connections import migrator_connection
from backend.platform.tenancy.migrating import missing_migrations
from shared.entities.models import LegalEntity
from tests import world
from tests.support.stack import until


def last() -> list[tuple[str, str]]:
    """The migrations of the app on top, all of them."""
    names = sorted(path.stem for path in Path("tenants/endofday/migrations").glob("0*.py"))
    return [("endofday", name) for name in names]


LAST = last()


def put_behind(*codes):
    """Take a bank back before its last migration: tables gone, record gone."""
    with migrator_connection() as raw:
        for code in codes:
            raw.execute(f"DROP TABLE {code}.endofday_batchstep, {code}.endofday_batchrun")
            raw.execute(f"DELETE FROM {code}.django_migrations WHERE app = 'endofday'")


def tables(code):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = %s AND tablename LIKE 'endofday%%'", [code]
        )
        return cursor.fetchone()[0]


def run(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("migrate_banks", stdout=out, stderr=err, **options)
    return out.getvalue()


def test_nothing_to_do_is_found_by_one_query(committed, django_assert_max_num_queries):
    codes = [world.BANK_A, world.BANK_B]
    with django_assert_max_num_queries(2):
        assert missing_migrations(codes) == {}
    assert "0 of 2 banks are behind" in run()


def test_only_the_bank_behind_is_migrated(committed):
    put_behind(world.BANK_B)
    assert missing_migrations([world.BANK_A, world.BANK_B]) == {
        world.BANK_B: tuple(".".join(one) for one in LAST)
    }

    printed = run()

    assert "1 of 2 banks are behind" in printed
    assert f"{world.BANK_B}" in printed.splitlines()[-2]
    assert tables(world.BANK_B) == 2
    assert missing_migrations([world.BANK_A, world.BANK_B]) == {}
    assert set(LegalEntity.objects.values_list("status", flat=True)) == {"READY"}


def test_workers_migrate_the_others_after_the_canary(committed):
    put_behind(world.BANK_A, world.BANK_B)

    run(workers=2)

    assert (tables(world.BANK_A), tables(world.BANK_B)) == (2, 2)


def test_a_killed_run_is_resumed(committed):
    put_behind(world.BANK_A)
    LegalEntity.objects.filter(code__in=[world.BANK_A, world.BANK_B]).update(status="MIGRATING")

    run()

    assert tables(world.BANK_A) == 2
    assert set(LegalEntity.objects.values_list("status", flat=True)) == {"READY"}


def test_a_failing_canary_stops_the_run_with_an_exit_code(committed):
    put_behind(world.BANK_A, world.BANK_B)
    with migrator_connection() as raw:
        raw.execute(f"CREATE TABLE {world.BANK_A}.endofday_batchrun (id int)")  # in the way of the migration
    try:
        with pytest.raises(CommandError, match="2 banks stay behind"):
            run()
        assert tables(world.BANK_B) == 0
    finally:
        with migrator_connection() as raw:
            raw.execute(f"DROP TABLE {world.BANK_A}.endofday_batchrun")
        run()
        assert missing_migrations([world.BANK_A, world.BANK_B]) == {}


def test_check_only_says_who_is_behind(committed):
    put_behind(world.BANK_A)
    try:
        with pytest.raises(CommandError, match=f"behind: {world.BANK_A}"):
            run(check=True)
        assert tables(world.BANK_A) == 0
    finally:
        run()


def test_after_kill_9_the_next_run_goes_on_with_the_banks_that_are_left(committed):
    put_behind(world.BANK_A, world.BANK_B)
    database = connection.settings_dict["NAME"]
    with migrator_connection() as raw, raw.transaction():
        raw.execute(
            f"LOCK TABLE {world.BANK_B}.django_migrations IN SHARE MODE"
        )  # the second bank can be read, not recorded
        process = subprocess.Popen(
            [sys.executable, "manage.py", "migrate_banks", "--database-name", database],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "backend.config.settings.test"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until("the second bank is being migrated", lambda: status_of(world.BANK_B) == "MIGRATING")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert (tables(world.BANK_A), tables(world.BANK_B)) == (2, 0)

    run()

    assert (tables(world.BANK_A), tables(world.BANK_B)) == (2, 2)
    assert (status_of(world.BANK_A), status_of(world.BANK_B)) == ("READY", "READY")


def status_of(code):
    return LegalEntity.objects.values_list("status", flat=True).get(code=code)
