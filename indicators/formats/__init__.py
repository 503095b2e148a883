"""Published layouts: one module each, recognised by content and never by file name. This is the one door.

A layout is a module with what `Layout` asks of it, and its line in `FORMATS`. Adding one: `docs/extending.md`.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from indicators.formats import (
    affordable_supply,
    census_flows,
    csp_crime,
    dwp_table,
    explore_education_statistics,
    explore_local_statistics,
    fingertips,
    fuel_poverty,
    hclic,
    iod_file_1,
    iod_file_10,
    lahs,
    live_tables,
    moj_possession,
    nomis_api,
    nomis_bulk,
    nomis_query,
    ons_affordability,
    ons_ashe,
    ons_census_custom,
    ons_dwelling_tenure,
    ons_hpssa,
    ons_mye,
    ons_productivity,
    police_street,
    stat_xplore,
    tidy,
    trafford_iod,
    uk_hpi,
    voa_stock,
    year_sheet,
)
from indicators.formats.families import Likeness, likeness
from indicators.formats.files import ENDINGS, MAX_UNPACKED, File, UnreadableFile, opened
from indicators.formats.layout import Layout, as_dict, explanation
from indicators.formats.reading import Fault, Reading
from indicators.formats.tidy_template import workbook as tidy_workbook
from indicators.formats.ways import Way, ways_in, ways_table

#: Every layout by the name it has in definitions and reports, in the order in which they are asked. The name is the
#: module's, with hyphens.
FORMATS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.__name__.rpartition(".")[2].replace("_", "-"): layout
        for layout in (
            tidy,
            explore_local_statistics,
            explore_education_statistics,
            fingertips,
            nomis_api,
            nomis_bulk,
            nomis_query,
            census_flows,
            uk_hpi,
            police_street,
            stat_xplore,
            dwp_table,
            ons_affordability,
            ons_hpssa,
            ons_productivity,
            ons_ashe,
            ons_mye,
            ons_dwelling_tenure,
            iod_file_1,
            iod_file_10,
            trafford_iod,
            ons_census_custom,
            lahs,
            live_tables,
            csp_crime,
            fuel_poverty,
            hclic,
            affordable_supply,
            moj_possession,
            voa_stock,
            year_sheet,
        )
    }
)


def recognise(file: File) -> list[str]:
    """The names of all layouts that the file could be: none, one, or several for the analyst to choose from.

    One with `LAST`, which goes by little, is asked only where no other knows the file.
    """
    last = [name for name, layout in FORMATS.items() if getattr(layout, "LAST", False)]
    known = [name for name, layout in FORMATS.items() if name not in last and layout.recognises(file)]
    return known or [name for name in last if FORMATS[name].recognises(file)]


def read(file: File, layout: str) -> Reading:
    """The file as read in a layout. KeyError for a layout that does not exist."""
    return replace(FORMATS[layout].read(file), layout=layout)
