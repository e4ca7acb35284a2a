from .access import Authorities, Posts, Roles
from .offices import Branches, StaffMembers

__all__ = [
    "Authorities",
    "Branches",
    "Posts",
    "Roles",
    "StaffMembers",
]
