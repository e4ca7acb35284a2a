"""What a password must be. Django's validators and two of ours, named in AUTH_PASSWORD_VALIDATORS."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from backend.platform.errors import DomainError, ErrorKind

from . import errors
from .models import Account, PasswordHistory

SHORTEST_NAME = 3
"""A shorter user name stands in too many words to be refused inside a password."""
CLASSES_WANTED = 3

KINDS: dict[str, ErrorKind] = {
    "password_too_short": errors.PASSWORD_TOO_SHORT,
    "password_too_common": errors.PASSWORD_TOO_COMMON,
    "password_entirely_numeric": errors.PASSWORD_NUMERIC,
    "password_has_username": errors.PASSWORD_HAS_USERNAME,
    "password_few_classes": errors.PASSWORD_FEW_CLASSES,
}
"""The validators' codes in our words."""


class UserNameValidator:
    """Refuses a password that holds the user name, in whatever case."""

    def validate(self, password: str, user: Any = None) -> None:
        name = getattr(user, "username", "").casefold()
        if len(name) >= SHORTEST_NAME and name in password.casefold():
            raise ValidationError("the user name", code="password_has_username")

    def get_help_text(self) -> str:
        return errors.PASSWORD_HAS_USERNAME.zh


class CharacterClassValidator:
    """Wants three of: capital letters, small letters, digits, anything else."""

    def validate(self, password: str, user: Any = None) -> None:
        others = any(not (c.isupper() or c.islower() or c.isdigit()) for c in password)
        tests = (str.isupper, str.islower, str.isdigit)
        classes = sum(any(test(c) for c in password) for test in tests) + others
        if classes < CLASSES_WANTED:
            raise ValidationError("too few classes", code="password_few_classes")

    def get_help_text(self) -> str:
        return errors.PASSWORD_FEW_CLASSES.zh


def faults(password: str, account: Account, *, field: str) -> list[DomainError]:
    """Why the account may not take this password, each as an error at the field; empty when it may."""
    try:
        validate_password(password, account)
    except ValidationError as refused:
        return [KINDS[e.code or ""].at(field=field, **(e.params or {})) for e in refused.error_list]
    if account.pk and _is_remembered(password, account):
        return [errors.PASSWORD_REUSED.at(field=field, count=settings.PASSWORDS_REMEMBERED)]
    return []


def _is_remembered(password: str, account: Account) -> bool:
    """The password in force or one of the last before it. Slow: a hash each."""
    hashes = [account.password, *account.former_passwords.order_by("-id").values_list("password", flat=True)]
    return any(check_password(password, kept) for kept in hashes[: settings.PASSWORDS_REMEMBERED])


def remember(account: Account, *, at: Any) -> None:
    """Let the password in force join the history; the oldest is forgotten."""
    PasswordHistory.objects.create(account=account, password=account.password, replaced_at=at)
    former = PasswordHistory.objects.filter(account=account).order_by("-id")
    kept = list(former.values_list("pk", flat=True)[: settings.PASSWORDS_REMEMBERED - 1])
    PasswordHistory.objects.filter(account=account).exclude(pk__in=kept).delete()


def replace(account: Account, password: str, *, at: Any) -> None:
    """Give the account its new password; the old one joins the history."""
    remember(account, at=at)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
