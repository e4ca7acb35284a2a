"""The answers to commands that move money are kept for its whole life: which commands these are stands here."""

from tests.contracts.guards import views_of
from tests.contracts.permissions.matrix import API, FACES

MOVES_MONEY = {
    "contracts",
    "contracts/<int:pk>/sign",
    "contracts/<int:pk>/void",
    "deduction-files",
    "deduction-files/<int:pk>/resume",
    "disbursements",
    "disbursements/<int:pk>/approve",
    "disbursements/<int:pk>/inquire",
    "disbursements/<int:pk>/return",
    "loans/<int:pk>/repayments",
    "loans/<int:pk>/receipts",
}
# Commands of the same apps that only compute, that only propose (the change is approved once), or that carry a
# signature of their own in place of a key.
MOVES_NONE = {
    "loans/quote",
    "loans/quote/export",
    "loans/<int:pk>/repayments/<int:repayment_id>/reversal",
    "loans/<int:pk>/receipts/proposal",
    "integrations/core-banking/answers",
    "deduction-files/preview",
    "deduction-files/<int:pk>/stop",
}
APPS = ("tenants.loans.", "tenants.deductions.", "tenants.contracts.", "tenants.ledger.")


def commands(face):
    for path, view in views_of(FACES[face].patterns):
        operation = view.operation_of("POST") if hasattr(view, "operation_of") else None
        if operation is not None:
            yield path.removeprefix(API), view, operation


def test_every_command_of_the_apps_that_hold_money_is_decided_on():
    there = {path for path, view, _ in commands("bank") if view.__module__.startswith(APPS)}
    assert there == MOVES_MONEY | MOVES_NONE


def test_the_answers_of_these_and_of_no_others_are_kept_for_ever():
    kept = {path for face in FACES for path, _, operation in commands(face) if operation.moves_money}
    assert kept == MOVES_MONEY


def test_whatever_moves_money_is_idempotent():
    assert all(operation.idempotent for _, _, operation in commands("bank") if operation.moves_money)
