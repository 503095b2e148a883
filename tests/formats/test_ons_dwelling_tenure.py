"""Dwellings by tenure of the ONS."""

import pytest

from indicators.formats import ons_dwelling_tenure
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by
from tests.formats.workbooks import workbook

FIXTURE = "ons-dwelling-tenure/tenure.xlsx"
REAL = "ons_subnational-dwelling-stock-by-tenure_2012-2021.xlsx"
SHARES = "Percentage breakdown of dwelling stock by tenure"
COUNTS = "Counts of dwelling stock by tenure"
PRIVATE = {"Figure": SHARES, "Tenure": "Private Rent", "Intervals": ""}


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["ons_dwelling_tenure"]


def test_a_percentage_has_its_limits_and_the_counts_of_the_other_sheet() -> None:
    reading = ons_dwelling_tenure.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert figures(reading, PRIVATE, "2021") == [
        {
            "measure": 9,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2021",
            "value": "15.85",
            "lower": "14.9",
            "upper": "16.8",
            "count": "7750",
            "denominator": "48900",
            "sheet": "2a",
            "column": "2021 Private Rent (%)",
            "row": 6,
        }
    ]


def test_an_estimate_is_unreliable_above_a_variation_of_twenty_per_cent() -> None:
    reading = ons_dwelling_tenure.read(fixture(FIXTURE))
    assert [figures(reading, PRIVATE, "2020", area)[0].get("status") for area in ("E07000241", "E07000240")] == [
        "u",  # 26.9%
        None,  # 20%
    ]
    (count,) = figures(reading, PRIVATE | {"Figure": COUNTS}, "2020")
    assert (count["value"], count["lower"], count["upper"], count["status"]) == ("7600", "3600", "11600", "u")


def test_what_has_no_limits_has_none_and_totals_are_a_measure() -> None:
    reading = ons_dwelling_tenure.read(fixture(FIXTURE))
    (social,) = figures(reading, {"Figure": SHARES, "Tenure": "Social Rent", "Intervals": ""}, "2021")
    assert (social["value"], social["count"], social["denominator"]) == ("25.56", "12500", "48900")
    assert not {"lower", "upper", "status"} & set(social)
    (total,) = figures(reading, {"Figure": COUNTS, "Tenure": "Total Dwellings", "Intervals": ""}, "2020")
    assert (total["value"], total["column"]) == ("48500", "2020 Total Dwellings")


def test_the_sheets_without_limits_are_told_apart() -> None:
    reading = ons_dwelling_tenure.read(fixture(FIXTURE))
    excluding = "excluding confidence intervals"
    (share,) = figures(reading, PRIVATE | {"Intervals": excluding}, "2021")
    assert (share["value"], share["sheet"], "lower" in share) == ("15.85", "2b", False)
    assert {measure["Intervals"] for measure in reading.measures} == {"", excluding}


def test_percentages_alone_come_without_counts() -> None:
    title = "Table 2a: Percentage breakdown of dwelling stock by tenure in each local authority, England, 2021"
    rows = [(title,), ("Code", "Name", "2021 Owned Outright (%)"), ("E07000241", "Welwyn Hatfield", 33.54)]
    reading = ons_dwelling_tenure.read(workbook({"2a": rows}))
    (share,) = figures(reading, {"Tenure": "Owned Outright"}, "2021")
    assert share["value"] == "33.54"
    assert not {"count", "denominator", "status"} & set(share)


def test_limits_without_their_value_are_told() -> None:
    title = "Table 2a: Percentage breakdown of dwelling stock by tenure in each local authority, England, 2021"
    rows = [(title,), ("Code", "2021 Private Rent LCI (%)", "2021 Social Rent (%)"), ("E07000241", 14.9, 25.6)]
    reading = ons_dwelling_tenure.read(workbook({"2a": rows}))
    assert [(fault.check, fault.row, fault.column) for fault in reading.faults] == [
        ("missing-column", 2, "2021 Private Rent")
    ]
    assert list(reading.cells["value"]) == ["25.6"]


def test_a_sheet_without_its_title_is_not_taken_for_any_measure() -> None:
    reading = ons_dwelling_tenure.read(workbook({"2a": [("Code", "2021 Social Rent"), ("E07000241", 25)]}))
    assert checks(reading) == [("no-header", 1)]
    assert reading.cells.empty


@pytest.mark.slow("a published file, read whole")
def test_the_published_workbook_is_read_whole() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["ons_dwelling_tenure"]
    reading = ons_dwelling_tenure.read(file)
    assert reading.faults == ()
    # 308 authorities, ten years, five counts and four percentages, with and without limits
    assert len(reading.cells) == 308 * 10 * (5 + 4) * 2
    (private,) = figures(reading, PRIVATE, "2018")
    assert {name: private[name] for name in ("value", "lower", "upper", "count", "denominator", "status", "row")} == {
        "value": "16",
        "lower": "7.31",
        "upper": "24.68",
        "count": "7582",
        "denominator": "47402",
        "status": "u",
        "row": 182,
    }
    (owned,) = figures(reading, {"Figure": SHARES, "Tenure": "Owned Outright", "Intervals": ""}, "2021")
    assert (owned["value"], owned["lower"], owned["upper"], owned["count"]) == ("33.54", "31.26", "35.82", "16394")
    (total,) = figures(reading, {"Figure": COUNTS, "Tenure": "Total Dwellings", "Intervals": ""}, "2021")
    assert (total["value"], total["sheet"]) == ("48881", "1a")
