"""House Price Statistics for Small Areas of the ONS."""

import pytest

from indicators.formats import ons_hpssa
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by
from tests.formats.workbooks import workbook

FIXTURE = "ons-hpssa/median-price-paid.xls"
REAL = "ons_HPSSA-dataset-9_median-price-paid_administrative-geographies.xls"
ALL = {"Dataset": "9", "Figure": "Median price paid", "Property type": ""}
DETACHED = ALL | {"Property type": "detached houses"}


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["ons_hpssa"]


def test_regions_districts_and_counties_are_one_measure_for_each_kind_of_home() -> None:
    reading = ons_hpssa.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert reading.measures == (ALL, DETACHED)
    period = "Year ending Dec 2022"
    place = {"area_code": "E07000241", "area_name": "Welwyn Hatfield", "period": period, "column": period}
    assert figures(reading, ALL, period) == [place | {"measure": 0, "value": "441000", "sheet": "2a", "row": 10}]
    assert figures(reading, DETACHED, period) == [place | {"measure": 1, "value": "800000", "sheet": "2b", "row": 9}]
    (county,) = figures(reading, ALL, period, "E10000015")
    assert (county["value"], county["sheet"], county["row"]) == ("455000", "3a", 8)
    (region,) = figures(reading, ALL, period, "E12000006")
    assert (region["value"], region["sheet"], region["row"]) == ("340100", "1a", 10)


def test_half_pounds_and_symbols_stay_as_they_are() -> None:
    reading = ons_hpssa.read(fixture(FIXTURE))
    assert figures(reading, ALL, "Year ending Mar 1996", "E07000240")[0]["value"] == "90250.5"
    assert figures(reading, DETACHED, "Year ending Dec 1995")[0]["value"] == ":"
    assert reading.markers == {":": "x"}


def test_an_authority_that_is_district_and_county_is_there_once() -> None:
    luton = figures(ons_hpssa.read(fixture(FIXTURE)), ALL, "Year ending Dec 1995", "E06000032")
    assert [(cell["sheet"], cell["value"]) for cell in luton] == [("2a", "48500")]


def test_a_workbook_that_names_no_dataset_leaves_it_open() -> None:
    rows = [("Number of residential property sales for flats by county, year ending",)]
    rows += [("Code", "Name", "Year ending Jun 2020"), ("E10000015", "Hertfordshire", 12)]
    reading = ons_hpssa.read(workbook({"3e": rows}))
    assert reading.measures == (
        {"Dataset": "", "Figure": "Number of residential property sales", "Property type": "flats"},
    )


def test_a_sheet_without_its_title_is_not_taken_for_any_measure() -> None:
    reading = ons_hpssa.read(workbook({"2a": [("Code", "Year ending Jun 2020"), ("E07000241", 12)]}))
    assert checks(reading) == [("no-header", 1)]
    assert reading.cells.empty


@pytest.mark.slow("a published file, read whole")
def test_the_published_workbook_is_read_whole() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["ons_hpssa"]
    reading = ons_hpssa.read(file)
    assert reading.faults == ()
    assert len(reading.measures) == 5
    of_all = reading.cells[reading.cells["measure"].eq(0)]
    # 12 regions and countries, 331 authorities, 10 combined ones; of 113 counties 81 are among the authorities
    assert of_all["area_code"].nunique() == 12 + 331 + 10 + (113 - 81)
    assert len(of_all) == 109 * of_all["area_code"].nunique()
    values = [("Year ending Dec 1995", "71000"), ("Year ending Jun 1996", "73975"), ("Year ending Dec 2022", "440000")]
    for period, value in values:
        (cell,) = figures(reading, ALL, period)
        assert (cell["value"], cell["sheet"], cell["row"]) == (value, "2a", 185)
    assert figures(reading, ALL | {"Property type": "flats/maisonettes"}, "Year ending Dec 2022")[0]["value"] == (
        "250000"
    )
