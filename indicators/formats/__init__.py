"""Published layouts: one module each, recognised by content and never by file name. This is the one door.

A layout is a module with `TITLE` (what people call it), `DESCRIPTORS` (what tells one measure of it from another, the
keys that `[[files]]` of a definition may match), `recognises(file)` and `read(file)`. Adding one: `docs/adding.md`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

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
from indicators.formats.reading import Fault, Reading


class Layout(Protocol):
    """What every layout's module has."""

    @property
    def TITLE(self) -> str:
        """What people call it."""

    @property
    def DESCRIPTORS(self) -> tuple[str, ...]:
        """What tells one measure of it from another."""

    def recognises(self, file: File) -> bool:
        """Whether the file's content is in this layout. Looks no further than it must."""

    def read(self, file: File) -> Reading:
        """The file's cells and faults. Never raises for what is wrong inside the file: that is a fault."""


#: Every layout by the name it has in definitions and reports, in the order in which they are asked.
FORMATS: Mapping[str, Layout] = MappingProxyType(
    {
        "tidy": tidy,
        "explore-local-statistics": explore_local_statistics,
        "fingertips": fingertips,
        "nomis-api": nomis_api,
        "nomis-bulk": nomis_bulk,
        "nomis-query": nomis_query,
        "uk-hpi": uk_hpi,
        "police-street": police_street,
        "stat-xplore": stat_xplore,
        "dwp-table": dwp_table,
        "ons-affordability": ons_affordability,
        "ons-hpssa": ons_hpssa,
        "ons-productivity": ons_productivity,
        "ons-ashe": ons_ashe,
        "ons-mye": ons_mye,
        "ons-dwelling-tenure": ons_dwelling_tenure,
        "iod-file-1": iod_file_1,
        "lahs": lahs,
        "csp-crime": csp_crime,
        "fuel-poverty": fuel_poverty,
        "hclic": hclic,
    }
)


def recognise(file: File) -> list[str]:
    """The names of all layouts that the file could be: none, one, or several for the analyst to choose from."""
    return [name for name, layout in FORMATS.items() if layout.recognises(file)]


def read(file: File, layout: str) -> Reading:
    """The file as read in a layout. KeyError for a layout that does not exist."""
    return FORMATS[layout].read(file)


__all__ = ["FORMATS", "Fault", "File", "Layout", "Reading", "UnreadableFile", "opened", "read", "recognise"]
