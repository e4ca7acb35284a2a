"""Writes of the organisation."""

from .access import authority_grant, post_assign, post_end, role_define
from .dates import business_date_open
from .offices import branch_create, staff_register

__all__ = [
    "authority_grant",
    "branch_create",
    "business_date_open",
    "post_assign",
    "post_end",
    "role_define",
    "staff_register",
]
