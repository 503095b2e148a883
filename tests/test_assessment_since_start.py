"""Since the strategy began: what has become of the baseline, tested where both ends have limits."""

from datetime import date
from typing import Any

import pytest

from indicators.assessment import words
from indicators.assessment.since_start import since_start
from indicators.model import SIMILAR_AREAS, Indicator, Rebase
from tests.build import BASILDON, COUNTY, ENGLAND, POUNDS, RUGBY, SEX, WARWICK, indicator, row
from tests.test_assessment import KEEP, Row, assessed, sure

BEGAN = date(2015, 7, 1)


def said(*rows: Row, of: Indicator | None = None, **given: Any) -> str:
    return words.since_start(assessed(*rows, of=of or indicator(), **given), BEGAN)


ENGLISH = [row("2014", 19.1, area=ENGLAND), row("2019", 22.2, area=ENGLAND)]


def test_both_ends_and_the_benchmark_s() -> None:
    assert said(row("2014", 16.4), row("2019", 16.9), *ENGLISH) == (
        "16.4% in 2014, before the strategy; 16.9% in 2019. England went from 19.1% to 22.2% in that time. Not tested."
    )


@pytest.mark.parametrize(
    ("value", "of", "found"),
    [
        (18.5, indicator(), "Clearly better."),
        (18.7, indicator(), "No clear difference between the two."),
        (21.5, indicator(), "Clearly worse."),
        (21.5, indicator(polarity="contextual"), "Clearly higher."),
        (18.5, indicator(polarity="contextual"), "Clearly lower."),
    ],
)
def test_two_ends_with_limits_are_tested_by_both(value: float, of: Indicator, found: str) -> None:
    start = sure("2014", 20.0)
    assert said(start, sure("2019", value), of=of) == (f"20.0% in 2014, before the strategy; {value}% in 2019. {found}")
    assert said(row("2014", 20.0), sure("2019", value), of=of).endswith("Not tested.")


def test_where_all_are_counted_there_is_nothing_to_test() -> None:
    assert said(row("2014", 16.4), row("2019", 16.9), of=indicator(evidence="complete")).endswith(
        "16.9% in 2019. All are counted."
    )


def test_money_says_that_inflation_is_in_it_and_is_not_judged() -> None:
    pay = indicator(kind="price", unit=POUNDS, decimals=0, polarity="higher_is_better", nominal=True)
    assert said(sure("2014", 500.0, 10.0), sure("2019", 590.0, 10.0), of=pay) == (
        "£500 in 2014, before the strategy; £590 in 2019. Clearly higher. Before inflation."
    )


def test_a_benchmark_that_has_not_moved_has_stayed() -> None:
    rows = (row("2014", 16.4), row("2019", 16.9))
    same = [row("2014", 19.12, area=ENGLAND), row("2019", 19.08, area=ENGLAND)]
    assert "England stayed at 19.1%. " in said(*rows, *same)
    assert "England" not in said(*rows, same[1])  # without its figure of then
    assert "England" not in said(*rows, same[0])
    similar = [row(year, 20.0, area=area) for year in ("2014", "2019") for area in (BASILDON, RUGBY, WARWICK)]
    assert "The similar areas’ median stayed at 20.0%. " in said(*rows, *similar, benchmark=SIMILAR_AREAS)


@pytest.mark.parametrize(
    "rows",
    [
        [row("2019", 16.9)],
        [row("2014", 16.4)],
        [row("2014", 16.4), row("2019", None)],
        [row("2014", 16.4), row("2019", 16.9, flags="break_before")],
        [row("2014", 16.4), row("2016", None, flags="break_before"), row("2019", 16.9)],
        [row("2012-2014", 16.4, kind="pooled_years"), row("2014-2016", 16.9, kind="pooled_years")],
    ],
)
def test_it_is_silent_without_both_across_a_break_and_where_they_overlap(rows: list[Row]) -> None:
    assert said(*rows) == ""
    assert since_start(assessed(*rows).facts) is None


def test_a_named_baseline_that_is_later_stands_at_the_start() -> None:
    wants = KEEP.__class__("obesity", "keep", baseline=date(2016, 12, 31), baseline_reason="It starts then.")
    assert said(row("2016", 16.4), row("2019", 16.9), wants=wants).startswith("16.4% in 2016, at the start; 16.9%")


def test_what_is_not_judged_has_the_sentence_all_the_same() -> None:
    assert said(row("2014", 16.4), row("2019", 16.9), wants=None) != ""


def test_the_county_s_figures_are_named_as_the_county_s() -> None:
    rows = (row("2014", 16.4, area=COUNTY), row("2019", 16.9, area=COUNTY))
    assert said(*rows, of=indicator(geography="county")) == (
        "16.4% in 2014 in Hertfordshire, before the strategy; 16.9% in 2019. Not tested."
    )


def test_groups_that_are_judged_together_come_one_after_another() -> None:
    of = indicator(dimensions=(SEX,), headline="sex=male", beside=("sex=female",))
    rows = [
        row(year, value, breakdown=f"sex={sex}")
        for sex, value in (("male", 16.4), ("female", 12.0))
        for year in ("2014", "2019")
    ]
    assert said(*rows, of=of) == (
        "Men and boys. 16.4% in 2014, before the strategy; 16.4% in 2019. Not tested. "
        "Women and girls. 12.0% in 2014, before the strategy; 12.0% in 2019. Not tested."
    )


def test_nothing_is_said_across_a_rebase_and_no_season_is_tested_against_another() -> None:
    quarterly: dict[str, Any] = {"cadence": "quarterly", "period": "quarter"}
    ends = [sure("2015 Q1", 16.4, kind="quarter"), sure("2019 Q1", 20.9, kind="quarter")]
    assert "Clearly worse." in said(*ends, of=indicator(**quarterly))
    other = [ends[0], sure("2019 Q3", 20.9, kind="quarter")]
    assert said(*other, of=indicator(**quarterly)).endswith("Not tested.")
    stayed = Rebase(date(2018, 4, 1), "The Office", "The courts stayed claims.")
    assert said(*ends, of=indicator(**quarterly, rebases=(stayed,))) == ""
