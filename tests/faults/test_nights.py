"""The night while everything under it is killed: it goes on by itself and ends with the same figures.

FAULT_LOANS, FAULT_KILLS and FAULT_SEED choose another size; the long run is 20,000 loans and 20 kills.
"""

import os
import random
import sys
import time
from datetime import date
from typing import Any

import psycopg
import pytest
import redis
from django.db import connection, transaction

from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from infra.local.servers import restart_primary
from tenants.endofday import services as endofday
from tenants.endofday.models import BatchRun
from tenants.ledger import services as ledger
from tenants.ledger.types import Source, VoucherDraft, VoucherKind
from tenants.loans import postings, reconciliation
from tenants.loans.models import LoanAccount
from tests import world
from tests.factories.loans import make_loan, set_business_date
from tests.races.test_disbursement_races import people
from tests.support.stack import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LOANS = int(os.environ.get("FAULT_LOANS", "3000"))
KILLS = int(os.environ.get("FAULT_KILLS", "6"))
SEED = int(os.environ.get("FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
PIECES = 20
"""So many pieces a step has."""
FIRST, LAST = date(2026, 3, 31), date(2026, 4, 4)
"""The first bills fall due in between, and are overdue before the end."""
WITHIN = 75.0
"""Seconds in which the night goes on: lease, sweep and the start of a worker on a busy machine."""

FIGURES = {
    "loans": "SELECT count(*), sum(accrued_total), sum(accrued_interest), sum(principal_due), sum(interest_due),"
    " sum(overdue_principal), sum(overdue_days), sum(penalty_due), sum(compound_due), min(accrued_through),"
    " max(accrued_through) FROM b001.loans_loanaccount",
    "accruals": "SELECT count(*), sum(amount), min(accrued_on), max(accrued_on) FROM b001.loans_dailyaccrual",
    "bills": "SELECT state, count(*), sum(penalty_growth), sum(compound_growth) FROM b001.loans_instalment"
    " GROUP BY state ORDER BY state",
    "vouchers": "SELECT kind, business_on, count(DISTINCT v.id), sum(amount) FROM b001.ledger_voucher v"
    " JOIN b001.ledger_entry e ON e.voucher_id = v.id GROUP BY 1, 2 ORDER BY 1, 2",
    "balances": "SELECT branch_id, subject_code, debit_total, credit_total FROM b001.ledger_subjectbalance ORDER BY 1, 2",
    "steps": "SELECT r.business_on, s.name, s.state, s.rows, s.rows_done FROM b001.endofday_batchstep s"
    " JOIN b001.endofday_batchrun r ON r.id = s.run_id ORDER BY r.business_on, s.seq",
    "date": "SELECT current_on, closing_on, last_closed_on FROM b001.organisation_businessdate",
}


@pytest.fixture
def say(capfd):
    """To the terminal, whatever is captured: a run that failed is done again with its seed."""

    def to_terminal(line: str) -> None:
        with capfd.disabled():
            sys.stderr.write(f"{line}\n")

    return to_terminal


def asked(stack, sql: str) -> Any:
    """What the database says; asked again while it is being restarted."""
    for _ in range(200):
        try:
            with psycopg.connect(stack.environment["DATABASE_URL"]) as there:
                return there.execute(sql).fetchall()
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("the database did not come back")


def copies(table: str, count: int, where: str, **other: str) -> None:
    """Write the row (or rows) `where` says `count` times more; `other` gives the columns that differ, by SQL of `n`."""
    columns = [field.column for field in table_of(table)]
    values = [other.get(name, f"o.{name}") for name in columns if name != "id" or "id" in other]
    names = [name for name in columns if name != "id" or "id" in other]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"  # noqa: S608
            f" FROM {table} o, generate_series(1, {count}) n WHERE {where}"
        )


def table_of(table: str) -> list[Any]:
    from django.apps import apps

    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    return list(model._meta.concrete_fields)


def fill(count: int) -> None:
    """One loan, and so many like it, with their schedules and the voucher of their principal."""
    officer, disburser = people("officer", "disburser")
    loan = make_loan(officer, disburser)
    base, paid = loan.pk * 1_000_000, loan.disbursement_id * 1_000_000
    copies(
        "loans_disbursement", count, f"o.id = {loan.disbursement_id}",
        id=f"{paid} + n", row_uuid="gen_random_uuid()", req_no="'F' || n", core_request_no="'F' || n",
    )  # fmt: skip
    copies(
        "loans_loanaccount", count, f"o.id = {loan.pk}",
        id=f"{base} + n", loan_no="'F' || n", disbursement_id=f"{paid} + n", row_uuid="gen_random_uuid()",
    )  # fmt: skip
    copies("loans_instalment", count, f"o.loan_id = {loan.pk}", loan_id=f"{base} + n")
    draft = VoucherDraft(
        on=world.BUSINESS_DATE,
        branch_id=loan.branch_id,
        kind=VoucherKind.DISBURSEMENT,
        summary="copies",
        source=Source("loans.loanaccount", loan.pk),
        lines=postings.disbursement(loan.drawn * count),
    )
    ledger.post_many(actor=Actor.system(world.BANK_A), drafts=[draft])


def figures_of_undisturbed_nights(stack) -> dict[str, Any]:
    """The figures that the nights end with when nothing happens: they are done here, read, and rolled back."""
    with transaction.atomic():
        endofday.night_start(actor=Actor.system(world.BANK_A), through=LAST, ring=False)
        while (run := BatchRun.objects.filter(is_open=True).first()) is not None:
            assert endofday.night_run(run.pk).state == "DONE"
        found = {}
        with connection.cursor() as cursor:
            for name, sql in FIGURES.items():
                cursor.execute(sql)
                found[name] = cursor.fetchall()
        transaction.set_rollback(True)
    return found


def progress(stack) -> tuple[int, int]:
    """Pieces and steps done so far, and nights left open."""
    done = asked(
        stack,
        "SELECT count(*) FILTER (WHERE state = 'DONE') * 1000000 + coalesce(sum(rows_done), 0)"
        " FROM b001.endofday_batchstep",
    )
    still = asked(
        stack,
        f"SELECT count(*) FROM b001.organisation_businessdate WHERE current_on <= '{LAST}' OR closing_on IS NOT NULL",
    )
    return int(done[0][0]), still[0][0]


def faults(stack) -> dict[str, Any]:
    def worker():
        stack.kill("worker")
        stack.start_worker()

    def beat():
        stack.kill("beat")
        stack.start_beat()

    def broker():
        redis.Redis.from_url(stack.environment["REDIS_URL"]).flushall()

    def broker_and_worker():
        stack.kill("worker")
        broker()
        stack.start_worker()

    return {
        "worker": worker,
        "beat": beat,
        "broker": broker,
        "broker and worker": broker_and_worker,
        "database": restart_primary,
    }


def test_a_night_under_kills_ends_with_the_same_figures(stack, stack_rows, monkeypatch, say):
    rng = random.Random(SEED)
    say(f"FAULT_SEED={SEED} FAULT_LOANS={LOANS} FAULT_KILLS={KILLS}")
    size = str(max(1, LOANS // PIECES))
    monkeypatch.setenv("NIGHT_CHUNK", size)
    monkeypatch.setenv("NIGHT_SLICE_SECONDS", "3")
    with in_entity(world.BANK_A):
        fill(LOANS - 1)
        set_business_date(FIRST)
        with pytest.MonkeyPatch.context() as patched:
            from django.conf import settings

            patched.setattr(settings, "NIGHT_CHUNK", int(size))
            wanted = figures_of_undisturbed_nights(stack)
        assert LoanAccount.objects.count() >= LOANS
        stack.kill("worker")
        stack.start_worker()
        endofday.night_start(actor=Actor.system(world.BANK_A), through=LAST, ring=True)
        connection.close()

    kinds, slowest = faults(stack), 0.0
    for number in range(1, KILLS + 1):
        time.sleep(rng.uniform(0.05, 1.5))  # how far the work comes until then is the point
        assert progress(stack)[1], f"the nights were over before fault {number}: give it more loans"
        kind = rng.choice(list(kinds))
        began = time.monotonic()
        kinds[kind]()
        after, _ = progress(stack)
        until(
            f"the night goes on after {kind}",
            lambda was=after: progress(stack)[0] > was or not progress(stack)[1],
            WITHIN,
        )
        slowest = max(slowest, time.monotonic() - began)
        say(f"fault {number}: {kind}, on again after {time.monotonic() - began:.1f} s")
    until("the last night is over", lambda: progress(stack)[1] == 0, 900)

    assert {name: asked(stack, sql) for name, sql in FIGURES.items()} == wanted
    with in_entity(world.BANK_A):
        assert reconciliation.differences() == []
        assert BatchRun.objects.filter(business_on__range=(FIRST, LAST), state="DONE").count() == 5
    say(f"slowest resumption {slowest:.1f} s")
