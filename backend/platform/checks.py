"""System checks of the installation: run them with `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections


@register(Tags.database)
def locale_finds_chinese(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Under the C locale trigram search does not see Chinese characters, and names are then scanned."""
    if "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT datcollate, datlocale, datlocprovider FROM pg_database WHERE datname = current_database()"
            if connections["default"].pg_version >= 170000  # type: ignore[attr-defined]
            else "SELECT datcollate, daticulocale, datlocprovider FROM pg_database"
            " WHERE datname = current_database()"
        )
        collate, locale, provider = cursor.fetchone()
    name = (locale if provider in ("b", "i") else collate) or ""
    if name in ("C", "POSIX"):
        return [
            Error(
                f"the database's locale {name!r} breaks the search in Chinese names:"
                " create it with --locale-provider=builtin --locale=C.UTF-8",
                id="platform.E002",
            )
        ]
    return []
