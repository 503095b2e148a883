"""What changed: new, revised, withdrawn and unchanged, and that what changed leads from one to the other."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.changes import Changes, applied, between, differing
from indicators.model import KEY, OBSERVATIONS
from tests.build import ENGLAND, OWN, WATFORD, line, observations, row, told

BEFORE = observations(*line([17.3, 17.1, None]), row("2015", 20.1, area=ENGLAND))
PLACES = [
    {"indicator": slug, "area": area, "period": year, "breakdown": breakdown}
    for slug in ("obesity", "jobs")
    for area in (OWN, WATFORD)
    for year in ("2018", "2019")
    for breakdown in ("", "sex=male")
]


def ways(changes: Changes) -> tuple[int, int, int, int]:
    return len(changes.new), len(changes.revised), len(changes.withdrawn), changes.unchanged


def rows_of(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return sorted(told(frame, *OBSERVATIONS.names), key=str)


# By example


def test_new_revised_withdrawn_and_unchanged() -> None:
    after = observations(*line([17.3, 17.2], 2015), row("2018", 17.4), row("2015", 20.1, area=ENGLAND))
    changes = between(BEFORE, after)
    assert told(changes.new, "period_label", "value") == [("2018", 17.4)]
    assert told(changes.revised, "period_label", "held_value", "value") == [("2016", 17.1, 17.2)]
    assert told(changes.withdrawn, "period_label", "status") == [("2017", "x")]
    assert changes.unchanged == 2
    assert changes.indicators == ["obesity"]
    assert told(changes.observations, "period_label") == [("2018",), ("2016",)]
    assert changes.new.columns.tolist() == changes.withdrawn.columns.tolist() == OBSERVATIONS.names
    held = [f"held_{name}" for name in OBSERVATIONS.names if name not in KEY]
    assert changes.revised.columns.tolist() == OBSERVATIONS.names + held


@pytest.mark.parametrize(
    "cells",
    [
        {"value": 17.0},
        {"value": None, "status": "c"},
        {"lower": 16.0},
        {"upper": 18.0},
        {"count": 173.0},
        {"denominator": 1000.0},
        {"status": "u"},
        {"flags": "provisional"},
        {"published_comparison": "better"},
        {"note": "Weighed again."},
        {"period_label": "the year 2019"},
    ],
)
def test_any_column_is_a_revision_also_to_and_from_nothing(cells: dict[str, Any]) -> None:
    one, other = observations(row()), observations(row() | cells)
    for before, after in ((one, other), (other, one)):
        changes = between(before, after)
        assert ways(changes) == (0, 1, 0, 0)
        assert set(differing(before, after).columns[differing(before, after).iloc[0]]) == set(cells)


@pytest.mark.parametrize("name", KEY)
def test_another_key_is_another_observation(name: str) -> None:
    cells = {"period_start": "2019-02-01", "period_end": "2019-11-30"}
    other = observations(row() | {name: cells.get(name, "other")})
    assert ways(between(observations(row()), other)) == (1, 0, 1, 0)


def test_zero_is_not_nothing() -> None:
    one = observations(row(count=0.0))
    assert ways(between(one, one.assign(count=float("nan")))) == (0, 1, 0, 0)


def test_of_rows_that_are_only_some_none_is_withdrawn_but_those_that_leave() -> None:
    after = observations(row("2016", 17.2))
    assert ways(between(BEFORE, after, leaving=BEFORE.iloc[:0])) == (0, 1, 0, 0)
    leaving = observations(row("2015"), row("2016"), row("1999"))[list(KEY)]
    changes = between(BEFORE, after, leaving)
    assert told(changes.withdrawn, "area_code", "period_label", "value") == [(OWN, "2015", 17.3)]
    assert ways(changes) == (0, 1, 1, 0)
    assert told(applied(BEFORE, changes), "area_code", "period_label", "value") == [
        (OWN, "2017", None),
        (ENGLAND, "2015", 20.1),
        (OWN, "2016", 17.2),
    ]


def test_everything_comes_and_everything_goes() -> None:
    nothing = observations()
    assert ways(between(nothing, BEFORE)) == (4, 0, 0, 0)
    assert ways(between(BEFORE, nothing)) == (0, 0, 4, 0)
    assert between(nothing, nothing).nothing
    pd.testing.assert_frame_equal(applied(nothing, between(nothing, BEFORE)), BEFORE)
    assert applied(BEFORE, between(BEFORE, nothing)).empty


@pytest.mark.parametrize("again", [17.3, 99.0])
def test_a_row_that_another_program_doubled_is_one_again(again: float) -> None:
    doubled, once = observations(row(), row(value=again), row("2018")), observations(row(), row("2018"))
    assert ways(between(doubled, once)) == (0, 1, 0, 1)
    for before, after in ((doubled, once), (once, doubled)):
        assert rows_of(applied(before, between(before, after))) == rows_of(after)


# Whatever there is


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Some rows in any order, each observation once, some with nothing in places."""
    places = draw(st.lists(st.sampled_from(PLACES), unique_by=str))
    number = st.one_of(st.none(), st.sampled_from([0.0, 1.5, -2.0]))
    cells = [{"value": draw(number), "count": draw(number), "note": draw(st.sampled_from(["", "a"]))} for _ in places]
    return observations(*(row(**(place | said)) for place, said in zip(places, cells, strict=True)))


@pytest.mark.slow("pairs of frames by the dozen")
@settings(max_examples=50, deadline=None)
@given(frames(), frames())
def test_what_changed_leads_from_one_to_the_other(before: pd.DataFrame, after: pd.DataFrame) -> None:
    assert rows_of(applied(before, between(before, after))) == rows_of(after)


@settings(max_examples=30, deadline=None)
@given(frames(), st.randoms())
def test_nothing_changed_from_a_frame_to_itself_in_any_order(rows: pd.DataFrame, dice: Any) -> None:
    order = list(range(len(rows)))
    dice.shuffle(order)
    changes = between(rows, rows.iloc[order])
    assert changes.nothing
    assert changes.unchanged == len(rows)
    pd.testing.assert_frame_equal(applied(rows, changes), rows)


@pytest.mark.slow("pairs of frames by the dozen")
@settings(max_examples=50, deadline=None)
@given(frames(), frames())
def test_every_row_is_one_thing_once(before: pd.DataFrame, after: pd.DataFrame) -> None:
    changes, back = between(before, after), between(after, before)
    assert len(changes.new) + len(changes.revised) + changes.unchanged == len(after)
    assert len(changes.withdrawn) + len(changes.revised) + changes.unchanged == len(before)
    keys = [told(rows, *KEY) for rows in (changes.new, changes.revised, changes.withdrawn)]
    assert len({key for part in keys for key in part}) == sum(map(len, keys))
    assert set(rows_of(before)) & set(rows_of(after)) == set(rows_of(after)) - set(rows_of(changes.observations))
    assert rows_of(changes.withdrawn) == rows_of(back.new)
    assert set(told(changes.revised, *KEY)) == set(told(back.revised, *KEY))


@pytest.mark.slow("pairs of frames by the dozen")
@settings(max_examples=50, deadline=None)
@given(frames(), frames(), frames())
def test_a_row_of_which_nothing_is_said_stays_as_it_is(
    before: pd.DataFrame, after: pd.DataFrame, leaving: pd.DataFrame
) -> None:
    changes = between(before, after, leaving)
    left = dict(zip(told(before, *KEY), told(before, *OBSERVATIONS.names), strict=True))
    left = {key: cells for key, cells in left.items() if key not in told(leaving, *KEY)}
    left |= dict(zip(told(after, *KEY), told(after, *OBSERVATIONS.names), strict=True))
    assert rows_of(applied(before, changes)) == sorted(left.values(), key=str)


def test_what_comes_is_numbered_from_nought_on() -> None:
    coming = between(BEFORE, observations(row("2016", 17.2), row("2018", 17.4))).observations
    assert coming.index.tolist() == [0, 1]


def test_a_key_that_lacks_a_part_is_one_like_any_other() -> None:
    rows = observations(row(), row(area=WATFORD), row(indicator="jobs"))
    rows.loc[2, "area_code"] = None
    assert ways(between(rows.iloc[:2], rows)) == (1, 0, 0, 2)
    assert ways(between(rows, rows)) == (0, 0, 0, 3)
