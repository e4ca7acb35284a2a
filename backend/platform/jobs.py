"""Background work: tasks that know their entity, and sweepers that find what a lost broker forgot.

The truth about what is to be done stands in rows (outbox, leases, steps). A message in the broker is
only a doorbell: when it is lost, the sweep rings again.
"""

import dataclasses
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery import Task
from django.db import close_old_connections, connection, transaction

from backend.platform.api.context import SYSTEM, Cause, cause, correlation_id, set_cause, set_correlation_id
from backend.platform.observability.metrics import task_measured

from .tenancy import EntitySwitchError, current_entity, in_entity

logger = logging.getLogger(__name__)
ENTITY_HEADER = "entity"
CORRELATION_HEADER = "correlation"
CAUSE_HEADER = "cause"
_quiet: ContextVar[bool] = ContextVar("jobs_quiet", default=False)


class EntityTask(Task):
    """A task of one entity: its code travels in a header, and without it the task refuses to run.

    Sending takes the entity of the sender's connection, so a task sent from bank A cannot run in B.
    """

    abstract = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault(ENTITY_HEADER, current_entity().code)
        headers.setdefault(CORRELATION_HEADER, correlation_id())
        headers.setdefault(CAUSE_HEADER, dataclasses.asdict(cause()))
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        headers = self.request.headers or {}
        code = headers.get(ENTITY_HEADER)
        if not code:
            raise EntitySwitchError(f"task {self.name} came without its entity and is refused")
        set_correlation_id(headers.get(CORRELATION_HEADER) or uuid.uuid4().hex)
        set_cause(_caused(Cause(**headers.get(CAUSE_HEADER) or {}), self.name or ""))
        with in_entity(code), task_measured(self.name or ""):
            return super().__call__(*args, **kwargs)


def _caused(sent: Cause, task: str) -> Cause:
    """The person whose request sent the task; for one that nobody sent, the system under the task's name."""
    if sent.account_id is not None or task not in TASK_NAMES:
        return sent
    return Cause(name=f"{SYSTEM.name}({TASK_NAMES[task]})")


TASK_NAMES = {
    "backend.platform.tasks.audit_verify_task": "审计链校验",
    "backend.platform.tasks.relay_task": "事件投递",
    "shared.entities.tasks.onboarding_task": "行社开通",
    "shared.identity.tasks.appointment_task": "管理员指派",
    "shared.identity.tasks.clearing_task": "失效凭证清理",
    "shared.operations.tasks.audit_day_task": "审计链头留存",
    "shared.operations.tasks.audit_seal_task": "审计封存",
    "shared.operations.tasks.night_command_task": "日终指令",
    "shared.operations.tasks.night_stopped_task": "日终停止通知",
    "shared.operations.tasks.sweep_task": "巡检",
    "tenants.deductions.tasks.deduction_task": "批量扣款",
    "tenants.endofday.tasks.night_run_task": "日终",
    "tenants.loans.tasks.disbursement_send_task": "放款付款",
}
"""What a reader of the field history takes a task for that no person sent; another is "the system" only."""


def ring(task: Any, *args: Any, entity: str | None = None) -> None:
    """Send the task once the transaction commits, to run in `entity` (by default the sender's).

    Equal rings of one transaction are sent once. A broker that is down is logged: the sweep rings again.
    """
    if _quiet.get():
        return
    code = entity or current_entity().code
    wanted = (task, args, code)
    if any(getattr(func, "rings", None) == wanted for _, func, *_ in connection.run_on_commit):
        return

    def send() -> None:  # a function: Django names it in its log when the broker is down
        task.apply_async(args, headers={ENTITY_HEADER: code})

    send.rings = wanted  # type: ignore[attr-defined]
    transaction.on_commit(send, robust=True)


@contextmanager
def quiet() -> Iterator[None]:
    """Ring nothing inside the body: a mass load does the work itself, or relays once at its end."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


Sweeper = Callable[[], Any]
_sweepers: list[Sweeper] = []


def sweeper(function: Sweeper) -> Sweeper:
    """Register a function that, inside one entity, re-enqueues work whose lease has run out, or clears up.

    Those of a bank's apps run in the banks only: the province has none of their tables.
    """
    _sweepers.append(function)
    return function


def sweep(codes: list[str]) -> None:
    """Run every sweeper in every given entity; one's failure stops neither the others nor other entities."""
    in_each(codes, _sweep_here, "sweep")


def _sweep_here() -> None:
    entity = current_entity()
    for function in _sweepers:
        if not entity.is_bank and function.__module__.startswith("tenants."):
            continue
        try:
            function()
        except Exception:  # what the next one looks after must not wait for somebody to mend this one
            logger.exception("the sweeper %s of %s failed", function.__qualname__, entity.code)


def in_each(codes: Iterable[str], work: Callable[[], object], name: str) -> None:
    """Do the work in every given entity; one entity's failure is logged and does not stop the others."""
    for code in codes:
        try:
            with in_entity(code):
                work()
        except Exception:  # the next entity must still have its turn
            logger.exception("%s of %s failed", name, code)
        close_old_connections()
