"""The same command twice, or two that exclude each other, at the same moment; each lock beside its absence."""

import threading
from contextlib import contextmanager, suppress

import pytest
from django.db import IntegrityError, connection, transaction

from backend.platform.records import idempotency, numbers
from backend.platform.records.models import IdempotencyRecord
from tenants.applications import services as application_services
from tenants.applications.models import LoanApplication
from tenants.contracts import selectors as contract_selectors
from tenants.contracts import services as contract_services
from tenants.contracts.models import ContractSignature, LoanContract
from tenants.customers import services as customer_services
from tenants.customers.models import Customer
from tenants.endofday import plan
from tenants.intake import services as intake_services
from tenants.intake.models import Intake
from tenants.organisation import locks as organisation_locks
from tests import world
from tests.factories.contracts import make_printed_contract
from tests.factories.customers import customer_values
from tests.factories.intake import make_intake
from tests.factories.loans import set_business_date
from tests.races.test_disbursement_races import at_once, people

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]


def told(work):
    """The work with what the database refuses told by a word."""

    def run():
        try:
            return work()
        except IntegrityError:
            return "integrity"

    return run


@contextmanager
def held_back(monkeypatch, place, name, parties, patience=2):
    """Everybody reaches the end of `name` before anybody goes on, unless a lock keeps the others out."""
    gate = threading.Barrier(parties, timeout=patience)
    real = getattr(place, name)

    def slow(*given, **named):
        result = real(*given, **named)
        with suppress(threading.BrokenBarrierError):
            gate.wait()
        return result

    with monkeypatch.context() as patched:
        patched.setattr(place, name, slow)
        yield patched


# -- one key, many senders ---------------------------------------------------------------------------


def once(key, done, meet=lambda: None):
    """Send the key once; `meet` is called inside the command."""

    def run():
        with transaction.atomic():
            return idempotency.once(
                key=key,
                operation="test",
                account_id=1,
                path="/p",
                body={},
                run=lambda: (done.append(1), meet(), (201, 1))[2],
            )

    return told(run)


def test_a_key_sent_many_times_at_once_runs_once(monkeypatch):
    done: list[int] = []
    with held_back(monkeypatch, idempotency, "fingerprint", 4):
        answers = at_once(*[once("race-key-1", done)] * 4)

    assert len(done) == 1
    assert answers.count((201, 1)) >= 1
    assert set(answers) <= {(201, 1), "platform.idempotency_running"}


def test_without_the_keys_lock_it_would_run_in_each(monkeypatch):
    done: list[int] = []
    both_inside = threading.Barrier(
        2, timeout=30
    )  # neither commits before the other has asked for the answer
    monkeypatch.setattr(idempotency, "hold_key", lambda operation, key: None)
    answers = at_once(*[once("race-key-2", done, both_inside.wait)] * 2)

    assert len(done) == 2
    # the unique key takes the second one back, with a server error instead of the answer
    assert sorted(map(str, answers)) == ["(201, 1)", "integrity"]
    assert IdempotencyRecord.objects.filter(key="race-key-2").count() == 1


# -- numbers ----------------------------------------------------------------------------------------


def register(officer):
    values = customer_values()
    return told(lambda: customer_services.customer_register(actor=officer, **values).customer_no)


def test_many_customers_at_once_get_different_numbers():
    (officer,) = people("officer")
    answers = at_once(*[register(officer) for _ in range(6)])
    assert len(set(answers)) == 6
    assert all(answer.startswith("CU") for answer in answers)


def test_by_the_highest_number_two_would_get_the_same(monkeypatch):
    def highest(instance, field, prefix, on):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {instance._meta.db_table}")
            instance.pk = cursor.fetchone()[0]
        setattr(instance, field, f"{prefix}{on.year}{instance.pk:08d}")
        return instance

    (officer,) = people("officer")
    monkeypatch.setattr(numbers, "assign", highest)
    with held_back(monkeypatch, numbers, "assign", 2):
        answers = at_once(register(officer), register(officer))
    assert "integrity" in answers
    with connection.cursor() as cursor:  # what the twin took by hand is passed over by the sequence too
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Customer._meta.db_table])


# -- an intake becomes one application ----------------------------------------------------------------


def convert(officer, intake):
    return told(
        lambda: application_services.application_open_from_intake(actor=officer, intake_id=intake.pk).app_no
    )


def test_an_intake_converted_twice_at_once_becomes_one_application():
    (officer,) = people("officer")
    intake = make_intake(officer, accept=True)

    answers = at_once(convert(officer, intake), convert(officer, intake))

    assert LoanApplication.objects.filter(intake_id=intake.pk).count() == 1
    refused = [answer for answer in answers if "." in answer]
    assert len(refused) == 1
    assert refused[0] != "integrity"


def test_without_the_intakes_lock_the_database_has_to_refuse(monkeypatch):
    (officer,) = people("officer")
    intake = make_intake(officer, accept=True)
    with held_back(
        monkeypatch, application_services.intake, "intake_for_conversion", 2, patience=30
    ) as patched:
        for place in (application_services, intake_services):
            patched.setattr(place, "intake_lock", lambda pk, *, within=None: Intake.objects.get(pk=pk))
        answers = at_once(convert(officer, intake), convert(officer, intake))
    # both saw it accepted: the second ends in a server error instead of a refusal that says why
    assert answers.count("integrity") == 1
    assert LoanApplication.objects.filter(intake_id=intake.pk).count() == 1


# -- a contract is signed once ------------------------------------------------------------------------


def unsigned():
    return make_printed_contract(lambda name: people(name)[0])


def sign(officer, contract):
    return told(
        lambda: contract_services.contract_sign(actor=officer, pk=contract.pk, party="BORROWER").state
    )


def test_a_contract_signed_twice_at_once_has_one_signature(monkeypatch):
    (officer,) = people("officer")
    contract = unsigned()
    with held_back(monkeypatch, contract_selectors, "contract_document", 2):
        answers = at_once(sign(officer, contract), sign(officer, contract))
    assert sorted(answers) == ["SIGNING", "contracts.already_signed"]
    assert ContractSignature.objects.filter(contract=contract).count() == 1


def test_without_the_contracts_lock_both_would_sign(monkeypatch):
    (officer,) = people("officer")
    contract = unsigned()
    with held_back(monkeypatch, contract_selectors, "contract_document", 2, patience=30) as patched:
        patched.setattr(contract_services.locks, "contract_lock", lambda pk: LoanContract.objects.get(pk=pk))
        patched.setattr(
            application_services.locks, "application_lock", lambda pk: LoanApplication.objects.get(pk=pk)
        )
        patched.setattr(contract_services, "application_lock", lambda pk: LoanApplication.objects.get(pk=pk))
        answers = at_once(sign(officer, contract), sign(officer, contract))
    assert "contracts.already_signed" not in answers
    assert "integrity" in answers


# -- the cut-over and a posting -----------------------------------------------------------------------


@pytest.fixture
def date_put_back():
    set_business_date(world.BUSINESS_DATE)
    yield
    set_business_date(world.BUSINESS_DATE)


def post_while_the_date_is_cut(hold):
    """(date the posting saw, date in force when it ended): a posting that is slow, and a cut-over meanwhile."""
    inside, cut = threading.Event(), threading.Event()

    def posting():
        with transaction.atomic():
            seen = hold().current_on
            inside.set()
            cut.wait(1.5)  # with the lock the cut-over cannot happen before this transaction ends
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_on FROM organisation_businessdate WHERE id = 1")
                return seen, cursor.fetchone()[0]

    def cut_over():
        inside.wait(5)
        with transaction.atomic():
            plan.cut_over(plan.Night(world.BUSINESS_DATE, world.BUSINESS_DATE.replace(day=3)))
        cut.set()
        return "cut"

    return at_once(posting, cut_over)


def test_the_cut_over_waits_for_a_posting_under_way(date_put_back):
    (seen, ended), cut = post_while_the_date_is_cut(organisation_locks.business_date_hold)
    assert (seen, ended, cut) == (world.BUSINESS_DATE, world.BUSINESS_DATE, "cut")


def test_without_holding_the_date_a_posting_would_end_in_the_next_day(date_put_back):
    from tenants.organisation.models import BusinessDate

    (seen, ended), _ = post_while_the_date_is_cut(lambda: BusinessDate.objects.get(id=1))
    assert ended > seen
