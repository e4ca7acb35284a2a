from .access import Authority, Post, PostHolding, Role
from .changes import OrganisationChange
from .dates import BusinessDate
from .grids import Grid
from .offices import Branch, Department, Staff

__all__ = [
    "Authority",
    "Branch",
    "BusinessDate",
    "Department",
    "Grid",
    "OrganisationChange",
    "Post",
    "PostHolding",
    "Role",
    "Staff",
]
