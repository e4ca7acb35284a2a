"""Writes of the authentication centre."""

from .accounts import account_create, account_disable, account_unlock
from .roles import province_role_assign, province_role_define, province_roles_seed
from .second_factor import (
    Enrolment,
    enrolment_begin,
    enrolment_confirm,
    recovery_codes_renew,
    second_factor_remove,
    second_factor_reset,
    step_up,
)
from .sign_in import (
    password_change,
    session_end,
    sign_in,
    sign_in_complete,
    sign_out,
    sign_out_everywhere,
    wrong_entity_note,
)
from .tokens import Issued, tokens_issue, tokens_refresh

__all__ = [
    "Enrolment",
    "Issued",
    "account_create",
    "account_disable",
    "account_unlock",
    "enrolment_begin",
    "enrolment_confirm",
    "password_change",
    "province_role_assign",
    "province_role_define",
    "province_roles_seed",
    "recovery_codes_renew",
    "second_factor_remove",
    "second_factor_reset",
    "session_end",
    "sign_in",
    "sign_in_complete",
    "sign_out",
    "sign_out_everywhere",
    "step_up",
    "tokens_issue",
    "tokens_refresh",
    "wrong_entity_note",
]
