"""The 41 days, done by the product: its drawdowns in batches, its receipts in batches, its nights by its worker.

What was done is written down in one table in the transaction that does it, so a replay that was killed goes on where
it was: a bank's drawdowns of a day and its receipts of a day are one transaction each, and a night resumes by itself.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from multiprocessing import get_context

from django.db import connection, connections, transaction
from django.db.models import Count, Sum

from backend.platform import jobs
from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from backend.platform.tenancy.connections import app_role, migrator_connection
from tenants.endofday import services as endofday
from tenants.endofday.models import BatchRun
from tenants.loans.models import Disbursement, LoanAccount, Repayment
from tenants.loans.services import drawdowns_post, repayments_receive
from tenants.loans.types import Opened, PaidDrawdown, Receipt, Taken
from tenants.organisation.selectors import business_date

from . import returning
from .lines import line_ids, lines_for, lines_write
from .nights import NightStoppedError, open_nights
from .plan import divided
from .traffic import CHANNELS, Returned, Totals, Traffic, Wish

CHUNK = 2000
REQUESTS = "REPLAY-"
"""How the request numbers of the replay's drawdowns begin."""
RING_AGAIN = 15.0
TABLE = """
CREATE TABLE IF NOT EXISTS public.load_replay (
    day integer NOT NULL, bank text NOT NULL, work text NOT NULL, is_done boolean NOT NULL,
    receipts integer NOT NULL DEFAULT 0, principal bigint NOT NULL DEFAULT 0, interest bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (day, bank, work)
)
"""


class ReplayError(RuntimeError):
    """The product did something else than the plan says."""


@dataclass(frozen=True)
class Done:
    """What one step over all banks did, and how long it took in seconds."""

    count: int
    seconds: float


class Replay:
    """A replay over these banks, by so many processes at once."""

    def __init__(self, plan: Traffic, codes: Sequence[str], seed: int, workers: int) -> None:
        self.plan, self.codes, self.seed = plan, codes, seed
        self.pool = ProcessPoolExecutor(workers, mp_context=get_context("fork"))

    def prepare(self) -> None:
        """The table of what is done, and the contracts that are drawn on.

        Its processes are forked here: call it before there are threads.
        """
        with migrator_connection() as raw:
            raw.execute(TABLE)
            raw.execute(f'GRANT SELECT, INSERT, UPDATE ON public.load_replay TO "{app_role()}"')
        self._each(_lines, lambda code: (self.plan.on(-1), self.seed, self.plan.wishes[code]))

    def day(self, day: int, *, by_worker: bool = True) -> dict[str, Done]:
        """Do the day in every bank that has not closed it; nothing where all have.

        Its night is done by the worker that runs beside, or else by the processes that do the rest.
        """
        on = self.plan.on(day)
        if not any(self._date_of(code) == on for code in self.codes):
            return {}
        done = {"drawdowns": self._timed(lambda: self._each(_draw, lambda code: self._wished(code, day)))}
        self._plan_receipts(day)
        done["receipts"] = self._timed(lambda: self._each(_receive, lambda code: (day,)))
        if by_worker:
            done["night"] = self._timed(lambda: self._night(day))
        else:
            done["night"] = self._timed(lambda: self._each(_close, lambda code: (on,)))
        return done

    def _timed(self, work: Callable[[], int]) -> Done:
        begun = time.perf_counter()
        count = work()
        return Done(count, time.perf_counter() - begun)

    def _each(self, work: Callable[..., int], given: Callable[[str], tuple[object, ...]]) -> int:
        """Do it in every bank, by processes of their own: most of it is computing."""
        connections.close_all()
        return sum(self.pool.map(_in_bank, [(work, code, given(code)) for code in self.codes]))

    def _wished(self, code: str, day: int) -> tuple[object, ...]:
        """The bank's drawdowns of the day, with their places among all that it makes."""
        days = self.plan.wishes[code]
        lines = lines_for(sum(map(len, days)))
        return day, self.plan.on(day), sum(map(len, days[:day])), lines, days[day]

    def _date_of(self, code: str) -> object:
        with in_entity(code):
            return business_date()

    def _plan_receipts(self, day: int) -> None:
        """Write down what each bank is to receive, once: what is wanted by today, shared by what can be paid."""
        if _planned(day):
            return
        wanted, so_far = self.plan.returned_by(day), _received()
        loans = {}
        for code in self.codes:
            with in_entity(code):
                loans[code] = returning.payable()
        rows = []
        interest = _shares(
            wanted.interest - so_far.interest,
            [sum(one.interest for one in loans[code]) for code in self.codes],
        )
        principal = _shares(
            wanted.principal - so_far.principal,
            [sum(one.principal for one in loans[code]) for code in self.codes],
        )
        for code, *budget in zip(self.codes, interest, principal, strict=True):
            paying = returning.chosen(loans[code], *budget)
            rows.append(
                (
                    code, len(paying), sum(one.principal for one in paying), sum(one.interest for one in paying),
                    sum(one.cents for one in paying),
                )
            )  # fmt: skip
        payers = [row[1] for row in rows]
        more = max(0, wanted.receipts - so_far.receipts - sum(payers))
        spread = divided(more, payers) if sum(payers) else payers
        with transaction.atomic(), connection.cursor() as cursor:
            for (code, count, money, earned, _), extra in zip(rows, spread, strict=True):
                cursor.execute(
                    "INSERT INTO public.load_replay (day, bank, work, is_done, receipts, principal, interest)"
                    " VALUES (%s, %s, 'receipts', false, %s, %s, %s)",
                    [day, code, count + extra, money, earned],
                )

    def _night(self, day: int) -> int:
        """Close the date in every bank, by the worker that runs beside; returns how many loans were open."""
        on, loans = self.plan.on(day), 0
        for code in self.codes:
            with in_entity(code):
                loans += LoanAccount.objects.exclude(status="SETTLED").count()
                if business_date() == on and not BatchRun.objects.filter(is_open=True).exists():
                    endofday.night_start(actor=Actor.system(code, "容量测试"))
        rung = time.monotonic() - RING_AGAIN
        while open_nights(self.codes):
            if time.monotonic() - rung > RING_AGAIN:
                for code in self.codes:  # what a worker left that was killed
                    with in_entity(code):
                        endofday.nights_resume()
                rung = time.monotonic()
            time.sleep(0.2)
        late = [code for code in self.codes if self._date_of(code) <= on]  # type: ignore[operator]
        if late:
            raise NightStoppedError(f"{', '.join(late)}: the night of {on} is not closed")
        return loans


def report(codes: Sequence[str]) -> tuple[dict[str, Totals], Returned]:
    """What stands in the banks' tables: drawdowns by channel, and what came back in batches."""
    counted: dict[str, list[int]] = {name: [0, 0] for name in CHANNELS}
    names = {ours: name for name, all_of in CHANNELS.items() for ours in all_of}
    receipts = principal = interest = 0
    for code in codes:
        with in_entity(code):
            mine = Disbursement.objects.filter(
                state="POSTED", core_request_no__startswith=REQUESTS
            ).order_by()
            for channel, count, amount in mine.values_list("channel").annotate(Count("pk"), Sum("amount")):
                counted[names[channel]][0] += count
                counted[names[channel]][1] += int(amount * 100)
            back = Repayment.objects.filter(source=Repayment.Source.BATCH, state="POSTED").aggregate(
                count=Count("pk"), principal=Sum("principal"), interest=Sum("interest")
            )
            receipts += back["count"]
            principal += int((back["principal"] or 0) * 100)
            interest += int((back["interest"] or 0) * 100)
    return {name: Totals(*both) for name, both in counted.items()}, Returned(receipts, principal, interest)


def _lines(code: str, as_of: date, seed: int, days: Sequence[Sequence[Wish]]) -> int:
    lines_write(code, as_of, seed, days)
    return 0


@transaction.atomic
def _draw(code: str, day: int, on: date, first: int, lines: int, wishes: Sequence[Wish]) -> int:
    """The bank's drawdowns of the day, all at once; none where they were made before."""
    if business_date() != on or not _claim(day, code, "drawdowns"):
        return 0
    ids = line_ids(on - timedelta(days=day + 1))
    told = [
        PaidDrawdown(
            key=position,
            contract_id=ids[position % lines],
            amount=Decimal(wish.cents) / 100,
            channel=wish.channel,
            core_request_no=f"{REQUESTS}{wish.channel}-{wish.number}",
            core_reference=f"CB{wish.channel}{wish.number}",
        )
        for position, wish in enumerate(wishes, start=first)
    ]
    for at in range(0, len(told), CHUNK):
        answers = drawdowns_post(actor=Actor.system(code, "渠道批量"), drawdowns=told[at : at + CHUNK])
        refused = [answer for answer in answers.values() if not isinstance(answer, Opened)]
        if refused:
            raise ReplayError(f"{code}, day {day}: {len(refused)} drawdowns refused: {refused[0]!r}")
    return len(told)


@transaction.atomic
def _receive(code: str, day: int) -> int:
    """The bank's receipts of the day, as they were planned."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.load_replay SET is_done = true WHERE day = %s AND bank = %s AND work = 'receipts'"
            " AND NOT is_done RETURNING receipts, principal, interest",
            [day, code],
        )
        row = cursor.fetchone()
    if row is None:
        return 0
    paying = returning.chosen(returning.payable(), row[2], row[1])
    parts = returning.in_parts(paying, row[0])
    receipts = [Receipt(key, loan_id, Decimal(cents) / 100) for key, (loan_id, cents) in enumerate(parts)]
    for at in _bounds(receipts):
        answers = repayments_receive(
            actor=Actor.system(code, "批量扣款"), action="loans.repay", receipts=receipts[at]
        )
        wrong = [one for one in answers.values() if not isinstance(one, Taken) or one.unapplied]
        if wrong:
            raise ReplayError(f"{code}, day {day}: {len(wrong)} receipts not taken: {wrong[0]!r}")
    if len(receipts) != row[0]:
        raise ReplayError(f"{code}, day {day}: {row[0]} receipts planned, {len(receipts)} made")
    return len(receipts)


def _close(code: str, on: date) -> int:
    """The night of one bank, from beginning to end."""
    if business_date() == on:
        run = endofday.night_start(actor=Actor.system(code, "容量测试"), ring=False)
        if endofday.night_run(run.pk).state != BatchRun.State.DONE:
            raise NightStoppedError(f"{code}: the night of {on} is not closed")
    return LoanAccount.objects.exclude(status="SETTLED").count()


def _in_bank(work: tuple[Callable[..., int], str, tuple[object, ...]]) -> int:
    do, code, given = work
    try:
        with in_entity(code), jobs.quiet():
            return do(code, *given)
    finally:
        connections.close_all()


def _claim(day: int, code: str, work: str) -> bool:
    """Write down that this is done by the transaction that is open; False when an earlier one did it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.load_replay (day, bank, work, is_done) VALUES (%s, %s, %s, true)"
            " ON CONFLICT DO NOTHING",
            [day, code, work],
        )
        return cursor.rowcount == 1


def _planned(day: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM public.load_replay WHERE day = %s AND work = 'receipts' LIMIT 1", [day])
        return cursor.fetchone() is not None


def _received() -> Returned:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(receipts), 0), coalesce(sum(principal), 0), coalesce(sum(interest), 0)"
            " FROM public.load_replay WHERE work = 'receipts'"
        )
        return Returned(*map(int, cursor.fetchone()))


def _shares(wanted: int, stocks: Sequence[int]) -> list[int]:
    """So many cents shared by what each bank can give, none more than it has."""
    whole = sum(stocks)
    return divided(min(wanted, whole), stocks) if whole else [0] * len(stocks)


def _bounds(receipts: Sequence[Receipt]) -> list[slice]:
    """Pieces of the receipts; all those of one loan are in the same piece."""
    found, first = [], 0
    for at in range(1, len(receipts) + 1):
        if at == len(receipts) or (at - first >= CHUNK and receipts[at].loan_id != receipts[at - 1].loan_id):
            found.append(slice(first, at))
            first = at
    return found
