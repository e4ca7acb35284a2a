"""Corrections of who a customer is: one person proposes name, identity number or telephone, another checks.

The checker may be neither the customer nor anybody of his household. Whether somebody of the staff is such a
person is known by the hash of the identity number that his account was opened with.
"""

import json
from typing import Any

from django.db import models, transaction

from backend.platform import clock
from backend.platform.crypto import keyed_digest
from backend.platform.edits import state_is
from backend.platform.masking import masked
from backend.platform.permissions import Actor, scoped
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange
from shared.identity import selectors as identity

from . import permissions, selectors, services
from .models import Customer, IdentityCorrection

KIND = "customers.identity_correct"
UNSEEN = "(隐去的数位有变)"
"""Beside a number of which only digits change that its mask hides."""


@transaction.atomic
def identity_correct_propose(
    *, actor: Actor, pk: int, reason: str, name: str = "", id_no: str = "", phone: str = ""
) -> PendingChange:
    """Propose another name, identity number or telephone of a customer in scope; what is left out stays.

    Raises 404 out of scope, `platform.wrong_state` (409) for a file that is closed or merged, FieldErrors for an
    impossible number, `customers.duplicate` (409) and what `changes.propose` raises.
    """
    row = selectors.customer_get(actor, pk, action=permissions.EDIT)
    state_is(row.status, services.CORRECTABLE)
    number, mobile = services.identity_checked(id_no or row.id_no, phone or row.phone)
    correction = IdentityCorrection.objects.create(
        customer_id=pk, full_name=name or row.name, id_no=number.text, phone=mobile, made_at=clock.now()
    )
    return changes.propose(
        actor=actor,
        kind=KIND,
        subject_id=pk,
        subject_no=row.customer_no,
        payload={"correction_id": correction.pk, "digest": _digest(correction)},
        title=f"更正客户身份信息 {row.customer_no}",
        comment=reason,
    )


def _digest(row: IdentityCorrection) -> str:
    return keyed_digest(KIND, json.dumps([row.customer_id, row.full_name, row.id_no, row.phone]))


def _wanted(payload: Payload, subject_id: int | None) -> IdentityCorrection:
    """The values that were proposed. Raises `changes.content_differs` (409) when they are no longer those."""
    row = IdentityCorrection.objects.get(pk=payload["correction_id"], customer_id=subject_id or 0)
    if _digest(row) != payload["digest"]:
        raise changes.CONTENT_DIFFERS.at()
    return row


def _describe(payload: Payload, subject_id: int | None) -> list[Line]:
    """The lines a checker reads: numbers masked, with birthday and sex, which stand on the customer's page."""
    row, wanted = Customer.objects.get(pk=subject_id or 0), _wanted(payload, subject_id)
    number = services.identity_read(wanted.id_no)
    other = selectors.customer_of_id_no(number.text)
    if other is not None and other.pk != row.pk:
        raise services.duplicate(number.text)
    gender = Customer.Gender(services.gender_of(number))
    lines = [
        line("name", "姓名", row.name, wanted.full_name),
        _masked_line("id_no", "身份证号", row, wanted),
        line("birth_on", "出生日期", row.birth_on, number.birth_on),
        line("gender", "性别", Customer.Gender(row.gender).label, gender.label),
        _masked_line("phone", "手机号", row, wanted),
    ]
    return changes.differing(lines)


def _masked_line(field: str, label: str, row: Customer, wanted: IdentityCorrection) -> Line:
    before, after = (masked(of, field) for of in (row, wanted))
    hidden = before == after and getattr(row, field) != getattr(wanted, field)
    return line(field, label, before, f"{after}{UNSEEN}" if hidden else after)


def _version(subject_id: int | None) -> int | None:
    rows = Customer.objects.select_for_update(of=("self",)).filter(pk=subject_id or 0)
    return rows.values_list("version", flat=True).first()


def _concerned(payload: Payload, subject_id: int | None) -> set[int]:
    """The accounts of the customer as he is and as he would be, and of everybody in his household."""
    household = Customer.objects.filter(pk=subject_id or 0).values("membership__household")
    people = Customer.objects.filter(models.Q(pk=subject_id) | models.Q(membership__household__in=household))
    numbers = {person.id_no for person in people.only("id_no", "row_uuid")}
    wanted = IdentityCorrection.objects.get(pk=payload["correction_id"])
    return identity.accounts_of_identity_numbers({*numbers, wanted.id_no})


def _within(actor: Actor) -> models.QuerySet[Any]:
    """The customers whose corrections exist for the actor: those whom he edits, and those whom he checks."""
    edited, checked = (
        scoped(Customer.objects.all(), actor, action, owner=selectors.OWNER)
        for action in (permissions.EDIT, permissions.CHECK)
    )
    return edited | checked


def _apply(actor: Actor, change: PendingChange) -> None:
    wanted = _wanted(change.payload, change.subject_id)
    services.customer_identity_correct(
        actor=actor, pk=wanted.customer_id, name=wanted.full_name, id_no=wanted.id_no, phone=wanted.phone
    )


def register() -> None:
    """Make the kind known; called once at start-up."""
    changes.register(
        ChangeKind(
            code=KIND,
            name="客户身份信息更正",
            make_action=permissions.EDIT,
            check_action=permissions.CHECK,
            apply=_apply,
            describe=_describe,
            current_version=_version,
            interested=_concerned,
            within=_within,
            subject_type="customers.customer",
        )
    )
