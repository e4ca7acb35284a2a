"""Taking on banks: a resumable job whose steps are rows."""

import csv
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from backend.platform import clock, jobs
from backend.platform.crypto.lifecycle import entities_with_keys, keys_ensure
from backend.platform.permissions import Actor
from backend.platform.records import audit, batch_log, partitions
from backend.platform.tenancy import Entity, in_entity
from backend.platform.tenancy.entity import BANK_CODE
from backend.platform.tenancy.schemas import stamp_schema

from . import errors
from .models import Domain, LegalEntity, OnboardingStep
from .selectors import entity_get, host_of
from .types import bank_seed

DATA = Path(__file__).parent / "data" / "entities.csv"
ONBOARDING_LOCK_CLASS = 7303
ONBOARDING = "entities.onboarding"


def _stamp(entity: LegalEntity) -> None:
    stamp_schema(Entity(entity.code))
    with in_entity(entity.code):
        partitions.ensure()


def _seed(entity: LegalEntity) -> None:
    keys_ensure(entity.code)
    with in_entity(entity.code), transaction.atomic():
        bank_seed(entity.code, entity.name)


def _open(entity: LegalEntity) -> None:
    LegalEntity.objects.filter(pk=entity.pk).update(status=LegalEntity.Status.READY)


STEPS: list[tuple[str, str, Callable[[LegalEntity], None]]] = [
    ("stamp", "建立数据库模式并核对对象数", _stamp),
    ("seed", "生成密钥，初始化总行、角色与营业日", _seed),
    ("open", "启用", _open),
]


@transaction.atomic
def province_ensure() -> LegalEntity:
    """The province's own row and host."""
    province, _ = LegalEntity.objects.get_or_create(
        code="province",
        defaults={
            "schema_name": "public",
            "kind": LegalEntity.Kind.PROVINCE,
            "name": "贵州省农村信用社联合社",
            "status": LegalEntity.Status.READY,
        },
    )
    Domain.objects.get_or_create(
        domain=host_of("province"), defaults={"tenant": province, "is_primary": True}
    )
    return province


@transaction.atomic
def keys_import() -> None:
    """Give keys to the province, and to the banks that were open before there was a key ring.

    Their values were sealed with keys derived from FIELD_MASTER_KEY: these become version 1.
    """
    entities = LegalEntity.objects.exclude(status=LegalEntity.Status.CREATING).order_by("code")
    present = entities_with_keys()
    older = [code for code in entities.values_list("code", flat=True) if code not in present]
    if older not in ([], ["province"]) and not settings.FIELD_MASTER_KEY:
        raise ImproperlyConfigured(
            f"set FIELD_MASTER_KEY once more: the keys of {', '.join(older)} were derived from it"
        )
    for code in older:
        keys_ensure(code, derived_from=settings.FIELD_MASTER_KEY)


@transaction.atomic
def entity_register(
    *,
    actor: Actor,
    code: str,
    name: str,
    kind: str,
    county: str = "",
    prefecture: str = "",
    division_code: str = "",
) -> LegalEntity:
    """Write the bank down, with its host and the steps of its onboarding; the job itself runs in the worker.

    Raises `entities.code_invalid` (422) and `entities.exists` (409).
    """
    if not BANK_CODE.match(code):
        raise errors.ENTITY_CODE.at(field="code")
    if LegalEntity.objects.filter(code=code).exists():
        raise errors.ENTITY_EXISTS.at(field="code", code=code)
    entity = LegalEntity(
        code=code,
        schema_name=code,
        name=name,
        kind=kind,
        county=county,
        prefecture=prefecture,
        division_code=division_code,
    )
    entity.save()
    Domain.objects.create(domain=host_of(code), tenant=entity, is_primary=True)
    OnboardingStep.objects.bulk_create(
        [OnboardingStep(entity=entity, seq=i, name=n, title=t) for i, (n, t, _) in enumerate(STEPS, 1)]
    )
    audit.record(actor, "entities.register", entity, object_no=code)
    return entity


def onboarding_run(code: str) -> None:
    """Do the steps that are not done yet, each in its own transaction; a second runner finds nothing to do.

    A step that fails keeps its error and stops the job; calling again goes on with that step.
    """
    entity = entity_get(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [ONBOARDING_LOCK_CLASS, code])
        if not cursor.fetchone()[0]:
            return
    try:
        work = {name: function for name, _, function in STEPS}
        for step in OnboardingStep.objects.filter(entity=entity).exclude(state=OnboardingStep.State.DONE):
            if not _run_step(step, entity, work[step.name]):
                return
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [ONBOARDING_LOCK_CLASS, code])


def _run_step(step: OnboardingStep, entity: LegalEntity, work: Callable[[LegalEntity], None]) -> bool:
    step.state, step.started_at, step.error = OnboardingStep.State.RUNNING, clock.now(), ""
    step.save()
    try:
        work(entity)
    except Exception as error:  # noqa: BLE001 - whatever failed is shown on the step, and can be retried
        step.state, step.error = OnboardingStep.State.FAILED, f"{type(error).__name__}: {error}"[:2000]
    else:
        step.state = OnboardingStep.State.DONE
    step.finished_at = clock.now()
    step.save()
    batch_log.note(
        ONBOARDING,
        step.name,
        title=step.title,
        batch_no=entity.code,
        started_at=step.started_at,
        failed=step.state == OnboardingStep.State.FAILED,
        detail=step.error,
    )
    return step.state == OnboardingStep.State.DONE


@transaction.atomic
def entity_onboard(*, actor: Actor, code: str, **facts: str) -> LegalEntity:
    """Register a bank and start its onboarding in the worker."""
    from .tasks import onboarding_task

    entity = entity_register(actor=actor, code=code, **facts)
    jobs.ring(onboarding_task, code)
    return entity


@transaction.atomic
def onboarding_retry(*, actor: Actor, code: str) -> LegalEntity:
    """Start the job again where it stopped; refused once the bank has been opened."""
    from .tasks import onboarding_task

    entity = entity_get(code)
    if entity.status != LegalEntity.Status.CREATING:
        raise errors.WRONG_STATUS.at(status=entity.get_status_display())
    audit.record(actor, "entities.onboarding_retry", entity, object_no=code)
    jobs.ring(onboarding_task, code)
    return entity


def _move(actor: Actor, code: str, before: str, after: str, action: str, reason: str) -> LegalEntity:
    entity = LegalEntity.objects.select_for_update().filter(code=code).first() or entity_get(code)
    if entity.status != before:
        raise errors.WRONG_STATUS.at(status=entity.get_status_display())
    entity.status = after
    entity.save(update_fields=["status"])
    audit.record(actor, action, entity, object_no=code, from_state=before, to_state=after, comment=reason)
    return entity


@transaction.atomic
def entity_suspend(*, actor: Actor, code: str, reason: str) -> LegalEntity:
    """Close the bank's host: every request is answered 503 until it is resumed."""
    return _move(
        actor, code, LegalEntity.Status.READY, LegalEntity.Status.SUSPENDED, "entities.suspend", reason
    )


@transaction.atomic
def entity_resume(*, actor: Actor, code: str, reason: str) -> LegalEntity:
    return _move(
        actor, code, LegalEntity.Status.SUSPENDED, LegalEntity.Status.READY, "entities.resume", reason
    )


def status_set(code: str, status: str) -> None:
    """Set a status from the outside of business: schema migrations do."""
    LegalEntity.objects.filter(code=code).update(status=status)


def business_date_note(code: str, business_date: str) -> None:
    """Keep the copy of a bank's business date that the province's pages show."""
    LegalEntity.objects.filter(code=code).update(business_date=business_date)


def shipped_entities() -> list[dict[str, str]]:
    """The entities that the product ships with."""
    with DATA.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
