"""Tables that exist in every schema: a missing copy would silently be read from public."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from backend.platform.tenancy import in_entity
from backend.platform.tenancy.grants import append_only_tables
from backend.platform.tenancy.schemas import TEMPLATE
from tests import world

IN_EVERY_SCHEMA = ["auditlog", "backend.platform.records", "backend.platform.desk"]


def tables_in(schema):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {row[0] for row in cursor.fetchall()}


def tables_of(app_names):
    labels = {config.label for config in apps.get_app_configs() if config.name in app_names}
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels and model._meta.managed and not model._meta.swapped
    }


@pytest.mark.parametrize("schema", [world.BANK_A, world.BANK_B, TEMPLATE])
def test_every_table_of_a_bank_exists_in_its_schema(db, schema):
    assert tables_of(settings.TENANT_APPS) - tables_in(schema) == set()


def test_a_bank_holds_no_table_of_the_province_and_public_none_of_a_bank(db):
    both = tables_of(IN_EVERY_SCHEMA)
    shared, bank = tables_of(settings.SHARED_APPS), tables_of(settings.TENANT_APPS)
    assert tables_in(world.BANK_A) & (shared - both) == set()
    assert tables_in("public") & (bank - both) == set()


def test_only_the_records_and_the_desk_are_in_both_lists():
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == set(IN_EVERY_SCHEMA)


@pytest.mark.parametrize("code", ["province", world.BANK_A])
def test_the_application_cannot_change_the_past(db, code):
    with in_entity(code):
        present = sorted(append_only_tables() & tables_in(connection.schema_name))
        assert present
        for table in present:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum = 1",
                    [table],
                )
                column = cursor.fetchone()[0]
            for sql in (f'DELETE FROM "{table}"', f'UPDATE "{table}" SET {column} = {column}'):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(sql)


def test_the_application_cannot_make_or_drop_tables(db):
    with in_entity(world.BANK_A):
        for sql in ("CREATE TABLE stray (id int)", "DROP TABLE organisation_branch", "CREATE SCHEMA stray"):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(sql)
