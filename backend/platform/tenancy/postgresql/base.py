"""Postgres as django-tenants' base, with a schema editor that a distributed schema accepts.

A schema that is spread over a cluster refuses "ADD COLUMN ... CHECK/UNIQUE/REFERENCES" in one command,
so a column and each of its constraints are separate, named commands from the start.
"""

import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Model

TRUSTED_SECONDS = 1.0
"""So long after it was opened or asked a connection counts as alive."""


class OneChangeACommandEditor(DatabaseSchemaEditor):
    """Adds the column first, then its check, unique and foreign key constraints by name."""

    sql_create_column_inline_fk = None  # type: ignore[assignment]  # the foreign key becomes an ADD CONSTRAINT of its own

    def add_field(self, model: type[Model], field: Any) -> None:
        parameters = field.db_parameters(connection=self.connection)
        check = parameters["check"]
        unique = field._unique and not field.primary_key
        if not check and not unique:
            super().add_field(model, field)
            return

        def without_check(connection: Any) -> dict[str, Any]:
            return {**parameters, "check": None}

        field.db_parameters = without_check
        if unique:
            self._set_unique(field, False)
        try:
            super().add_field(model, field)
        finally:
            del field.db_parameters
            if unique:
                self._set_unique(field, True)
        table, column = model._meta.db_table, field.column
        editor: Any = self  # the stubs don't know the editor's own helpers
        if check:
            self.execute(
                self.sql_create_check
                % {
                    "table": self.quote_name(table),
                    "name": self.quote_name(editor._create_index_name(table, [column], suffix="_check")),
                    "check": check,
                }
            )
        if unique:
            self.execute(editor._create_unique_sql(model, [field]))

    @staticmethod
    def _set_unique(field: Any, value: bool) -> None:
        field._unique = value
        field.__dict__.pop("unique", None)  # Django keeps the property's value once it was read


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a connection whether it still lives only when it has rested: a busy one has just answered."""

    SchemaEditorClass = OneChangeACommandEditor
    health_check_enabled: bool  # Django's own, which the stubs don't know
    health_check_done: bool
    _asked_at = float("-inf")

    def close_if_health_check_failed(self) -> None:
        # once a request, and never after its first transaction has begun: asking would begin another one
        if self.health_check_enabled and not self.health_check_done:
            now = time.monotonic()
            if now - self._asked_at < TRUSTED_SECONDS:
                self.health_check_done = True
            else:
                self._asked_at = now
        super().close_if_health_check_failed()

    def connect(self) -> None:
        super().connect()
        self._asked_at = time.monotonic()
