"""How the province's products are found: by code and name."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor, Face

from . import permissions
from .models import LevelOneProduct


def _products(actor: Actor) -> QuerySet[LevelOneProduct]:
    return LevelOneProduct.objects.all()


def _meant(words: Words) -> Q | None:
    if words.identity or words.mobile:
        return None
    return Q(code__istartswith=words.text) | Q(name__icontains=words.text)


def _product(row: LevelOneProduct) -> Found:
    return Found(row.pk, row.code, row.name, (f"V{row.edition}",), row.status)


declare_finder(
    Finder(
        kind="catalog.product",
        name_zh="一级产品",
        name_en="Level-1 products",
        action=permissions.VIEW,
        path="/level-one-products/{id}",
        rank=20,
        rows=_products,
        match=_meant,
        shown=_product,
        face=Face.PROVINCE,
    )
)
