"""Every kind of notice that the product writes: its name and its words, declared once by the app that tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

CODE = re.compile(r"[a-z]+\.[a-z_]+\Z")


class NoticeError(RuntimeError):
    """A kind that nobody declared, or parameters that do not fill its words."""


@dataclass(frozen=True)
class NoticeKind:
    """What is told, in both languages: the name of the kind, and the sentence with `{parameters}`."""

    code: str
    name_zh: str
    name_en: str
    zh: str
    en: str
    urgent: bool = False
    """Somebody has to act on it: shown with a warning."""

    def words(self, params: Mapping[str, str]) -> tuple[str, str]:
        """The sentence in Chinese and in English. Raises NoticeError when a parameter is missing."""
        try:
            return self.zh.format(**params), self.en.format(**params)
        except (KeyError, IndexError) as missing:
            raise NoticeError(f"{self.code}: the parameter {missing} is missing") from missing


KINDS: dict[str, NoticeKind] = {}


def declare_notice(code: str, *, name_zh: str, name_en: str, zh: str, en: str, urgent: bool = False) -> str:
    """Declare a kind of notice of one's own app, `app.what_happened`; returns the code to notify by."""
    if not CODE.match(code):
        raise NoticeError(f"not the code of a notice: {code!r}")
    kind = NoticeKind(code, name_zh, name_en, zh, en, urgent)
    if KINDS.setdefault(code, kind) != kind:
        raise NoticeError(f"the notice {code} is declared twice")
    return code
