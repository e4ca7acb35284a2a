"""Every field that tells of a person has a tier; what is C2 is encrypted or excused by name, and shown masked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from auditlog.registry import auditlog
from django.apps import apps
from django.db import models
from rest_framework import serializers

from backend.config import urls_bank, urls_province
from backend.platform.api.operations import Operation
from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classification_of, classified, mask_name, masked
from tenants.customers.models import Customer
from tests.contracts.guards import METHODS, views_of

SENSITIVE = re.compile(
    r"(^|_)(id_no|id_number|phone|mobile|address|account_no|card_no|password|secret|token|income|debt|birth_on)$"
)
# Kept in clear although C2, and why; C3 is stored as a hash that cannot be turned back, or encrypted.
IN_CLEAR = {
    "customers.Customer.name": "lists are searched by parts of a name; each reader's scope limits whom he sees",
    "customers.Customer.birth_on": "ages are counted in the database; without the number it names nobody",
    "customers.Customer.monthly_income": "figures are compared and summed in the database",
    "customers.Household.name": "as the names of persons",
    "customers.Household.yearly_income": "figures are compared and summed in the database",
    "customers.Household.yearly_cost": "figures are compared and summed in the database",
    "applications.LoanApplication.monthly_income": "figures are compared and summed in the database",
    "applications.LoanApplication.monthly_debt": "figures are compared and summed in the database",
    "approvals.ProcessInstance.customer_name": "as the names of persons",
    "approvals.Task.customer_name": "as the names of persons",
}
UNCLASSIFIED = {"identity.Account.password": "Django's own field; an argon2 hash"}
# The only answers that hold values in clear, and why they may.
REVEALING = {
    "DraftDetail": "a person gets back what he typed himself, on the same account",
    "RevealedValues": "each reading has a purpose and a reason, is counted and logged",
    "EnrolmentSerializer": "a person gets the secret of his own second factor, once, when it is made",
    "FirstPasswordSerializer": "whoever opens an account hands its first password over, once",
}


def fields() -> Iterator[tuple[str, models.Field]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            yield f"{model._meta.label}.{field.name}", field


def of_tier(tier: Tier) -> dict[str, models.Field]:
    return {label: field for label, field in fields() if classification_of(field).tier is tier}


def unclassified(found: Iterator[tuple[str, models.Field]]) -> list[str]:
    return [
        label
        for label, field in found
        if (SENSITIVE.search(field.name) or isinstance(field, EncryptedText))
        and classification_of(field).tier is Tier.C1
        and not isinstance(field, models.BooleanField)
        and label not in UNCLASSIFIED
    ]


def outputs() -> Iterator[tuple[Operation, type[serializers.BaseSerializer]]]:
    for face in (urls_bank, urls_province):
        for _, view in views_of(face.urlpatterns):
            for method in METHODS:
                operation = getattr(getattr(view, method, None), "operation", None)
                if operation is not None and operation.output is not None:
                    yield operation, operation.output


def clear_in(serializer: Any, names: set[str]) -> list[str]:
    """The fields of a serializer, and of those inside it, that hand out a sensitive column as it is."""
    found = []
    for name, field in serializer.fields.items():
        inner = getattr(field, "child", field)
        if isinstance(inner, serializers.Serializer):
            found += clear_in(inner, names)
        elif not field.write_only and field.source.rsplit(".", 1)[-1] in names:
            found.append(f"{type(serializer).__name__}.{name}")
    return found


def test_every_field_with_a_telling_name_has_a_tier():
    assert unclassified(fields()) == []
    assert set(UNCLASSIFIED) <= {label for label, _ in fields()}


def test_a_new_field_without_a_tier_is_found():
    field = models.CharField(max_length=20)
    field.name = "guarantor_phone"
    assert unclassified(iter([("x.Guarantor.guarantor_phone", field)])) == ["x.Guarantor.guarantor_phone"]
    classified(field, Tier.C2, mask_name)
    assert unclassified(iter([("x.Guarantor.guarantor_phone", field)])) == []


def test_what_is_c2_is_encrypted_or_excused_with_a_reason():
    clear = {label for label, field in of_tier(Tier.C2).items() if not isinstance(field, EncryptedText)}
    assert clear == set(IN_CLEAR)


def test_what_is_c2_says_how_it_is_masked():
    assert [label for label, field in of_tier(Tier.C2).items() if classification_of(field).mask is None] == []


def test_a_value_is_masked_as_its_field_says():
    row = Customer(
        name="欧阳春雨", id_no="11010519491231002X", phone="13885012345", address="花溪区青岩镇1组"
    )
    assert [masked(row, name) for name in ("name", "id_no", "phone", "address")] == [
        "欧***",
        "110105********002X",
        "138****2345",
        "花溪区青岩镇****",
    ]
    with pytest.raises(ValueError, match="no mask"):
        masked(row, "customer_no")


def test_no_answer_hands_out_an_encrypted_value_but_a_revealing_one():
    secret = {**of_tier(Tier.C2), **of_tier(Tier.C3)}
    names = {field.name for field in secret.values() if isinstance(field, EncryptedText)} | {"password"}
    revealing = [(operation, clear_in(output(), names)) for operation, output in outputs()]
    assert {clear.split(".")[0] for _, found in revealing for clear in found} == set(REVEALING)
    kept = [operation.summary for operation, found in revealing if found and operation.idempotent]
    assert kept == [], "an idempotent command keeps its answer, and with it the value in clear"


def test_field_changes_leave_out_what_is_encrypted():
    for model in auditlog.get_models():
        kept = set(auditlog.get_model_fields(model)["exclude_fields"])
        secret = {f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedText)}
        assert secret <= kept, model


def test_rows_with_encrypted_values_may_be_sealed_anew():
    """The application may not update an append-only table, so a key could never be retired."""
    for label, field in fields():
        if isinstance(field, EncryptedText):
            assert not getattr(field.model, "append_only", False), label
            assert any(f.name == "row_uuid" for f in field.model._meta.concrete_fields), label
