"""What an owner of the database alters in the journal, past the triggers, is named by the check of the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from backend.platform.tenancy.connections import as_migrator
from tenants.ledger import services
from tenants.ledger.selectors import balance_differences
from tenants.ledger.types import Line, Side, Source, VoucherKind
from tenants.organisation.models import Branch
from tests import world


@pytest.fixture
def owner(committed_bank):
    """Alters what is posted as the owner, triggers off, in a transaction that is rolled back after the test."""
    with as_migrator(), in_entity(world.BANK_A), transaction.atomic():
        with connection.cursor() as cursor:
            for table in ("ledger_voucher", "ledger_entry"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield cursor.execute
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE ledger_entry SET amount = 9.00 WHERE voucher_id = %s AND line = 1", "debits of the voucher: kept 10.00, recomputed 9.00"),
        ("DELETE FROM ledger_entry WHERE voucher_id = %s AND line = 2", "credits of the voucher: kept 10.00, recomputed 0"),
        ("UPDATE ledger_voucher SET total = 11.00 WHERE id = %s", "debits of the voucher: kept 11.00, recomputed 10.00"),
        ("UPDATE ledger_entry SET subject_code = '9101' WHERE voucher_id = %s AND line = 1", "memorandum debits less credits of the voucher: kept 0, recomputed 10.00"),
    ],
)  # fmt: skip
def test_what_an_owner_alters_in_the_journal_is_found(owner, statement, told):
    branch = Branch.objects.first()
    voucher = services.post(
        actor=Actor.system(world.BANK_A), on=date(2026, 3, 2), branch_id=branch.pk,
        kind=VoucherKind.ACCRUAL, summary="核对", source=Source("test.case", 1),
        lines=[Line("1132", Side.DEBIT, Decimal("10.00")), Line("6011", Side.CREDIT, Decimal("10.00"))],
    )  # fmt: skip
    before = set(map(str, balance_differences()))

    owner(statement, [voucher.pk])

    after = set(map(str, balance_differences())) - before
    assert f"branch {branch.code} voucher {voucher.voucher_no}: {told}" in after
