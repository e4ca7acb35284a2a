"""The life of the demo's loans: each goes through the whole chain by the services that clerks use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from faker import Faker

from backend.platform import jobs
from backend.platform.permissions import Actor
from backend.platform.records import outbox
from tenants.applications import services as applications
from tenants.approvals import services as approvals
from tenants.approvals.models import Task
from tenants.contracts import services as contracts
from tenants.contracts.models import LoanContract
from tenants.customers import services as customers
from tenants.endofday import services as endofday
from tenants.intake import services as intake
from tenants.loans import services as loans
from tenants.loans.models import Disbursement, Instalment, LoanAccount
from tenants.loans.selectors import repayment_quote
from tenants.organisation.selectors import business_date

from .bank import Team, products_of_bank, team_of_bank
from .people import account_number, make_person

PURPOSES = {
    True: [("AGRICULTURE", "购买化肥、种苗"), ("AGRICULTURE", "扩建养殖圈舍"), ("OPERATION", "收购茶青周转")],
    False: [
        ("CONSUMPTION", "购置家电"),
        ("RENOVATION", "房屋装修"),
        ("EDUCATION", "子女学费"),
        ("OPERATION", "门店进货"),
    ],
}
DRAWDOWN_DAYS = 0.75  # loans are paid out in the first three quarters of the dates, the rest only lives on
LATE, NEVER = 0.10, 0.06  # shares of borrowers who pay some days late, and who pay nothing
BAD_LOAN = 1  # besides, the second loan of each bank is never paid, so that every bank has one overdue


@dataclass
class Book:
    """One bank's loans and how each borrower pays."""

    random: Random
    faker: Faker
    county: str
    division_code: str
    team: Team
    officer: Actor
    habits: dict[int, int] = field(default_factory=dict)  # loan id -> days late; -1 never pays
    carried: int = 0

    @classmethod
    def of_bank(cls, *, seed: str, county: str, division_code: str) -> "Book":
        random = Random(seed)
        faker = Faker("zh_CN")
        faker.seed_instance(seed)
        team = team_of_bank()
        return cls(random, faker, county, division_code, team, team["officer"])

    def next_case(self) -> None:
        """Every third case belongs to the officer of the other branch."""
        self.officer = self.team["officer2" if self.random.random() < 0.33 else "officer"]


def live(book: Book, *, loans_wanted: int, nights: int, on_loan: Callable[[], None]) -> None:
    """Pay the loans out over the dates, take what falls due, and close the dates one after another.

    Nothing rings for the worker meanwhile; the events are relayed at the end.
    """
    plan: dict[int, int] = {}
    for _ in range(loans_wanted):
        day = book.random.randrange(max(1, int(nights * DRAWDOWN_DAYS)))
        plan[day] = plan.get(day, 0) + 1
    with jobs.quiet():
        for day in range(nights):
            for _ in range(plan.get(day, 0)):
                carry(book)
                on_loan()
            take_repayments(book, business_date())
            close_date(book)
        if nights == 0:
            for _ in range(plan.get(0, 0)):
                carry(book)
                on_loan()
        leave_open_cases(book)
        outbox.relay()


def register(book: Book) -> tuple[int, bool]:
    """A customer, and for a farmer his household; returns his id and whether he farms."""
    officer = book.officer
    person = make_person(
        book.faker, book.random, county=book.county, division_code=book.division_code, on=business_date()
    )
    customer = customers.customer_register(
        actor=officer,
        name=person.name,
        id_no=person.id_no,
        phone=person.phone,
        address=person.address,
        occupation=person.occupation,
        monthly_income=person.monthly_income,
        is_farmer=person.is_farmer,
    )
    if person.is_farmer and book.random.random() < 0.5:
        household = customers.household_create(
            actor=officer,
            name=f"{person.name}户",
            region_code=book.division_code,
            region_name=book.county,
            address=person.address,
            land_mu=Decimal(book.random.randrange(20, 300)) / 10,
            yearly_income=person.monthly_income * 13,
            yearly_cost=person.monthly_income * 4,
        )
        customers.household_add_member(
            actor=officer, pk=household.pk, customer_id=customer.pk, relation="HEAD"
        )
    return customer.pk, person.is_farmer


def ask(book: Book) -> int:
    """Register a customer with an intake, accept it and turn it into an application; returns its id."""
    wish_id = wish(book)
    intake.intake_accept(actor=book.officer, pk=wish_id)
    return applications.application_open_from_intake(actor=book.officer, intake_id=wish_id).pk


def wish(book: Book) -> int:
    """A new customer's intake; returns its id."""
    customer_id, farmer = register(book)
    product = products_of_bank()[0 if farmer else 1]
    purpose, text = book.random.choice(PURPOSES[farmer])
    low, high = int(product.amount_min) // 1000, min(int(product.amount_max), 150_000) // 1000
    made = intake.intake_create(
        actor=book.officer,
        channel="COUNTER",
        customer_id=customer_id,
        product_id=product.pk,
        amount=Decimal(book.random.randrange(low, high) * 1000),
        term_months=book.random.choice((6, 12, 12, 24, 36)),
        purpose=purpose,
        purpose_text=text,
    )
    return made.pk


def investigate(book: Book, application_id: int) -> None:
    """Fill the terms and the investigation in, and put the application before the reviewer."""
    officer = book.officer
    row = applications.LoanApplication.objects.get(pk=application_id)
    methods = row.product.methods
    applications.application_edit(
        actor=officer,
        pk=application_id,
        version=row.version,
        changes={
            "method": "EQUAL_INSTALMENT" if book.carried == BAD_LOAN else book.random.choice(methods),
            "bp": book.random.randrange(100, 300, 10),
            "investigation": {
                "summary": "已入户调查,借款人信用良好,经营正常,还款来源稳定。",
                "primary_source": "家庭经营收入",
                "monthly_income": Decimal(book.random.randrange(40, 160) * 100),
                "monthly_debt": Decimal(book.random.randrange(0, 20) * 100),
            },
        },
    )
    applications.application_submit(actor=officer, pk=application_id)


def decide(book: Book, application_id: int, username: str, opinion: str) -> None:
    task = Task.objects.get(
        instance__business_id=application_id, instance__business_type=applications.BUSINESS_TYPE, state="OPEN"
    )
    approvals.task_decide(
        actor=book.team[username],
        task_id=task.pk,
        decision="AGREE",
        opinion=opinion,
        revision=task.instance.revision,
    )


def approve(book: Book) -> int:
    """A case that both desks agreed to; returns the application's id."""
    application_id = ask(book)
    investigate(book, application_id)
    decide(book, application_id, "reviewer", "资料齐全,同意上报。")
    decide(book, application_id, "approver", "同意。")
    return application_id


def contract_for(book: Book, application_id: int) -> LoanContract:
    """Its contract, signed by both."""
    contract = contracts.contract_create(
        actor=book.officer, application_id=application_id, account_no=account_number(book.random)
    )
    contracts.contract_sign(actor=book.officer, pk=contract.pk, party="BORROWER")
    return contracts.contract_sign(actor=book.team["disburser"], pk=contract.pk, party="BANK")


def carry(book: Book) -> int:
    """One loan from the customer's wish to the money; returns the loan's id."""
    book.next_case()
    contract = contract_for(book, approve(book))
    request = loans.disbursement_create(
        actor=book.officer, contract_id=contract.pk, amount=contract.amount, pay_mode="SELF"
    )
    loans.disbursement_approve(actor=book.team["disburser"], disbursement_id=request.pk)
    loans.disbursement_send(disbursement_id=request.pk)
    loan = LoanAccount.objects.get(disbursement_id=request.pk)
    luck = book.random.random()
    if luck < NEVER or book.carried == BAD_LOAN:
        book.habits[loan.pk] = -1
    else:
        book.habits[loan.pk] = book.random.randrange(2, 20) if luck < NEVER + LATE else 0
    book.carried += 1
    return loan.pk


def take_repayments(book: Book, today: date) -> None:
    """What borrowers bring today: what is due, by those whose habit lets them pay by now."""
    teller = book.team["teller"]
    due = (
        Instalment.objects.filter(loan__status__in=("ACTIVE", "OVERDUE"), due_on__lte=today)
        .exclude(state="PAID")
        .order_by("loan_id", "due_on")
        .values_list("loan_id", "due_on")
    )
    oldest: dict[int, date] = {}
    for loan_id, due_on in due:
        oldest.setdefault(loan_id, due_on)
    for loan_id, due_on in oldest.items():
        late = book.habits.get(loan_id, 0)
        if late >= 0 and today >= due_on + timedelta(days=late):
            quote = repayment_quote(actor=teller, loan_id=loan_id, kind="DUE")
            loans.repayment_receive(
                actor=teller, loan_id=loan_id, kind="DUE", amount=quote.total, source="COUNTER"
            )
    if book.random.random() < 0.06:
        settle_one(book)


def settle_one(book: Book) -> None:
    """Now and then a borrower pays his loan off before its time."""
    teller = book.team["teller"]
    payers = [loan_id for loan_id, late in book.habits.items() if late == 0]
    loan = LoanAccount.objects.filter(status="ACTIVE", pk__in=payers).order_by("pk").first()
    if loan is None:
        return
    quote = repayment_quote(actor=teller, loan_id=loan.pk, kind="PREPAY_FULL")
    loans.repayment_receive(
        actor=teller, loan_id=loan.pk, kind="PREPAY_FULL", amount=quote.total, source="COUNTER"
    )


def close_date(book: Book) -> None:
    """The night of the current business date, here instead of in the worker."""
    run = endofday.night_start(actor=book.team["admin"], ring=False)
    run = endofday.night_run(run.pk)
    if run.state != "DONE":
        step = run.steps.get(state="FAILED")
        raise RuntimeError(f"the night of {run.business_on} failed at {step.name}: {step.error}")


@transaction.atomic
def leave_open_cases(book: Book) -> None:
    """Something to do at every desk, from the new intake to the drawdown that waits to be checked."""
    book.officer = book.team["officer"]
    wish(book)
    ask(book)
    investigate(book, ask(book))
    approving = ask(book)
    investigate(book, approving)
    decide(book, approving, "reviewer", "资料齐全,同意上报。")
    approve(book)
    contract = contract_for(book, approve(book))
    loans.disbursement_create(
        actor=book.officer, contract_id=contract.pk, amount=contract.amount, pay_mode="SELF"
    )


def counts() -> dict[str, int]:
    """The bank's loans by status, and its disbursements."""
    return {
        "loans": LoanAccount.objects.count(),
        "overdue": LoanAccount.objects.filter(status="OVERDUE").count(),
        "settled": LoanAccount.objects.filter(status="SETTLED").count(),
        "disbursements": Disbursement.objects.count(),
    }
