"""Writes of the authentication centre."""

from .accounts import account_create, account_disable, account_unlock
from .roles import province_role_assign, province_role_define, province_roles_seed
from .sign_in import password_change, session_end, sign_in, sign_out, sign_out_everywhere, wrong_entity_note

__all__ = [
    "account_create",
    "account_disable",
    "account_unlock",
    "password_change",
    "province_role_assign",
    "province_role_define",
    "province_roles_seed",
    "session_end",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "wrong_entity_note",
]
