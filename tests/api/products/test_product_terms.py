"""What other apps ask of a product."""

from decimal import Decimal
from typing import Any

import pytest

from backend.kernel.loanmath import DayCount, Method
from backend.platform.errors import DomainError, FieldErrors
from shared.catalog import types as catalog
from tenants.products import selectors, services
from tenants.products.types import DAY_COUNTS
from tests.factories.products import make_product


def test_terms_tell_what_an_edition_allows():
    product = make_product(interest_day=21, period_months=3)
    terms = selectors.product_terms(product.pk)
    assert (terms.code, terms.version, terms.parent_code) == (product.code, 1, product.parent_code)
    assert terms.methods == ("EQUAL_INSTALMENT", "INTEREST_ONLY", "BULLET")
    assert terms.day_counts == {"EQUAL_INSTALMENT": "30/360", "INTEREST_ONLY": "ACT/360", "BULLET": "30/360"}
    assert (terms.interest_day, terms.period_months, terms.customer_kinds) == (21, 3, ("PERSON", "FARMER"))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {
            "amount": Decimal("5000.00"),
            "term_months": 6,
            "bp": 0,
            "method": "BULLET",
            "guarantee_mode": "CREDIT",
        },
        {"amount": Decimal("200000.00"), "term_months": 36, "bp": 300},
    ],
)
def test_a_request_within_the_product_passes(asked: dict[str, Any]):
    services.terms_check(selectors.product_terms(make_product().pk), **asked)


def test_everything_outside_the_product_is_told_at_once():
    terms = selectors.product_terms(make_product().pk)
    with pytest.raises(FieldErrors) as refused:
        services.terms_check(
            terms,
            amount=Decimal("200000.01"),
            term_months=5,
            bp=301,
            method="EQUAL_PRINCIPAL",
            guarantee_mode="PLEDGE",
        )
    assert {error.field: error.code for error in refused.value.errors} == {
        "amount": "products.outside_terms",
        "term_months": "products.outside_terms",
        "bp": "products.outside_terms",
        "method": "products.not_offered",
        "guarantee_mode": "products.not_offered",
    }
    assert refused.value.errors[0].params == {"low": Decimal("5000.00"), "high": Decimal("200000.00")}


def test_an_unknown_product_is_refused():
    with pytest.raises(DomainError) as refused:
        selectors.product_terms(987654321)
    assert refused.value.code == "products.unknown"


def test_the_kernel_can_compute_whatever_a_product_offers():
    assert set(catalog.Method.values) <= {method.value for method in Method}
    assert set(DAY_COUNTS) == set(catalog.Method.values)
    assert {count for counts in DAY_COUNTS.values() for count in counts} <= {
        count.value for count in DayCount
    }
