"""The homelessness figures are those of whole workbooks of the publisher, cell by cell."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.published.extracts import held_to_source, kept
from tests.published.homelessness import WORKBOOK_FACTS, WORKBOOKS
from tests.sources import REAL_DATA, needs_sources

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
#: Value, count and denominator by area and breakdown.
Figures = dict[tuple[str, str], tuple[float | None, float | None, float | None]]


def published_figures(slug: str, end: date) -> Figures:
    """The published rows of a quarter by area and breakdown; a row without a value must be marked not available."""
    with (PUBLISHED / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["period_end"] == end.isoformat()]
    assert {row["value"] for row in rows if row["status"] == "x"} <= {""}
    assert {row["status"] for row in rows if row["value"] == ""} <= {"x"}
    return {
        (row["area_code"], row["breakdown"]): (number(row["value"]), number(row["count"]), number(row["denominator"]))
        for row in rows
    }


def number(cell: str) -> float | None:
    """What a cell says, None for an empty one."""
    return float(cell) if cell else None


@needs_sources
def test_every_workbook_at_hand_is_read():
    assert {file.name for kind in ("xlsx", "ods") for file in REAL_DATA.glob(f"mhclg-hclic_*.{kind}")} == set(WORKBOOKS)


@pytest.mark.parametrize("name", WORKBOOK_FACTS)
def test_published_figures_are_those_of_the_workbooks(name):
    held_to_source(name)
    slug, facts = name.removeprefix("workbooks/"), kept(name)
    for end in WORKBOOKS.values():
        expected = {
            (fact.area, fact.breakdown): (fact.value, fact.count, fact.denominator) for fact in facts if fact.end == end
        }
        assert len(expected) == 3 * 24, "England, the region, ten districts and twelve similar ones"
        assert published_figures(slug, end) == expected
    assert len(facts) == 3 * 24 * len(WORKBOOKS)
