from .access import Authorities, Posts, Roles

__all__ = [
    "Authorities",
    "Posts",
    "Roles",
]
