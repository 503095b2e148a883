"""Tables that the Department for Work and Pensions publishes."""

import pytest

from indicators.formats import dwp_table as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

WORKBOOK = "dwp-table/low-income.ods"
TEXT = "dwp-table/after-housing-costs.csv"
RELATIVE = (
    "Number and Percentage of Children (aged under 16) living in Relative low income families, "
    "Local Authority, United Kingdom"
)
SHARE = {"Areas": "Local Authority", "Figure": "Percentage of children"}


@pytest.mark.parametrize("name", [WORKBOOK, TEXT])
def test_it_is_recognised_by_an_area_code_and_financial_years_ending(name: str) -> None:
    assert recognised_by(fixture(name)) == ["dwp_table"]


def test_the_title_tells_tables_apart_without_its_number_and_years() -> None:
    reading = layout.read(fixture(WORKBOOK))
    assert reading.measures[1] == {"Title": RELATIVE, **SHARE}
    assert [found["Areas"] for found in reading.measures] == ["Local Authority"] * 2 + ["Ward"] * 2


def test_a_fraction_in_a_workbook_is_the_percentage_that_a_person_sees() -> None:
    reading = layout.read(fixture(WORKBOOK))
    assert reading.faults == ()
    assert figures(reading, SHARE, "FYE 2021") == [
        {
            "measure": 1,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "FYE 2021",
            "value": "10.1%",
            "count": "2375",
            "flags": "p",
            "sheet": "1_Relative_Local_Authority",
            "column": "Percentage of children FYE 2021 (%) [p] [note 3]",
            "row": 7,
        }
    ]


def test_a_percentage_in_a_text_stays_as_it_is() -> None:
    reading = layout.read(fixture(TEXT))
    assert reading.faults == ()
    [cell] = figures(reading, SHARE, "FYE 2024")
    assert (cell["value"], cell["count"], cell["row"]) == ("19.5%", "4,500", 7)
    assert reading.measures[1]["Title"] == RELATIVE.replace("families,", "families, After Housing Costs,")


def test_numbers_are_a_measure_of_their_own() -> None:
    [cell] = figures(layout.read(fixture(TEXT)), {"Figure": "Number of children"}, "FYE 2025")
    assert (cell["value"], cell["flags"], cell.get("count")) == ("4,480", "p", None)


@pytest.mark.parametrize(("name", "zero"), [(WORKBOOK, "0%"), (TEXT, "0.0%")])
def test_shorthand_stays_and_the_file_says_what_it_means(name: str, zero: str) -> None:
    reading = layout.read(fixture(name))
    assert reading.markers == {"[x]": "x", "[low]": "low"}
    years = ("FYE 2020", "FYE 2021") if name == WORKBOOK else ("FYE 2024", "FYE 2025")
    first, last = (figures(reading, SHARE, year, "E07999001")[0] for year in years)
    assert (first["value"], first["count"]) == ("[x]", "[low]")
    assert (last["value"], last["count"]) == (zero, "0")


def test_names_are_without_notes() -> None:
    [cell] = figures(layout.read(fixture(TEXT)), SHARE, "FYE 2024", "K02000001")
    assert cell["area_name"] == "United Kingdom"


def test_a_row_cut_off() -> None:
    text = fixture(TEXT).text
    cut = text[: text.index('"4,480"') + 3]
    assert checks(layout.read(written(cut))) == [("truncated-file", 7)]


def test_a_row_of_another_width_is_bad_and_the_others_are_read() -> None:
    reading = layout.read(written(fixture(TEXT).text.replace('"4,500"', "4,500")))
    assert checks(reading) == [("bad-row", 7)]
    assert set(reading.cells["row"]) == {6, 8}


def test_a_year_that_is_there_twice() -> None:
    reading = layout.read(written(fixture(TEXT).text.replace("FYE 2025\n(%)", "FYE 2024\n(%)")))
    assert checks(reading) == [("doubled-column", 5)]
    [cell] = figures(reading, SHARE, "FYE 2024")
    assert cell["value"] == "19.5%"


def test_a_file_without_such_a_row_has_no_header() -> None:
    assert checks(layout.read(written("Local Authority,Area Code,Age 0-4\nAdur,E07000223,680\n"))) == [
        ("no-header", None)
    ]


@pytest.mark.slow("a published file, read whole")
def test_the_published_workbook() -> None:
    file = real("dwp_Children_low_income_families_FYE2015-2021.ods")
    assert recognised_by(file) == ["dwp_table"]
    reading = layout.read(file)
    assert reading.faults == ()
    assert (len(reading.cells), len(reading.measures)) == (271_684, 12)
    measure = {"Title": RELATIVE, **SHARE}
    found = [figures(reading, measure, f"FYE {year}")[0] for year in range(2015, 2022)]
    assert [cell["value"] for cell in found] == ["10.3%", "10.4%", "10.4%", "10.9%", "11.3%", "11.1%", "10.1%"]
    assert [cell["count"] for cell in found] == ["2214", "2284", "2334", "2453", "2596", "2580", "2375"]
    assert (found[-1]["flags"], {cell["row"] for cell in found}) == ("p", {181})
    assert reading.markers == {"[x]": "x", "[low]": "low"}


def test_the_published_text_after_housing_costs() -> None:
    file = real("dwp_children-in-low-income-families_relative-AHC_LA_FYE2024-2025.csv")
    assert recognised_by(file) == ["dwp_table"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), 362 * 4)
    [first], [second] = (figures(reading, SHARE, f"FYE {year}") for year in (2024, 2025))
    assert (first["value"], first["count"], first["row"]) == ("19.9%", "4,585", 178)
    assert (second["value"], second["count"]) == ("20.0%", "4,583")


def test_a_table_of_the_department_without_years_is_not_recognised() -> None:
    assert recognised_by(real("dwp_children-in-out-of-work-benefit-households_LA.csv")) == []
