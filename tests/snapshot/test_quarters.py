"""Quarters by name: what is one, what is none, and which there are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import PeriodError
from indicators.snapshot import Quarter, available, of, parse

BEGAN, TODAY = date(2015, 7, 1), date(2026, 11, 23)


@pytest.mark.parametrize("text", ["2018Q2", "2018 Q2", "2018-q2", " 2018q2 "])
def test_a_quarter_may_be_written_in_a_few_ways(text: str) -> None:
    found = parse(text, BEGAN, TODAY)
    assert (found.name, found.label, found.months) == ("2018Q2", "2018 Q2", "April to June 2018")
    assert (found.start, found.end) == (date(2018, 4, 1), date(2018, 6, 30))


@pytest.mark.parametrize(
    "text",
    ["", "2018", "Q2", "2018Q5", "2018Q0", "18Q2", "2018Q22", "2018/Q2", "\N{ARABIC-INDIC DIGIT TWO}018Q2", "0000Q1"],
)
def test_what_is_not_a_quarter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(
        PeriodError, match=r"is not a quarter\. Write the year, Q and a number from 1 to 4, such as 2018Q2"
    ):
        parse(text, BEGAN, TODAY)


def test_a_long_text_is_not_repeated_in_full() -> None:
    with pytest.raises(PeriodError) as refused:
        parse("2018Q2" * 10_000, BEGAN, TODAY)
    assert len(str(refused.value)) < 200


def test_a_quarter_before_the_strategy_is_refused_and_the_first_is_named() -> None:
    with pytest.raises(PeriodError, match=r"2015 Q2 is before the strategy.*1 July 2015.*2015Q3"):
        parse("2015Q2", BEGAN, TODAY)
    assert parse("2015Q3", BEGAN, TODAY) == Quarter(2015, 3)


def test_a_quarter_that_has_not_begun_is_refused_and_the_latest_is_named() -> None:
    with pytest.raises(PeriodError, match=r"2027 Q1 has not begun.*2026Q4"):
        parse("2027Q1", BEGAN, TODAY)
    assert parse("2026Q4", BEGAN, TODAY) == Quarter(2026, 4)


def test_all_quarters_the_latest_first() -> None:
    found = available(BEGAN, TODAY)
    assert (found[0].name, found[-1].name, len(found)) == ("2026Q4", "2015Q3", 46)


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_every_day_lies_in_one_quarter_and_quarters_follow_on_each_other(day: date) -> None:
    quarter = of(day)
    assert quarter.start <= day <= quarter.end
    assert quarter.following.start == quarter.end + timedelta(days=1)
    assert quarter.following.previous == quarter
    assert parse(quarter.name, date(1000, 1, 1), date(9999, 12, 31)) == quarter
