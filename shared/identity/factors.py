"""The second factor: time-based codes (RFC 6238, by pyotp) and recovery codes. Each counts once."""

import hashlib
import re
import secrets
from enum import StrEnum
from typing import Any

import pyotp
import segno
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import constant_time_compare

from backend.platform import clock

from .models import Account, RecoveryCode, SecondFactor

DRIFT = (-1, 0, 1)
"""The half minutes beside the present one whose code is taken too: clocks differ."""
RECOVERY_CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0 and 1, which paper confuses."""
GROUPS, GROUP = 4, 4
"""80 bits a recovery code: enough for a plain hash, which nobody can search through."""


class Proof(StrEnum):
    """By what a second factor was proven."""

    CODE = "CODE"
    RECOVERY_CODE = "RECOVERY_CODE"


def digest(secret: str) -> str:
    """The stored form of a random secret; secrets of people are hashed slowly, elsewhere."""
    return hashlib.sha256(secret.encode()).hexdigest()


def told_with(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """The accounts with `has_second_factor` read in the same query."""
    mine = SecondFactor.objects.filter(account=OuterRef("pk"), confirmed_at__isnull=False)
    told = {"has_second_factor": Exists(mine)}  # the type checker would take it for a second attribute
    return accounts.annotate(**told)


def in_force(account: Account) -> SecondFactor | None:
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


def uri(secret: str, *, username: str, issuer: str) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def qr_code(text: str) -> str:
    """The text as a QR code, an SVG in a data URI; made here, so that the secret goes to nobody else."""
    return segno.make(text, error="m").svg_data_uri(scale=4, border=2)


def step_of(secret: str, code: str) -> int | None:
    """The half minute that the code belongs to, among the present one and its neighbours."""
    totp: Any = pyotp.TOTP(secret)
    present = totp.timecode(clock.now())
    steps = (present + drift for drift in DRIFT)
    return next((s for s in steps if constant_time_compare(totp.generate_otp(s), code)), None)


def step_take(factor: SecondFactor, step: int) -> bool:
    """Spend the half minute and those before it; False when it was spent already.

    One conditional statement, so of two requests with the same code one finds nothing to change.
    """
    mine = SecondFactor.objects.filter(pk=factor.pk).filter(Q(last_step=None) | Q(last_step__lt=step))
    return mine.update(last_step=step) == 1


def code_take(account: Account, given: str) -> bool:
    """Whether this is a code of the account's app that was not used before; it is from now on."""
    factor, code = in_force(account), re.sub(r"\s", "", given)
    if factor is None or not re.fullmatch(r"[0-9]{6}", code):
        return False
    step = step_of(factor.secret, code)
    return step is not None and step_take(factor, step)


def recovery_code_take(account: Account, given: str) -> bool:
    """Whether this is a recovery code of the account that was not used before; it is from now on."""
    plain = re.sub(r"[\s-]", "", given).upper()
    unused = RecoveryCode.objects.filter(account=account, code_hash=digest(plain), used_at=None)
    return unused.update(used_at=clock.now()) == 1


def take(account: Account, given: str) -> Proof | None:
    """Take a code of either kind; their shapes cannot be confused."""
    if code_take(account, given):
        return Proof.CODE
    return Proof.RECOVERY_CODE if recovery_code_take(account, given) else None


def recovery_codes_renew(account: Account) -> list[str]:
    """Ten new recovery codes in place of the old ones. Only their hashes are kept: show them now."""
    RecoveryCode.objects.filter(account=account).delete()
    groups = [
        ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)]
        for _ in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, code_hash=digest("".join(parts))) for parts in groups
    )
    return ["-".join(parts) for parts in groups]


def forget(account: Account) -> None:
    """Take the second factor off the account, with everything that belongs to it."""
    SecondFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    account.__dict__.pop("has_second_factor", None)
