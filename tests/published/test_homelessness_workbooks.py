"""The homelessness figures are held against whole workbooks of the publisher, cell by cell.

The published rows come from an extract of every quarter; here the quarters that are at hand as the publisher made
them are read from their own sheets. Needs the sources at ../shared/real-data.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.published.facts import KEPT, REAL_DATA

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
WORKBOOKS = {
    "mhclg-hclic_DetailedLA_201806.xlsx": date(2018, 6, 30),
    "mhclg-hclic_DetailedLA_201912.xlsx": date(2019, 12, 31),
    "mhclg-hclic_DetailedLA_202009_REVISED.ods": date(2020, 9, 30),
    "mhclg-hclic_DetailedLA_202103_revised.ods": date(2021, 3, 31),
    "mhclg-hclic_Detailed_LA_202212.ods": date(2022, 12, 31),
    "mhclg-hclic_Detailed_LA_202403.xlsx": date(2024, 3, 31),
    "mhclg-hclic_Detailed_LA_202503.ods": date(2025, 3, 31),
    "mhclg-hclic_Detailed_LA_202512.ods": date(2025, 12, 31),
}
#: For each sheet the series it feeds, and by breakdown what a heading of the column says in every release.
SHEETS = {
    "A1": (
        "homelessness-duty-owed",
        {
            "": r"Assessed as owed a duty",
            "duty=prevention": r"Threatened with homelessness( within 56 days)? - \n?Prevention duty owed",
            "duty=relief": r"Homeless - \n?Relief duty owed\d?",
        },
    ),
    "TA1": (
        "temporary-accommodation",
        {
            "": r"Total number of households in TA[\d, ]*",
            "household=with-children": r"Total number of households in TA with children",
            "accommodation=bed-and-breakfast": r"Bed and breakfast hotels \(including shared annexes\)",
        },
    ),
}
MONTHS = {"March": (3, 31), "June": (6, 30), "September": (9, 30), "December": (12, 31)}
Figures = dict[tuple[str, str], float | None]

needs_sources = pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the source files are not beside this checkout")


def sheet_rows(workbook: CalamineWorkbook, table: str) -> list[list[object]]:
    """The rows of a table, whose sheet is called A1, A1_ or `A1 - Apr-Jun 18`."""
    (name,) = (name for name in workbook.sheet_names if re.fullmatch(rf"{table}(_| - .+)?", name))
    return [list(row) for row in workbook.get_sheet_by_name(name).to_python()]


def quarter_end(title: str) -> date:
    """The day named at the end of a title: `... April to June 2018`, `... 31st December 2019`."""
    month, year = title.split()[-2:]
    return date(int(year), *MONTHS[month])


def column_of(headings: list[list[object]], pattern: str) -> int:
    """The one column with a heading like the pattern; refuses none and several."""
    (column,) = {
        at for row in headings for at, cell in enumerate(row) if re.fullmatch(pattern, str(cell).strip()) is not None
    }
    return column


def figure(cell: object) -> float | None:
    """A number, or None for the two dots of a missing return; refuses anything else."""
    if cell == "..":
        return None
    assert isinstance(cell, float), cell
    return cell


def workbook_figures(rows: list[list[object]], patterns: dict[str, str]) -> Figures:
    """Every kept area's figures by area and breakdown."""
    first = next(at for at, row in enumerate(rows) if row[0] == "E92000001")
    columns = {breakdown: column_of(rows[1:first], pattern) for breakdown, pattern in patterns.items()}
    lines = [row for row in rows[first:] if row[0] in KEPT]
    assert len({row[0] for row in lines}) == len(lines), "an area twice"
    return {(str(row[0]), breakdown): figure(row[at]) for row in lines for breakdown, at in columns.items()}


def published_figures(slug: str, end: date) -> Figures:
    """The published rows of a quarter by area and breakdown; a row without a value must be marked not available."""
    with (PUBLISHED / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["period_end"] == end.isoformat()]
    assert {row["value"] for row in rows if row["status"] == "x"} <= {""}
    assert {row["status"] for row in rows if row["value"] == ""} <= {"x"}
    return {(row["area_code"], row["breakdown"]): float(row["value"]) if row["value"] else None for row in rows}


@needs_sources
def test_every_workbook_at_hand_is_read():
    assert {file.name for kind in ("xlsx", "ods") for file in REAL_DATA.glob(f"mhclg-hclic_*.{kind}")} == set(WORKBOOKS)


@needs_sources
@pytest.mark.parametrize("name", WORKBOOKS)
def test_published_figures_are_those_of_the_workbook(name):
    workbook = CalamineWorkbook.from_path(REAL_DATA / name)
    for table, (slug, patterns) in SHEETS.items():
        rows = sheet_rows(workbook, table)
        assert quarter_end(str(rows[0][0])) == WORKBOOKS[name]
        expected = workbook_figures(rows, patterns)
        assert len(expected) == 3 * 24, "England, the region, ten districts and twelve similar ones"
        assert published_figures(slug, WORKBOOKS[name]) == expected
