"""Homelessness tables of local authorities."""

import pytest

from indicators.formats import hclic as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by
from tests.formats.workbooks import workbook

FIRST, LATER = "hclic/2018-06.xlsx", "hclic/2024-03.ods"
IN_2018, IN_2024 = "April to June 2018", "January to March 2024"
HOTELS = "Bed and breakfast hotels (including shared annexes)"
OWED = {"Table": "A1", "Group": "Assessed as owed a duty"}
TITLE = "Table A1 - Number of households by assessment\nEngland, April to June 2018"


@pytest.mark.parametrize("name", [FIRST, LATER])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["hclic"]


def test_a_heading_is_told_by_its_group_and_without_footnotes() -> None:
    reading = layout.read(fixture(FIRST))
    assert reading.faults == ()
    assert [tuple(found.values()) for found in reading.measures[:6]] == [
        ("A1", "", "Total initial assessments"),
        ("A1", "Assessed as owed a duty", "Total"),
        ("A1", "Assessed as owed a duty", "Threatened with homelessness - Prevention duty owed"),
        ("A1", "Assessed as owed a duty", "due to service of valid Section 21 Notice"),
        ("A1", "Assessed as owed a duty", "Homeless - Relief duty owed"),
        ("A1", "", "Not threatened with homelessness within 56 days - no duty owed"),
    ]
    assert figures(reading, {**OWED, "Heading": "Total"}, IN_2018) == [
        {
            "measure": 1,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": IN_2018,
            "value": "130",
            "count": "130",
            "denominator": "48126",
            "sheet": "A1 - Apr-Jun 18",
            "column": "Assessed as owed a duty: Total",
            "row": 10,
        }
    ]


def test_rows_without_a_code_are_no_areas_and_missing_figures_stay_markers() -> None:
    reading = layout.read(fixture(FIRST))
    first = reading.cells[reading.cells["measure"].eq(0)]
    assert first[["area_code", "value", "row"]].to_numpy().tolist() == [
        ["E92000001", "67000", 6],
        ["E07000243", "..", 9],
        ["E07000241", "140", 10],
    ]
    few = figures(reading, {"Group": HOTELS, "Heading": "Total with children"}, IN_2018, "E06000060")
    assert [cell["value"] for cell in few] == ["-"]
    assert reading.markers == {"..": "x", "-": "c"}


def test_the_households_of_an_area_go_with_every_number_of_the_workbook() -> None:
    reading = layout.read(fixture(LATER))
    of = {
        (found["Table"], found["Heading"]): (cell["count"], cell["denominator"])
        for found in reading.measures
        for cell in reading.cells[
            reading.cells["measure"].eq(reading.measures.index(found)) & reading.cells["area_code"].eq("E07000241")
        ].to_dict("records")
    }
    assert of["TA1", "Total number of households in TA"] == ("140", "49500")
    assert of["A5P", "Female"] == ("70", "49500")
    assert of["A5P", "Female (%)"] == of["TA1", "Total with children"] == ("", "")
    assert of["TA1", "Number of households in area (000s)"] == ("", "")


def test_hidden_rows_are_no_headings_and_a_day_stands_for_its_quarter() -> None:
    reading = layout.read(fixture(LATER))
    assert reading.faults == ()
    [owed] = figures(reading, {**OWED, "Heading": "Total owed a prevention or relief duty"}, IN_2024)
    assert (owed["value"], owed["row"], owed["sheet"]) == ("260", 10, "A1")
    placed = {
        found["Heading"]: figures(reading, found, IN_2024) for found in reading.measures if found["Table"] == "TA1"
    }
    assert {heading: [cell["value"] for cell in cells] for heading, cells in placed.items()} == {
        "Total number of households in TA": ["140"],
        "Number of households in area (000s)": ["49.5"],
        "Total number of households in TA per (000s)": ["2.82828282828283"],
        "Total number of households in TA with children": ["80"],
        "Total number of households": ["4"],
        "Total with children": ["-"],
    }
    assert {cell["sheet"] for cells in placed.values() for cell in cells} == {"TA1_"}


def test_a_column_without_a_heading_is_the_share_of_the_one_before() -> None:
    reading = layout.read(fixture(LATER))
    found = {
        (found["Group"], found["Heading"]): figures(reading, found, IN_2024)[0]["value"]
        for found in reading.measures
        if found["Table"] == "A5P"
    }
    assert found == {
        ("", "Total owed a prevention duty"): "100",
        ("", "Total owed a prevention duty (%)"): "1",
        ("Single parent", "Male"): "20",
        ("Single parent", "Male (%)"): "0.2",
        ("Single parent", "Female"): "70",
        ("Single parent", "Female (%)"): "0.7",
        ("", "Not known"): "10",
        ("", "Not known (%)"): "0.1",
    }


def test_what_cannot_be_told_apart_or_dated_is_said() -> None:
    reading = layout.read(fixture(LATER))
    assert [found["Heading"] for found in reading.measures if found["Table"] == "A8"] == [
        "Total owed a duty",
        "Irish",
        "Arab",
    ]
    assert [cell["value"] for cell in figures(reading, {"Table": "P3"}, "")] == ["50", "5"]
    assert reading.notes == (
        "Tables of January to March 2024: A1, P3, A5P, A8, TA1.",
        "The title of table P3 does not say its quarter: its figures have no period.",
        "Table A8: 2 columns are not read, as no heading tells them from all others.",
    )


def test_a_new_release_is_provisional_and_a_revised_one_is_not() -> None:
    cells = layout.read(fixture(LATER)).cells
    assert dict(zip(cells["value"].eq("-"), cells["flags"], strict=True)) == {False: "p", True: ""}
    assert set(layout.read(fixture(FIRST)).cells["flags"]) == {""}


def test_a_table_of_another_quarter_than_the_others_has_no_period() -> None:
    def sheet(table: str, quarter: str) -> list[tuple[str | int, ...]]:
        title = f"Table {table} - Number of households\nEngland, {quarter}"
        return [(title,), ("", "", "Total"), ("E07000241", "Somewhere", 5)]

    quarters = {"A1": "January to March 2024", "A3": "January to March  2024", "TA1": "31 December 2023"}
    reading = layout.read(workbook({table: sheet(table, quarter) for table, quarter in quarters.items()}))
    assert reading.cells["period"].tolist() == ["January to March 2024", "January to March 2024", ""]
    assert reading.notes[1] == "The title of table TA1 says October to December 2023: its figures have no period."


def test_faults_of_the_workbook() -> None:
    assert checks(layout.read(workbook({"Contents": [("A1",)]}))) == [("no-header", None)]
    assert checks(layout.read(workbook({"A1": [(TITLE,), ("", "", "Total")]}))) == [("nothing-to-read", None)]
    assert checks(layout.read(workbook({"A1": [(TITLE,), (), ("E07000241", "Somewhere", 5)]}))) == [("no-header", 3)]


@pytest.mark.slow("a published file, read whole")
@pytest.mark.parametrize(
    ("name", "quarter", "tables", "cells", "owed", "prevention", "relief", "housed", "row"),
    [
        ("DetailedLA_201806.xlsx", "April to June 2018", 26, 150_528, "137", "83", "54", "122", 321),
        ("DetailedLA_201912.xlsx", "October to December 2019", 17, 96_138, "224", "122", "102", "116", 314),
        ("DetailedLA_202009_REVISED.ods", "July to September 2020", 27, 159_084, "214", "126", "88", "95", 312),
        ("DetailedLA_202103_revised.ods", "January to March 2021", 27, 159_084, "230", "132", "98", "84", 312),
        ("Detailed_LA_202212.ods", "October to December 2022", 27, 153_758, "..", "..", "..", "136", 308),
        ("Detailed_LA_202403.xlsx", "January to March 2024", 27, 162_486, "261", "129", "132", "159", 294),
        ("Detailed_LA_202503.ods", "January to March 2025", 28, 164_322, "204", "107", "97", "196", 294),
        ("Detailed_LA_202512.ods", "October to December 2025", 37, 233_288, "234", "75", "159", "149", 294),
    ],
)
def test_published_workbooks(
    name: str,
    quarter: str,
    tables: int,
    cells: int,
    owed: str,
    prevention: str,
    relief: str,
    housed: str,
    row: int,
) -> None:
    file = real(f"mhclg-hclic_{name}")
    assert recognised_by(file) == ["hclic"]
    reading = layout.read(file)
    assert (reading.faults, reading.markers) == ((), {"..": "x", "-": "c"})
    assert (len({found["Table"] for found in reading.measures}), len(reading.cells)) == (tables, cells)
    assert not reading.cells.duplicated(["measure", "area_code"]).any()  # London is there twice
    assert set(reading.cells["period"]) <= {quarter, ""}
    found = figures(reading, OWED, quarter)
    assert [cell["value"] for cell in (found[0], found[1], found[3])] == [owed, prevention, relief]
    assert {cell["row"] for cell in found} == {row}
    [homes] = figures(reading, {"Table": "TA1", "Heading": "Total number of households in TA"}, quarter)
    assert homes["value"] == housed
