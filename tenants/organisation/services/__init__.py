"""Writes of the organisation."""

from .access import (
    account_attach,
    administrator_appoint,
    incompatible_roles_declare,
    post_assign,
    post_end,
    role_define,
)
from .authority import authority_delegate, authority_grant, authority_revoke
from .dates import business_date_open
from .grids import grid_create, grid_edit, grid_reassign
from .handover import grids_hand_over, staff_hand_over
from .offices import (
    branch_close,
    branch_create,
    branch_edit,
    branch_move,
    branch_open,
    branch_reopen,
    department_close,
    department_create,
    department_edit,
    department_move,
    department_reopen,
)
from .parameter_changes import (
    bank_entry_add_propose,
    bank_entry_end_propose,
    bank_parameter_propose,
)
from .parameters import (
    bank_entry_add,
    bank_entry_add_check,
    bank_entry_end,
    bank_entry_end_check,
    bank_parameter_check,
    bank_parameter_set,
)
from .staff import staff_edit, staff_leave, staff_register, staff_return, staff_take_on, staff_transfer

__all__ = [
    "account_attach",
    "administrator_appoint",
    "authority_delegate",
    "authority_grant",
    "bank_entry_add",
    "bank_entry_add_check",
    "bank_entry_add_propose",
    "bank_entry_end",
    "bank_entry_end_check",
    "bank_entry_end_propose",
    "bank_parameter_check",
    "bank_parameter_propose",
    "bank_parameter_set",
    "branch_close",
    "authority_revoke",
    "branch_create",
    "branch_edit",
    "branch_move",
    "branch_open",
    "branch_reopen",
    "business_date_open",
    "department_close",
    "department_create",
    "department_edit",
    "department_move",
    "department_reopen",
    "grid_create",
    "grid_edit",
    "grid_reassign",
    "grids_hand_over",
    "incompatible_roles_declare",
    "post_assign",
    "post_end",
    "role_define",
    "staff_edit",
    "staff_hand_over",
    "staff_leave",
    "staff_register",
    "staff_return",
    "staff_take_on",
    "staff_transfer",
]
