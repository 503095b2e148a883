"""Tables of Stat-Xplore."""

import pytest

from indicators.formats import stat_xplore as layout
from indicators.formats.reading import Reading
from tests.formats.at_hand import checks, fixture, real, recognised_by, written

WHOLE = "stat-xplore/households.csv"
CUT = "stat-xplore/cut.csv"
BOROUGH = "Welwyn Hatfield"


def of(reading: Reading, area: str, *names: str) -> list[tuple[object, ...]]:
    """The named cells of an area, in the order of the periods."""
    cells = reading.cells[reading.cells["area_name"] == area]
    return [tuple(row) for row in cells[list(names)].itertuples(index=False)]


@pytest.mark.parametrize("name", [WHOLE, CUT])
def test_it_is_recognised_with_what_stands_round_the_table_and_without(name: str) -> None:
    assert recognised_by(fixture(name)) == ["stat_xplore"]


def test_the_measure_is_named_above_without_its_references() -> None:
    assert layout.read(fixture(WHOLE)).measures == (
        {
            "Measure": "Households on Universal Credit",
            "Filters": "none",
            "Dimension": "National - Regional - LA - OAs",
            "Time": "Month",
        },
    )


def test_a_table_without_its_title_says_so() -> None:
    [measure] = layout.read(fixture(CUT)).measures
    assert (measure["Measure"], measure["Time"]) == ("no title in the file", "Year")


def test_filters_tell_one_measure_from_another() -> None:
    text = fixture(WHOLE).text.replace('"Month",', '"Filters:"\n"Gender","Female"\n"Month",', 1)
    [measure] = layout.read(written(text)).measures
    assert (measure["Measure"], measure["Filters"]) == ("Households on Universal Credit", "Gender Female")


def test_figures_with_the_flags_of_their_heading_and_annotation() -> None:
    reading = layout.read(fixture(WHOLE))
    assert reading.faults == ()
    assert of(reading, BOROUGH, "period", "value", "flags", "column", "row") == [
        ("December 2022", "7567", "", "December 2022", 7),
        ("January 2023", "7600", "r", "January 2023 (r)", 7),
        ("April 2023", "7701", "p", "April 2023 (p)", 7),
    ]
    assert of(reading, "Watford", "area_code", "value") == [("E07000103", text) for text in ("8100", "8150", "8,201")]


def test_two_dots_mean_what_the_symbol_table_says() -> None:
    reading = layout.read(fixture(WHOLE))
    assert reading.markers == {"..": "low"}
    assert of(reading, "Brookfield", "value") == [("..",), ("6",), ("0",)]
    assert layout.read(fixture(CUT)).markers == {}


def test_total_and_unknown_are_no_areas() -> None:
    assert set(layout.read(fixture(WHOLE)).cells["area_name"]) == {BOROUGH, "Brookfield", "Watford"}


def test_two_tables_below_each_other() -> None:
    text = fixture(WHOLE).text
    second = text[text.index('"Month"') : text.index('"INFO"')].replace("7567", "4001")
    reading = layout.read(written(text.replace('"INFO"', f'"Couple"\n{second}\n"INFO"')))
    assert [found["Filters"] for found in reading.measures] == ["none", "Couple"]
    assert [found["Measure"] for found in reading.measures] == ["Households on Universal Credit"] * 2
    first, other = (reading.cells[reading.cells["measure"] == place] for place in (0, 1))
    assert (first["value"].iloc[0], other["value"].iloc[0], other["row"].iloc[0]) == ("7567", "4001", 17)


def test_a_row_of_another_width_is_bad_and_the_others_are_read() -> None:
    text = fixture(WHOLE).text.replace("7600,", "7,600,")
    reading = layout.read(written(text))
    assert checks(reading) == [("bad-row", 7)]
    assert BOROUGH not in set(reading.cells["area_name"])


@pytest.mark.parametrize("cut", ['"Welwyn Hat', '"Welwyn Hatfield",31', '"Welwyn Hatfield",3148,,29'])
def test_a_row_cut_off(cut: str) -> None:
    text = fixture(CUT).text
    text = text[: text.index('"Welwyn')] + cut
    assert checks(layout.read(written(text))) == [("truncated-file", 3), ("nothing-to-read", None)]


def test_headings_without_rows() -> None:
    text = fixture(CUT).text
    assert checks(layout.read(written(text[: text.index('"Welwyn')]))) == [("nothing-to-read", None)]


def test_a_period_that_is_there_twice() -> None:
    text = fixture(CUT).text.replace("2020/21", "2019/20")
    reading = layout.read(written(text))
    assert checks(reading) == [("doubled-column", 1)]
    assert of(reading, BOROUGH, "value") == [("3148",)]


def test_the_published_households_on_universal_credit() -> None:
    file = real("dwp-statxplore_households-on-universal-credit_ltla_2015-22.csv")
    assert recognised_by(file) == ["stat_xplore"]
    reading = layout.read(file)
    assert reading.faults == ()
    assert (len(reading.cells), reading.cells["row"].nunique()) == (31_500, 350)
    found = of(reading, BOROUGH, "period", "value", "flags", "row")
    assert found[:2] == [("August 2015", "..", "", 162), ("September 2015", "6", "", 162)]
    assert found[-2:] == [("December 2022", "7567", "r", 162), ("November 2023", "8118", "p", 162)]


def test_the_published_children_in_low_income_families() -> None:
    file = real("dwp-statxplore_children-relative-low-income_ltla_14-22.csv")
    assert recognised_by(file) == ["stat_xplore"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), 374 * 8)
    found = of(reading, BOROUGH, "period", "value", "flags", "row")
    assert (found[0], found[-1]) == (("2014/15", "2742", "", 172), ("2021/22", "2957", "p", 172))


def test_the_published_table_whose_headings_were_cut_away() -> None:
    file = real("dwp-statxplore_households-on-universal-credit_msoa_welwyn-hatfield-cut.csv")
    assert recognised_by(file) == ["stat_xplore"]
    reading = layout.read(file)
    assert checks(reading) == [("no-header", None)]
    assert reading.markers == {"..": "low"}
