"""What hits all areas alike: their common change, their order, figures of another area, and levels behind a gap."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import tables
from indicators.model import Catalogue, Indicator
from indicators.screening import Report, screen_upload
from tests.build import BASILDON, BROXBOURNE, COUNTY, ENGLAND, OWN, REGION, RUGBY, WARWICK, WATFORD, line, observations
from tests.screening.situation import HELD_JOBS, JOBS, NOTHING, OBESITY, TODAY, catalogue, screened
from tests.sources import CASES, needs_cases

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")


AREAS = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, COUNTY, REGION)
#: Eight areas, each with a level of its own, that move by a little from year to year and not all alike.
LEVELS = (14.0, 15.2, 16.4, 17.6, 18.8, 20.0, 21.2, 22.4)
MOVES = (0.1, -0.2, 0.3, 0.0, -0.1, 0.2, -0.3, 0.15, -0.05, 0.25, -0.15)


def figures(years: int, of: int = 8) -> list[list[float]]:
    """By year, the figures of so many areas."""
    return [
        [round(level + MOVES[(place + year) % 11], 2) for place, level in enumerate(LEVELS[:of])]
        for year in range(years)
    ]


def rows(by_year: Sequence[Sequence[float]], first: int = 2010, **cells: object) -> list[dict[str, object]]:
    """A row for each area and year."""
    by_area = zip(*by_year, strict=True)
    return [
        each
        for area, values in zip(AREAS, by_area, strict=False)
        for each in line(list(values), first, area=area, **cells)
    ]


def report(
    by_year: Sequence[Sequence[float]], held: pd.DataFrame, first: int, known: Indicator = OBESITY, **cells: object
) -> Report:
    """The report of a tidy file with these figures from the year `first` on."""
    text = tables.tidy_csv(observations(*rows(by_year, first, **cells)))
    return screened(text, held, known=catalogue(known))


def told(found: Report, check: str) -> list[str]:
    return [each.message for each in found.findings if each.check == check]


def times(factor: float, year: Sequence[float], digits: int = 2) -> list[float]:
    return [round(factor * value, digits) for value in year]


HELD = observations(*rows(figures(9)))
NEXT = figures(10)[9]


# All areas changed alike


@pytest.mark.parametrize("factor", [0.1, 0.5, 0.8, 1.25, 2.0, 12.0, 7 / 365])
def test_a_whole_column_that_is_multiplied_is_told_once(factor: float) -> None:
    (message,) = told(report([times(factor, NEXT)], HELD, 2019), "common-change")
    assert message.startswith("obesity: All 8 areas changed by about ")
    assert "from 2018 to 2019; half of this line's yearly changes lie between" in message


def test_the_next_period_as_it_is_raises_nothing() -> None:
    assert report([NEXT], HELD, 2019).findings == ()


@pytest.mark.parametrize(
    ("factor", "fix"),
    [
        (0.1, "Is it a factor of 10? If the publisher has changed the unit, write factor = 10 under"),
        (10.0, "Is it a factor of 10? If the publisher has changed the unit, write factor = 0.1 under"),
        (1 / 12, "Is it a factor of 12, the months of a year? If"),
        (12 / 52, "Is it a factor of 4.33, the weeks of a month? If"),
        (7 / 365, "Is it a factor of 52, the weeks of a year (365/7)? If"),
        (2.0, "Is it a factor of 2? If"),
        (1.4, "Compare with the publisher's own page"),
    ],
)
def test_a_factor_that_has_a_name_is_named(factor: float, fix: str) -> None:
    held = observations(*rows([times(0.1, year, 4) for year in figures(9)], indicator="jobs"))
    found = report([times(0.1 * factor, NEXT, 5)], held, 2019, JOBS, indicator="jobs")
    (one,) = [each for each in found.findings if each.check == "common-change"]
    assert one.fix.startswith(fix)


def test_several_new_periods_are_told_at_the_first() -> None:
    damaged = [times(0.5, year) for year in figures(12)[9:]]
    found = report(damaged, HELD, 2019)
    assert len(told(found, "common-change")) == 1
    assert "from 2018 to 2019" in told(found, "common-change")[0]


def test_a_later_period_of_several_is_told_where_it_begins() -> None:
    years = figures(12)[9:]
    (message,) = told(report([years[0], times(0.5, years[1]), years[2]], HELD, 2019), "common-change")
    assert "from 2019 to 2020" in message


def test_a_period_before_all_that_is_held_is_compared_with_the_first_one() -> None:
    found = report([times(0.1, figures(1)[0])], HELD, 2009)
    (one,) = [each for each in found.findings if each.check == "common-change"]
    assert "from 2009 to 2010" in one.message
    assert "write factor = 10 under" in one.fix


@pytest.mark.parametrize(("factor", "number"), [(1.07, 1), (1.0, 0)])
def test_last_year_s_figures_with_a_supplement_are_told_though_the_change_is_usual(factor: float, number: int) -> None:
    messages = told(report([times(factor, figures(9)[8])], HELD, 2019), "common-change")
    assert len(messages) == number
    assert all("They all changed by the same ratio" in each for each in messages)


@pytest.mark.parametrize(("year", "number"), [(2019, 1), (2034, 0)])
def test_over_a_gap_more_is_usual(year: int, number: int) -> None:
    messages = told(report([times(0.78, NEXT)], HELD, year), "common-change")
    assert len(messages) == number


@pytest.mark.parametrize("areas", [1, 2, 4])
@pytest.mark.parametrize("years", [1, 2, 9])
def test_few_areas_and_a_young_line_are_no_blind_spot(areas: int, years: int) -> None:
    held = observations(*rows(figures(years, areas)))
    found = report([times(0.1, figures(years + 1, areas)[years])], held, 2010 + years)
    assert [each.check for each in found.findings] == ["common-change"]


def test_a_break_lets_a_line_change_by_less_than_half() -> None:
    cells = {"flags": "break_before"}
    assert told(report([times(1.4, NEXT)], HELD, 2019, **cells), "common-change") == []
    assert len(told(report([times(1.6, NEXT)], HELD, 2019, **cells), "common-change")) == 1


def test_figures_of_no_sign_and_of_either_are_measured_by_their_size() -> None:
    signed = [[-value if place % 2 else value for place, value in enumerate(year)] for year in figures(10)]
    mean = indicator_of("mean")
    held = observations(*rows(signed[:9]))
    assert told(report([signed[9]], held, 2019, mean), "common-change") == []
    assert len(told(report([times(0.1, signed[9])], held, 2019, mean), "common-change")) == 1
    assert told(report([[0.0] * 8], held, 2019, mean), "common-change") == []


def indicator_of(kind: str) -> Indicator:
    return replace(OBESITY, kind=kind)  # type: ignore[arg-type]


# The order of the areas


def test_a_column_that_has_slipped_by_one_area_is_told() -> None:
    messages = told(report([[NEXT[-1], *NEXT[:-1]]], HELD, 2019), "order-of-areas")
    assert [each.partition(":")[0] for each in messages] == ["obesity, 2019"]


def test_a_column_sorted_by_itself_is_told() -> None:
    turned = [list(reversed(year)) for year in figures(10)]
    held = observations(*rows(turned[:9]))
    found = report([sorted(turned[9])], held, 2019)
    (one,) = [each for each in found.findings if each.check == "order-of-areas"]
    assert "is unlike that of any period held: the correlation with it is −1.00, where it is usually 1.00." in (
        one.message
    )
    assert one.fix.startswith("They stand in the order of their size: was the column sorted by itself?")


def test_areas_that_never_had_an_order_are_no_question() -> None:
    mixed = np.random.default_rng(2015).uniform(15, 25, (10, 8)).round(1).tolist()
    assert told(report([mixed[9]], observations(*rows(mixed[:9])), 2019), "order-of-areas") == []


def test_a_revised_period_has_an_order_too() -> None:
    last = figures(9)[8]
    assert len(told(report([list(reversed(last))], HELD, 2018), "order-of-areas")) == 1


# Another area's figures


def exchanged(years: int, first: int, second: int) -> list[list[float]]:
    columns = list(zip(*figures(9), strict=True))
    columns[first], columns[second] = columns[second], columns[first]
    return [list(year) for year in zip(*columns, strict=True)][:years]


@pytest.mark.parametrize(("years", "number"), [(1, 0), (2, 1), (9, 1)])
def test_two_areas_that_are_exchanged_are_told_once(years: int, number: int) -> None:
    assert len(told(report(exchanged(years, 0, 3), HELD, 2010), "another-area")) == number


def test_a_held_period_of_which_all_figures_are_other_areas_is_told_once() -> None:
    first = figures(1)[0]
    assert len(told(report([[*first[1:], first[0]]], HELD, 2010), "another-area")) == 1


def test_a_figure_that_many_areas_have_is_no_other_area_s() -> None:
    held = observations(*rows([[15.0, *[16.0] * 7]] * 9))
    assert told(report([[16.0] * 8] * 9, held, 2010), "another-area") == []


# One figure behind a gap, or of a young line


@pytest.mark.parametrize(("year", "factor", "told_as"), [(2012, 3.0, 1), (2012, 1.5, 0), (2030, 5.0, 1)])
def test_one_figure_of_a_young_line_or_behind_a_gap(year: int, factor: float, told_as: int) -> None:
    held = observations(*rows(figures(2, 5)))
    new = figures(3, 5)[2]
    found = report([[factor * new[0], *new[1:]]], held, year)
    assert len(told(found, "far-level")) == told_as


@pytest.mark.parametrize(("first", "number"), [(17.2, 1), (8.0, 0)])
def test_a_zero_behind_a_gap_where_a_calm_line_never_was_near_it(first: float, number: int) -> None:
    text = tables.tidy_csv(observations(*line([0.0], 2019)))
    held = observations(*line([first, 17.0, 17.4], 2010))
    assert len(told(screened(text, held, known=catalogue(OBESITY)), "far-level")) == number


@pytest.mark.parametrize(("others", "factor", "number"), [(8, 1.6, 1), (8, 1.2, 0), (7, 1.6, 0)])
def test_behind_a_gap_many_other_areas_say_what_is_usual(others: int, factor: float, number: int) -> None:
    areas = dict(zip((*AREAS[1:], ENGLAND)[:others], LEVELS, strict=False)) | {OWN: 18.0}
    held = [each for area, level in areas.items() for each in line([level, level * 1.01], 2010, area=area)]
    now = {
        area: level * (factor if area == OWN else 1 + MOVES[place] / 100)
        for place, (area, level) in enumerate(areas.items())
    }
    new = [each for area, value in now.items() for each in line([round(value, 2)], 2018, area=area)]
    found = screened(tables.tidy_csv(observations(*new)), observations(*held), known=catalogue(OBESITY))
    assert len(told(found, "far-level")) == number


@pytest.mark.parametrize(("value", "number"), [(23.0 * 3, 1), (22.0 * 2, 0), (4.0, 1), (5.0, 0)])
def test_an_area_of_which_nothing_is_held_is_held_against_the_others(value: float, number: int) -> None:
    rest = {"area": ENGLAND}
    text = tables.tidy_csv(observations(*rows([NEXT], 2019), *line([value], 2019, **rest)))
    assert len(told(screened(text, HELD, known=catalogue(OBESITY)), "far-level")) == number


@pytest.mark.parametrize(("held", "number"), [(HELD_JOBS, 1), (NOTHING, 0)])
def test_what_could_not_be_compared_is_said_where_anything_is_held(held: pd.DataFrame, number: int) -> None:
    text = tables.tidy_csv(observations(*rows(figures(2), 2019)))
    found = screened(text, held, known=catalogue(OBESITY, JOBS))
    expected = ["obesity: 16 figures could not be compared with anything held: nothing is held of it."]
    assert told(found, "not-compared") == expected * number


# The cases beside the project


@needs_cases
@pytest.mark.parametrize(
    ("name", "check", "words"),
    [
        (
            "14-rate-per-10000-labelled-per-100000.csv",
            "common-change",
            ("All 25 areas changed by about −90%", "half of this line's yearly changes lie between −", "of 10?"),
        ),
        (
            "areas-exchanged-els-adult-obesity.csv",
            "another-area",
            ("under Welwyn Hatfield are those held for St Albans",),
        ),
        (
            "values-sorted-alone-statxplore-uc.csv",
            "order-of-areas",
            ("November 2023: the order of the areas is unlike that of any period held", "sorted by itself?"),
        ),
    ],
)
def test_a_case_is_told(
    name: str, check: str, words: tuple[str, ...], shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    counts = "universal-credit-households" if "-uc" in name else ""  # which its table does not say
    content = (CASES / name).read_bytes()
    (found,) = screen_upload(name, content, shipped_catalogue, shipped_rows, TODAY, indicator=counts)
    (one,) = [each for each in found.warnings if each.check == check]
    assert all(each in one.sentence for each in words)


@needs_cases
def test_the_order_is_told_before_anybody_has_said_what_is_counted(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    name = "values-sorted-alone-statxplore-uc.csv"
    (found,) = screen_upload(name, (CASES / name).read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    assert found.rows == 0
    (one,) = [each for each in found.warnings if each.check == "order-of-areas"]
    assert "was the column sorted by itself?" in one.sentence
