from typing import Any

from django.conf import settings

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput, ReasonInput
from backend.platform.permissions import PUBLIC
from backend.platform.tenancy import current_entity
from shared.entities import errors, selectors, services

from .serializers import (
    EntityDetailSerializer,
    EntityFacts,
    EntityFilters,
    EntityOnboardInput,
    EntityRowSerializer,
    OnboardingSerializer,
)


class ThisEntity(Endpoint):
    """Served on every host, before sign-in."""

    tag = "session"

    @query(
        action=PUBLIC, summary="Which entity this host belongs to", zh="当前网址所属机构", output=EntityFacts
    )
    def get(self, request: Any) -> Any:
        entity = selectors.entity_get(current_entity().code)
        return {
            "code": entity.code,
            "name": entity.name,
            "kind": entity.kind,
            "realm": "bank" if current_entity().is_bank else "province",
            "environment": settings.ENVIRONMENT,
        }


class Entities(Endpoint):
    tag = "entities"

    @query(
        action="entities.view",
        summary="List the banks",
        zh="查询法人行社",
        output=EntityRowSerializer,
        filters=EntityFilters,
        paged=True,
        sorts={"code": "code", "name": "name", "status": "status", "business_date": "business_date"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.entity_list(**filters)

    @command(
        action="entities.manage",
        summary="Take on a bank: registers it and starts its onboarding",
        zh="开通行社:登记并启动开通任务",
        input=EntityOnboardInput,
        output=EntityRowSerializer,
        status=201,
        errors=[errors.ENTITY_EXISTS, errors.ENTITY_CODE],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return services.entity_onboard(actor=request.actor, **data)


class EntityOne(Endpoint):
    tag = "entities"

    @query(
        action="entities.view",
        summary="One bank with its onboarding",
        zh="查看行社及开通情况",
        output=EntityDetailSerializer,
    )
    def get(self, request: Any, code: str) -> Any:
        return selectors.entity_detail(actor=request.actor, code=code)


class EntityOnboarding(Endpoint):
    tag = "entities"

    @query(
        action="entities.view",
        summary="How far the onboarding is",
        zh="查询开通进度",
        output=OnboardingSerializer,
    )
    def get(self, request: Any, code: str) -> Any:
        return {"state": selectors.entity_get(code).status, "steps": selectors.onboarding_steps(code)}


class EntityOnboardingRetry(Endpoint):
    tag = "entities"

    @command(
        action="entities.manage",
        summary="Go on with an onboarding that stopped",
        zh="继续中断的开通任务",
        input=EmptyInput,
        output=EntityRowSerializer,
        errors=[errors.WRONG_STATUS],
    )
    def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
        return services.onboarding_retry(actor=request.actor, code=code)


class EntitySuspend(Endpoint):
    tag = "entities"

    @command(
        action="entities.manage",
        summary="Suspend a bank: its host answers 503",
        zh="暂停行社服务",
        input=ReasonInput,
        output=EntityRowSerializer,
        errors=[errors.WRONG_STATUS],
    )
    def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
        return services.entity_suspend(actor=request.actor, code=code, **data)


class EntityResume(Endpoint):
    tag = "entities"

    @command(
        action="entities.manage",
        summary="Open a suspended bank again",
        zh="恢复行社服务",
        input=ReasonInput,
        output=EntityRowSerializer,
        errors=[errors.WRONG_STATUS],
    )
    def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
        return services.entity_resume(actor=request.actor, code=code, **data)
