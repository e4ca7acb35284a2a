"""Calls of people at one bank, over HTTP, by as many clients as are asked for."""

import json
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import psycopg
from django.test import Client

from backend.platform import jobs
from backend.platform.tenancy import Entity, in_entity
from tenants.contracts.models import LoanContract
from tenants.loans.models import Disbursement, LoanAccount
from tenants.loans.services import disbursement_send
from tenants.organisation.models import Staff

from . import floor
from .nights import environment
from .site import AnswerError, Browser, Site, client_of

AMOUNT, TERM_MONTHS = "10000.00", 12
ROOM = 1_000_000
"""Yuan by which the contracts that are drawn on are widened."""
LONGEST_WAIT = 60


@dataclass(frozen=True)
class Measured:
    """One kind of call: how many a second, and how long each took, in milliseconds."""

    kind: str
    rate: float
    times: list[float]

    @property
    def middle(self) -> float:
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.times, n=100)[98]


def measure(
    kind: str, calls: int, clients: int, begin: Callable[[int], Callable[[int], Any]]
) -> tuple[Measured, list[Any]]:
    """Let the clients make so many calls, each the next one when its last was answered; with what they answered.

    `begin(client)` makes what a client calls; the calls are numbered over all of them.
    """
    numbers, lock = count(), threading.Lock()
    times: list[float] = []
    answers: list[Any] = []

    def one(client: int) -> None:
        call = begin(client)
        while True:
            with lock:
                number = next(numbers)
            if number >= calls:
                return
            started = time.perf_counter()
            answer = call(number)
            with lock:
                times.append((time.perf_counter() - started) * 1000)
                answers.append(answer)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(one, range(clients)))
    return Measured(kind, calls / (time.perf_counter() - started), times), answers


@dataclass(frozen=True)
class Drawable:
    """The contracts of one officer that have room for drawdowns."""

    username: str
    contract_ids: Sequence[int]


def widen(entity: str, officers: Sequence[str]) -> list[Drawable]:
    """Give contracts of these officers room for drawdowns of a year; in a database that is thrown away."""
    found = []
    with in_entity(entity):
        for username in officers:
            staff = Staff.objects.get(name=STAFF_NAMES[username])
            rows = LoanContract.objects.filter(officer_id=staff.pk, method="EQUAL_INSTALMENT")
            late = rows.filter(end_on__gt="2022-08-01").order_by("id")
            ids = list(late.values_list("pk", flat=True))
            late.update(amount=ROOM)
            found.append(Drawable(username, ids))
    return found


STAFF_NAMES = {"officer": "周明", "officer2": "吴芳"}


class Posted:
    """Hears when drawdowns are posted, by one question for all of them every few milliseconds."""

    def __init__(self, entity: str) -> None:
        self._waiting: dict[int, threading.Event] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._schema = Entity(entity).schema_name

    def wait(self, pk: int) -> None:
        heard = threading.Event()
        with self._lock:
            self._waiting[pk] = heard
        if not heard.wait(LONGEST_WAIT):
            raise RuntimeError(f"drawdown {pk} was not posted within {LONGEST_WAIT} s")

    @contextmanager
    def listening(self) -> Iterator[None]:
        thread = threading.Thread(target=self._listen, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _listen(self) -> None:
        with psycopg.connect(environment()["DATABASE_URL"], autocommit=True) as own:
            while not self._stop.wait(0.004):
                with self._lock:
                    asked = list(self._waiting)
                if not asked:
                    continue
                rows = own.execute(
                    f"SELECT id FROM {self._schema}.loans_disbursement WHERE id = ANY(%s) AND state = 'POSTED'",
                    [asked],
                ).fetchall()
                with self._lock:
                    for (pk,) in rows:
                        self._waiting.pop(pk).set()


def drawdowns(
    site: Site, entity: str, drawable: Sequence[Drawable], *, calls: int, clients: int
) -> list[Measured]:
    """Requested by an officer, let go by the checker, paid and posted by the worker: each to its end."""
    posted = Posted(entity)

    def begin(client: int) -> Callable[[int], tuple[float, float]]:
        mine = drawable[client % len(drawable)]
        officer, checker = site.browser(entity, mine.username), site.browser(entity, "disburser")

        def one(number: int) -> tuple[float, float]:
            body = {
                "contract_id": mine.contract_ids[number % len(mine.contract_ids)], "amount": AMOUNT,
                "pay_mode": "SELF", "term_months": TERM_MONTHS,
            }  # fmt: skip
            started = time.perf_counter()
            made = officer.post("disbursements", body)
            asked = time.perf_counter()
            checker.post(f"disbursements/{made['id']}/approve", {})
            let_go = time.perf_counter()
            posted.wait(made["id"])
            return (asked - started) * 1000, (let_go - asked) * 1000

        return one

    with posted.listening():
        whole, parts = measure("drawdown until posted", calls, clients, begin)
    names = ("  its request", "  its approval")
    return [whole, *(Measured(name, whole.rate, [part[n] for part in parts]) for n, name in enumerate(names))]


def repayments(site: Site, entity: str, *, calls: int, clients: int) -> Measured:
    """A yuan at a time for loans in arrears, each client at loans of its own."""
    with in_entity(entity):
        late = list(LoanAccount.objects.filter(status="OVERDUE").order_by("id").values_list("pk", flat=True))

    def begin(client: int) -> Callable[[int], Any]:
        teller, mine = site.browser(entity, "teller"), late[client::clients]
        return lambda number: teller.post(
            f"loans/{mine[number % len(mine)]}/repayments", {"kind": "DUE", "amount": "1.00"}
        )

    return measure("repayment", calls, clients, begin)[0]


def readings(site: Site, entity: str, *, calls: int, clients: int) -> list[Measured]:
    """A loan, its schedule, and a page of the list."""
    with in_entity(entity):
        ids = list(LoanAccount.objects.order_by("id").values_list("pk", flat=True)[:1000])

    def begin(path: Callable[[int], str]) -> Callable[[int], Callable[[int], Any]]:
        def one(client: int) -> Callable[[int], Any]:
            reader: Browser = site.browser(entity, "teller")
            return lambda number: reader.get(path(ids[number * 7 % len(ids)]))

        return one

    kinds: list[tuple[str, Callable[[int], str]]] = [
        ("loan", lambda pk: f"loans/{pk}"),
        ("schedule", lambda pk: f"loans/{pk}/schedule"),
        ("list of 50 loans", lambda pk: "loans?page_size=50"),
    ]
    return [measure(name, calls, clients, begin(path))[0] for name, path in kinds]


def drawdown_script(entity: str, drawable: Drawable, nth: int) -> tuple[str, int]:
    """What one drawdown sends to the database from its request to its voucher, as a script for pgbench.

    With the number of its statements. Each script of a run has an `nth` of its own.
    """
    with in_entity(entity):
        last = LoanContract.objects.order_by("-pk").values_list("pk", flat=True)[0]
    contract_id = drawable.contract_ids[-1]
    officer, checker = client_of(entity, drawable.username), client_of(entity, "disburser")
    keys = ("request-captured", "approval-captured")

    def draw(mark: str) -> int:
        body = {"contract_id": contract_id, "amount": AMOUNT, "pay_mode": "SELF", "term_months": TERM_MONTHS}
        pk: int = _post(officer, "disbursements", f"{keys[0]}{mark}", body)["id"]
        _post(checker, f"disbursements/{pk}/approve", f"{keys[1]}{mark}", {})
        with in_entity(entity):
            disbursement_send(disbursement_id=pk)
        return pk

    with jobs.quiet():
        draw(f"-first{nth}")  # what a process reads once
        floor.number_anew(entity, nth)
        with floor.captured() as statements:
            pk = draw(f"{nth}")
        with in_entity(entity):
            assert Disbursement.objects.get(pk=pk).state == "POSTED"
    varied = {f"{key}{nth}": f"{key}-:call" for key in keys} | {str(contract_id): ":contract"}
    return rf"\set contract random(1, {last})" + "\n" + floor.script(statements, nth, varied), len(statements)


def _post(client: Client, path: str, key: str, body: dict[str, Any]) -> Any:
    answer = client.post(
        f"/api/v1/{path}", json.dumps(body), content_type="application/json", HTTP_IDEMPOTENCY_KEY=key
    )
    if answer.status_code not in (200, 201):
        raise AnswerError(f"{path}: {answer.status_code} {answer.content[:300]!r}")
    return answer.json()
