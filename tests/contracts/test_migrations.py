"""The models and their migrations say the same."""

import io

from django.core.management import call_command


def test_no_model_has_changed_without_a_migration(db):
    out = io.StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()
