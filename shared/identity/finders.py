"""How accounts are found: by user name and name, at the bank and at the province."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor, Face

from . import permissions, selectors
from .models import Account


def _accounts(actor: Actor) -> QuerySet[Account]:
    return Account.objects.filter(selectors.accounts_in_sight())


def _meant(words: Words) -> Q | None:
    if words.identity or words.mobile:
        return None
    return Q(username__icontains=words.text) | Q(name__icontains=words.text)


def _account(row: Account) -> Found:
    return Found(
        row.pk,
        row.username,
        row.name,
        (row.entity_code,),
        "ENABLED" if row.is_active else "DISABLED",
        path=f"/accounts?q={row.username}",
    )


declare_finder(
    Finder(
        kind="identity.account",
        name_zh="用户",
        name_en="Accounts",
        action=permissions.VIEW,
        path="/accounts",
        rank=95,
        rows=_accounts,
        match=_meant,
        shown=_account,
        order=("username",),
        face=Face.BOTH,
    )
)
