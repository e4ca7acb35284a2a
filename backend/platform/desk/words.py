"""What somebody typed into the search, read once: a number, a name, an identity or a telephone number."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q

from backend.platform import clock
from backend.platform.identity_number import IdentityNumberError, parse

MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})\Z")
NUMBER = re.compile(r"[A-Z]{0,4}[0-9]{1,17}\Z")
NAME = re.compile(r"(?!\d+\Z)[^%_\\]{2,}\Z")
IDENTITY_LENGTH = 18
PADDED = 8
"""Digits of a business number after its prefix and year: those of the row's own id."""


@dataclass(frozen=True)
class Words:
    """The typed text, normalised. At most one of `identity`, `mobile` and `number` is given."""

    text: str
    identity: str = ""
    """An identity number of eighteen characters whose check character is right."""
    mobile: str = ""
    number: str = ""
    """Letters and digits such as JJ202600000012, or digits alone."""
    name: str = ""
    """Two characters or more, not all of them digits."""
    _known: dict[str, Any] = field(default_factory=dict, compare=False)

    def numbered(self, column: str, prefix: str) -> Q | None:
        """The rows whose number begins so, or ends in these digits: `12` finds JJ202600000012."""
        if not self.number:
            return None
        if not self.number.isdigit():
            return Q(**{f"{column}__startswith": self.number}) if self.number.startswith(prefix) else None
        if self.is_short_number:
            return Q(pk=int(self.number))
        return Q(**{f"{column}__startswith": prefix + self.number})

    @property
    def is_short_number(self) -> bool:
        """Digits alone, as many as an id has: the end of a business number."""
        return self.number.isdigit() and len(self.number) <= PADDED

    def named(self, column: str) -> Q | None:
        """The rows whose name begins or ends so; a longer text may also stand in the middle.

        Two characters inside a name have no trigram of their own, and no index would help to find them.
        """
        if not self.name:
            return None
        if len(self.name) > 2:
            return Q(**{f"{column}__icontains": self.name})
        return Q(**{f"{column}__istartswith": self.name}) | Q(**{f"{column}__iendswith": self.name})

    def once(self, name: str, ask: Callable[[], Any]) -> Any:
        """The answer to a question that several finders ask, asked once."""
        if name not in self._known:
            self._known[name] = ask()
        return self._known[name]


def read(typed: str) -> Words:
    """What the text may be; an empty Words finds nothing."""
    text = unicodedata.normalize("NFKC", typed).strip()
    bare = re.sub(r"[\s-]", "", text).upper()
    if len(bare) == IDENTITY_LENGTH:
        try:
            # the bank's date may be ahead of the wall clock by some nights: a birthday may not
            return Words(text, identity=parse(bare, on=clock.now().date() + timedelta(days=1)).text)
        except IdentityNumberError:
            return Words(text)
    if mobile := MOBILE.match(bare):
        return Words(text, mobile=mobile[1])
    if NUMBER.match(bare):
        return Words(text, number=bare)
    return Words(text, name=text) if NAME.match(text) else Words(text)
