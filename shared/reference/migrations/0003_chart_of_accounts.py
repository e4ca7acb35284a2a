"""The chart of accounts: English names, kinds, subjects above, and the subjects of the whole loan business."""

import csv
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

UPSERT = """
INSERT INTO reference_accountsubject (code, name, name_en, kind, normal_side, parent_id)
VALUES (%(code)s, %(name)s, %(name_en)s, %(kind)s, %(normal_side)s, nullif(%(parent)s, ''))
ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind,
  normal_side = excluded.normal_side, parent_id = excluded.parent_id
"""
SUBJECTS = Path(__file__).parents[1] / "data" / "subjects.csv"


def load(apps, schema_editor):
    with SUBJECTS.open(newline="") as lines, schema_editor.connection.cursor() as cursor:
        cursor.executemany(UPSERT, list(csv.DictReader(lines)))
        # rows that wait for a deferred check would keep a later migration of this transaction from the table
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_parameters_and_dictionaries")]

    operations = [
        migrations.AddField(
            "accountsubject",
            "name_en",
            models.CharField(default="", max_length=80, verbose_name="英文名称"),
            preserve_default=False,
        ),
        migrations.AddField(
            "accountsubject",
            "kind",
            models.CharField(
                choices=[
                    ("ASSET", "资产"),
                    ("LIABILITY", "负债"),
                    ("INCOME", "收入"),
                    ("EXPENSE", "支出"),
                    ("MEMORANDUM", "表外"),
                ],
                default="ASSET",
                max_length=10,
                verbose_name="类别",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "accountsubject",
            "parent",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="reference.accountsubject",
                verbose_name="上级科目",
            ),
        ),
        migrations.AddConstraint(
            "accountsubject",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__startswith", "9"), ("kind", "MEMORANDUM")),
                    models.Q(
                        models.Q(("kind", "MEMORANDUM"), _negated=True),
                        models.Q(("code__startswith", "9"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="subject_memorandum_code",
            ),
        ),
        migrations.AddConstraint(
            "accountsubject",
            models.CheckConstraint(
                condition=models.Q(("normal_side__in", ["DEBIT", "CREDIT"])), name="subject_side_known"
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
