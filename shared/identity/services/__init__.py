"""Writes of the authentication centre."""

from .accounts import (
    account_create,
    account_disable,
    account_enable,
    account_open,
    account_reset,
    account_unlock,
    appointments_carry_out,
    first_password_issue,
    person_hash,
)
from .roles import province_role_assign, province_role_define, province_role_end, province_roles_seed
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
    "account_enable",
    "account_open",
    "account_reset",
    "account_unlock",
    "appointments_carry_out",
    "enrolment_begin",
    "enrolment_confirm",
    "first_password_issue",
    "password_change",
    "person_hash",
    "province_role_assign",
    "province_role_define",
    "province_role_end",
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
