"""Bringing the schemas of all banks to the migrations on disk.

One query finds who is behind. A canary goes first; then the others are shared out to worker
processes. Each schema is migrated under an advisory lock and records each migration as it is applied,
so a killed run is simply started again. The plan and the project state are computed once per group of
banks that miss the same migrations: rendering Django's models, not the SQL, is what costs time.
"""

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from .connections import as_migrator, tenant_connection
from .entity import PROVINCE, Entity
from .grants import grant_schema
from .schemas import expected_migrations

LOCK_CLASS = 7301  # advisory lock class of schema migrations
LOCK_TIMEOUT = "3s"
ATTEMPTS = 5


@dataclass(frozen=True)
class MigrationOutcome:
    """What happened to one bank: the migrations applied, the seconds it took, or the error."""

    code: str
    applied: tuple[str, ...]
    seconds: float
    error: str = ""


def missing_migrations(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The migrations that each bank has not recorded, for the banks that miss any; one query for all."""
    entities = [Entity(code) for code in codes]
    if not entities:
        return {}
    expected = expected_migrations()
    one = (
        "SELECT '{code}', (SELECT array_agg(e ORDER BY o) FROM unnest(%s::text[]) WITH ORDINALITY AS w(e, o)"
        " WHERE NOT EXISTS (SELECT 1 FROM {schema}.django_migrations m WHERE m.app || '.' || m.name = e))"
    )
    sql = " UNION ALL ".join(one.format(code=e.code, schema=e.schema_name) for e in entities)
    with connection.cursor() as cursor:
        cursor.execute(sql, [expected] * len(entities))
        return {code: tuple(missing) for code, missing in cursor.fetchall() if missing}


def migrate_in_process(codes: list[str], on_done: Callable[[MigrationOutcome], None]) -> None:
    """Migrate the given banks one after another in this process, as the migrator."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code, missing in missing_migrations(codes).items():
        groups[missing].append(code)
    for missing, members in groups.items():
        migrate_group(members, on_done, missing=missing)


def migrate_group(
    codes: list[str],
    on_done: Callable[[MigrationOutcome], None],
    *,
    plan: list[Any] | None = None,
    missing: tuple[str, ...] = (),
) -> None:
    """Migrate banks that stand at the same migrations, by the plan given or by what is on disk."""
    with as_migrator():
        tenant_connection().set_tenant(Entity(codes[0]))
        executor: Any = MigrationExecutor(connection)
        if plan is None:
            plan = [m for m, backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]
        state = executor._create_project_state(with_applied_migrations=True)
        state.apps  # noqa: B018 - renders the models once for the whole group
        for code in codes:
            on_done(_migrate_one(code, plan, state, missing))
        tenant_connection().set_tenant(PROVINCE)


def _migrate_one(code: str, plan: list, state: object, missing: tuple[str, ...]) -> MigrationOutcome:
    started = time.monotonic()
    entity = Entity(code)
    for attempt in range(1, ATTEMPTS + 1):
        tenant_connection().set_tenant(entity)
        try:
            _apply(entity, plan, state)
            error = ""
            break
        except OperationalError as failure:  # lock_timeout: somebody works on the table, try again
            error = str(failure).strip()
            connection.close()
            time.sleep(0.2 * attempt)
        except Exception as failure:  # noqa: BLE001 - one bank's failure must not stop the others
            error = f"{type(failure).__name__}: {failure}".strip()
            connection.close()
            break
    return MigrationOutcome(code, missing if not error else (), time.monotonic() - started, error)


def _apply(entity: Entity, plan: list, state: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK_CLASS, entity.schema_name])
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        recorder = MigrationRecorder(connection)
        applied = set(recorder.applied_migrations())
        current = state.clone()  # type: ignore[attr-defined]
        for migration in plan:
            if (migration.app_label, migration.name) in applied:
                current = migration.mutate_state(current, preserve=False)
                continue
            with transaction.atomic():
                with connection.schema_editor(atomic=migration.atomic) as editor:
                    current = migration.apply(current, editor)
                recorder.record_applied(migration.app_label, migration.name)
        grant_schema(entity.schema_name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK_CLASS, entity.schema_name])


def migrate_in_workers(codes: list[str], workers: int, on_done: Callable[[MigrationOutcome], None]) -> None:
    """Share the banks out to `workers` processes of `manage.py migrate_banks --worker`."""
    shares = [codes[i::workers] for i in range(workers) if codes[i::workers]]
    processes = []
    for share in shares:
        command = [
            sys.executable,
            str(Path(settings.BASE_DIR) / "manage.py"),
            "migrate_banks",
            "--worker",
            "--database-name",
            connection.settings_dict["NAME"],
            "--only",
            ",".join(share),
        ]
        processes.append(
            (share, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))  # noqa: S603
        )
    for share, process in processes:
        reported = set()
        assert process.stdout is not None
        for line in process.stdout:
            code, seconds, applied, error = line.rstrip("\n").split("\t")
            reported.add(code)
            on_done(MigrationOutcome(code, tuple(filter(None, applied.split(","))), float(seconds), error))
        _, errors = process.communicate()
        for code in share:
            if code not in reported:
                last = errors.strip().splitlines()[-1] if errors.strip() else f"exit {process.returncode}"
                on_done(MigrationOutcome(code, (), 0.0, f"worker ended early: {last}"))
