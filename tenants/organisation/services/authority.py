"""Writes of delegated authority. Persons reach them through checked changes (`..changes`)."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from backend.platform import clock, ports
from backend.platform.errors import DomainError, FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import audit

from .. import errors
from ..models import Authority, Staff
from ..selectors import authority_counts, business_date


def _text(authority: Authority) -> str:
    scope = " ".join(filter(None, (authority.product_code, authority.guarantee_mode))) or "不限产品"
    return f"{scope} {authority.max_amount} {authority.valid_from}~{authority.valid_to or ''}"


@transaction.atomic
def authority_grant(
    *,
    actor: Actor,
    staff: Staff,
    max_amount: Decimal,
    on: date,
    product_code: str = "",
    guarantee_mode: str = "",
    until: date | None = None,
    levels: int = 1,
) -> Authority:
    """Delegate authority to approve up to `max_amount` yuan, which may be passed on `levels` times."""
    if until is not None and until < on:
        raise FieldErrors([errors.ENDS_BEFORE_START.at(field="valid_to")])
    authority = Authority.objects.create(
        staff=staff,
        max_amount=max_amount,
        product_code=product_code,
        guarantee_mode=guarantee_mode,
        valid_from=on,
        valid_to=until,
        levels=levels,
    )
    audit.record(
        actor, "organisation.authority_grant", staff, object_no=staff.staff_no, comment=_text(authority)
    )
    return authority


@transaction.atomic
def authority_revoke(*, actor: Actor, authority: Authority) -> None:
    """Take authority away at once, and with it all that was passed on from it."""
    authority = Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    if authority.revoked_at is not None:
        raise errors.AUTHORITY_REVOKED.at()
    authority.revoked_at = clock.now()
    authority.save(update_fields=["revoked_at"])
    staff = authority.staff
    audit.record(
        actor, "organisation.authority_revoke", staff, object_no=staff.staff_no, comment=_text(authority)
    )


def delegation_faults(
    *,
    source: Authority,
    staff: Staff,
    max_amount: Decimal,
    on: date,
    product_code: str,
    guarantee_mode: str,
    until: date | None,
) -> list[DomainError]:
    """Why this part of the authority may not be passed on to the person, each at its field."""
    faults = []
    holders = {link.staff.account_id for link in source.chain() if link.staff.account_id}
    same = {link.staff_id for link in source.chain()}
    persons = ports.accounts_of_same_persons(holders)
    if staff.pk in same or (staff.account_id is not None and staff.account_id in persons):
        faults.append(errors.DELEGATION_RETURNS.at(field="staff_id"))
    if max_amount > source.max_amount:
        faults.append(errors.DELEGATION_ABOVE_AMOUNT.at(field="max_amount", limit=source.max_amount))
    if source.product_code and product_code != source.product_code:
        faults.append(errors.DELEGATION_WIDER.at(field="product_code"))
    if source.guarantee_mode and guarantee_mode != source.guarantee_mode:
        faults.append(errors.DELEGATION_WIDER.at(field="guarantee_mode"))
    term = {"valid_from": source.valid_from, "valid_to": source.valid_to or "长期"}
    if on < source.valid_from:
        faults.append(errors.DELEGATION_LONGER.at(field="valid_from", **term))
    if until is not None and until < on:
        faults.append(errors.ENDS_BEFORE_START.at(field="valid_to"))
    elif source.valid_to is not None and (until is None or until > source.valid_to):
        faults.append(errors.DELEGATION_LONGER.at(field="valid_to", **term))
    return faults


@transaction.atomic
def authority_delegate(
    *,
    actor: Actor,
    source: Authority,
    staff: Staff,
    max_amount: Decimal,
    on: date,
    product_code: str = "",
    guarantee_mode: str = "",
    until: date | None = None,
) -> Authority:
    """Pass on part of an authority: never more, wider or longer, never back to whoever had it.

    Under a lock of the source, so that it is not revoked meanwhile. Raises `organisation.delegation_depth`
    and `organisation.authority_revoked` (409), and the faults of `delegation_faults` at their fields.
    """
    source = Authority.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not authority_counts(source.pk, on=business_date()):
        raise errors.AUTHORITY_REVOKED.at()
    if source.levels < 1:
        raise errors.DELEGATION_DEPTH.at()
    faults = delegation_faults(
        source=source,
        staff=staff,
        max_amount=max_amount,
        on=on,
        product_code=product_code,
        guarantee_mode=guarantee_mode,
        until=until,
    )
    if faults:
        raise FieldErrors(faults)
    authority = Authority.objects.create(
        staff=staff,
        source=source,
        product_code=product_code,
        guarantee_mode=guarantee_mode,
        max_amount=max_amount,
        levels=source.levels - 1,
        valid_from=on,
        valid_to=until,
    )
    audit.record(
        actor,
        "organisation.authority_delegate",
        staff,
        object_no=staff.staff_no,
        comment=f"{source.staff.name} 转授 {_text(authority)}",
    )
    return authority
