"""An area's place among others of its type: how many are needed, what is counted, and how it is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.assessment import Assessment, assess
from indicators.assessment.position import Position
from indicators.model import Indicator, Selection
from tests.build import COUNTY, DISTRICTS, ENGLAND, OWN, indicator, many_districts, observations, row

LOW = indicator()
HIGH = indicator(polarity="higher_is_better")


def assessed(values: Sequence[float | None], *others: dict[str, Any], of: Indicator = LOW, **given: Any) -> Assessment:
    """The assessment of the first of so many districts, each with a value."""
    catalogue = many_districts(of, of=max(len(values), 10))
    codes = [code for code, area in catalogue.areas.items() if area.type == "district"]
    rows = [row(value=value, area=code, **given) for code, value in zip(codes, values, strict=False)]
    return assess(observations(*rows, *others), of, Selection(OWN, ENGLAND), catalogue, date(2020, 6, 1))


def place(values: Sequence[float | None], *others: dict[str, Any], of: Indicator = LOW) -> str:
    found = assessed(values, *others, of=of).difference
    return found.shown


@pytest.mark.parametrize(
    ("own", "of", "said"),
    [
        (20.0, LOW, "highest of 10 districts"),
        (18.5, LOW, "2nd highest of 10 districts"),
        (17.5, LOW, "3rd highest of 10 districts"),
        (16.5, HIGH, "4th highest of 10 districts"),
        (10.0, LOW, "lowest of 10 districts"),
        (11.5, HIGH, "2nd lowest of 10 districts"),  # from the nearer end, whichever is good
    ],
)
def test_a_place_in_words(own: float, of: Indicator, said: str) -> None:
    assert place([own, *(float(value) for value in range(11, 20))], of=of) == said


@pytest.mark.parametrize(
    ("of", "end"),
    [(LOW, "lowest"), (HIGH, "highest"), (indicator(polarity="contextual"), "highest")],
)
def test_in_the_very_middle_it_is_counted_from_the_good_end(of: Indicator, end: str) -> None:
    values = [15.0, *(float(value) for value in (10, 11, 12, 13, 14, 16, 17, 18, 19, 20))]
    assert place(values, of=of) == f"6th {end} of 11 districts"


def test_a_place_is_shared_by_values_that_are_written_alike() -> None:
    others = [float(value) for value in range(11, 19)]
    assert place([20.04, 19.96, *others]) == "joint highest of 10 districts"
    assert place([19.0, 19.04, 30.0, *others[1:]]) == "joint 2nd highest of 10 districts"
    assert place([19.0, 19.06, 30.0, *others[1:]]) == "3rd highest of 10 districts"


@pytest.mark.parametrize(
    ("rank", "said"), [(11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (22, "22nd"), (23, "23rd")]
)
def test_ordinals(rank: int, said: str) -> None:
    higher = [100.0 + value for value in range(rank - 1)]
    assert place([50.0, *higher, *(float(value) for value in range(rank))]) == f"{said} highest of {2 * rank} districts"


def test_fewer_than_ten_areas_make_no_position() -> None:
    assert assessed([20.0, *range(11, 19)]).facts.position is None
    assert assessed([20.0, *range(11, 19), None]).facts.position is None
    assert assessed([None, *range(11, 21)]).facts.position is None  # without a figure of its own


def test_only_areas_of_the_type_in_the_very_period_and_group_count() -> None:
    others = [
        row(value=99.0, area=ENGLAND),
        row(value=99.0, area=COUNTY),
        row("2018", 99.0, area=DISTRICTS[1]),
        row(value=99.0, area=DISTRICTS[1], breakdown="sex=male"),
    ]
    assert assessed([20.0, *range(11, 20)], *others).facts.position == Position(
        1, 10, "highest", joint=False, type="district", country="England", fifth="highest"
    )


def test_areas_that_are_no_more_do_not_count() -> None:
    catalogue = many_districts(of=11)
    gone = replace(catalogue.areas[DISTRICTS[1]], successor=DISTRICTS[2])
    rows = [
        row(value=10.0 + step, area=code)
        for step, code in enumerate(c for c, a in catalogue.areas.items() if a.type == "district")
    ]
    catalogue = replace(catalogue, areas={**catalogue.areas, gone.code: gone})
    found = assess(observations(*rows), LOW, Selection(OWN, ENGLAND), catalogue, date(2020, 6, 1)).facts.position
    assert found is not None
    assert found.of == 10


@pytest.mark.parametrize("fields", [{"kind": "count"}, {"kind": "rank"}, {"size": True}])
def test_what_is_not_compared_has_no_position(fields: dict[str, Any]) -> None:
    assert assessed([20.0, *range(11, 20)], of=indicator(**fields)).facts.position is None


@pytest.mark.parametrize(
    ("above", "fifth"),
    [
        (0, "highest"),
        (19, "highest"),
        (20, "second highest"),
        (39, "second highest"),
        (40, "middle"),
        (60, "second lowest"),
        (79, "second lowest"),
        (80, "lowest"),
        (99, "lowest"),
    ],
)
def test_of_a_hundred_areas_the_fifth_is_said(above: int, fifth: str) -> None:
    values = [500.0, *(1000.0 + step for step in range(above)), *(float(step) for step in range(99 - above))]
    assert place(values) == f"in the {fifth} fifth of England’s 100 districts"
    fewer = [500.0, *(1000.0 + step for step in range(98))]
    assert place(fewer) == "lowest of 99 districts"


# The sentence


def test_without_the_benchmark_s_figure_the_place_alone_is_said() -> None:
    found = assessed([20.0, *range(11, 20)]).difference
    assert (found.word, found.text, found.ground) == ("position", "highest of 10 districts", "position")
    assert found.sentence == "20.0% in 2019, highest of 10 districts."


def test_with_it_the_difference_is_said_not_to_be_tested() -> None:
    found = assessed([20.0, *range(11, 20)], row(value=17.0, area=ENGLAND)).difference
    assert found.sentence == (
        "20.0% in 2019, higher than England’s 17.0%. Highest of 10 districts. "
        "Not tested: the publisher gives no margin of error."
    )
