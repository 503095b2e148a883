"""What `[[files]]` find in the departments' own files is what `data/published/` holds, and no harm makes one raise."""

from collections.abc import Iterator
from types import ModuleType

import pandas as pd
import pytest

from indicators import formats, periods, shipped
from indicators.formats import csp_crime, fuel_poverty, hclic, iod_file_1, lahs
from indicators.formats.files import File
from indicators.formats.reading import Reading
from indicators.model import Catalogue, Indicator
from tests.formats.at_hand import FIXTURES, Named, cut, in_part_and_whole

LAYOUTS: dict[str, ModuleType] = {
    "csp-crime": csp_crime,
    "fuel-poverty": fuel_poverty,
    "hclic": hclic,
    "iod-file-1": iod_file_1,
    "lahs": lahs,
}
CRIME = "ons_police-force-area-tables_Table-C2_CSP-recorded-crime_year-ending-June-2025.csv"
LIHC = "decc_sub-regional-fuel-poverty_{}-data_LIHC.xlsx"
HOMELESS = {"homelessness-duty-owed": (9, 72), "temporary-accommodation": (9, 72)}
NEIGHBOURHOODS = "mhclg_IoD{}_File_1_Index_of_Multiple_Deprivation_{}"
#: Areas that an indicator has for the same days from another table.
ELSEWHERE = {"council-homes": {"E92000001", "E10000015"}}
#: A published file, its layout, and how many figures of which indicators are in its cut and in it.
RELEASES = [
    (
        CRIME,
        "csp-crime",
        {"recorded-crime": (253, 437), "residential-burglary": (10, 18), "all-recorded-crime": (10, 18)},
    ),
    *((LIHC.format(year), "fuel-poverty", {"fuel-poverty": (4, 24)}) for year in (2011, 2012, 2013)),
    ("beis_sub-regional-fuel-poverty-2022-tables_2020-data_LILEE.xlsx", "fuel-poverty", {"fuel-poverty": (4, 25)}),
    ("desnz_sub-regional-fuel-poverty-2023-tables_2021-data_LILEE.xlsx", "fuel-poverty", {"fuel-poverty": (4, 25)}),
    ("mhclg-hclic_DetailedLA_201806.xlsx", "hclic", HOMELESS),
    ("mhclg-hclic_DetailedLA_201912.xlsx", "hclic", HOMELESS),
    ("mhclg-hclic_DetailedLA_202009_REVISED.ods", "hclic", HOMELESS),
    ("mhclg-hclic_DetailedLA_202103_revised.ods", "hclic", HOMELESS),
    ("mhclg-hclic_Detailed_LA_202212.ods", "hclic", HOMELESS),
    ("mhclg-hclic_Detailed_LA_202403.xlsx", "hclic", HOMELESS),
    ("mhclg-hclic_Detailed_LA_202503.ods", "hclic", HOMELESS),
    ("mhclg-hclic_Detailed_LA_202512.ods", "hclic", HOMELESS),
    (NEIGHBOURHOODS.format(2015, "lsoa11.xlsx"), "iod-file-1", {"deprivation-deciles": (134, 134)}),
    (NEIGHBOURHOODS.format(2019, "lsoa11.csv"), "iod-file-1", {"deprivation-deciles": (134, 134)}),
    (NEIGHBOURHOODS.format(2025, "lsoa21.xlsx"), "iod-file-1", {"deprivation-deciles": (138, 138)}),
    (
        "mhclg-lahs_LAHS_201112_to_202021_open_data_02_2022.csv",
        "lahs",
        {"council-homes": (20, 220), "housing-register": (120, 1320)},
    ),
]
TEXTS = [("csp-crime", "table-c2.csv"), ("iod-file-1", "2019.csv"), ("lahs", "open-data.csv")]
HARM = (b'"', b",", b"\n", b'"",', b",,,,,", b"\xff", b"\r")

#: Area, first day and breakdown; value or status, count and denominator.
Key = tuple[str, str, str]
Figure = tuple[str, str, str]


def number(text: str, factor: float = 1.0) -> str:
    """A number without commas and without what binary arithmetic adds to it."""
    return f"{float(text.replace(',', '')) * factor:.12g}" if text.strip() else ""


def found(reading: Reading, indicator: Indicator, catalogue: Catalogue) -> Iterator[tuple[Key, Figure]]:
    """What the definition finds in a file for the areas of the catalogue."""
    names = {area.name: area.code for area in catalogue.areas.values() if area.type != "lsoa" and not area.successor}
    names |= {"St. Albans": names["St Albans"]}
    for entry in (entry for entry in indicator.files if entry.layout == reading.layout):
        met = [place for place, each in enumerate(reading.measures) if entry.match.items() <= dict(each).items()]
        for cell in reading.cells[reading.cells["measure"].isin(met)].itertuples():
            area = catalogue.areas.get(cell.area_code or names.get(cell.area_name, ""))
            if area is not None:
                start = periods.parse(cell.period, indicator.period).start.isoformat()
                value = reading.markers.get(cell.value) or number(cell.value, entry.factor)
                figure = (value, number(cell.count), number(cell.denominator))
                yield (area.successor or area.code, start, entry.breakdown), figure


def held(slug: str) -> dict[Key, Figure]:
    """The same of what ships."""
    frame = pd.read_csv(shipped.FOLDER / f"{slug}.csv", dtype="str", keep_default_na=False)
    return {
        (row["area_code"], row["period_start"], row["breakdown"]): (
            row["status"] or number(row["value"]),
            number(row["count"]),
            number(row["denominator"]),
        )
        for row in frame.to_dict("records")
    }


@in_part_and_whole
@pytest.mark.parametrize(("name", "layout", "figures"), RELEASES)
def test_a_release_holds_what_was_carried_over_from_it(
    shipped_catalogue: Catalogue, name: str, layout: str, figures: dict[str, tuple[int, int]], file: Named
) -> None:
    reading = formats.read(file(name), layout)
    assert (reading.layout, reading.faults) == (layout, ())
    for slug, numbers in figures.items():
        expected = numbers[file is not cut]
        pairs = list(found(reading, shipped_catalogue.indicators[slug], shipped_catalogue))
        ships = held(slug)
        assert [pair for pair in pairs if ships.get(pair[0]) != pair[1]] == []
        assert (len(pairs), len(dict(pairs))) == (expected, expected)
        days = {start for _, start, _ in dict(pairs)}
        areas = {area for area, _, _ in (dict(pairs) if file is cut else ships)} - ELSEWHERE.get(slug, set())
        assert {key for key in ships if key[1] in days and key[0] in areas} == set(dict(pairs))


def test_every_descriptor_of_a_definition_is_one_of_its_layout(shipped_catalogue: Catalogue) -> None:
    entries = [entry for indicator in shipped_catalogue.indicators.values() for entry in indicator.files]
    own = [entry for entry in entries if entry.layout in LAYOUTS]
    assert {entry.layout for entry in own} == set(LAYOUTS)
    assert [entry for entry in own if not set(entry.match) <= set(LAYOUTS[entry.layout].DESCRIPTORS)] == []


@pytest.mark.slow("dozens of harms to each file")
@pytest.mark.parametrize(("folder", "name"), TEXTS)
def test_a_text_cut_or_harmed_anywhere_is_read_with_faults(folder: str, name: str) -> None:
    whole = (FIXTURES / folder / name).read_bytes()
    for place in range(0, len(whole), 23):
        harm = HARM[place % len(HARM)]
        for content in (whole[:place], whole[:place] + harm + whole[place + len(harm) :]):
            file = File("harmed.csv", content)
            LAYOUTS[folder].recognises(file)
            reading = LAYOUTS[folder].read(file)
            assert reading.cells.empty <= bool(reading.faults)
            assert set(reading.cells["measure"]) <= set(range(len(reading.measures)))
            assert (reading.cells["row"] > 0).all()
