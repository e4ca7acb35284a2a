"""Mobile numbers of mainland China."""

import re
import unicodedata

MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
SEPARATORS = re.compile(r"[\s\-]")


def normalised(text: str) -> str | None:
    """The eleven digits of a mobile number, without +86, spaces and hyphens; None when it is none."""
    number = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    return number if MOBILE.match(number) else None
