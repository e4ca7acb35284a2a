"""`manage.py ledger_check` for one bank: silent when the books agree, exit 1 when they do not."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from tenants.ledger.models import SubjectBalance
from tests.factories.loans import make_loan


def check() -> str:
    out = StringIO()
    call_command("ledger_check", entity=["b001"], stdout=out)
    return out.getvalue()


def test_it_names_each_difference_and_fails(actor_for):
    make_loan(actor_for("officer"), actor_for("disburser"))
    assert check() == "1 bank(s) checked, 0 difference(s)\n"

    SubjectBalance.objects.filter(subject_code="1301").update(debit_total=Decimal("1.00"))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ledger_check", entity=["b001"], stdout=out)

    assert ended.value.code == 1
    assert "subject 1301" in out.getvalue()
    assert "2 difference(s)" in out.getvalue()
