"""Writes of accounts by those who administer them."""

from django.db import transaction

from backend.platform.errors import FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import audit

from .. import lockout, passwords
from ..models import Account, AuthenticationEvent, Session
from ..selectors import account_of_entity


@transaction.atomic
def account_create(
    *, actor: Actor, entity_code: str, username: str, name: str, password: str, must_change: bool = True
) -> Account:
    """A new account. Its first password is known to whoever made it, so it must be changed at once.

    Raises the faults of the password at the field `password`.
    """
    found = passwords.faults(password, Account(username=username), field="password")
    if found:
        raise FieldErrors(found)
    account = Account.objects.create_account(
        entity_code=entity_code, username=username, name=name, password=password, must_change=must_change
    )
    audit.record(actor, "identity.account_create", account, object_no=f"{entity_code}/{username}")
    return account


@transaction.atomic
def account_unlock(*, actor: Actor, pk: int) -> Account:
    """Let an account of this entity sign in again before its lock runs out."""
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
    """Disable the account and end its sessions at once."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    Session.objects.filter(account_id=account.pk).delete()
    audit.record(actor, "identity.account_disable", account, object_no=account.username)
