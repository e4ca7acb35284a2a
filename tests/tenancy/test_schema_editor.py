"""A column and each of its constraints are separate, named commands: a distributed schema accepts no other."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps


@pytest.fixture
def statements(db):
    """Collect the SQL of adding a field to a table, without running it."""

    def collect(field):
        with isolate_apps("tenants.organisation"):

            class Thing(models.Model):
                class Meta:
                    app_label = "organisation"

            field.contribute_to_class(Thing, "extra")
            with connection.schema_editor(collect_sql=True, atomic=False) as editor:
                editor.add_field(Thing, field)
            return [sql.upper() for sql in editor.collected_sql if not sql.startswith("--")]

    return collect


def test_a_checked_column_is_two_commands(statements):
    column, check = statements(models.PositiveIntegerField(null=True))
    assert "ADD COLUMN" in column
    assert "CHECK" not in column
    assert "ADD CONSTRAINT" in check
    assert "CHECK" in check
    assert "_CHECK" in check


def test_a_unique_column_is_two_commands(statements):
    found = statements(models.CharField(max_length=10, null=True, unique=True))
    assert "ADD COLUMN" in found[0]
    assert "UNIQUE" not in found[0]
    assert any("ADD CONSTRAINT" in sql and "UNIQUE" in sql for sql in found[1:])


def test_a_foreign_key_is_two_commands(statements):
    found = statements(models.ForeignKey("self", models.CASCADE, null=True))
    assert "ADD COLUMN" in found[0]
    assert "REFERENCES" not in found[0]
    assert any("ADD CONSTRAINT" in sql and "FOREIGN KEY" in sql for sql in found[1:])


def test_a_plain_column_is_one_command(statements):
    assert len(statements(models.TextField(null=True))) == 1


def test_the_field_is_left_as_it_was(statements):
    field = models.PositiveIntegerField(null=True, unique=True)
    statements(field)
    assert field.unique is True
    assert field.db_parameters(connection)["check"]
