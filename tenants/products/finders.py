"""How a bank's products are found: by code and name."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor

from . import permissions
from .models import LevelTwoProduct


def _products(actor: Actor) -> QuerySet[LevelTwoProduct]:
    return LevelTwoProduct.objects.all()


def _meant(words: Words) -> Q | None:
    if words.identity or words.mobile:
        return None
    return Q(code__istartswith=words.text) | Q(name__icontains=words.text)


def _product(row: LevelTwoProduct) -> Found:
    return Found(row.pk, row.code, row.name, (row.parent_name, f"V{row.edition}"), row.status)


declare_finder(
    Finder(
        kind="products.product",
        name_zh="产品",
        name_en="Products",
        action=permissions.VIEW,
        path="/products/{id}",
        rank=80,
        rows=_products,
        match=_meant,
        shown=_product,
    )
)
