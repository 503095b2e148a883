"""Changes that are just usual, and those just beyond; gaps of one period more or less than are told."""

from datetime import date, timedelta

import pytest

from indicators import periods, tables
from indicators.model import Indicator
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    REGION,
    RUGBY,
    WARWICK,
    WATFORD,
    indicator,
    line,
    observations,
    row,
)
from tests.screening.situation import JOBS, OBESITY, catalogue, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

OTHERS = (WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, COUNTY, REGION, ENGLAND)
DAILY = indicator(period="day", cadence="irregular")
UNSTEADY = [50.0, 51.0, 50.0, 51.0, 50.0, 51.0, 50.0]  # half of the changes are +1, half are -1


def outliers(*rows: dict[str, object], known: Indicator = OBESITY) -> list[tuple[str, int | None]]:
    """The check and the row of each outlier in a tidy file of these rows."""
    report = screened(tables.tidy_csv(observations(*rows)), known=catalogue(known))
    return [(each.check, each.row) for each in report.findings if each.check.endswith("-outlier")]


def told(*rows: dict[str, object]) -> list[str]:
    """What is said of each of them."""
    report = screened(tables.tidy_csv(observations(*rows)), known=catalogue(OBESITY))
    return [each.message for each in report.findings if each.check.endswith("-outlier")]


# A line's own history


@pytest.mark.parametrize(("last", "odd"), [(52.5, False), (52.51, True)])
def test_a_twentieth_of_the_level_is_never_odd(last: float, odd: bool) -> None:
    assert outliers(*line([*[50.0] * 7, last])) == ([("history-outlier", 9)] if odd else [])


@pytest.mark.parametrize(("before", "odd"), [(7, True), (6, False)])
def test_a_line_needs_seven_changes_to_know_what_is_usual(before: int, odd: bool) -> None:
    assert bool(outliers(*line([*[50.0] * before, 60.0]))) == odd


@pytest.mark.parametrize(("change", "odd"), [(18.35, False), (18.36, True)])  # 1 + 5 × 2 × 1.4826 + 5% of 50.5 = 18.351
def test_five_deviations_from_the_usual_change(change: float, odd: bool) -> None:
    assert outliers(*line([*UNSTEADY, 50 + change])) == ([("history-outlier", 9)] if odd else [])


def test_a_change_is_told_beside_half_of_the_line_s_own() -> None:
    assert told(*line([*UNSTEADY, 70.0])) == [
        "Welwyn Hatfield, 2022: 70 after 50 in 2021: +20, where half of this line's changes are between −1 and +3."
    ]


@pytest.mark.parametrize(("last", "odd"), [(9.9, False), (9.92, True)])  # 3 × √(9.9 + 1) = 9.905
def test_a_count_of_so_few_may_be_chance(last: float, odd: bool) -> None:
    assert bool(outliers(*line([*[0.0] * 7, last], indicator="jobs"), known=JOBS)) == odd


@pytest.mark.parametrize(("last", "odd"), [(154.2, False), (154.3, True)])  # log(1.543) > 0.05 + 3 × √(1/155.3 + 1/101)
def test_a_count_above_zero_is_measured_by_ratios(last: float, odd: bool) -> None:
    assert bool(outliers(*line([*[100.0] * 7, last], indicator="jobs"), known=JOBS)) == odd


@pytest.mark.parametrize(("day", "odd"), [(85, True), (86, False)])
def test_a_step_of_more_than_one_and_a_half_is_a_gap(day: int, odd: bool) -> None:
    days = [f"{date(2019, 1, 1) + timedelta(days=each):%d/%m/%Y}" for each in (*range(0, 71, 10), day)]
    rows = [row(text, value, kind="day") for text, value in zip(days, [*[50.0] * 8, 60.0], strict=True)]
    assert bool(outliers(*rows, known=DAILY)) == odd


# Other areas


@pytest.mark.parametrize(("number", "odd"), [(8, True), (7, False)])
def test_eight_other_areas_say_what_is_usual(number: int, odd: bool) -> None:
    rows = [*line([50.0, 60.0]), *(each for area in OTHERS[:number] for each in line([50.0, 50.0], area=area))]
    assert outliers(*rows) == ([("area-outlier", 3)] if odd else [])


@pytest.mark.parametrize(("change", "odd"), [(18.79, False), (18.8, True)])  # 1 + 14.826 + 5% of 50 + change / 2
def test_five_deviations_from_what_other_areas_do(change: float, odd: bool) -> None:
    moved = [line([50.0, 49.0 if place < 4 else 51.0], area=area) for place, area in enumerate(OTHERS)]
    rows = [*line([50.0, 50.0 + change]), *(each for area in moved for each in area)]
    assert outliers(*rows) == ([("area-outlier", 3)] if odd else [])


def test_a_change_is_told_beside_half_of_the_others() -> None:
    moved = [line([50.0, 49.0 if place < 4 else 51.0], area=area) for place, area in enumerate(OTHERS)]
    assert told(*line([50.0, 70.0]), *(each for area in moved for each in area)) == [
        "Welwyn Hatfield, 2016: 70 after 50 in 2015: +20, "
        "where half of the 8 other areas' changes are between −1 and +3."
    ]


@pytest.mark.parametrize(
    ("change", "check"),
    # 1 + 3 × 2 × 1.4826 + 5% of 50.5 = 12.421: below it the line itself has done the like before
    [(12.42, None), (12.43, "area-outlier"), (18.35, "area-outlier"), (18.36, "history-outlier")],
)
def test_a_line_that_has_always_moved_more_than_the_others(change: float, check: str | None) -> None:
    rows = [*line([*UNSTEADY, 50 + change]), *(each for area in OTHERS for each in line([50.0] * 8, area=area))]
    assert outliers(*rows) == ([(check, 9)] if check else [])


@pytest.mark.parametrize(("change", "odd"), [(32.39, False), (32.4, True)])  # 21 + 3 × 2 × 1.4826 + 5% of 50 = 32.396
def test_a_change_that_other_areas_have_as_well(change: float, odd: bool) -> None:
    moved = [line([*[50.0] * 7, 69.0 if place < 4 else 71.0], area=area) for place, area in enumerate(OTHERS)]
    rows = [*line([*[50.0] * 7, 50 + change]), *(each for area in moved for each in area)]
    assert outliers(*rows) == ([("history-outlier", 9)] if odd else [])


# Gaps


def missing(*rows: dict[str, object], known: Indicator = OBESITY) -> list[str]:
    """What is said of missing periods."""
    report = screened(tables.tidy_csv(observations(*rows)), known=catalogue(known))
    return [each.message for each in report.findings if each.check == "missing-period"]


@pytest.mark.parametrize(("last", "number", "until"), [(2000, 59, 1999), (2001, 60, 2000), (2002, 60, 2000)])
def test_sixty_periods_are_looked_for(last: int, number: int, until: int) -> None:
    assert missing(row("1940"), row(str(last))) == [f"obesity: {number} periods are missing, from 1941 to {until}."]


@pytest.mark.parametrize(
    ("gaps", "sentences"),
    [
        (1, ["obesity: 2001 is missing."]),
        (3, ["obesity: 2001 is missing.", "obesity: 2003 is missing.", "obesity: 2005 is missing."]),
        (4, ["obesity: 4 periods are missing, in 4 gaps between 2001 and 2007."]),
    ],
)
def test_three_gaps_are_told_one_by_one(gaps: int, sentences: list[str]) -> None:
    assert missing(*(row(str(2000 + 2 * place)) for place in range(gaps + 1))) == sentences


@pytest.mark.parametrize(
    ("cadence", "kind", "texts", "label"),
    [
        ("annual", "month", ("2017-04", "2018-04", "2020-04"), "April 2019"),
        ("annual", "quarter", ("2017 Q2", "2018 Q2", "2020 Q2"), "April to June 2019"),
        ("quarterly", "month", ("2017-04", "2017-07", "2018-01"), "October 2017"),
        ("monthly", "month", ("2017-04", "2017-05", "2017-07"), "June 2017"),
    ],
)
def test_how_many_periods_pass_from_one_figure_to_the_next(
    cadence: str, kind: str, texts: tuple[str, ...], label: str
) -> None:
    assert label == periods.parse(label, kind).label
    known = indicator(period=kind, cadence=cadence)
    assert missing(*(row(text, kind=kind) for text in texts), known=known) == [f"obesity: {label} is missing."]
