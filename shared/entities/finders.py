"""How banks are found: by code, name and county."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor, Face

from . import permissions, selectors
from .models import LegalEntity


def _banks(actor: Actor) -> QuerySet[LegalEntity]:
    return selectors.entity_list()


def _meant(words: Words) -> Q | None:
    if words.identity or words.mobile:
        return None
    text = words.text
    return Q(code__iexact=text) | Q(name__icontains=text) | Q(county__icontains=text)


def _bank(row: LegalEntity) -> Found:
    return Found(row.code, row.code, row.name, (row.county,), row.status)


declare_finder(
    Finder(
        kind="entities.entity",
        name_zh="法人行社",
        name_en="Banks",
        action=permissions.VIEW,
        path="/entities/{id}",
        rank=10,
        rows=_banks,
        match=_meant,
        shown=_bank,
        key="code",
        order=("code",),
        face=Face.PROVINCE,
    )
)
