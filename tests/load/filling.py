"""Writing one bank's opening book by COPY, so that the nightly proof of the ledger holds from the first night on.

A loan brings with it all that it stands on: customer (four for five loans), intake, application, contract, drawdown,
schedule, the interest earned through the opening day as one row, and what was repaid before as one repayment that
names its rows. Drawdown and repayment have a voucher each; what was earned and what is overdue is posted by branch, by
the ledger itself, as a night does. Values that are encrypted at rest are
encrypted here too, each under its row.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction
from django.db.models import Sum
from faker import Faker

from backend.config.demo.people import account_number, identity_number, make_person
from backend.kernel.loanmath import cents
from backend.platform import clock
from backend.platform.crypto import EncryptedText, keyed_hash, seal
from backend.platform.crypto.ring import DataKey, active_key
from backend.platform.permissions import Actor
from backend.platform.tenancy import require_bank
from tenants.applications.models import LoanApplication
from tenants.contracts.models import LoanContract
from tenants.customers.models import Customer
from tenants.evidence.models import StoredFile
from tenants.intake.models import Intake
from tenants.ledger import services as ledger
from tenants.ledger.models import Entry, SubjectBalance, Voucher
from tenants.ledger.types import Line, Side, Source, VoucherDraft, VoucherKind
from tenants.loans import postings
from tenants.loans.models import (
    AccrualPosting,
    DailyAccrual,
    Disbursement,
    Instalment,
    LoanAccount,
    Repayment,
)
from tenants.organisation.models import BusinessDate, PostHolding
from tenants.products.models import LevelTwoProduct

from .loans import PENALTY_MULTIPLIER, OpeningLoan, opening_loans
from .plan import BankPlan

CHUNK = 2000
"""Loans whose rows are held in memory before they are copied."""
LPR_RATE, LPR_PUBLISHED_ON = Decimal("0.0385"), date(2021, 6, 20)
LOANS_A_CUSTOMER = 5, 4
"""Of so many loans, so many belong to different customers."""


class Sheet:
    """The lines of one table that are to be copied. A value not given is the field's default."""

    def __init__(self, model: type[models.Model], fixed: dict[str, Any]) -> None:
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.CompositePrimaryKey)]
        self.model = model
        self.columns = [field.column for field in fields]
        self.names = [field.attname for field in fields]
        self.sealed = {
            field.attname: str(field.column) for field in fields if isinstance(field, EncryptedText)
        }
        self.defaults = [
            _text(fixed[field.attname] if field.attname in fixed else _default(field)) for field in fields
        ]
        self.lines: list[str] = []
        self._place = {name: number for number, name in enumerate(self.names)}
        self._numbers: Iterator[int] = iter(())

    def add(self, **values: Any) -> None:
        cells = self.defaults.copy()
        for name, value in values.items():
            cells[self._place[name]] = _text(value)
        self.lines.append("\t".join(cells) + "\n")

    def number(self) -> int:
        """The next primary key, from the table's own sequence."""
        number = next(self._numbers, None)
        if number is None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [self.model._meta.db_table, CHUNK],
                )
                self._numbers = iter([row[0] for row in cursor.fetchall()])
            number = next(self._numbers)
        return number

    def copy(self) -> None:
        if not self.lines:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns)
        statement = f'COPY "{self.model._meta.db_table}" ({columns}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("".join(self.lines))
        self.lines.clear()


def _default(field: models.Field) -> Any:
    if field.has_default():
        return None if callable(field.default) else field.default
    return "" if not field.null and isinstance(field, models.CharField | models.TextField) else None


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    return str(value)


@dataclass(frozen=True)
class Office:
    """Where a loan is kept, and by whom."""

    branch_id: int
    officer_id: int


class Filling:
    """One bank's opening book on its way into the tables of the current schema."""

    def __init__(self, plan: BankPlan, as_of: date, seed: int, county: str, division_code: str) -> None:
        self.plan, self.as_of = plan, as_of
        self.next_on = as_of + timedelta(days=1)
        self.seed = seed
        self.random = Random(f"{seed}:{plan.code}:people")
        self.faker = Faker("zh_CN")
        self.faker.seed_instance(f"{seed}:{plan.code}")
        self.place = {"county": county, "division_code": division_code, "on": as_of}
        at = datetime.combine(as_of, time(18), ZoneInfo("Asia/Shanghai")).isoformat()
        self.entity = require_bank().code
        self.key: DataKey = active_key(self.entity, "field")
        self.offices = _offices()
        self.products = list(LevelTwoProduct.objects.filter(status="ON_SALE").order_by("pk"))
        self.text = _contract_text()
        self.id_numbers: set[str] = set()
        self.people = list(islice(self._people(), 500))
        lpr = {"lpr_tenor": "ONE_YEAR", "lpr_rate": LPR_RATE, "lpr_published_on": LPR_PUBLISHED_ON}
        self.customers = Sheet(Customer, {"created_at": at})
        self.intakes = Sheet(Intake, {"created_at": at, "channel": "COUNTER", "state": "CONVERTED"})
        self.applications = Sheet(
            LoanApplication,
            {
                "created_at": at,
                "state": "CONTRACTED",
                "guarantee_mode": "CREDIT",
                "purpose": "OPERATION",
                **lpr,
            },
        )
        self.contracts = Sheet(
            LoanContract,
            {
                "created_at": at,
                "state": "IN_USE",
                "guarantee_mode": "CREDIT",
                "purpose": "OPERATION",
                "file_id": self.text.pk,
                "file_hash": self.text.sha256,
                **lpr,
            },
        )
        self.drawdowns = Sheet(
            Disbursement, {"created_at": at, "state": "POSTED", "pay_mode": "SELF", "attempts": 1}
        )
        self.accounts = Sheet(
            LoanAccount,
            {
                "created_at": at,
                "accrued_through": as_of,
                "penalty_multiplier": PENALTY_MULTIPLIER,
                "lpr_tenor": lpr["lpr_tenor"],
            },
        )
        self.accruals = Sheet(DailyAccrual, {"accrued_on": as_of})
        self.repayments = Sheet(
            Repayment,
            {"created_at": at, "kind": "DUE", "source": "COUNTER", "value_on": as_of, "booked_on": as_of},
        )
        self.instalments = Sheet(Instalment, {})
        self.vouchers = Sheet(Voucher, {"created_at": at, "business_on": as_of})
        self.entries = Sheet(Entry, {})
        self.moved: dict[tuple[int, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        self.sheets = [
            self.customers, self.intakes, self.applications, self.contracts, self.drawdowns,
            self.accounts, self.accruals, self.repayments, self.instalments, self.vouchers, self.entries,
        ]  # fmt: skip
        self.holder: tuple[int, str, Office] = (0, "", self.offices[0])

    def run(self, on_loans: Callable[[int], Any]) -> None:
        """Write the whole part, in the transaction that the caller has opened; tells how many loans it wrote."""
        loans = opening_loans(self.plan, self.as_of, self.seed)
        number = 0
        while chunk := list(islice(loans, CHUNK)):
            for loan in chunk:
                self._add(number, loan)
                number += 1
            for sheet in self.sheets:
                sheet.copy()
            on_loans(len(chunk))
        self._open_ledger()
        BusinessDate.objects.update(current_on=self.next_on, closing_on=None, last_closed_on=self.as_of)

    def _add(self, number: int, loan: OpeningLoan) -> None:
        if number % LOANS_A_CUSTOMER[0] < LOANS_A_CUSTOMER[1]:
            self.holder = self._customer(self.offices[number % len(self.offices)])
        customer_id, account_no, office = self.holder
        where = {"customer_id": customer_id, "branch_id": office.branch_id}
        terms, wanted = loan.terms, loan.wanted
        product = self.products[number % len(self.products)]
        months = (
            (terms.maturity_on.year - terms.start_on.year) * 12
            + terms.maturity_on.month
            - terms.start_on.month
        )
        year = terms.start_on.year
        rhythm = {
            "method": wanted.kind.method,
            "day_count": wanted.kind.day_count,
            "period_months": wanted.kind.period_months,
        }
        priced = {"annual_rate": wanted.annual_rate, "bp": int((wanted.annual_rate - LPR_RATE) * 10_000)}
        contract_id = self._agreed(
            where, {**rhythm, **priced}, product, office, account_no, amount=terms.principal, months=months,
            start_on=terms.start_on, end_on=terms.maturity_on,
        )  # fmt: skip
        drawdown_id, loan_id = self.drawdowns.number(), self.accounts.number()
        row_uuid = self._uuid()
        self.drawdowns.add(
            **where, id=drawdown_id, row_uuid=row_uuid, req_no=f"CZ{year}{drawdown_id:08d}",
            contract_id=contract_id, officer_id=office.officer_id, amount=terms.principal, term_months=months,
            annual_rate=wanted.annual_rate, value_on=terms.start_on, maturity_on=terms.maturity_on,
            core_request_no=f"{self.entity}-CZ{year}{drawdown_id:08d}", core_reference=f"CB{drawdown_id}",
            payee_account_no=self._sealed(self.drawdowns, "payee_account_no", account_no, row_uuid),
        )  # fmt: skip
        self._account(loan_id, loan, where, rhythm, product.pk, contract_id, drawdown_id, office)
        self._voucher(
            VoucherKind.DISBURSEMENT, office.branch_id, Source("loans.disbursement", drawdown_id),
            postings.disbursement(terms.principal),
        )  # fmt: skip
        if loan.accrued:
            self.accruals.add(loan_id=loan_id, amount=loan.accrued)
        self._paid_before(loan_id, loan, office)
        self._schedule(loan_id, loan)

    def _agreed(
        self, where: dict[str, int], priced: dict[str, Any], product: LevelTwoProduct, office: Office,
        account_no: str, *, amount: Decimal, months: int, start_on: date, end_on: date, state: str = "IN_USE",
    ) -> int:  # fmt: skip
        """What a loan stands on: intake, application, contract; the contract's id."""
        year = start_on.year
        intake_id, application_id = self.intakes.number(), self.applications.number()
        contract_id = self.contracts.number()
        app_no = f"SQ{year}{application_id:08d}"
        self.intakes.add(
            **where, id=intake_id, intake_no=f"JJ{year}{intake_id:08d}", product_id=product.pk,
            product_code=product.code, amount=amount, term_months=months, purpose="OPERATION",
            owner_id=office.officer_id, application_id=application_id, application_no=app_no,
        )  # fmt: skip
        self.applications.add(
            **where, **priced, id=application_id, app_no=app_no, intake_id=intake_id, product_id=product.pk,
            amount=amount, term_months=months, approved_amount=amount, approved_term_months=months,
            decided_on=start_on, lapses_on=start_on, officer_id=office.officer_id,
        )  # fmt: skip
        row_uuid = self._uuid()
        self.contracts.add(
            **where, **priced, id=contract_id, row_uuid=row_uuid, contract_no=f"HT{year}{contract_id:08d}",
            application_id=application_id, product_id=product.pk, product_code=product.code, amount=amount,
            term_months=months, start_on=start_on, end_on=end_on, effective_on=start_on,
            officer_id=office.officer_id, state=state,
            account_no=self._sealed(self.contracts, "account_no", account_no, row_uuid),
        )  # fmt: skip
        return contract_id

    def _account(
        self, loan_id: int, loan: OpeningLoan, where: dict[str, int], rhythm: dict[str, Any], product_id: int,
        contract_id: int, drawdown_id: int, office: Office,
    ) -> None:  # fmt: skip
        terms, overdue = loan.terms, loan.overdue_rows
        principal = sum((row.principal for row in overdue), Decimal("0.00"))
        self.accounts.add(
            **where, **rhythm, id=loan_id, bp=int((terms.annual_rate - LPR_RATE) * 10_000), loan_no=f"JJ{terms.start_on.year}{loan_id:08d}",
            disbursement_id=drawdown_id, contract_id=contract_id, product_id=product_id,
            officer_id=office.officer_id, drawn=terms.principal, principal_outstanding=loan.outstanding,
            principal_due=principal, overdue_principal=principal,
            interest_due=sum((row.interest for row in overdue), Decimal("0.00")),
            interest_paid=loan.interest_paid, penalty_due=loan.penalty_due, compound_due=loan.compound_due,
            accrued_total=loan.accrued, accrued_interest=loan.accrued - loan.fallen_due,
            start_on=terms.start_on, maturity_on=terms.maturity_on, annual_rate=terms.annual_rate,
            status="OVERDUE" if overdue else "ACTIVE",
            overdue_since=overdue[0].due_on if overdue else None,
            overdue_days=(self.next_on - overdue[0].due_on).days if overdue else 0,
        )  # fmt: skip

    def _paid_before(self, loan_id: int, loan: OpeningLoan, office: Office) -> None:
        principal, interest = loan.principal_paid, loan.interest_paid
        if not principal + interest:
            return
        pk = self.repayments.number()
        parts = ", ".join(
            f'{{"no": {row.no}, "principal": "{row.principal}", "interest": "{row.interest}"}}'
            for row in loan.rows[: loan.paid]
        )
        lines = postings.repayment(
            overdue_principal=Decimal(0), normal_principal=principal, receivable=interest, income=Decimal(0),
            penalty=Decimal(0), compound=Decimal(0),
        )  # fmt: skip
        number = self._voucher(VoucherKind.REPAYMENT, office.branch_id, Source("loans.repayment", pk), lines)
        self.repayments.add(
            id=pk, repay_no=f"HK{self.as_of.year}{pk:08d}", loan_id=loan_id, branch_id=office.branch_id,
            amount=principal + interest, principal=principal, interest=interest, allocation=f"[{parts}]",
            voucher_no=number,
        )  # fmt: skip

    def _voucher(self, kind: VoucherKind, branch_id: int, source: Source, lines: Sequence[Line]) -> str:
        """A voucher of the opening day as the ledger would write it; returns its number."""
        pk = self.vouchers.number()
        number = f"PZ{self.as_of.year}{pk:08d}"
        total = Decimal(0)
        for place, line in enumerate(lines, start=1):
            self.entries.add(
                id=self.entries.number(), voucher_id=pk, line=place, subject_code=line.subject, side=line.side.value,
                amount=line.amount,
            )  # fmt: skip
            self.moved[branch_id, line.subject][line.side is Side.CREDIT] += line.amount
            total += line.amount if line.side is Side.DEBIT else 0
        self.vouchers.add(
            id=pk, voucher_no=number, branch_id=branch_id, kind=kind.value, summary="期初余额", source_type=source.type,
            source_id=source.id, total=total,
        )  # fmt: skip
        return number

    def _schedule(self, loan_id: int, loan: OpeningLoan) -> None:
        first_open = loan.paid + loan.unpaid
        for number, row in enumerate(loan.rows):
            paid, overdue = number < loan.paid, loan.paid <= number < first_open
            self.instalments.add(
                id=self.instalments.number(), loan_id=loan_id, no=row.no, starts_on=row.starts_on,
                due_on=row.due_on, days=row.days, opening=row.opening, principal=row.principal,
                interest=row.interest, payment=row.payment, balance=row.balance,
                **(
                    {
                        "principal_paid": row.principal, "interest_paid": row.interest, "state": "PAID",
                        "paid_on": row.due_on,
                    } if paid else {}
                ),
                **(
                    {
                        "penalty_growth": loan.grown(row, row.principal),
                        "compound_growth": loan.grown(row, row.interest),
                        "grown_to": self.next_on, "state": "OVERDUE",
                    } if overdue else {}
                ),
            )  # fmt: skip

    def _people(self) -> Iterator[Any]:
        """Persons without end, of whom names, trades and addresses are taken."""
        while True:
            yield make_person(self.faker, self.random, **self.place)

    def _customer(self, office: Office) -> tuple[int, str, Office]:
        """A new customer: a name, a trade and an address of somebody, and numbers of his own."""
        pk, row_uuid = self.customers.number(), self._uuid()
        person = self.random.choice(self.people)
        id_no = self._id_number(person.id_no)
        phone = f"1{self.random.randrange(3 * 10**9, 10**10)}"
        self.customers.add(
            id=pk, row_uuid=row_uuid, customer_no=f"KH{self.as_of.year}{pk:08d}", name=person.name,
            id_no=self._sealed(self.customers, "id_no", id_no, row_uuid), id_no_hash=keyed_hash("id_no", id_no),
            phone=self._sealed(self.customers, "phone", phone, row_uuid), phone_hash=keyed_hash("phone", phone),
            address=self._sealed(self.customers, "address", person.address, row_uuid),
            gender="MALE" if int(id_no[16]) % 2 else "FEMALE",
            birth_on=f"{id_no[6:10]}-{id_no[10:12]}-{id_no[12:14]}", occupation=person.occupation,
            monthly_income=person.monthly_income, is_farmer=person.is_farmer, branch_id=office.branch_id,
            owner_id=office.officer_id,
        )  # fmt: skip
        return pk, account_number(self.random), office

    def _id_number(self, like: str) -> str:
        while True:
            born_on = self.as_of - timedelta(days=self.random.randrange(23 * 365, 60 * 365))
            made = identity_number(self.random, like[:6], born_on)
            if made not in self.id_numbers:
                self.id_numbers.add(made)
                return made

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _sealed(self, sheet: Sheet, name: str, plain: str, row_uuid: uuid.UUID) -> bytes:
        return seal(
            plain,
            table=sheet.model._meta.db_table,
            column=sheet.sealed[name],
            row_uuid=row_uuid,
            entity=self.entity,
            key=self.key,
        )

    def _open_ledger(self) -> None:
        """The balances of what was copied, and by branch what the loans earned and what of them is overdue."""
        SubjectBalance.objects.bulk_create(
            SubjectBalance(branch_id=branch, subject_code=subject, debit_total=debit, credit_total=credit)
            for (branch, subject), (debit, credit) in sorted(self.moved.items())
        )
        sums = LoanAccount.objects.values("branch_id").annotate(
            overdue=Sum("overdue_principal"), earned=Sum("accrued_total")
        )
        drafts: list[VoucherDraft] = []
        for row in sums.order_by("branch_id"):
            posted = cents(row["earned"])
            AccrualPosting.objects.create(
                branch_id=row["branch_id"], through_on=self.as_of, accrued=row["earned"], posted=posted
            )
            drafts += self._draft(VoucherKind.ACCRUAL, row["branch_id"], postings.accrual(posted))
            drafts += self._draft(VoucherKind.OVERDUE, row["branch_id"], postings.overdue(row["overdue"]))
        ledger.post_many(actor=Actor.system(self.entity), drafts=drafts)

    def _draft(self, kind: VoucherKind, branch_id: int, lines: Sequence[Line]) -> Iterable[VoucherDraft]:
        if lines:
            yield VoucherDraft(
                on=self.as_of, branch_id=branch_id, kind=kind, summary="期初余额",
                source=Source("organisation.branch", branch_id), lines=lines,
            )  # fmt: skip


def _offices() -> list[Office]:
    """The branches with the officers who keep loans there."""
    found = PostHolding.objects.filter(post__role__code="officer").order_by("staff_id").distinct()
    return [Office(branch, staff) for branch, staff in found.values_list("staff__branch_id", "staff_id")]


def _contract_text() -> StoredFile:
    """One text that stands for all contracts of the opening book."""
    text, _ = StoredFile.objects.get_or_create(
        sha256=hashlib.sha256(b"opening book").hexdigest(),
        defaults={
            "size": 12,
            "media_type": "application/pdf",
            "original_name": "opening-book.pdf",
            "created_at": clock.now(),
        },
    )
    return text


@transaction.atomic
def fill(
    plan: BankPlan, as_of: date, seed: int, *, county: str, division_code: str, on_loans: Callable[[int], Any]
) -> bool:
    """Load the part of the bank whose schema is current, all of it or nothing; False where it has loans already."""
    if LoanAccount.objects.exists():
        return False
    Filling(plan, as_of, seed, county, division_code).run(on_loans)
    return True
