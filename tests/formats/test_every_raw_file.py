"""Every file at hand that is as its publisher made it is read, or is named with the reason why it is not."""

import gzip
import re
from collections.abc import Iterator
from functools import cache

import pytest

from indicators.formats import File, likeness, opened, read, recognise
from tests.sources import REAL_DATA, needs_sources

pytestmark = [needs_sources, pytest.mark.slow("published files, opened and read whole")]

#: Where the tables of the files are.
LISTS = ("SOURCES.md", "SOURCES-national.md")
_ROW = re.compile(r"\| `([^`]+)` \|(.*)\|")
#: How a table says that a file is byte for byte as it was published.
_RAW = re.compile(r"^raw\b|^as stored$", re.IGNORECASE)

MAP = "This is a map"
JSON = "This is JSON"
LOOKUP = "This looks like a lookup of areas"
SIMILAR = "This looks like a list of similar areas"
PAIRS = "This looks like a census table of origins and destinations, but its figures are about pairs of areas"
IDS = "This looks like a CSV of the ONS Subnational Indicators Dataset, but there is no layout for it"
#: The files that are not read, each with how what is said of it begins.
UNREAD = {
    "boundaries_lsoa2011_E07000104-old-code.json": MAP,
    "boundaries_lsoa2011_E07000241.geojson": MAP,
    "boundaries_lsoa2021_E07000241.geojson": MAP,
    "boundaries_msoa2021_E07000241.geojson": MAP,
    "boundaries_wards-2013_topo_E07000241.json": MAP,
    "boundaries_wards_E07000241.geojson": MAP,
    "oflog_nearest-neighbours_NN.json": JSON,
    "ons-dataviz_census2001-2011_E07000241_place-profile.json": JSON,
    "ons-els_average-house-price_json-columns.json": JSON,
    "psychty-ohid_LA-walkthrough_35-indicators-with-CI_lower-tier_2020-01_nearest-neighbours.json": JSON,
    "psychty-ohid_LA-walkthrough_35-indicators-with-CI_West-Sussex-districts-with-England_2020-01.json": JSON,
    "psychty-ohid_LA-walkthrough_35-indicators_metadata-periods.json": JSON,
    "drkane-ons-code-history_la_all_codes.csv": LOOKUP,
    "ons_LAD-to-region_December-2022_lookup.csv": LOOKUP,
    "ons_ward-to-LAD-to-county-to-region_December-2022_lookup.csv": LOOKUP,
    "ons_LAD-to-CSP-to-police-force_December-2023_lookup.csv": LOOKUP,
    "slendeavours-ons_LAD24-to-police-force-area.csv": LOOKUP,
    "ons-els_similar-areas_cluster-allocation.csv": SIMILAR,
    "ons-els_similar-areas_demographic-neighbours.csv": SIMILAR,
    "ons-els_similar-areas_economic-neighbours.csv": SIMILAR,
    "ons-els_similar-areas_global-neighbours.csv": SIMILAR,
    "ons_clustering-similar-local-authorities_and-nearest-neighbours.xlsx": SIMILAR,
    "nomis_census2011-WU03UK-commute-matrix_lad-names.csv": PAIRS,
    "ons-ids_overweight-children-year6_2006-07_to_2021-22.csv": IDS,
    "ons-ids_cigarette-smokers_2012-2022_with-CI.csv.gz": IDS,
    "ons-ids_overweight-adults_2015-16_to_2021-22_with-CI.csv.gz": IDS,
    "ons-ids_overweight-children-reception_2006-07_to_2021-22_with-CI.csv.gz": IDS,
    "ons-ids_qualifications-level-3-or-above_2004-2021_with-CI.csv.gz": IDS,
    "humaniverse-ons_health-index-england_2015-2021_ltla.csv": (
        "This looks like the ONS Health Index, but there is no layout for it"
    ),
    "police-uk_2021-12-hertfordshire-outcomes.csv": (
        "This looks like an outcomes file of data.police.uk, but it says what became of crimes"
    ),
    "dwp_children-in-out-of-work-benefit-households_LA.csv": (
        "This looks like a DWP table of children in out-of-work benefit households, but no column and no title says"
    ),
    "dwp-statxplore_households-on-universal-credit_ltla_2025-05.xlsx": (
        "This looks like a Stat-Xplore table, but no row of it has Month, Quarter or Year before its periods"
    ),
    "hoc-library-nhsd_QOF-prevalence_lad_2019-20.csv.gz": (
        "This looks like NHS disease prevalence by condition (QOF), but there is no layout for it"
    ),
    "humaniverse-dcms_community-life-2020-21_loneliness_lsoa21.csv": (
        "This looks like a model of loneliness by neighbourhood, but no column says what is measured"
    ),
}
#: Families that are named, and for which a layout may come.
UNREAD |= {
    "ons_census2021_number-of-households_ltla.xlsx": (
        "This looks like a census table of the Office for National Statistics, but no column between the areas"
    ),
}
#: Files that a layout takes and has no figures of, for a reason that its reader gives.
REFUSED = (
    "ons_Table-P1_recorded-crime-by-police-force_year-ending-June-2013.csv",
    "dclg-p1e_E2_households-homeless-priority-need_2014-Q3.csv",
)


@cache
def raw() -> tuple[str, ...]:
    """The names of the files whose row in a table says that they are raw."""
    names = (name for each in LISTS for name in _raw((REAL_DATA / each).read_text(encoding="utf-8")))
    return tuple(dict.fromkeys(names))


def _raw(text: str) -> Iterator[str]:
    for line in text.splitlines():
        row = _ROW.fullmatch(line.strip())
        cells = [cell.strip() for cell in row[2].split("|")] if row else []
        if row and (any(map(_RAW.search, cells)) or any(cell.startswith("RAW ") for cell in cells)):
            yield row[1]


def files(name: str) -> list[File]:
    """A published file, unpacked where it is kept packed here."""
    content = (REAL_DATA / name).read_bytes()
    return list(opened(name, gzip.decompress(content) if name.endswith(".gz") else content))


def test_the_tables_name_many_and_every_unread_one_is_among_them() -> None:
    assert len(raw()) > 100
    assert set(UNREAD) - set(raw()) == set()


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_not_read_is_named_with_the_reason_and_what_to_do(name: str) -> None:
    (file,) = files(name)
    assert recognise(file) == []
    found = likeness(file)
    assert found is not None
    assert found.message.startswith(UNREAD[name])
    assert found.message.endswith(".")
    assert found.fix.endswith(".")


def test_every_other_one_is_in_one_layout_and_read_with_figures() -> None:
    wrong = []
    for name in raw():
        for file in files(name) if name not in {*UNREAD, *REFUSED} else ():
            layouts = recognise(file)
            if len(layouts) != 1 or read(file, layouts[0]).cells.empty:
                wrong.append((name, layouts))
    assert wrong == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_layout_has_no_figures_of_is_refused_with_a_reason(name: str) -> None:
    (file,) = files(name)
    (layout,) = recognise(file)
    reading = read(file, layout)
    assert reading.cells.empty
    assert reading.faults
