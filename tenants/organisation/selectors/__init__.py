"""Readings of the organisation."""

from .access import (
    authority_limit,
    authority_list,
    authority_require,
    bank_actor,
    holdings_in_force,
    post_list,
    posts_of,
    role_list,
    session_facts,
)
from .dates import business_date, business_date_row
from .offices import branch_list, staff_and_branch, staff_list, staff_names, staff_of_account

__all__ = [
    "authority_limit",
    "authority_list",
    "authority_require",
    "bank_actor",
    "branch_list",
    "business_date",
    "business_date_row",
    "holdings_in_force",
    "post_list",
    "posts_of",
    "role_list",
    "session_facts",
    "staff_and_branch",
    "staff_list",
    "staff_names",
    "staff_of_account",
]
