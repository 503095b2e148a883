"""Whatever is wrong inside a file becomes a fault: no reader of tables with titles and notes raises."""

from pathlib import Path
from types import ModuleType

import pytest

from indicators.formats import (
    affordable_supply,
    dwp_table,
    explore_education_statistics,
    iod_file_10,
    live_tables,
    moj_possession,
    nomis_query,
    ons_ashe,
    ons_census_custom,
    police_street,
    stat_xplore,
    trafford_iod,
    uk_hpi,
    voa_stock,
    year_sheet,
)
from indicators.formats.files import File
from tests.formats.at_hand import FIXTURES
from tests.share import share

LAYOUTS = (
    affordable_supply,
    dwp_table,
    explore_education_statistics,
    iod_file_10,
    live_tables,
    moj_possession,
    nomis_query,
    ons_ashe,
    ons_census_custom,
    police_street,
    stat_xplore,
    trafford_iod,
    uk_hpi,
    voa_stock,
    year_sheet,
)
FOLDERS = tuple(layout.__name__.rpartition(".")[2].replace("_", "-") for layout in LAYOUTS)
FILES = [path for folder in FOLDERS for path in sorted((FIXTURES / folder).glob("*.csv"))]
#: What is put into a file, in the place of as many bytes.
HARM = (b'"', b",", b"\n", b'"",', b",,,,,", b"\xff", b"\r")
PLACES = 25


@pytest.mark.slow("50 harms to each file in its layout, and some of them in each other one")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__.rpartition(".")[2])
def test_a_file_cut_anywhere_or_harmed_anywhere_is_read_with_faults(layout: ModuleType, path: Path) -> None:
    whole, own = path.read_bytes(), path.parent.name == layout.__name__.rpartition(".")[2].replace("_", "-")
    places = range(0, len(whole), len(whole) // PLACES)
    for place in places if own else share(places, 8, len(path.name)):
        harm = HARM[place % len(HARM)]
        for content in (whole[:place], whole[:place] + harm + whole[place + len(harm) :]):
            file = File("harmed.csv", content)
            layout.recognises(file)
            reading = layout.read(file)
            assert reading.cells.empty <= bool(reading.faults)
            assert set(reading.cells["measure"]) <= set(range(len(reading.measures)))
            assert (reading.cells["row"] > 0).all()
