"""The chart of accounts that ships with the product: data/subjects.csv."""

import csv
from pathlib import Path

CHART = Path(__file__).parent / "data" / "subjects.csv"


def chart() -> list[dict[str, str]]:
    """Its rows by code: `code`, `name`, `name_en`, `kind`, `normal_side` and `parent`, which may be empty."""
    with CHART.open(newline="") as lines:
        return list(csv.DictReader(lines))
