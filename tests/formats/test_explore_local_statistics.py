"""The layout of the ONS service Explore local statistics."""

import pytest

from indicators.formats import explore_local_statistics as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

TWO = "explore-local-statistics/two-indicators.csv"
OTHER_ORDER = "explore-local-statistics/other-order.csv"
NAME = "explore_local_statistics"


@pytest.mark.parametrize("name", [TWO, OTHER_ORDER])
def test_it_is_recognised_by_its_headings_alone(name: str) -> None:
    assert recognised_by(fixture(name)) == [NAME]


def test_measures_are_told_apart_by_indicator_measure_and_unit() -> None:
    reading = layout.read(fixture(TWO))
    assert reading.faults == ()
    assert reading.measures == (
        {"indicator": "Apple eaters", "measure": "Percentage", "unit": "%"},
        {"indicator": "Orchards", "measure": "Number of orchards", "unit": "Number of orchards"},
        {"indicator": "Orchards", "measure": "Orchards, per 1,000 people", "unit": "Rate per 1,000 people"},
    )


def test_figures_as_they_stand() -> None:
    reading = layout.read(fixture(TWO))
    assert figures(reading, {"indicator": "Apple eaters"}, "2015-04-01/P1Y") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2015-04-01/P1Y",
            "value": "12.25",
            "lower": "8.5",
            "upper": "16",
            "column": "observation",
            "row": 3,
        }
    ]
    [zero] = figures(reading, {"unit": "Number of orchards"}, "2019-01-01/P5Y")
    assert (zero["value"], zero["row"]) == ("0", 9)
    [day] = figures(reading, {"indicator": "Orchards"}, "2020-06-30")
    assert (day["value"], day["row"]) == ("3", 10)


def test_missing_values_keep_the_publishers_letter_and_remark() -> None:
    reading = layout.read(fixture(TWO))
    [unreliable] = figures(reading, {}, "2016-04-01/P1Y")
    assert "value" not in unreliable
    assert (unreliable["status"], unreliable["row"]) == ("u", 4)
    assert unreliable["note"] == "Estimate unreliable since the sample is small"
    [unavailable] = figures(reading, {}, "2017-04-01/P1Y")
    assert (unavailable["status"], unavailable.get("value")) == ("x", None)


def test_an_area_listed_under_two_geographies_is_taken_once() -> None:
    [cell] = figures(layout.read(fixture(TWO)), {}, "2015-04-01/P1Y", "E06000001")
    assert (cell["value"], cell["row"]) == ("8", 7)


def test_an_area_with_two_different_figures_stays_doubled() -> None:
    text = "areacd,period,observation,indicator\nE1,2019,1,a\nE1,2019,2,a\n"
    assert layout.read(written(text)).cells["value"].tolist() == ["1", "2"]


def test_columns_in_another_order_and_no_line_end() -> None:
    [cell] = figures(layout.read(fixture(OTHER_ORDER)), {"indicator": "Calm"}, "2022-04-01/P1Y")
    assert (cell["value"], cell["lower"], cell["upper"], cell["row"]) == ("7.75", "7.5", "8", 3)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        ("areacd,period,observation\nE1,2019,1\n", [("missing-column", 1)]),
        ("areacd,period,observation,indicator\n", [("nothing-to-read", 1)]),
        ("areacd,period,observation,indicator,period\nE1,2019,1,a,2020\n", [("doubled-column", 1)]),
        ("areacd,period,observation,indicator\nE1,2019,1,a\nE1,20", [("truncated-file", 3)]),
        ("areacd,period,observation,indicator\nE1,2019,1,234,a\nE1,2020,1,a\n", [("bad-row", 2)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


@pytest.mark.parametrize(
    ("name", "rows", "indicator", "period", "figure", "row"),
    [
        ("adult-obesity-prevalence_cut", 250, "Adult obesity prevalence", "2015-11-16/P1Y", "24.51648", 183),
        ("employment-rate", 16_080, "Employment rate", "2023-01-01/P1Y", "79.8", 3871),
        ("personal-wellbeing-estimates", 20_112, "Anxiety", "2018-04-01/P1Y", "2.76", 2342),
        ("personal-wellbeing-estimates", 20_112, "Satisfaction", "2018-04-01/P1Y", "7.66", 17426),
        ("claimant-count", 10_325, "Claimant Count", "2015-01-01/P1Y", "1.2", 4827),
        ("engagement-with-culture-and-heritage", 1376, "Engaged with the arts", "2023-04-01/P1Y", "94", 171),
        ("food-outlets_cut", 448, "Food outlets", "2025-03-15", "1.4655712878300589", 338),
    ],
)
def test_published_files(name: str, rows: int, indicator: str, period: str, figure: str, row: int) -> None:
    file = real(f"ons-els_{name}.csv")
    assert recognised_by(file) == [NAME]
    reading = layout.read(file)
    assert (len(reading.cells), reading.faults) == (rows, ())
    [cell] = figures(reading, {"indicator": indicator}, period)
    assert (cell["value"], cell["row"]) == (figure, row)


def test_published_limits() -> None:
    reading = layout.read(real("ons-els_adult-obesity-prevalence_cut.csv"))
    [cell] = figures(reading, {"measure": "Percentage", "unit": "%"}, "2015-11-16/P1Y")
    assert (cell["lower"], cell["upper"]) == ("20.68182", "28.40909")
