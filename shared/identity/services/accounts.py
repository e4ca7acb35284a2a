"""Writes of accounts by those who administer them.

Persons reach all but `account_unlock` and `first_password_issue` through a checked change (`..changes`);
the seed, the demo and onboarding call them as the system.
"""

import re
import secrets
import string

from django.db import transaction

from backend.platform import clock, crypto, jobs
from backend.platform.constraints import refusing
from backend.platform.errors import FieldErrors
from backend.platform.identity_number import IdentityNumberError, parse
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import current_entity

from .. import errors, lockout, passwords
from ..models import Account, AuthenticationEvent, Session
from ..selectors import account_of_entity
from ..types import administrator_appoint, person_attach

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}\Z")
FIRST_PASSWORD_LENGTH = 16
AMBIGUOUS = "0O1lI"
"""Left out of a password that one person reads to another."""


def person_hash(id_no: str) -> bytes:
    """How the system remembers a natural person. Raises `identity.id_no_invalid` (422) at `id_no`."""
    try:
        number = parse(id_no, on=clock.now().date())
    except IdentityNumberError as fault:
        raise FieldErrors([errors.ID_NO_INVALID.at(field="id_no")]) from fault
    return crypto.province_hash("id_no", number.text)


@transaction.atomic
def account_create(
    *,
    actor: Actor,
    entity_code: str,
    username: str,
    name: str,
    password: str,
    must_change: bool = True,
    id_no: str | None = None,
) -> Account:
    """A new account. Its first password is known to whoever made it, so it must be changed at once.

    Of the identity number only a hash is kept. Raises the faults of the password at the field `password`.
    """
    found = passwords.faults(password, Account(username=username), field="password")
    if found:
        raise FieldErrors(found)
    account = Account.objects.create_account(
        entity_code=entity_code,
        username=username,
        name=name,
        password=password,
        must_change=must_change,
        person_hash=person_hash(id_no) if id_no else None,
    )
    audit.record(actor, "identity.account_create", account, object_no=f"{entity_code}/{username}")
    return account


@transaction.atomic
def account_open(
    *,
    actor: Actor,
    entity_code: str,
    username: str,
    name: str,
    person: bytes | None = None,
    holder_id: int | None = None,
    appointed_role: str = "",
) -> Account:
    """A new account that nobody can sign in to until its first password is issued.

    `person` is `person_hash` of the identity number. `holder_id` is the person of the bank who gets it;
    with `appointed_role` the bank itself makes person and post, in a task of its own. Raises
    `identity.username_taken` (409).
    """
    account = Account(
        entity_code=entity_code,
        username=username,
        name=name,
        person_hash=person,
        must_change_password=True,
        first_password_due=True,
        appointed_role=appointed_role,
    )
    account.set_unusable_password()
    with refusing(account_once_per_entity=lambda: errors.USERNAME_TAKEN.at(field="username")):
        account.save()
    if holder_id is not None:
        person_attach(actor=actor, person_id=holder_id, account_id=account.pk)
    if appointed_role:
        from ..tasks import appointment_task

        jobs.ring(appointment_task, entity=entity_code)
    audit.record(
        actor,
        "identity.account_create",
        account,
        object_no=f"{entity_code}/{username}",
        comment=appointed_role,
    )
    return account


@transaction.atomic
def appointments_carry_out() -> int:
    """Give the administrators whom the province appointed at this bank a person and a post here.

    Runs in the bank, rung after the province's commit and by the sweep; what was done before is not done
    again. Returns how many were waiting.
    """
    if not current_entity().is_bank:
        return 0
    here = current_entity().code
    waiting = Account.objects.select_for_update(skip_locked=True).filter(entity_code=here, appointed_at=None)
    accounts = list(waiting.exclude(appointed_role="").order_by("id"))
    for account in accounts:
        administrator_appoint(
            account_id=account.pk,
            name=account.name,
            number=account.username,
            role_code=account.appointed_role,
        )
        account.appointed_at = clock.now()
        account.save(update_fields=["appointed_at"])
    return len(accounts)


@transaction.atomic
def account_unlock(*, actor: Actor, pk: int) -> Account:
    """Let an account in sight sign in again before its lock runs out."""
    account = account_of_entity(pk)
    lockout.unlock(entity_code=account.entity_code, username=account.username)
    AuthenticationEvent.objects.create(
        kind=AuthenticationEvent.Kind.UNLOCKED,
        entity_code=account.entity_code,
        username=account.username,
        account_id=account.pk,
        ip=actor.ip,
    )
    audit.record(actor, "identity.account_unlock", account, object_no=account.username)
    return account_of_entity(pk)


@transaction.atomic
def account_disable(*, actor: Actor, account: Account) -> None:
    """Disable the account and end its sessions at once; does nothing to one that is disabled already."""
    account = _locked(account.pk)
    if not account.is_active:
        return
    _change(account, is_active=False)
    Session.objects.filter(account_id=account.pk).delete()
    audit.record(actor, "identity.account_disable", account, object_no=account.username)


@transaction.atomic
def account_enable(*, actor: Actor, account: Account) -> None:
    """Let a disabled account sign in again, with the password that it had."""
    account = _locked(account.pk)
    if account.is_active:
        return
    _change(account, is_active=True)
    audit.record(actor, "identity.account_enable", account, object_no=account.username)


@transaction.atomic
def account_reset(*, actor: Actor, account: Account) -> None:
    """Take the account's password away, end its sessions and let a first password be issued."""
    account = _locked(account.pk)
    passwords.remember(account, at=clock.now())
    account.set_unusable_password()
    _change(account, must_change_password=True, first_password_due=True)
    Session.objects.filter(account_id=account.pk).delete()
    lockout.unlock(entity_code=account.entity_code, username=account.username)
    audit.record(actor, "identity.account_reset", account, object_no=account.username)


@transaction.atomic
def first_password_issue(*, actor: Actor, pk: int) -> tuple[Account, str]:
    """Make the first password of an account that was opened or reset, and tell it this once.

    It is stored as a hash only and stands in no log. Raises `identity.no_first_password` (409) when none
    is due. Losing the answer means another reset.
    """
    account = _locked(account_of_entity(pk).pk)
    if not account.first_password_due:
        raise errors.NO_FIRST_PASSWORD.at()
    password = _random_password(account)
    account.set_password(password)
    _change(account, must_change_password=True, first_password_due=False)
    audit.record(actor, "identity.first_password_issue", account, object_no=account.username)
    return account, password


def _random_password(account: Account) -> str:
    letters = "".join(c for c in string.ascii_letters + string.digits if c not in AMBIGUOUS)
    while True:
        password = "".join(secrets.choice(letters) for _ in range(FIRST_PASSWORD_LENGTH))
        if not passwords.faults(password, Account(username=account.username), field="password"):
            return password


def _locked(pk: int) -> Account:
    return Account.objects.select_for_update().get(pk=pk)


def _change(account: Account, **values: bool) -> None:
    for name, value in values.items():
        setattr(account, name, value)
    account.version += 1
    account.save(update_fields=[*values, "password", "version"])
