"""Figures beyond all that is held, what a newest period lacks, lines turned round, limits of others: each limit."""

from typing import Any

import pytest

from indicators import tables
from tests.build import BASILDON, BROXBOURNE, ENGLAND, OWN, RUGBY, WARWICK, WATFORD, line, observations, row
from tests.screening.situation import screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

AREAS = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK)
OURS = ("beyond-held", "not-in-newest", "empty-period", "line-not-in-newest", "lines-exchanged", "other-limits")


def told(file: list[dict[str, Any]], held: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Check and sentence of what these checks find in a tidy file of these rows."""
    report = screened(tables.tidy_csv(observations(*file)), observations(*held))
    return [(found.check, found.message) for found in report.findings if found.check in OURS]


def lines(*areas: str, first: int = 2016, number: int = 3) -> list[dict[str, Any]]:
    return [each for area in areas for each in line([17.0, 17.2, 17.1][:number], first, area=area)]


# Areas without a newest figure


def test_an_area_that_the_newest_period_lacks_is_named() -> None:
    file = [*lines(OWN, WATFORD, BROXBOURNE), *lines(OWN, BROXBOURNE, first=2019, number=1)]
    assert told(file, lines(OWN, WATFORD, BROXBOURNE)) == [
        ("not-in-newest", "obesity: 2019 has no figure for Watford, and nothing says why.")
    ]


@pytest.mark.parametrize(("status", "text"), [("c", False), ("x", False), ("", True)])
def test_a_marker_says_why_there_is_none_and_an_empty_cell_does_not(status: str, text: bool) -> None:
    """In the tidy layout the marker stands in a column of its own: x says that it is not available."""
    empty = row("2019", None, area=WATFORD, status=status)
    file = [*lines(OWN, WATFORD), *lines(OWN, first=2019, number=1), empty]
    assert bool(told(file, lines(OWN, WATFORD))) == text


@pytest.mark.parametrize(("number", "found"), [(3, True), (2, False)])
def test_an_area_that_was_not_always_there_need_not_be(number: int, found: bool) -> None:
    held = [*lines(OWN, BROXBOURNE), *lines(WATFORD, first=2019 - number, number=number)]
    file = [*held, *lines(OWN, BROXBOURNE, first=2019, number=1)]
    assert bool(told(file, held)) == found


@pytest.mark.parametrize(("empty", "found"), [(2, True), (3, False)])
def test_an_empty_cell_of_a_first_period_is_told_where_half_of_the_areas_have_a_figure(empty: int, found: bool) -> None:
    values = [None if place < empty else 17.0 for place in range(4)]
    first = [row("2019", value, area=area, status="") for value, area in zip(values, AREAS[:4], strict=True)]
    assert bool(told(first, [])) == found


def test_what_is_held_already_is_told_by_others() -> None:
    held = lines(OWN, WATFORD)
    assert told([each for each in held if each is not held[-1]], held) == []


# Lines without a newest figure


def by_line(year: str, **values: float) -> list[dict[str, Any]]:
    return [row(year, value, breakdown=f"sex={name}" if name != "all" else "") for name, value in values.items()]


def test_a_line_that_the_newest_period_lacks_is_named() -> None:
    held = by_line("2018", all=17.0, male=18.0, female=16.0)
    expected = "obesity: 2019 is there for 2 lines, and not for 'sex=female', held for 2018."
    assert told(by_line("2019", all=17.1, male=18.1), held) == [("line-not-in-newest", expected)]
    assert "and not for the total, held" in told(by_line("2019", male=18.1, female=16.2), held)[0][1]


def test_a_file_of_one_line_is_a_file_of_one_line() -> None:
    assert told(by_line("2019", male=18.1), by_line("2018", male=18.0, female=16.0)) == []
    assert told(by_line("2019", all=17.1), by_line("2018", all=17.0, male=18.0, female=16.0)) == []


# Lines exchanged


def sexes(year: str, above: int, areas: int) -> list[dict[str, Any]]:
    """Men above women in so many of the areas, and below in the others."""
    return [
        row(year, 17.2 if (place < above) == (name == "male") else 17.0, area=area, breakdown=f"sex={name}")
        for place, area in enumerate(AREAS[:areas])
        for name in ("male", "female")
    ]


@pytest.mark.parametrize(
    ("before", "now", "areas", "found"), [(5, 0, 5, True), (4, 0, 5, False), (5, 1, 5, False), (4, 0, 4, False)]
)
def test_an_order_is_turned_round_where_nearly_all_areas_turn(before: int, now: int, areas: int, found: bool) -> None:
    said = told(sexes("2019", now, areas), sexes("2018", before, areas))
    expected = (
        f"obesity, 2019: 'sex=male' is below 'sex=female' in nearly all of {areas} areas, and was above it before."
    )
    assert said == ([("lines-exchanged", expected)] if found else [])


def test_an_order_that_was_not_always_so_may_turn() -> None:
    held = [*sexes("2016", 5, 5), *sexes("2017", 1, 5), *sexes("2018", 5, 5)]
    assert told(sexes("2019", 0, 5), held) == []


# Limits unlike those before


def within(year: str, half: float, areas: int = 3, value: float = 17.0) -> list[dict[str, Any]]:
    return [
        row(
            year,
            value + place,
            area=area,
            lower=value + place - half * (value + place),
            upper=value + place + half * (value + place),
        )
        for place, area in enumerate((*AREAS, ENGLAND)[:areas])
    ]


@pytest.mark.parametrize(
    ("half", "areas", "found"),
    [(0.31, 3, True), (0.29, 3, False), (0.033, 3, True), (0.034, 3, False), (0.4, 2, False)],
)
def test_intervals_three_times_as_wide_or_narrow_are_told(half: float, areas: int, found: bool) -> None:
    assert bool(told(within("2019", half, areas, 17.1), within("2018", 0.1, areas))) == found


@pytest.mark.parametrize(("areas", "found"), [(3, True), (2, False)])
def test_limits_of_the_period_before_are_told(areas: int, found: bool) -> None:
    held = within("2018", 0.1, areas)
    file = [
        each | within("2019", 0.1, areas)[0] | {"area_code": each["area_code"], "value": each["value"] + 0.2}
        for each in held
    ]
    file = [each | {name: old[name] for name in ("lower", "upper")} for each, old in zip(file, held, strict=True)]
    said = told(file, held)
    assert said == (
        [("other-limits", "obesity, 2019: the limits 15.3 to 18.7 and most others are those of 2018.")] if found else []
    )


# Beyond everything held


@pytest.mark.parametrize(
    ("value", "number", "found"),
    [(19.1, 50, True), (19.0, 50, False), (15.9, 50, True), (16.0, 50, False), (19.1, 49, False)],
)
def test_a_figure_further_outside_than_the_range_is_wide_is_told(value: float, number: int, found: bool) -> None:
    held = line([17.0 + place % 2 for place in range(number)], 2019 - number)
    said = told([row("2019", 17.5), row("2019", value, area=WARWICK)], held)
    expected = f"Warwick, 2019: {value:g} is far outside the 17 to 18 of the 50 figures held."
    assert said == ([("beyond-held", expected)] if found else [])


# Periods without figures


def test_a_period_whose_cells_are_all_empty_is_told_once() -> None:
    empty = [row("2019", None, area=area, status="") for area in (OWN, WATFORD)]
    found = told([*lines(OWN, WATFORD), *empty], [])
    assert found == [("empty-period", "obesity, 2019: all 2 cells are empty.")]


@pytest.mark.parametrize(("status", "value"), [("c", None), ("x", None), ("", 17.0)])
def test_a_marker_or_a_figure_is_enough(status: str, value: float | None) -> None:
    rows = [row("2019", None, area=OWN, status=""), row("2019", value, area=WATFORD, status=status)]
    assert "empty-period" not in [check for check, _ in told([*lines(OWN, WATFORD), *rows], [])]


# Counts that their own area has never had


@pytest.mark.parametrize(("value", "number"), [(150, 0), (151, 1), (30, 0), (29, 1)])
@pytest.mark.parametrize("held", [8, 7])
def test_a_count_is_held_against_its_own_line(value: float, number: int, held: int) -> None:
    """Between 80 and 100 are held: twenty beyond that are as wide, and three times the root of 101 are chance."""
    past = [
        row(str(2000 + year), 80 + 20 * ((year + place) % 2), indicator="jobs", area=area)
        for place, area in enumerate(AREAS)
        for year in range(held)
    ]
    new = [row("2015", 90.0, indicator="jobs", area=area) for area in AREAS[1:]]
    report = screened(tables.tidy_csv(observations(row("2015", value, indicator="jobs"), *new)), observations(*past))
    found = [each for each in report.findings if each.check == "beyond-held"]
    assert len(found) == (number if held == 8 else 0)
