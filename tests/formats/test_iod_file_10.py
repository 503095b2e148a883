"""File 10 of the Indices of Deprivation: districts."""

import pytest

from indicators.formats import iod_file_10 as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written
from tests.formats.workbooks import workbook

BOOK, TEXT, SHORT = "iod-file-10/2019.xlsx", "iod-file-10/2025.csv", "iod-file-10/2025-short.csv"
CODE, NAME = "Local Authority District code ({})", "Local Authority District name ({})"
SCORE, RANK = {"Domain": "IMD", "Figure": "Average score"}, {"Domain": "IMD", "Figure": "Rank of average score"}
HEADER = f"{CODE.format(2019)},{NAME.format(2019)},IMD - Average score,IMD - Rank of average score\n"
ROW = "E07000241,Welwyn Hatfield,14.215,221\n"


@pytest.mark.parametrize("name", [BOOK, TEXT, SHORT])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["iod_file_10"]


def test_each_sheet_is_a_kind_of_deprivation_and_each_column_a_figure() -> None:
    reading = layout.read(fixture(BOOK))
    assert (reading.faults, reading.notes) == ((), ("Edition of 2019.",))
    place = {"area_code": "E07000241", "area_name": "Welwyn Hatfield", "period": "2019", "sheet": "IMD", "row": 3}
    assert figures(reading, SCORE, "2019") == [
        place | {"measure": 2, "value": "14.215", "column": "IMD - Average score"}
    ]
    assert figures(reading, RANK, "2019")[0]["value"] == "221"
    [other] = figures(reading, {"Domain": "IMD", "Figure": "Rank of average rank"}, "2019")
    assert other["value"] == "215"
    [income] = figures(reading, {"Domain": "Income", "Figure": "Rank of average score"}, "2019")
    assert (income["value"], income["sheet"]) == ("215", "Income")
    assert len(reading.cells) == 2 * (8 + 8)


def test_headings_without_a_dash_and_with_a_year_are_told_apart() -> None:
    reading = layout.read(fixture(BOOK))
    read = {name: figures(reading, {"Domain": domain, "Figure": name}, "2019")[0]["value"] for domain, name in (
        ("IMD", "Extent"), ("IMD", "Rank of extent"), ("Income", "Scale"), ("Income", "Rank of scale")
    )}  # fmt: skip
    assert read == {"Extent": "0.0232", "Rank of extent": "238", "Scale": "10130", "Rank of scale": "212"}


@pytest.mark.parametrize("name", [TEXT, SHORT])
def test_a_sheet_as_text_has_the_edition_of_its_codes_or_of_the_source_it_names(name: str) -> None:
    reading = layout.read(fixture(name))
    assert (reading.faults, reading.notes) == ((), ("Edition of 2025.",))
    assert [figures(reading, measure, "2025")[0]["value"] for measure in (SCORE, RANK)] == ["13.866", "220"]


@pytest.mark.parametrize(
    ("district", "extent", "above", "edition"),
    [
        (2013, "IMD - Extent", "", "2015"),
        (2019, "IMD - Extent", "", "2019"),
        (2031, "IMD - Extent", "", ""),
        (2031, "IMD 2031 - Extent", "", "2031"),
        (2031, "IMD - Extent", "English Indices of Deprivation 2031, File 10", "2031"),
        (2019, "IMD 2025 - Extent", "", "2025"),
        (2019, "IMD 2025 - Extent", "English Indices of Deprivation 2031", ""),
    ],
)
def test_the_edition_is_the_one_that_is_named_else_that_of_the_codes(
    district: int, extent: str, above: str, edition: str
) -> None:
    headings = (CODE.format(district), NAME.format(district), "IMD - Average score", extent)
    rows = [(above,), headings, ("E07000241", "Welwyn Hatfield", 14.215, 0.0232)]
    reading = layout.read(workbook({"IMD": rows}))
    assert set(reading.cells["period"]) == {edition}
    assert checks(reading) == ([] if edition else [("no-header", 2)])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Code,Score\nE07000241,5\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", None)]),
        (HEADER + "E07000241,Welwyn Hatfield,14,215,221\n" + ROW, [("bad-row", 2)]),
        (HEADER + ROW + "E07000240,St Al", [("truncated-file", 3)]),
        (HEADER.replace("IMD - Rank of average score", "IMD - Average score") + ROW, [("doubled-column", 1)]),
        (HEADER + ROW + '"E07000240,St Albans', [("truncated-file", 3)]),
    ],
)
def test_faults_of_a_text(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_of_a_heading_that_comes_twice_the_first_column_is_taken() -> None:
    reading = layout.read(written(HEADER.replace("IMD - Rank of average score", "IMD - Average score") + ROW))
    assert list(reading.cells["value"]) == ["14.215"]


@pytest.mark.parametrize(
    ("heading", "domain"),
    [
        ("Index of Multiple Deprivation (IMD) - Average score", "IMD"),
        ("Income Deprivation - Average score", "Income"),
        ("Education, Skills and Training Deprivation - Average score", "Education, Skills and Training"),
        ("Health Deprivation and Disability - Average score", "Health Deprivation and Disability"),
        ("Income Deprivation Affecting Children Index (IDACI) - Average score", "IDACI"),
        ("idaopi_average_score", "IDAOPI"),
        ("living_average_score", "Living Environment"),
        ("Something new - Average score", "Something new"),
    ],
)
def test_a_kind_of_deprivation_is_called_as_in_2019(heading: str, domain: str) -> None:
    headings = (CODE.format(2024), NAME.format(2024), heading)
    reading = layout.read(workbook({"Sheet": [headings, ("E07000241", "Welwyn Hatfield", 14)]}))
    assert reading.measures == ({"Domain": domain, "Figure": "Average score"},)


@pytest.mark.parametrize(
    "header",
    [
        "Upper Tier Local Authority District code (2019),IMD - Average score\n",
        "Local Authority District code (2019),Average score of pupils\n",
        "LSOA code (2011),IMD - Average score\n",
        "lad24cd,average_score\n",
        "lad24cd,rank_average_score\n",
    ],
)
def test_the_same_columns_for_other_areas_and_other_columns_for_districts_are_not_recognised(header: str) -> None:
    assert not layout.recognises(written(header + "E10000015,5\n"))


@pytest.mark.slow("a published file, read whole")
def test_the_published_workbook_is_read_whole() -> None:
    file = real("mhclg_IoD2019_File_10_Local_Authority_District_Summaries.xlsx")
    assert recognised_by(file) == ["iod_file_10"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.measures), len(reading.cells)) == ((), 68, 68 * 317)
    [crime] = figures(reading, {"Domain": "Crime", "Figure": "Rank of average score"}, "2019")
    assert (crime["value"], crime["sheet"], crime["row"]) == ("162", "Crime", 244)
