"""Where the content of a file lies: a folder of the bank's own, then the hash."""

from pathlib import Path

from django.conf import settings

from backend.platform.tenancy import require_bank


def path_of(sha256: str) -> Path:
    """The place of the content inside the current bank's folder; no input but the hash names it."""
    return Path(settings.MEDIA_ROOT) / require_bank().code / sha256[:2] / sha256
