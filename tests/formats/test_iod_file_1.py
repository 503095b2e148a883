"""File 1 of the Indices of Deprivation."""

import pytest

from indicators.formats import iod_file_1 as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written
from tests.formats.workbooks import workbook

TEXT, BOOK = "iod-file-1/2019.csv", "iod-file-1/2025.xlsx"
RANK = {"Measure": "Index of Multiple Deprivation (IMD) Rank"}
DECILE = {"Measure": "Index of Multiple Deprivation (IMD) Decile"}
CODES = ("LSOA code (2011)", "LSOA name (2011)")
DISTRICT = "Local Authority District code (2013)"
HEADING = "Index of Multiple Deprivation (IMD) Rank"
OTHER = "Index of Multiple Deprivation (IMD) Decile"
HEADER = f"LSOA code (2011),LSOA name (2011),{DISTRICT},{HEADING},{OTHER}\n"
REAL = "mhclg_IoD{}_File_1_Index_of_Multiple_Deprivation_{}"
HATFIELD = "E01023908"


@pytest.mark.parametrize("name", [TEXT, BOOK])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["iod_file_1"]


def test_a_text_has_ranks_with_commas_and_the_edition_of_its_district_codes() -> None:
    reading = layout.read(fixture(TEXT))
    assert (reading.faults, len(reading.cells), reading.measures) == ((), 6, (RANK, DECILE))
    assert reading.notes == ("Edition of 2019, by the year of its district codes or the name of its sheet.",)
    place = {"area_code": HATFIELD, "area_name": "Welwyn Hatfield 015A", "period": "2019", "row": 3}
    assert figures(reading, {}, "2019", HATFIELD) == [
        place | {"measure": 0, "value": "31,000", "column": HEADING},
        place | {"measure": 1, "value": "10", "column": "Index of Multiple Deprivation (IMD) Decile"},
    ]


def test_a_workbook_has_longer_headings_and_the_same_measures() -> None:
    reading = layout.read(fixture(BOOK))
    assert (reading.faults, len(reading.cells), reading.measures) == ((), 4, (RANK, DECILE))
    [cell] = figures(reading, DECILE, "2025", HATFIELD)
    assert (cell["value"], cell["sheet"], cell["row"]) == ("10", "IMD25", 3)
    assert cell["column"] == f"{DECILE['Measure']} (where 1 is most deprived 10% of LSOAs)"


@pytest.mark.parametrize(
    ("sheet", "district", "edition"),
    [
        ("IMD 2015", DISTRICT, "2015"),
        ("IMD25", "Local Authority District code (2019)", "2019"),
        ("IMD25", "Local Authority District code (2031)", "2025"),
        ("Ranks", "Local Authority District code (2031)", ""),
    ],
)
def test_the_edition_is_that_of_the_districts_or_of_the_sheet(sheet: str, district: str, edition: str) -> None:
    file = workbook({sheet: [(*CODES, district, HEADING, OTHER), (HATFIELD, "Somewhere 015A", "E07000241", 5, 1)]})
    reading = layout.read(file)
    assert reading.faults == ()
    assert reading.cells["period"].tolist() == [edition, edition]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("LSOA,Rank\nE01023908,5\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        ("LSOA code (2011),LSOA name (2011)\nE01023908,Somewhere\n", [("missing-column", 1)]),
        (HEADER.strip() + f",{HEADING}\nE01023908,Somewhere,E07000241,5,1,6\n", [("doubled-column", 1)]),
        (HEADER + 'E01023908,Somewhere,E07000241,31,254,9\nE01023909,There,E07000241,"5",1\n', [("bad-row", 2)]),
        (HEADER + "E01023908,Somewhere,E07000241,5,1\nE01023909,There,E07", [("truncated-file", 3)]),
        (HEADER.replace(f",{OTHER}", "") + "E01023908,Somewhere,E07000241,5\n", [("missing-column", 1)]),
        (HEADER.replace(f",{HEADING}", "") + "E01023908,Somewhere,E07000241,5\n", [("missing-column", 1)]),
    ],
)
def test_faults_of_a_text(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_faults_of_a_workbook() -> None:
    row = (HATFIELD, "Somewhere", "E07000241", 5, 1, 6)
    assert checks(layout.read(workbook({"Other": [("LSOA", "Rank")]}))) == [("no-header", None)]
    assert checks(layout.read(workbook({"IMD": [(*CODES, DISTRICT, HEADING, OTHER)]}))) == [("nothing-to-read", 1)]
    assert checks(layout.read(workbook({"IMD": [(*CODES, DISTRICT), row[:3]]}))) == [("missing-column", 1)]
    reading = layout.read(workbook({"IMD": [(), (*CODES, DISTRICT, HEADING, OTHER, HEADING), row]}))
    assert checks(reading) == [("doubled-column", 2)]
    assert reading.cells["value"].tolist() == ["5", "1"]


@pytest.mark.slow("a published file, read whole")
@pytest.mark.parametrize(
    ("edition", "file", "neighbourhoods", "area", "rank", "decile", "row"),
    [
        ("2015", "lsoa11.xlsx", 32_844, "E01023965", "32571", "10", 30480),
        ("2019", "lsoa11.csv", 32_844, "E01023908", "31,254", "10", 23280),
        ("2019", "lsoa11.csv", 32_844, "E01023910", "24,126", "8", 23282),
        ("2025", "lsoa21.xlsx", 33_755, "E01023908", "32488", "10", 22703),
        ("2025", "lsoa21.xlsx", 33_755, "E01023910", "27070", "9", 22705),
    ],
)
def test_published_editions(
    edition: str, file: str, neighbourhoods: int, area: str, rank: str, decile: str, row: int
) -> None:
    published = real(REAL.format(edition, file))
    assert recognised_by(published) == ["iod_file_1"]
    reading = layout.read(published)
    assert (reading.faults, len(reading.cells), reading.measures) == ((), 2 * neighbourhoods, (RANK, DECILE))
    found = [figures(reading, measure, edition, area)[0] for measure in (RANK, DECILE)]
    assert [(cell["value"], cell["row"]) for cell in found] == [(rank, row), (decile, row)]


def test_the_districts_of_an_edition_are_another_file() -> None:
    assert not layout.recognises(real("mhclg_IoD2019_File_10_Local_Authority_District_Summaries.xlsx"))
