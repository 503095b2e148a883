"""Every published figure is held against what the file says that it came from: nothing mistyped, shifted, or misplaced.

What it says stands in `tests/data/published/`, so that the figures are checked wherever this repository is. Where the
source itself is at ../shared/real-data, it is read again too.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.published.extracts import FACTS, NUMBERS, held_to_source, kept
from tests.published.facts import without_noise

PUBLISHED = Path(__file__).parents[2] / "data" / "published"


def test_every_published_file_is_checked():
    assert set(FACTS) == {file.stem for file in PUBLISHED.glob("*.csv")}


def published_rows(slug: str) -> dict[tuple[str, date, date, str], dict[str, str]]:
    with (PUBLISHED / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (
                row["area_code"],
                date.fromisoformat(row["period_start"]),
                date.fromisoformat(row["period_end"]),
                row["breakdown"],
            ): row
            for row in csv.DictReader(file)
        }


@pytest.mark.parametrize("slug", sorted(FACTS))
def test_a_row_without_a_value_says_why(slug):
    """That a value is unreliable is no reason to have none."""
    rows = published_rows(slug).values()
    assert {row["status"] for row in rows if row["value"] == ""} <= {"c", "x", "z", "low"}
    assert {row["status"] for row in rows if row["value"] != ""} <= {"", "u"}


@pytest.mark.slow("every figure is read again")
@pytest.mark.parametrize("slug", sorted(FACTS))
def test_published_figures_are_the_source_s(slug):
    held_to_source(slug)
    facts = {fact.key: fact for fact in kept(slug)}
    rows = published_rows(slug)
    assert facts, "the source gave nothing to compare with"
    valued = {key for key, fact in facts.items() if fact.value is not None}
    published = {key for key, row in rows.items() if row["value"] != ""}
    assert sorted(published - valued) == [], "published, but not in the source"
    assert sorted(valued - published) == [], "in the source, but not published"
    wrong = []
    for key in sorted(published):
        for name in NUMBERS:
            expected, found = getattr(facts[key], name), rows[key][name]
            if expected is not None and (found == "" or float(found) not in (expected, without_noise(expected))):
                wrong.append((key, name, expected, found))
            if expected is None and name in ("lower", "upper") and found != "":
                wrong.append((key, name, expected, found))
    assert wrong == []
