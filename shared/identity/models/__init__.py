from .accounts import Account, AccountManager, PasswordHistory
from .factors import RecoveryCode, SecondFactor
from .roles import ProvinceRole, ProvinceRoleHolding
from .sign_in import AuthenticationEvent, Session, SignInFailures

__all__ = [
    "Account",
    "AccountManager",
    "AuthenticationEvent",
    "PasswordHistory",
    "ProvinceRole",
    "ProvinceRoleHolding",
    "RecoveryCode",
    "SecondFactor",
    "Session",
    "SignInFailures",
]
