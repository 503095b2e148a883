"""CSV files of Explore Education Statistics."""

import pytest

from indicators.errors import PeriodError
from indicators.formats import explore_education_statistics as layout
from indicators.periods import parse
from tests.formats.at_hand import checks, figures, fixture, recognised_by, written

FIXTURE = "explore-education-statistics/levels.csv"
STATE = {"Filters": "school_type: State-funded", "Time identifier": "Academic year"}
PERCENT = STATE | {"Indicator": "met_standard_percent"}
YEAR = "2023-09-01/P1Y"
HEADER = "time_period,time_identifier,geographic_level,country_code,country_name,lad_code,lad_name,sex,pupils\n"
DISTRICT = "202324,Academic year,Local authority district,E92000001,England,E07000241,Welwyn Hatfield,Total,{}\n"
ROW = DISTRICT.format(5)


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["explore_education_statistics"]


def test_every_row_has_the_area_of_its_own_level() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert figures(reading, PERCENT, YEAR) == [
        {
            "measure": 1,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": YEAR,
            "value": "62",
            "column": "met_standard_percent",
            "row": 6,
        }
    ]
    areas = {"E92000001": "61", "E12000006": "60", "E10000015": "65", "E07000240": "c"}
    assert {area: figures(reading, PERCENT, YEAR, area)[0]["value"] for area in areas} == areas
    assert figures(reading, STATE | {"Indicator": "eligible_pupils"}, YEAR)[0]["value"] == "1,402"


def test_schools_are_left_out_and_told() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert reading.notes == ("1 row of another level is left out.",)
    assert 9 not in set(reading.cells["row"])


def test_filters_are_named_but_for_totals() -> None:
    reading = layout.read(fixture(FIXTURE))
    [girls] = figures(reading, {"Filters": "school_type: State-funded; sex: Girls"} | {
        "Indicator": "met_standard_percent"
    }, YEAR, "E92000001")  # fmt: skip
    assert girls["value"] == "64"
    [everybody] = figures(reading, {"Filters": "", "Indicator": "eligible_pupils"}, YEAR)
    assert (everybody["value"], reading.markers["k"]) == ("k", "low")


def test_a_column_of_nothing_but_symbols_is_of_figures_and_one_with_a_word_is_a_filter() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert {found["Indicator"] for found in reading.measures} == {
        *("eligible_pupils", "met_standard_percent", "progress_score")
    }
    mixed = layout.read(written(HEADER + ROW + ROW.replace(",5\n", ",many\n")))
    assert checks(mixed) == [("missing-column", 1)]


def test_a_year_of_finance_is_no_year_of_schools() -> None:
    reading = layout.read(fixture(FIXTURE))
    [cell] = figures(
        reading, {"Indicator": "eligible_pupils", "Time identifier": "Financial year"}, "FYE 2025", "E92000001"
    )
    assert cell["value"] == "670000"
    with pytest.raises(PeriodError):
        parse("FYE 2025", "academic_year")


@pytest.mark.parametrize(
    ("text", "identifier", "period", "kind"),
    [
        ("202425", "Academic year", "2024-09-01/P1Y", "academic_year"),
        ("202425", "Financial year", "FYE 2025", "financial_year"),
        ("202425", "Tax year", "FYE 2025", "financial_year"),
        ("2024", "Calendar year", "2024-01-01/P1Y", "year"),
        ("2024", "Reporting year", "2024", "year"),
        ("2024", "April", "2024-04", "month"),
        ("2024", "Calendar year Q2", "2024 Q2", "quarter"),
        ("202425", "Financial year Q2", "2024/25 Q2", "quarter"),
        ("202425", "Autumn term", "Autumn term 2024/25", ""),
        ("202425", "Autumn and spring term", "Autumn and spring term 2024/25", ""),
        ("202425", "Academic year Q1", "Academic year Q1 2024/25", ""),
        ("202425", "Financial year Q1-Q2", "Financial year Q1-Q2 2024/25", ""),
        ("202427", "Financial year", "Financial year 2024/27", ""),
        ("2024", "Academic year", "Academic year 2024", ""),
        ("202425", "Calendar year", "Calendar year 2024/25", ""),
        ("2024", "Week 12", "Week 12 2024", ""),
        ("", "", "", ""),
    ],
)
def test_a_period_is_read_as_what_its_identifier_says_or_not_at_all(
    text: str, identifier: str, period: str, kind: str
) -> None:
    assert layout.period_of(text, identifier).strip() == period
    for each in ("academic_year", "financial_year", "year", "mid_year", "month", "quarter"):
        if each == kind:
            assert parse(period, each)
        elif identifier != "Reporting year":  # which may be a day in it
            with pytest.raises(PeriodError):
                parse(period, each)


def test_headings_in_other_letters_and_columns_called_as_ours_are_read() -> None:
    header = HEADER.replace("lad_code", "LAD_Code").replace("time_period", "Time_Period").replace("pupils", "name")
    reading = layout.read(written(header + ROW))
    assert (reading.faults, reading.measures[0]["Indicator"]) == ((), "name")
    assert figures(reading, {}, YEAR)[0]["value"] == "5"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("time_period,time_identifier\n202324,Academic year\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER + ROW.replace("Local authority district", "School"), [("nothing-to-read", 1)]),
        (HEADER + ROW + DISTRICT.format("1,402"), [("bad-row", 3)]),
        (HEADER + ROW + "202324,Academic", [("truncated-file", 3)]),
        (HEADER.replace("lad_code", "district") + ROW, [("missing-column", 1)]),
        (HEADER.replace("sex", "pupils") + ROW, [("doubled-column", 1), ("missing-column", 1)]),
    ],
)
def test_faults_of_a_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults
