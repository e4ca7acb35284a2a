"""Whatever a person may be in charge of is handed over before he leaves; no app may forget its own."""

from django.apps import apps

from tenants.organisation.models import Branch, Staff
from tenants.organisation.types import portfolios

IN_A_PORTFOLIO = {
    "applications.LoanApplication.officer": "applications",
    "contracts.LoanContract.officer": "contracts",
    "customers.Customer.owner": "customers",
    "customers.Household.owner": "households",
    "intake.Intake.assigned_to": "intakes",
    "intake.Intake.owner": "intakes",
    "loans.Disbursement.officer": "disbursements",
    "loans.LoanAccount.officer": "loans",
    "organisation.Grid.officer": "grids",
}
ENDED_BY_LEAVING = {"organisation.PostHolding.staff", "organisation.Authority.staff"}
HISTORY = {"organisation.OrganisationChange.staff"}
BRANCHES_COUNTED = {
    "applications.LoanApplication.branch",
    "approvals.Task.branch",
    "contracts.LoanContract.branch",
    "customers.Customer.branch",
    "customers.Household.branch",
    "intake.Intake.branch",
    "loans.Disbursement.branch",
    "loans.LoanAccount.branch",
    "organisation.Branch.parent",
    "organisation.Department.branch",
    "organisation.Grid.branch",
    "organisation.Staff.branch",
}
BRANCHES_NOT_COUNTED = {
    "approvals.ProcessInstance.branch": "its application is counted",
    "deductions.DeductionFile.branch": "history; its loans are counted while they run",
    "loans.AccrualPosting.branch": "what the ledger knows of the branch's loans, kept for ever",
    "loans.Repayment.branch": "done; its loan is counted while it runs",
    "ledger.DailyBalance.branch": "the ledger goes on",
    "ledger.SubjectBalance.branch": "the ledger goes on",
    "ledger.Voucher.branch": "the ledger goes on",
    "organisation.OrganisationChange.branch": "history",
    "organisation.Post.branch": "counted when somebody holds it",
}

UNSAID = "say in this file what becomes of these rows when the person leaves or the branch closes: docs/adding-a-model.md"


def references_to(model: type) -> set[str]:
    return {
        f"{found._meta.app_label}.{found.__name__}.{field.name}"
        for found in apps.get_models()
        for field in found._meta.fields
        if field.is_relation and field.related_model is model
    }


def test_every_reference_to_a_person_is_handed_over_or_ends_with_his_leaving():
    said = {*IN_A_PORTFOLIO, *ENDED_BY_LEAVING, *HISTORY}
    assert references_to(Staff) - said == set(), UNSAID
    assert said - references_to(Staff) == set()
    assert set(IN_A_PORTFOLIO.values()) | {"tasks"} == {p.kind for p in portfolios()}


def test_every_reference_to_a_branch_keeps_it_from_closing_or_says_why_not():
    said = BRANCHES_COUNTED | set(BRANCHES_NOT_COUNTED)
    assert references_to(Branch) - said == set(), UNSAID
    assert said - references_to(Branch) == set()


def test_locks_are_taken_in_the_order_of_the_house():
    assert [p.kind for p in portfolios()] == [
        "grids", "customers", "households", "intakes", "applications", "contracts", "disbursements", "loans",
        "tasks",
    ]  # fmt: skip
