"""The banks that a book is loaded into: taken on like real ones, with the demo's people and products."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from backend.config.demo.bank import furnish_bank, furnish_province
from backend.platform import jobs
from backend.platform.tenancy import Entity, in_entity
from backend.platform.tenancy.connections import migrator_connection
from shared.entities.selectors import ready_codes
from shared.entities.services import shipped_entities
from tenants.loans.reconciliation import differences

from .filling import fill
from .plan import BookPlan

ANALYSED = (
    "loans_loanaccount", "loans_instalment", "loans_dailyaccrual", "loans_repayment", "ledger_voucher", "ledger_entry",
    "applications_loanapplication", "contracts_loancontract", "customers_customer",
)  # fmt: skip


def bank_codes(banks: int) -> list[str]:
    return [row["code"] for row in shipped_entities()][:banks]


def take_on(codes: list[str], workers: int) -> None:
    """The province, and these banks with their schemas; does nothing where they stand."""
    call_command("prepare_database", verbosity=0)
    furnish_province(confirm_lpr_through=date(2030, 12, 31))
    if set(codes) - set(ready_codes()):
        call_command("onboard_entities", only=",".join(codes), workers=workers)


def load_bank(book: BookPlan, code: str, seed: int, on_loans: Callable[[int], Any]) -> bool:
    """Furnish the bank and load its part of the book; False when it has loans already."""
    facts = next(row for row in shipped_entities() if row["code"] == code)
    plan = next(bank for bank in book.banks if bank.code == code)
    with in_entity(code), jobs.quiet(), transaction.atomic():
        furnish_bank(book.next_on)
        loaded = fill(
            plan,
            book.as_of,
            seed,
            county=facts["county"],
            division_code=facts["division_code"],
            on_loans=on_loans,
        )
    if loaded:
        vacuum(code)
    return loaded


def vacuum(code: str) -> None:
    """What autovacuum does in its own time: the planner knows the bank's tables, and their pages are tidy."""
    schema = Entity(code).schema_name
    with migrator_connection() as raw:
        raw.execute(f"VACUUM (ANALYZE) {', '.join(f'{schema}.{table}' for table in ANALYSED)}")


def book_totals(codes: list[str]) -> dict[str, Any]:
    """What stands in the banks' tables: loans by method, overdue ones, and sums of money."""
    counts: dict[str, int] = {}
    overdue, outstanding, weighted, rows = 0, Decimal(0), Decimal(0), 0
    for code in codes:
        with in_entity(code), connection.cursor() as cursor:
            cursor.execute(
                "SELECT method, count(*), count(*) FILTER (WHERE status = 'OVERDUE'), sum(principal_outstanding),"
                " sum(principal_outstanding * annual_rate) FROM loans_loanaccount GROUP BY method"
            )
            for method, loans, late, money, bearing in cursor.fetchall():
                counts[method] = counts.get(method, 0) + loans
                overdue, outstanding, weighted = overdue + late, outstanding + money, weighted + bearing
            cursor.execute("SELECT count(*) FROM loans_instalment")
            rows += cursor.fetchone()[0]
    return {
        "by_method": counts,
        "loans": sum(counts.values()),
        "overdue": overdue,
        "outstanding": outstanding,
        "average_rate": weighted / outstanding if outstanding else Decimal(0),
        "instalments": rows,
    }


def differences_of(codes: list[str]) -> list[str]:
    """What the nightly proof of the ledger finds in these banks."""
    found = []
    for code in codes:
        with in_entity(code):
            found += [f"{code}: {line}" for line in differences()]
    return found
