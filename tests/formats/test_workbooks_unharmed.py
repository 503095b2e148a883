"""Whatever is wrong inside a workbook becomes a fault: no reader of workbooks with headings raises."""

from collections.abc import Iterator, Mapping

import pytest

from indicators.formats import (
    Layout,
    iod_file_10,
    live_tables,
    ons_affordability,
    ons_ashe,
    ons_dwelling_tenure,
    ons_hpssa,
    ons_productivity,
    tidy,
)
from indicators.formats.files import Grid
from tests.formats.at_hand import FIXTURES, fixture
from tests.formats.workbooks import holding

LAYOUTS: dict[str, Layout] = {
    "iod-file-10": iod_file_10,
    "live-tables": live_tables,
    "ons-affordability": ons_affordability,
    "ons-ashe": ons_ashe,
    "ons-dwelling-tenure": ons_dwelling_tenure,
    "ons-hpssa": ons_hpssa,
    "ons-productivity": ons_productivity,
    "tidy": tidy,
}
FILES = [
    path.relative_to(FIXTURES).as_posix()
    for name in LAYOUTS
    for path in sorted(FIXTURES.glob(f"{name}/*"))
    if path.suffix != ".csv"
]


def harmed(grid: Grid) -> Iterator[Grid]:
    """The sheet without a row, without a column, with a column twice, cut off, and without anything."""
    for place in range(len(grid)):
        yield grid[:place] + grid[place + 1 :]
        yield grid[:place]
    for place in range(max(map(len, grid), default=0)):
        yield [row[:place] + row[place + 1 :] for row in grid]
        yield [[*row, row[place]] for row in grid]


def workbooks(sheets: Mapping[str, Grid]) -> Iterator[Mapping[str, Grid]]:
    for name, grid in sheets.items():
        for other in harmed(grid):
            yield {name: other}
        yield {other: rows for other, rows in sheets.items() if other != name}


@pytest.mark.slow("hundreds of harmed sheets")
@pytest.mark.parametrize("name", FILES)
def test_a_workbook_that_lost_rows_or_columns_is_read_with_faults(name: str) -> None:
    layout = LAYOUTS[name.partition("/")[0]]
    for sheets in workbooks(fixture(name).sheets):
        file = holding(sheets)
        layout.recognises(file)
        reading = layout.read(file)
        assert reading.cells.empty <= bool(reading.faults), sheets
        assert set(reading.cells["measure"]) <= set(range(len(reading.measures)))
        assert (reading.cells["row"] > 0).all()


@pytest.mark.parametrize("name", FILES)
def test_a_workbook_of_another_layout_is_read_with_faults(name: str) -> None:
    file = fixture(name)
    for own, layout in LAYOUTS.items():
        reading = layout.read(file)
        assert bool(reading.faults) == (own != name.partition("/")[0]), own


def test_every_layout_of_workbooks_is_harmed() -> None:
    assert {name.partition("/")[0] for name in FILES} == set(LAYOUTS)
