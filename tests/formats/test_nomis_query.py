"""Tables of the Nomis query page."""

import pytest

from indicators.formats import nomis_query as layout
from indicators.formats.reading import Reading
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

RATES = "nomis-query/rates.csv"
GROUPS = "nomis-query/groups.csv"
PAY = "nomis-query/pay.xlsx"
DENSITY = "nomis-query/density.xlsx"
EMPLOYMENT = {"Selection": "variable: Employment rate - aged 16-64"}


def of(reading: Reading, area: str, *names: str) -> list[tuple[object, ...]]:
    """The named cells of an area, in the order of the reading."""
    cells = reading.cells[reading.cells["area_name"] == area]
    return [tuple(row) for row in cells[list(names)].itertuples(index=False)]


@pytest.mark.parametrize("name", [RATES, GROUPS, PAY, DENSITY])
def test_it_is_recognised_by_the_line_that_signs_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["nomis_query"]


def test_a_text_that_only_mentions_nomis_is_not_one() -> None:
    assert not layout.recognises(written("Source: ONS Crown Copyright Reserved [from Nomis on 1 May 2020]\na,b\n1,2\n"))


def test_rates_with_their_numerator_denominator_and_interval() -> None:
    reading = layout.read(fixture(RATES))
    assert reading.faults == ()
    assert figures(reading, EMPLOYMENT, "Jan 2019-Dec 2019") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "Jan 2019-Dec 2019",
            "value": "76.3",
            "lower": "71.05",
            "upper": "81.55",
            "count": "61,000",
            "denominator": "80000",
            "column": "Jan 2019-Dec 2019 percent",
            "row": 9,
        }
    ]


@pytest.mark.parametrize("value", ["£76.3", "76.3 [2]", "£76.3 (note 1)"])
def test_a_pound_sign_or_a_footnote_leaves_the_interval(value: str) -> None:
    text = fixture(RATES).text
    assert text.count("76.3") == 1
    reading = layout.read(written(text.replace("76.3", value)))
    assert (value, "71.05", "81.55") in of(reading, "Welwyn Hatfield", "value", "lower", "upper")


def test_a_marker_has_no_interval_and_the_notes_say_what_it_means() -> None:
    reading = layout.read(fixture(RATES))
    assert of(reading, "Brookfield", "value", "lower", "upper", "count") == [("!", "", "", "!"), ("*", "", "", "900")]
    assert reading.markers == {"*": "u", "!": "c", "-": "x"}


def test_totals_of_columns_are_no_area() -> None:
    assert set(layout.read(fixture(RATES)).cells["area_name"]) == {"Welwyn Hatfield", "Brookfield"}


def test_a_second_table_with_periods_down_and_the_area_above() -> None:
    reading = layout.read(fixture(RATES))
    measure = {"Selection": "variable: Unemployment rate - aged 16+", "Figure": "percent"}
    [cell] = figures(reading, measure, "Jan 2019-Dec 2019")
    assert (cell["value"], cell["lower"], cell["upper"], cell["row"]) == ("3.10", "1.2", "5", 24)
    [missing] = figures(reading, {**measure, "Figure": "number"}, "Jan 2019-Dec 2019")
    assert (missing["value"], missing["area_name"]) == ("-", "Welwyn Hatfield")


def test_categories_across_take_their_period_from_the_title_block() -> None:
    reading = layout.read(fixture(GROUPS))
    assert [found["Figure"] for found in reading.measures] == [
        "Total: All usual residents",
        "Asian, Asian British or Asian Welsh",
        "Other ethnic group",
    ]
    assert {found["Selection"] for found in reading.measures} == {"Population: All usual residents; Units: Persons"}
    [cell] = figures(reading, {"Figure": "Other ethnic group"}, "2021", "E01023965")
    assert (cell["value"], cell["row"], cell["column"]) == ("0", 10, "Other ethnic group")
    assert "nobody can be recognised." in reading.notes


def test_a_standard_error_in_per_cent_becomes_a_95_interval() -> None:
    reading = layout.read(fixture(PAY))
    assert reading.measures == (
        {
            "Dataset": "annual survey of hours and earnings - resident analysis",
            "Selection": "sex: Total; item name: Median; pay: Weekly pay - gross",
            "Figure": "number",
        },
    )
    # 480.5 x 6.5% x 1.96 is 61.2157
    assert of(reading, "Welwyn Hatfield", "period", "value", "lower", "upper", "sheet", "row") == [
        ("April 2013", "480.5", "419.2843", "541.7157", "Data", 11),
        ("April 2014", "500", "420.62", "579.38", "Data", 11),
    ]
    assert of(reading, "Brookfield", "value", "lower") == [("#", ""), ("410.2", "")]

    assert reading.markers == {"#": "u", "-": "x"}


def test_a_percentage_whose_meaning_the_file_does_not_give_makes_no_interval() -> None:
    text = fixture(RATES).text.replace('"conf"', '"conf %"')
    assert set(layout.read(written(text)).cells["lower"]) == {""}


def test_a_workbook_with_a_single_year() -> None:
    reading = layout.read(fixture(DENSITY))
    assert of(reading, "Welwyn Hatfield", "period", "value", "column", "row") == [("2019", "1.2", "2019", 7)]
    assert reading.markers == {"-": "x"}


def test_a_file_cut_off_in_a_row_is_truncated() -> None:
    text = fixture(RATES).text
    cut = text[: text.index(",900,1000")]
    assert checks(layout.read(written(cut))) == [("truncated-file", 10)]


def test_a_row_of_another_width_is_bad_and_the_others_are_read() -> None:
    text = fixture(GROUPS).text.replace("1000,40,0", "1,000,40,0")
    reading = layout.read(written(text))
    assert checks(reading) == [("bad-row", 10)]
    assert reading.cells["row"].tolist() == [11, 11, 11]


def test_a_heading_that_is_there_twice() -> None:
    text = fixture(GROUPS).text.replace('"Other ethnic group"', '"Total: All usual residents"')
    assert checks(layout.read(written(text))) == [("doubled-column", 8)]


def test_a_title_block_without_a_table() -> None:
    reading = layout.read(written("\n".join(fixture(GROUPS).text.splitlines()[:6])))
    assert checks(reading) == [("no-header", None)]
    assert reading.cells.empty


def test_the_published_pay_of_residents() -> None:
    file = real("nomis-wizard_ASHE-resident-weekly-pay_2013-2019.xlsx")
    assert recognised_by(file) == ["nomis_query"]
    reading = layout.read(file)
    assert reading.faults == ()
    assert (len(reading.cells), reading.cells["row"].nunique()) == (2660, 380)
    found = of(reading, "Welwyn Hatfield", "period", "value", "lower", "upper", "row")
    assert found[0] == ("April 2013", "479.4", "415.505568", "543.294432", 185)
    assert found[6] == ("April 2019", "504.5", "436.27142", "572.72858", 185)
    assert reading.markers == {"#": "u", "-": "x"}


def test_the_published_jobs_density() -> None:
    file = real("nomis-wizard_jobs-density_2013-2019.xlsx")
    assert recognised_by(file) == ["nomis_query"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), 406 * 7)
    values = [value for (value,) in of(reading, "Welwyn Hatfield", "value")]
    assert values == ["1.11", "1.12", "1.03", "1.09", "1.24", "1.25", "1.29"]
    assert of(reading, "Newry and Mourne", "period", "value")[:2] == [("2013", "0.62"), ("2014", "-")]


def test_the_published_population() -> None:
    file = real("nomis-wizard_population-estimates_2013-2019_rebased.xlsx")
    assert recognised_by(file) == ["nomis_query"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), 406 * 7)
    assert of(reading, "Welwyn Hatfield", "period", "value", "row")[0] == ("2013", "111990", 182)


def test_the_published_ethnic_groups_by_neighbourhood() -> None:
    file = real("nomis-wizard_census2021-TS021-ethnic-group_lsoa21_cut.csv")
    assert recognised_by(file) == ["nomis_query"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells), len(reading.measures)) == ((), 1593 * 6, 6)
    [white] = figures(reading, {"Figure": "White"}, "2021", "E01023965")
    assert (white["value"], white["area_name"], white["row"]) == ("1258", "Welwyn Hatfield 001A", 984)
