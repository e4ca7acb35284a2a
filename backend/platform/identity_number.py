"""The citizen's identity number (GB 11643): 17 digits and a check character, formerly 15 digits.

Pure functions. Digits 1-6 name the region, 7-14 the day of birth, 15-17 a sequence whose last digit is
odd for men; the last character makes the weighted sum of all eighteen congruent to 1 modulo 11.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
NEW_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
OLD_FORM = re.compile(r"[1-9][0-9]{14}\Z")
CENTURY_OF_OLD_FORM = "19"
EARLIEST_YEAR = 1900


class Fault(StrEnum):
    """Why a text is not an identity number."""

    FORM = "form"
    BIRTH = "birth"
    CHECK = "check"


class IdentityNumberError(ValueError):
    """The text is not an identity number; `fault` says what is wrong with it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class IdentityNumber:
    """A sound number in its eighteen-character form, and what it says of the person."""

    text: str
    birth_on: date
    is_male: bool


def normalised(text: str) -> str:
    """Full-width characters made half-width, spaces at the ends removed, a small x made capital."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def check_character(first_seventeen: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seventeen, strict=True))
    return CHECK_CHARACTERS[total % 11]


def parse(text: str, *, on: date) -> IdentityNumber:
    """Read an identity number as typed; one of fifteen digits becomes the number of eighteen.

    Raises IdentityNumberError when the form or the check character is wrong, or when the birthday does
    not exist, lies before 1900 or after the day `on`.
    """
    number = normalised(text)
    if OLD_FORM.match(number):
        seventeen = number[:6] + CENTURY_OF_OLD_FORM + number[6:]
        number = seventeen + check_character(seventeen)
    elif not NEW_FORM.match(number):
        raise IdentityNumberError(Fault.FORM)
    birth_on = _birthday(number[6:14])
    if birth_on is None or birth_on.year < EARLIEST_YEAR or birth_on > on:
        raise IdentityNumberError(Fault.BIRTH)
    if check_character(number[:17]) != number[17]:
        raise IdentityNumberError(Fault.CHECK)
    return IdentityNumber(text=number, birth_on=birth_on, is_male=int(number[16]) % 2 == 1)


def age(birth_on: date, on: date) -> int:
    """Completed years of life on the day; somebody born on 29 February turns a year older on 1 March."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def _birthday(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
