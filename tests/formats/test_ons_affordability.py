"""House price to earnings ratios of the ONS: sheets 1a to 6c."""

from indicators.formats import ons_affordability
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by
from tests.formats.workbooks import workbook

FIXTURE = "ons-affordability/ratios.xlsx"
REAL = "ons_aff1-ratio-of-house-price-to-workplace-based-earnings_2024.xlsx"
MEDIAN = {"Figure": "Ratio", "Average": "Median", "Earnings": "workplace-based"}
LOWER = MEDIAN | {"Average": "Lower quartile"}


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["ons_affordability"]


def test_ratios_of_all_sheets_are_one_measure_for_each_average() -> None:
    reading = ons_affordability.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert len(reading.cells) == 28
    place = {"measure": 0, "area_code": "E07000241", "area_name": "Welwyn Hatfield", "sheet": "5c", "row": 3}
    assert figures(reading, MEDIAN, "2024") == [
        place | {"period": "2024", "column": "2024", "value": "9.73", "flags": "p"}
    ]
    assert figures(reading, MEDIAN, "1997") == [place | {"period": "1997", "column": "1997", "value": "[x]"}]
    (region,) = figures(reading, MEDIAN, "2024", "E12000006")
    assert (region["value"], region["sheet"], region["row"]) == ("9", "1c", 4)
    (lower,) = figures(reading, LOWER, "2024")
    assert (lower["value"], lower["sheet"], lower["row"]) == ("11.6", "6c", 8)


def test_an_average_of_years_prices_and_earnings_are_measures_of_their_own() -> None:
    reading = ons_affordability.read(fixture(FIXTURE))
    (average,) = figures(reading, {"Figure": "Ratio, 5-year average", "Average": "Median"}, "5-year average")
    assert (average["value"], average.get("flags")) == ("10.9", None)
    (price,) = figures(reading, {"Figure": "House price", "Average": "Median", "Earnings": ""}, "Year ending Sep 2024")
    assert (price["value"], price.get("flags")) == ("420500", None)
    (earnings,) = figures(reading, {"Figure": "Earnings", "Average": "Median", "Earnings": "workplace-based"}, "2024")
    assert (earnings["value"], earnings["flags"]) == ("43210", "p")


def test_the_workbook_explains_its_symbol_and_bold_type_is_told() -> None:
    reading = ons_affordability.read(fixture(FIXTURE))
    assert reading.markers == {"[x]": "x"}
    assert any(note.startswith("Table 5c - Ratio") for note in reading.notes)
    assert "not read" in reading.notes[-1]


def test_earnings_of_residents_are_told_from_those_of_jobs() -> None:
    title = "Table 5c Ratio of median house price to median gross annual (where available) residence-based earnings"
    reading = ons_affordability.read(workbook({"5c": [(title,), ("Code", "Name", 2019), ("E07000241", "WH", 9.5)]}))
    assert reading.measures == (MEDIAN | {"Earnings": "residence-based"},)
    assert list(reading.cells["flags"]) == [""]


def test_a_sheet_without_its_title_is_not_taken_for_any_measure() -> None:
    reading = ons_affordability.read(workbook({"5c": [("Code", "Name", 2019), ("E07000241", "WH", 9.5)]}))
    assert checks(reading) == [("no-header", 1)]
    assert reading.cells.empty


def test_a_sheet_that_lost_its_header_is_told() -> None:
    reading = ons_affordability.read(workbook({"5c": [("E07000241", "Welwyn Hatfield", 9.5)]}))
    assert [(fault.check, fault.sheet) for fault in reading.faults] == [("no-header", "5c")]


def test_the_published_workbook_is_read_whole() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["ons_affordability"]
    reading = ons_affordability.read(file)
    assert reading.faults == ()
    # three kinds of areas and three figures of 28 years, and the five-year average, for each of two averages
    assert len(reading.cells) == 2 * (12 + 21 + 318) * (3 * 28 + 1)
    values = {period: figures(reading, MEDIAN, period)[0] for period in ("2002", "2003", "2023", "2024")}
    assert [cell["value"] for cell in values.values()] == ["[x]", "6.73", "11.25", "9.66"]
    assert [cell.get("flags") for cell in values.values()] == [None, None, None, "p"]
    assert {(cell["sheet"], cell["row"]) for cell in values.values()} == {("5c", 170)}
    assert figures(reading, LOWER, "1997", "E10000015")[0]["value"] == "4.33"
    assert figures(reading, MEDIAN, "2024", "E92000001")[0]["value"] == "7.71"
