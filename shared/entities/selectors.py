"""Readings of the entities."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from backend.platform import errors
from backend.platform.crypto.lifecycle import entities_with_keys
from backend.platform.permissions import Actor
from backend.platform.tenancy.migrating import missing_migrations

from .models import LegalEntity, OnboardingStep


def entity_list(*, q: str = "", kind: str = "", status: str = "") -> QuerySet[LegalEntity]:
    """The banks, without the province itself."""
    rows = LegalEntity.objects.exclude(kind=LegalEntity.Kind.PROVINCE).order_by("code")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__icontains=q) | Q(county__icontains=q))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(status=status) if status else rows


def entity_get(code: str) -> LegalEntity:
    entity = LegalEntity.objects.filter(code=code).first()
    if entity is None:
        raise errors.NOT_FOUND.at()
    return entity


def entity_name(code: str) -> str:
    """What a bank, or the province, is called."""
    return entity_get(code).name


def codes_in_status(*statuses: str) -> list[str]:
    """Codes of the banks in one of the statuses, in order."""
    rows = LegalEntity.objects.filter(status__in=statuses).exclude(kind=LegalEntity.Kind.PROVINCE)
    return list(rows.order_by("code").values_list("code", flat=True))


def ready_codes() -> list[str]:
    return codes_in_status(LegalEntity.Status.READY)


def codes_with_keys() -> list[str]:
    """The entities that have keys, the province last."""
    return sorted(entities_with_keys())


def host_of(code: str) -> str:
    return f"{code}.{settings.BASE_DOMAIN}"


def codes_behind(codes: list[str]) -> set[str]:
    """The banks among `codes` whose schema misses a migration."""
    return set(missing_migrations(codes))


def onboarding_steps(code: str) -> list[OnboardingStep]:
    return list(OnboardingStep.objects.filter(entity__code=code).order_by("seq"))


@dataclass(frozen=True)
class EntityDetail:
    """What the entity's page shows."""

    entity: LegalEntity
    schema_version_current: bool
    steps: list[OnboardingStep]
    allowed_actions: list[str]


ACTIONS_BY_STATUS = {
    LegalEntity.Status.CREATING: ["retry"],
    LegalEntity.Status.READY: ["suspend"],
    LegalEntity.Status.SUSPENDED: ["resume"],
}


def entity_detail(*, actor: Actor, code: str) -> EntityDetail:
    """The entity with its onboarding steps, whether its schema is current, and what may be done with it."""
    entity = entity_get(code)
    opened = entity.status != LegalEntity.Status.CREATING and code != "province"
    actions = ACTIONS_BY_STATUS.get(LegalEntity.Status(entity.status), [])
    return EntityDetail(
        entity=entity,
        schema_version_current=opened and not codes_behind([code]),
        steps=onboarding_steps(code),
        allowed_actions=actions if actor.can("entities.manage") else [],
    )
