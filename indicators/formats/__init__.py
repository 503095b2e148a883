"""Published layouts: one module each, recognised by content and never by file name. This is the one door.

A layout is a module with what `Layout` asks of it, and its line in `FORMATS`. Adding one: `docs/adding.md`.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from indicators.formats import (
    csp_crime,
    dwp_table,
    explore_local_statistics,
    fingertips,
    fuel_poverty,
    hclic,
    iod_file_1,
    lahs,
    nomis_api,
    nomis_bulk,
    nomis_query,
    ons_affordability,
    ons_ashe,
    ons_dwelling_tenure,
    ons_hpssa,
    ons_mye,
    ons_productivity,
    police_street,
    stat_xplore,
    tidy,
    uk_hpi,
)
from indicators.formats.files import File, UnreadableFile, opened
from indicators.formats.layout import Layout, as_dict, explanation
from indicators.formats.reading import Fault, Reading

#: Every layout by the name it has in definitions and reports, in the order in which they are asked. The name is the
#: module's, with hyphens.
FORMATS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.__name__.rpartition(".")[2].replace("_", "-"): layout
        for layout in (
            tidy,
            explore_local_statistics,
            fingertips,
            nomis_api,
            nomis_bulk,
            nomis_query,
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
            lahs,
            csp_crime,
            fuel_poverty,
            hclic,
        )
    }
)


def recognise(file: File) -> list[str]:
    """The names of all layouts that the file could be: none, one, or several for the analyst to choose from."""
    return [name for name, layout in FORMATS.items() if layout.recognises(file)]


def read(file: File, layout: str) -> Reading:
    """The file as read in a layout. KeyError for a layout that does not exist."""
    return replace(FORMATS[layout].read(file), layout=layout)


__all__ = [
    "FORMATS",
    "Fault",
    "File",
    "Layout",
    "Reading",
    "UnreadableFile",
    "as_dict",
    "explanation",
    "opened",
    "read",
    "recognise",
]
