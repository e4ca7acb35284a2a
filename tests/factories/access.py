"""People, accounts and proposals of roles, posts and authority."""

from typing import Any

from backend.platform.permissions import Actor
from shared.identity import services as identity
from shared.identity.models import Account
from tenants.organisation import services as organisation
from tenants.organisation.models import Branch, Staff

ID_NO = "52010219900307332X"


def make_staff(entity: str, *, staff_no: str = "b0019001", name: str = "谢文") -> Staff:
    """A person of the branch 城关 who has no account yet."""
    return organisation.staff_register(
        actor=Actor.system(entity),
        staff_no=staff_no,
        name=name,
        branch=Branch.objects.get(code=f"{entity}01"),
        account_id=None,
    )


def make_account(entity: str, username: str, *, disabled: bool = False) -> Account:
    """An account whose first password is still to be issued, or one that was disabled."""
    actor = Actor.system(entity)
    account = identity.account_open(actor=actor, entity_code=entity, username=username, name="黎明")
    if disabled:
        identity.account_disable(actor=actor, account=account)
    return account


def accounts_asked_for(entity: str, of: Account) -> tuple[dict[str, Any], dict[str, Any]]:
    """(ids, bodies) of the requests about accounts, by the names of their rows."""
    verb = "POST accounts/<int:pk>/{}".format
    ids = {
        "accounts": of.pk,
        verb("enable"): make_account(entity, "liming", disabled=True).pk,
        verb("first-password"): make_account(entity, "lixin").pk,
    }
    comment = {"comment": "人员变动"}
    return ids, {verb(name): comment for name in ("disable", "enable", "reset")}
