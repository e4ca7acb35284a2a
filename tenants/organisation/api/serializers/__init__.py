from .access import AuthorityRowSerializer, PostRowSerializer, RoleAction, RoleRowSerializer

__all__ = [
    "AuthorityRowSerializer",
    "PostRowSerializer",
    "RoleAction",
    "RoleRowSerializer",
]
