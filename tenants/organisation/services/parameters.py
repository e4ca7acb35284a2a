"""Writes of the bank's own parameters and dictionary entries: checked when proposed, and again when they hold."""

from datetime import date

from django.db import transaction

from backend.platform.parameters import LOCKED
from backend.platform.permissions import Actor
from backend.platform.records import audit
from shared.reference import selectors as reference
from shared.reference import services as reference_services

from ..models import BankDictionaryEntry, BankParameter
from ..selectors import business_date, parameter_explained


def bank_parameter_check(*, code: str, value: str | None, valid_from: date) -> None:
    """Raise what forbids this value from that date.

    404 for the code, `parameters.locked` (409), and at the field `parameters.in_the_past`,
    `parameters.not_of_kind`, `parameters.not_a_choice`, `parameters.out_of_bounds` (422).
    """
    parameter = reference.parameter_declared(code)
    reference_services.begins_from(valid_from, business_date())
    then = parameter_explained(code, on=valid_from)
    if not then.bank_may_change:
        raise LOCKED.at()
    if value is not None:
        parameter.checked(value, minimum=then.minimum, maximum=then.maximum, at="value")


@transaction.atomic
def bank_parameter_set(
    *,
    actor: Actor,
    code: str,
    value: str | None,
    valid_from: date,
    proposed_by: str = "",
    comment: str = "",
) -> BankParameter:
    """Let the bank's value hold from that date (None: the province's again); `actor` checked it.

    Raises as `bank_parameter_check`.
    """
    bank_parameter_check(code=code, value=value, valid_from=valid_from)
    row = BankParameter(code=code, value=value, valid_from=valid_from)
    reference_services.dated_value_save(row, actor=actor, proposed_by=proposed_by, comment=comment)
    audit.record(
        actor,
        "organisation.parameter_set",
        row,
        changes={"value": [None, value], "valid_from": [None, valid_from]},
        comment=comment,
    )
    return row


def bank_entry_add_check(*, dictionary: str, code: str, valid_from: date) -> None:
    """Raise what forbids a new entry of this bank: `dictionaries.*`, `parameters.in_the_past`."""
    exists = BankDictionaryEntry.objects.filter(dictionary=dictionary, code=code).exists()
    reference_services.entry_add_check(
        dictionary=dictionary,
        code=code,
        valid_from=valid_from,
        today=business_date(),
        by_bank=True,
        exists=exists,
    )


@transaction.atomic
def bank_entry_add(
    *,
    actor: Actor,
    dictionary: str,
    code: str,
    zh: str,
    en: str,
    position: int,
    valid_from: date,
    proposed_by: str = "",
) -> BankDictionaryEntry:
    """Add an entry of this bank's own; `actor` is the one who checked it."""
    bank_entry_add_check(dictionary=dictionary, code=code, valid_from=valid_from)
    row = BankDictionaryEntry(
        dictionary=dictionary, code=code, zh=zh, en=en, position=position, valid_from=valid_from
    )
    reference_services.entry_save(row, actor=actor, proposed_by=proposed_by)
    return row


def bank_entry_end_check(*, dictionary: str, code: str, ended_on: date) -> None:
    """Raise what forbids ending the entry: 404 for one that is not this bank's own."""
    row = BankDictionaryEntry.objects.filter(dictionary=dictionary, code=code).first()
    reference_services.entry_end_check(row, ended_on, business_date())


@transaction.atomic
def bank_entry_end(
    *, actor: Actor, dictionary: str, code: str, ended_on: date, proposed_by: str = ""
) -> BankDictionaryEntry:
    """Let nobody choose this bank's entry from that day on."""
    row = reference_services.entry_locked(BankDictionaryEntry, dictionary, code)
    reference_services.entry_end(
        row, actor=actor, ended_on=ended_on, today=business_date(), proposed_by=proposed_by
    )
    return row
