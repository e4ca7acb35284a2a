from typing import Any

from django.db.models import QuerySet

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput
from backend.platform.errors import WRONG_STATE
from shared.catalog import errors, permissions, selectors, services
from shared.catalog.models import LevelOneProduct

from . import serializers as s


class LevelOneProducts(Endpoint):
    tag = "catalog"

    @query(
        action=permissions.VIEW,
        summary="List level-1 products",
        zh="查询一级产品",
        output=s.LevelOneProductRow,
        paged=True,
        filters=s.LevelOneFilters,
        sorts={"code": "code", "name": "name", "published_at": "published_at", "created_at": "created_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[LevelOneProduct]:
        return selectors.level_one_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Draft a level-1 product or its next edition",
        zh="拟定一级产品或其新版本",
        input=s.LevelOneCreateInput,
        output=s.LevelOneProductDetail,
        status=201,
        errors=[errors.DRAFT_EXISTS],
    )
    def post(self, request: Any, data: dict[str, Any]) -> LevelOneProduct:
        row = services.level_one_create(actor=request.actor, **data)
        return selectors.level_one_detail(actor=request.actor, pk=row.pk)


class LevelOneProductOne(Endpoint):
    tag = "catalog"

    @query(
        action=permissions.VIEW,
        summary="Show a level-1 product",
        zh="查看一级产品",
        output=s.LevelOneProductDetail,
    )
    def get(self, request: Any, pk: int) -> LevelOneProduct:
        return selectors.level_one_detail(actor=request.actor, pk=pk)

    @command(
        action=permissions.MANAGE,
        summary="Edit the draft of a level-1 product",
        zh="修改一级产品草稿",
        input=s.LevelOneEditInput,
        output=s.LevelOneProductDetail,
        if_match=True,
        errors=[WRONG_STATE],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> LevelOneProduct:
        services.level_one_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.level_one_detail(actor=request.actor, pk=pk)


class LevelOneProductPublish(Endpoint):
    tag = "catalog"

    @command(
        action=permissions.PUBLISH,
        summary="Put a level-1 product on sale",
        zh="发布一级产品",
        input=EmptyInput,
        output=s.LevelOneProductDetail,
        errors=[WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LevelOneProduct:
        services.level_one_publish(actor=request.actor, pk=pk)
        return selectors.level_one_detail(actor=request.actor, pk=pk)
