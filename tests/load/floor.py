"""The floor of a call: the statements that it sent to the database, sent again by pgbench and by nothing else.

What the product computes, checks and encrypts is left out; what it locks, reads, writes and commits stays. Keys come
from the same sequences, so the rows are as many and as large as the product's.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.signals import request_started
from django.db import connection, reset_queries

from backend.platform.tenancy import Entity
from backend.platform.tenancy.connections import postgres_program

from .nights import LOG, admin, at_database

UUID = re.compile(r"'[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}'::uuid\b(?!\[)")
UUIDS = re.compile(r"'\{[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}'(?:::uuid\[\])?")
NEXT = re.compile(r"SELECT nextval\(pg_get_serial_sequence\('(\w+)', 'id'\)\)(.*)", re.DOTALL)
FIRST_NUMBERS = {
    "loans_disbursement": 10_000_000,
    "loans_loanaccount": 20_000_000,
    "ledger_voucher": 30_000_000,
}
"""Where the sequences begin before a call is captured: eight digits that mean nothing else in any statement."""


class FloorError(RuntimeError):
    """pgbench did not do what was captured; the text says what it printed."""


def number_anew(entity: str, nth: int) -> None:
    """Let the next keys be ones that can be told from everything else. For databases that are thrown away."""
    with admin() as server:
        for table, first in FIRST_NUMBERS.items():
            server.execute(
                f"ALTER SEQUENCE {Entity(entity).schema_name}.{table}_id_seq RESTART {first + 1000 * nth}"
            )


@contextmanager
def captured() -> Iterator[list[str]]:
    """The statements that this process sends meanwhile, with their values and the bounds of transactions."""
    found: list[str] = []
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    request_started.disconnect(reset_queries)
    try:
        yield found
    finally:
        request_started.connect(reset_queries)
        connection.force_debug_cursor = False
        found += [str(query["sql"]) for query in connection.queries_log]


def script(statements: list[str], nth: int, varied: Mapping[str, str]) -> str:
    """A script for pgbench: keys from the sequences, and for each value that is `varied` what stands in its place."""
    places = {
        rf"(?:\b|(?<=[A-Z]{{2}}[0-9]{{4}})){first + 1000 * nth}\b": f":{table}"
        for table, first in FIRST_NUMBERS.items()
    }
    lines = [r"\set call random(1, 1000000000000)"]
    for statement in statements:
        text = UUIDS.sub(
            "ARRAY[gen_random_uuid()]", UUID.sub("gen_random_uuid()", statement.strip().rstrip(";"))
        )
        for pattern, place in [
            *places.items(),
            *((rf"\b{re.escape(one)}\b", to) for one, to in varied.items()),
        ]:
            text = re.sub(pattern, place, text)
        if key := NEXT.fullmatch(text):
            table, rest = key.groups()
            lines.append(rf"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS {table}{rest} \gset")
        else:
            lines.append(f"{text};")
    return "\n".join(lines) + "\n"


def run(entity: str, scripts: list[str], *, clients: int, seconds: int) -> float:
    """How many times a second the scripts, each as often as the others, were run through."""
    files = []
    for number, text in enumerate(scripts):
        path = LOG.with_name(f"drawdown-{number}.sql")  # left for whoever wants to read what a drawdown sends
        path.write_text(text)
        files += ["--file", str(path)]
    options = f"-c search_path={Entity(entity).schema_name},public"
    done = subprocess.run(
        [
            postgres_program("pgbench"), "--no-vacuum", "--client", str(clients), "--jobs", "2", "--time",
            str(seconds), *files, at_database(os.environ["DATABASE_URL"]),
        ],
        env={**os.environ, "PGOPTIONS": options}, capture_output=True, text=True,
    )  # fmt: skip
    rate = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not rate or "ERROR" in done.stderr:
        raise FloorError(f"{done.stdout[-500:]} {done.stderr[-1500:]}")
    return float(rate[1])
