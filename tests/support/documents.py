"""API documents as the tests read them."""

from typing import Any

import yaml

# The parser in C, where the package was built with it: a document has a megabyte.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parsed(text: str | bytes) -> Any:
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - either is a safe loader
