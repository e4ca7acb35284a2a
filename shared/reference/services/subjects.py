"""The chart of accounts, as it ships with the product."""

from ..chart import chart
from ..models import AccountSubject


def subjects_seed() -> None:
    """Bring the table to the chart that ships; a subject that it no longer has stays, since entries name it."""
    rows = [
        AccountSubject(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            kind=row["kind"],
            normal_side=row["normal_side"],
            parent_id=row["parent"] or None,
        )
        for row in chart()
    ]
    AccountSubject.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "kind", "normal_side", "parent"],
    )
