"""The layout of Fingertips."""

import pytest

from indicators.formats import fingertips as layout
from indicators.formats.files import File
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

FIRST = "fingertips/26-columns.csv"
LATER = "fingertips/27-columns.csv"
PERSONS = {"Sex": "Persons", "Category Type": "", "Category": ""}


@pytest.mark.parametrize("name", [FIRST, LATER])
def test_it_is_recognised_by_its_headings_alone(name: str) -> None:
    assert recognised_by(fixture(name)) == ["fingertips"]


def test_measures_in_order_of_appearance() -> None:
    reading = layout.read(fixture(FIRST))
    assert reading.faults == ()
    assert [(found["Sex"], found["Category"], found["Time period range"]) for found in reading.measures] == [
        ("Persons", "", "1y"),
        ("Persons", "Most deprived decile (IMD2019)", "1y"),
        ("Female", "", "1y"),
        ("Persons", "", "5y"),
    ]
    assert tuple(reading.measures[1]) == layout.DESCRIPTORS
    assert reading.measures[1]["Category Type"] == "District & UA deprivation deciles (IMD2019)"


def test_a_figure_with_all_that_belongs_to_it_and_once_for_two_parents() -> None:
    assert figures(layout.read(fixture(FIRST)), {"Indicator ID": "99901"} | PERSONS, "2018/19") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2018/19",
            "value": "25",
            "lower": "21.5",
            "upper": "29",
            "count": "250",
            "denominator": "1000",
            "comparison": "Better",
            "column": "Value",
            "row": 4,
        }
    ]


def test_a_category_is_another_measure_of_the_same_area() -> None:
    reading = layout.read(fixture(FIRST))
    [headline] = figures(reading, PERSONS, "2018/19", "E92000001")
    [decile] = figures(reading, {"Category": "Most deprived decile (IMD2019)"}, "2018/19", "E92000001")
    assert (headline["value"], headline["row"], decile["value"], decile["row"]) == ("20.5", 2, "15.5", 3)
    assert (decile["note"], "status" in decile) == ("Aggregated from all known lower geography values", False)


def test_empty_values_have_the_reason_that_the_note_gives() -> None:
    reading = layout.read(fixture(FIRST))
    [suppressed] = figures(reading, {"Sex": "Female"}, "2018/19")
    assert (suppressed["status"], suppressed.get("value"), suppressed["row"]) == ("c", None, 6)
    assert suppressed["note"] == "Value suppressed for disclosure control due to small count"
    [missing] = figures(reading, PERSONS, "2020/21")
    assert (missing["status"], missing.get("value"), missing["row"]) == ("x", None, 7)


def test_a_remark_on_a_value_is_no_reason_to_miss_it() -> None:
    [pooled] = figures(layout.read(fixture(FIRST)), {"Time period range": "5y"}, "2018/19 - 22/23")
    assert (pooled["value"], pooled["note"]) == ("24", "There is a data quality issue with this value")
    assert "status" not in pooled


def test_the_later_columns_and_a_zero() -> None:
    reading = layout.read(fixture(LATER))
    [pooled] = figures(reading, {"Time period range": "3y"}, "2010 - 12")
    assert (pooled["value"], pooled["count"], pooled["comparison"], pooled["row"]) == ("0", "0", "Similar", 2)
    [single] = figures(reading, {"Time period range": "1y"}, "2012")
    assert (single["value"], single["row"]) == ("3", 3)


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2015", "1y"),
        ("2015/16", "1y"),
        ("2010 - 12", "3y"),
        ("2001-03", "3y"),
        ("1999 - 01", "3y"),
        ("2018/19 - 22/23", "5y"),
        ("2019 - 2023", "5y"),
        ("2019 Q2", "1y"),
        ("Apr 2019", "1y"),
    ],
)
def test_how_many_years_a_period_spans(period: str, years: str) -> None:
    assert layout.pooled_over(period) == years


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("Value suppressed for disclosure control reasons", "c"),
        ("Value cannot be calculated as number of cases is too small", "c"),
        ("Value suppressed due to incompleteness of source data", "x"),
        ("Value not published for data quality reasons", "x"),
        ("Not applicable", "z"),
        ("", "x"),
    ],
)
def test_what_a_note_says_of_an_empty_cell(note: str, status: str) -> None:
    assert layout.reason(note) == status


HEADER = "Indicator ID,Indicator Name,Area Code,Sex,Age,Category Type,Category,Time period,Value"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (HEADER.removesuffix(",Value") + "\n1,a,E1,Persons,All,,,2019\n", [("missing-column", 1)]),
        (HEADER + "\n", [("nothing-to-read", 1)]),
        (HEADER + ",Sex\n1,a,E1,Persons,All,,,2019,1,Male\n", [("doubled-column", 1)]),
        (HEADER + "\n1,a,E1,Persons,All,,,2019,1\n1,a,E1,Pers", [("truncated-file", 3)]),
        (HEADER + "\n1,a,E1,Persons,All,,,2019,1,2\n", [("bad-row", 2)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_a_file_with_no_comparison_limits_or_notes_is_read() -> None:
    [cell] = figures(layout.read(written(HEADER + "\n1,a,E07000241,Persons,All,,,2019,1\n")), PERSONS, "2019")
    assert cell == {"measure": 0, "area_code": "E07000241", "period": "2019", "value": "1", "column": "Value", "row": 2}


@pytest.mark.slow("a quarter of a million rows")
def test_all_of_a_quarter_of_a_million_rows_are_read() -> None:
    header, *rows = fixture(FIRST).text.splitlines(keepends=True)
    many = "".join(row.replace("E07000241", f"E{place:08}") for place in range(50_000) for row in rows[2:])
    reading = layout.read(File("large.csv", (header + many).encode()))
    assert (len(reading.cells), reading.faults) == (50_000 * 4, ())


def test_published_modelled_prevalence() -> None:
    file = real("ohid-fingertips_raw_indicators-DistrictUApre419_modelled-prevalence-2015.csv")
    assert recognised_by(file) == ["fingertips"]
    reading = layout.read(file)
    assert (len(reading.cells), len(reading.measures), reading.faults) == (2752, 88, ())
    [cell] = figures(reading, {"Indicator ID": "92659"} | PERSONS, "2015")
    assert (cell["value"], cell["lower"], cell["upper"]) == ("16.23846889", "14.14754597", "18.57156938")
    assert (cell["row"], cell["comparison"]) == (273, "Not compared")
    [decile] = figures(
        reading, {"Indicator ID": "92659", "Category": "Most deprived decile (IMD2015)"}, "2015", "E92000001"
    )
    assert (decile.get("value"), decile["status"], decile["row"]) == (None, "x", 3)


def test_published_social_isolation() -> None:
    file = real("ohid-fingertips_raw_social-isolation_CountyUA.csv")
    assert recognised_by(file) == ["fingertips"]
    reading = layout.read(file)
    assert (len(reading.cells), reading.faults) == (4536, ())
    users = {"Indicator ID": "90280", "Age": "18+ yrs"} | PERSONS
    [cell] = figures(reading, users, "2018/19", "E10000015")
    assert (cell["value"], cell["lower"], cell["upper"]) == ("47.3", "42.7", "51.9")
    assert (cell["count"], cell["denominator"], cell["comparison"], cell["row"]) == ("5390", "11395", "Similar", 2522)


def test_published_cancer_mortality_in_27_columns_and_more() -> None:
    file = real("milbot-ohid-fingertips_40501-under-75-cancer-mortality_2020-22_districts.csv")
    assert recognised_by(file) == ["fingertips"]
    reading = layout.read(file)
    assert (len(reading.cells), reading.faults) == (327, ())
    [cell] = figures(reading, {"Indicator ID": "40501", "Time period range": "3y"} | PERSONS, "2020 - 22")
    assert (cell["value"], cell["lower"], cell["upper"]) == ("113.90532", "101.45371", "127.45699")
    assert (cell["count"], cell["denominator"], cell["row"]) == ("307.0", "331313.0", 225)


def with_cells(**changed: str) -> File:
    """A file of one row, with these cells in the place of its own."""
    cells = {"Indicator ID": "1", "Indicator Name": "Harvest", "Area Code": "E07000241", "Sex": "Persons"} | {
        "Time period": "2019", "Value": "25", "Count": "250", "Denominator": "1000"
    }  # fmt: skip
    headings = [
        *("Indicator ID", "Indicator Name", "Area Code", "Sex", "Age", "Category Type", "Category", "Time period"),
        *("Value", "Count", "Denominator", "Value note"),
    ]
    row = [(cells | changed).get(name, "") for name in headings]
    return written(",".join(headings) + "\n" + ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n")


@pytest.mark.parametrize("column", ["Value", "Count", "Denominator"])
def test_a_number_in_markup_is_read_in_every_column_of_numbers(column: str) -> None:
    reading = layout.read(with_cells(**{column: '<span class="figure" title="rounded to 5">1,250</span>'}))
    [cell] = figures(reading, {}, "2019")
    assert cell[column.casefold()] == "1,250"
    assert reading.faults == ()


def test_markup_without_one_number_stays_as_it_is_to_be_told() -> None:
    [cell] = figures(layout.read(with_cells(Count="<b>12</b><sup>1</sup>")), {}, "2019")
    assert cell["count"] == "<b>12</b><sup>1</sup>"


def test_a_value_of_which_nothing_is_to_be_seen_is_empty() -> None:
    [cell] = figures(layout.read(with_cells(Value="<span></span>", **{"Value note": "Suppressed"})), {}, "2019")
    assert ("value" in cell, cell["status"]) == (False, "c")


@pytest.mark.parametrize("second", ["Region", "ICBs", "England", "the goal of a parent that has no name yet"])
def test_the_second_comparison_may_be_with_anything(second: str) -> None:
    whole = fixture(FIRST).text.replace("Compared to Region value", f"Compared to {second} value")
    reading = layout.read(written(whole))
    assert reading.faults == ()
    [cell] = figures(reading, {"Indicator ID": "99901"} | PERSONS, "2018/19")
    assert cell["comparison"] == "Better"
