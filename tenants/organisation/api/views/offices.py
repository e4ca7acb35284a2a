from typing import Any

from backend.platform.api.operations import Endpoint, query
from tenants.organisation import selectors

from ..serializers import (
    BranchRowSerializer,
    StaffFilters,
    StaffRowSerializer,
)


class Branches(Endpoint):
    tag = "organisation"

    @query(
        action="organisation.view",
        summary="List the branches",
        zh="查询机构",
        output=BranchRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.branch_list()


class StaffMembers(Endpoint):
    tag = "organisation"

    @query(
        action="organisation.view",
        summary="List the staff",
        zh="查询人员",
        output=StaffRowSerializer,
        filters=StaffFilters,
        paged=True,
        sorts={"staff_no": "staff_no", "name": "name"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.staff_list(**filters)
