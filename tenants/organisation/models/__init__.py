from .access import Authority, IncompatibleRoles, Post, PostHolding, Role
from .changes import OrganisationChange
from .dates import BusinessDate
from .grids import Grid
from .offices import Branch, Department, Staff
from .parameters import BankDictionaryEntry, BankParameter

__all__ = [
    "Authority",
    "BankDictionaryEntry",
    "BankParameter",
    "Branch",
    "BusinessDate",
    "Department",
    "Grid",
    "IncompatibleRoles",
    "OrganisationChange",
    "Post",
    "PostHolding",
    "Role",
    "Staff",
]
