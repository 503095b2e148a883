"""Workbooks of sub-regional fuel poverty."""

import pytest

from indicators.formats import fuel_poverty as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by
from tests.formats.workbooks import workbook

IN_2011, IN_2013, IN_2020 = (f"fuel-poverty/{year}.xlsx" for year in (2011, 2013, 2020))
LIHC = "Low Income High Costs (LIHC) definition"
PERCENT = "Proportion of households fuel poor (%)"
HEADINGS = ("LA Code", "LA Name", "Region", "Number of households", "Number of households in fuel poverty", PERCENT)
ROW = ("E07000241", "Somewhere", "East", 200, 20, 10)
OLD = "E07000104"


@pytest.mark.parametrize("name", [IN_2011, IN_2013, IN_2020])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["fuel_poverty"]


def test_fractions_and_codes_from_before_2009() -> None:
    reading = layout.read(fixture(IN_2011))
    assert reading.faults == ()
    assert reading.notes == (LIHC, "Figures of 2011.")
    assert [tuple(found.values()) for found in reading.measures] == [
        (LIHC, "LSOA Code", "Percent Fuel Poor"),
        (LIHC, "LA Code", "Percent Fuel Poor"),
        (LIHC, "PC code", "Percent Fuel Poor"),
        (LIHC, "County", "Percent Fuel Poor"),
        (LIHC, "English region", "% of households fuel poor"),
    ]
    told = ["measure", "area_code", "area_name", "period", "value", "count", "denominator", "row"]
    assert [tuple(row) for row in reading.cells[told].itertuples(index=False)] == [
        (0, "E01023908", "Welwyn Hatfield 015A", "2011", "0.133", "80", "600", 4),
        (1, "", "St. Albans", "2011", "0.073", "4100", "56000", 4),
        (1, "", "Welwyn Hatfield", "2011", "0.091", "4000", "44000", 5),
        (2, "", "Welwyn Hatfield", "2011", "0.093", "3900", "42000", 4),
        (3, "", "Hertfordshire", "2011", "0.092", "42000", "456000", 4),
        (4, "", "East of England", "2011", "0.102", "249000", "2440000", 4),
    ]


def test_a_workbook_whose_cover_alone_says_the_year() -> None:
    reading = layout.read(fixture(IN_2013))
    assert reading.faults == ()
    assert figures(reading, {"Areas": "LA Code", "Definition": LIHC}, "2013", OLD) == [
        {
            "measure": 1,
            "area_code": OLD,
            "area_name": "Welwyn Hatfield",
            "period": "2013",
            "value": "8.6",
            "count": "3784",
            "denominator": "44000",
            "sheet": "Table 2",
            "column": PERCENT,
            "row": 5,
        }
    ]
    assert reading.cells[["area_name", "value"]].to_numpy().tolist() == [
        ["East of England", "8.8"],
        ["St Albans", "8.2"],
        ["Welwyn Hatfield", "8.6"],
    ]


def test_names_indented_over_several_columns_and_no_definition() -> None:
    reading = layout.read(fixture(IN_2020))
    assert (reading.faults, reading.notes) == ((), ("Figures of 2020.",))
    assert [found["Definition"] for found in reading.measures] == ["", ""]
    told = reading.cells.loc[reading.cells["measure"].eq(1), ["area_code", "area_name", "row"]]
    assert [tuple(row) for row in told.itertuples(index=False)] == [
        ("E92000001", "ENGLAND", 4),
        ("E12000006", "EAST", 5),
        ("E10000015", "Hertfordshire", 6),
        ("E07000241", "Welwyn Hatfield", 7),
    ]


def test_two_years_in_the_texts_are_none() -> None:
    reading = layout.read(workbook({"Title": [("2019",), ("2020",)], "Table 2": [HEADINGS, ROW]}))
    assert reading.faults == ()
    assert reading.cells["period"].tolist() == [""]


def test_faults_of_the_workbook() -> None:
    assert checks(layout.read(workbook({"Table 2": [HEADINGS]}))) == [("nothing-to-read", 1)]
    assert checks(layout.read(workbook({"Table 2": [HEADINGS[:4], ROW[:4]]}))) == [("no-header", None)]
    assert checks(layout.read(workbook({"Title": []}))) == [("no-header", None)]


@pytest.mark.slow("a published file, read whole")
@pytest.mark.parametrize(
    ("name", "cells", "areas", "period", "area", "value", "count", "denominator", "row"),
    [
        ("decc_sub-regional-fuel-poverty_2012-data_LIHC", 33_864, "LA Code", "2012", OLD, "8.7", 3759, 43081, 140),
        ("decc_sub-regional-fuel-poverty_2013-data_LIHC", 33_864, "LA Code", "2013", OLD, "8.6", 3865, 44803, 90),
        (
            *("decc_sub-regional-fuel-poverty_2013-data_LIHC", 33_864, "LA Code", "2013"),
            *("E07000098", "8.2", 3344, 40826, 65),
        ),
        (
            *("beis_sub-regional-fuel-poverty-2022-tables_2020-data_LILEE", 33_737, "Area Codes", "2020"),
            *("E07000241", "13.1011155696548", 6236, 47599, 199),
        ),
    ],
)
def test_published_workbooks(
    name: str, cells: int, areas: str, period: str, area: str, value: str, count: int, denominator: int, row: int
) -> None:
    file = real(f"{name}.xlsx")
    assert recognised_by(file) == ["fuel_poverty"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), cells)
    [cell] = figures(reading, {"Areas": areas}, period, area)
    found = (cell["value"], cell["count"], cell["denominator"], cell["row"])
    assert found == (value, str(count), str(denominator), row)


@pytest.mark.slow("a published file, read whole")
def test_the_published_workbook_with_old_codes() -> None:
    file = real("decc_sub-regional-fuel-poverty_2011-data_LIHC.xlsx")
    assert recognised_by(file) == ["fuel_poverty"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), 33_397)
    districts = [place for place, found in enumerate(reading.measures) if found["Areas"] == "LA Code"]
    cells = reading.cells[reading.cells["measure"].isin(districts)].set_index("area_name")
    assert len(cells) == 326
    found = cells.loc["Welwyn Hatfield", ["area_code", "period", "value", "count", "denominator"]]
    assert found.tolist() == ["", "2011", "0.094", "4176", "44588"]
