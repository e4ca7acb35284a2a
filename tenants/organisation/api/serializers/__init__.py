from .access import AuthorityRowSerializer, PostRowSerializer, RoleAction, RoleRowSerializer
from .offices import BranchRowSerializer, StaffFilters, StaffRowSerializer

__all__ = [
    "AuthorityRowSerializer",
    "BranchRowSerializer",
    "PostRowSerializer",
    "RoleAction",
    "RoleRowSerializer",
    "StaffFilters",
    "StaffRowSerializer",
]
