from typing import Any

from backend.platform.api.operations import Endpoint, query
from tenants.organisation import selectors

from ..serializers import (
    AuthorityRowSerializer,
    PostRowSerializer,
    RoleRowSerializer,
)


class Roles(Endpoint):
    tag = "organisation"

    @query(
        action="organisation.view",
        summary="List the roles",
        zh="查询角色",
        output=RoleRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.role_list()


class Posts(Endpoint):
    tag = "organisation"

    @query(
        action="organisation.view",
        summary="List the posts",
        zh="查询任职",
        output=PostRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.post_list()


class Authorities(Endpoint):
    tag = "organisation"

    @query(
        action="organisation.view",
        summary="List the delegated authority",
        zh="查询审批授权",
        output=AuthorityRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.authority_list()
