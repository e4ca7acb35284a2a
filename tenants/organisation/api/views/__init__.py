from .access import (
    Authorities,
    AuthorityDelegate,
    AuthorityRevoke,
    IncompatibleRoleList,
    OwnAuthorities,
    PostHoldingEnd,
    PostHoldings,
    Posts,
    RoleActions,
    RoleDefine,
    RoleOne,
    Roles,
)

__all__ = [
    "Authorities",
    "AuthorityDelegate",
    "AuthorityRevoke",
    "IncompatibleRoleList",
    "OwnAuthorities",
    "PostHoldingEnd",
    "PostHoldings",
    "Posts",
    "RoleActions",
    "RoleDefine",
    "RoleOne",
    "Roles",
]
