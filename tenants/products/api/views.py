from typing import Any

from django.db.models import QuerySet

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput
from backend.platform.errors import NOT_FOUND, WRONG_STATE
from shared.catalog import selectors as catalog
from shared.catalog.types import REFUSALS as LEVEL_ONE_REFUSALS
from shared.catalog.types import LevelOneFacts
from tenants.products import errors, permissions, selectors, services
from tenants.products.models import LevelTwoProduct

from . import serializers as s


class LevelOneProducts(Endpoint):
    tag = "products"

    @query(
        action=permissions.VIEW,
        summary="List the level-1 products on sale",
        zh="查询在售一级产品",
        output=s.LevelOneProductRow,
        paged=True,
        filters=s.LevelOneFilters,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> list[LevelOneFacts]:
        return catalog.level_one_on_sale_list(**filters)


class LevelOneProductOne(Endpoint):
    tag = "products"

    @query(
        action=permissions.VIEW,
        summary="Show a level-1 product on sale",
        zh="查看在售一级产品",
        output=s.LevelOneProductDetail,
    )
    def get(self, request: Any, code: str) -> LevelOneFacts:
        found = catalog.level_one_find(code)
        if found is None:
            raise NOT_FOUND.at()
        return found


class Products(Endpoint):
    tag = "products"

    @query(
        action=permissions.VIEW,
        summary="List the bank's products",
        zh="查询二级产品",
        output=s.ProductRow,
        paged=True,
        filters=s.ProductFilters,
        sorts={"code": "code", "name": "name", "amount_max": "amount_max", "created_at": "created_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[LevelTwoProduct]:
        return selectors.product_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Draft a product or its next edition",
        zh="拟定二级产品或其新版本",
        input=s.ProductCreateInput,
        output=s.ProductDetail,
        status=201,
        errors=[errors.DRAFT_EXISTS, errors.PARENT_DIFFERS, errors.OUTSIDE_PARENT, *LEVEL_ONE_REFUSALS],
    )
    def post(self, request: Any, data: dict[str, Any]) -> LevelTwoProduct:
        row = services.product_create(actor=request.actor, **data)
        return selectors.product_detail(actor=request.actor, pk=row.pk)


class ProductOne(Endpoint):
    tag = "products"

    @query(action=permissions.VIEW, summary="Show a product", zh="查看二级产品", output=s.ProductDetail)
    def get(self, request: Any, pk: int) -> LevelTwoProduct:
        return selectors.product_detail(actor=request.actor, pk=pk)

    @command(
        action=permissions.MANAGE,
        summary="Edit the draft of a product",
        zh="修改二级产品草稿",
        input=s.ProductEditInput,
        output=s.ProductDetail,
        if_match=True,
        errors=[WRONG_STATE, errors.OUTSIDE_PARENT, *LEVEL_ONE_REFUSALS],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> LevelTwoProduct:
        services.product_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.product_detail(actor=request.actor, pk=pk)


class ProductPublish(Endpoint):
    tag = "products"

    @command(
        action=permissions.PUBLISH,
        summary="Put a product on sale",
        zh="发布二级产品",
        input=EmptyInput,
        output=s.ProductDetail,
        errors=[WRONG_STATE, errors.OUTSIDE_PARENT, *LEVEL_ONE_REFUSALS],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LevelTwoProduct:
        services.product_publish(actor=request.actor, pk=pk)
        return selectors.product_detail(actor=request.actor, pk=pk)
