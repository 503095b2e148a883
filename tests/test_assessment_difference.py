"""Different from the benchmark? By the published interval, a computed one, the publisher's verdict, or not at all."""

from dataclasses import replace
from typing import Any

import pytest

from indicators.model import SIMILAR_AREAS, Indicator
from indicators.statistics import count_interval, proportion_interval
from tests.build import (
    BASILDON,
    COUNTY,
    ENGLAND,
    JOBS,
    POUNDS,
    REGION,
    RUGBY,
    SEX,
    WARWICK,
    indicator,
    row,
)
from tests.test_assessment import Row, assessed, sure

HIGH, CONTEXTUAL = indicator(polarity="higher_is_better"), indicator(polarity="contextual")
OURS = row("2019", 17.3, lower=16.1, upper=18.6)
FIGURE = "17.3% (16.1% to 18.6%) in 2019"


def difference(*rows: Row, **given: Any) -> tuple[str, str, str]:
    found = assessed(*rows, wants=None, **given).difference
    return found.word, found.reason, found.sentence


# By the published interval


@pytest.mark.parametrize(
    ("of", "england", "word", "sentence"),
    [
        (indicator(), 22.1, "better", f"{FIGURE}, lower than England’s 22.1%: better."),
        (indicator(), 16.0, "worse", f"{FIGURE}, higher than England’s 16.0%: worse."),
        (HIGH, 22.1, "worse", f"{FIGURE}, lower than England’s 22.1%: worse."),
        (HIGH, 16.0, "better", f"{FIGURE}, higher than England’s 16.0%: better."),
        (CONTEXTUAL, 22.1, "lower", f"{FIGURE}, lower than England’s 22.1%: clearly lower."),
        (CONTEXTUAL, 16.0, "higher", f"{FIGURE}, higher than England’s 16.0%: clearly higher."),
        (indicator(), 18.6, "similar", f"{FIGURE}, lower than England’s 18.6%: not clearly different."),
        (indicator(), 16.1, "similar", f"{FIGURE}, higher than England’s 16.1%: not clearly different."),
        (indicator(), 17.33, "similar", f"{FIGURE}, the same as England’s 17.3%: not clearly different."),
    ],
)
def test_by_the_interval(of: Indicator, england: float, word: str, sentence: str) -> None:
    assert difference(OURS, row("2019", england, area=ENGLAND), of=of) == (word, "", sentence)


def test_the_benchmark_s_own_interval_is_ignored() -> None:
    england = row("2019", 22.1, lower=1.0, upper=99.0, area=ENGLAND)
    assert difference(OURS, england)[0] == "better"


def test_zero_is_a_figure() -> None:
    none = row("2019", 0.0, lower=0.0, upper=1.2)
    assert difference(none, row("2019", 2.0, area=ENGLAND)) == (
        "better",
        "",
        "0.0% (0.0% to 1.2%) in 2019, lower than England’s 2.0%: better.",
    )
    assert difference(OURS, row("2019", 0.0, area=ENGLAND))[2] == f"{FIGURE}, higher than England’s 0.0%: worse."


def test_the_median_of_the_similar_areas() -> None:
    others = [row("2019", value, area=area) for area, value in ((BASILDON, 19.0), (RUGBY, 25.0), (WARWICK, 30.0))]
    assert difference(OURS, *others, benchmark=SIMILAR_AREAS) == (
        "better",
        "",
        f"{FIGURE}, lower than the similar areas’ median of 25.0%: better.",
    )


def test_a_group_is_compared_with_the_same_group() -> None:
    of = indicator(dimensions=(SEX,))
    rows = (
        row("2019", 17.3, lower=16.1, upper=18.6, breakdown="sex=male"),
        row("2019", 15.0, area=ENGLAND),
        row("2019", 22.1, area=ENGLAND, breakdown="sex=male"),
    )
    assert difference(*rows, of=of, breakdown="sex=male")[2] == f"{FIGURE}, lower than England’s 22.1%: better."


# By a computed interval


def counted(per: float, count: float, denominator: float) -> Row:
    return row("2019", count / denominator * per, count=count, denominator=denominator)


def test_an_interval_is_computed_only_where_the_definition_says_so() -> None:
    rows = (counted(100, 346, 2000), row("2019", 22.1, area=ENGLAND))
    lower, upper = proportion_interval(346, 2000)
    assert (round(lower * 100, 1), round(upper * 100, 1)) == (15.7, 19.0)
    computing = indicator(compute_interval=True)
    found = assessed(*rows, of=computing).facts.latest
    assert found is not None
    assert (found.computed, found.lower, found.upper) == (True, lower * 100, upper * 100)
    assert difference(*rows, of=computing) == (
        "better",
        "",
        "17.3% (15.7% to 19.0%) in 2019 (interval calculated here from count and denominator), "
        "lower than England’s 22.1%: better.",
    )
    assert difference(*rows)[:2] == ("cannot say", "no interval published")


@pytest.mark.parametrize("per", [1.0, 100.0, 1000.0, 10_000.0, 100_000.0])
def test_a_rate_s_interval_is_in_the_unit_of_the_rate(per: float) -> None:
    computing = indicator(kind="rate", compute_interval=True, decimals=5)
    found = assessed(counted(per, 207, 111990), of=computing).facts.latest
    assert found is not None
    lower, upper = count_interval(207)
    assert (found.lower, found.upper) == pytest.approx((lower / 111990 * per, upper / 111990 * per), rel=1e-12)


def test_wherever_a_computed_interval_is_shown_it_is_said() -> None:
    computing = indicator(kind="rate", compute_interval=True)
    said = "(interval calculated here from count and denominator)"
    found = assessed(counted(1000, 207, 111990), row("2014", 3.0), row("2019", 2, area=ENGLAND), of=computing)
    assert found.plan.sentence == (
        f"On plan: 1.8% (1.6% to 2.1%) in 2019 {said}, clearly better than the baseline of 3.0% in 2014."
    )
    unjudged = assessed(counted(1000, 207, 111990), of=computing).plan.sentence
    assert unjudged.endswith(f"The latest figure is 1.8% (1.6% to 2.1%) in 2019 {said}.")


def test_a_published_interval_is_never_replaced() -> None:
    published = counted(100, 346, 2000) | {"lower": 16.1, "upper": 18.6}
    found = assessed(published, of=indicator(compute_interval=True)).facts.latest
    assert found is not None
    assert (found.lower, found.upper, found.computed) == (16.1, 18.6, False)


@pytest.mark.parametrize(
    "cells",
    [
        {"count": 346, "denominator": None},
        {"count": None, "denominator": 2000},
        {"count": 346, "denominator": 0},
        {"count": 346, "denominator": 1900},  # 18.2%, which is not what is published
    ],
)
def test_no_interval_is_computed_from_what_does_not_make_the_value(cells: dict[str, float | None]) -> None:
    found = assessed(row("2019", 17.3, **cells), of=indicator(compute_interval=True)).facts.latest
    assert found is not None
    assert (found.lower, found.upper, found.computed) == (None, None, False)


@pytest.mark.parametrize("kind", ["mean", "ratio", "index", "price"])
def test_no_interval_is_computed_for_what_is_neither_share_nor_rate(kind: str) -> None:
    found = assessed(counted(100, 346, 2000), of=indicator(kind=kind, compute_interval=True)).facts.latest
    assert found is not None
    assert found.computed is False


# By the publisher's verdict

JUDGED = row("2019", 17.3, published_comparison="similar")


def test_the_publisher_s_verdict_where_no_interval_is_published() -> None:
    said = "similar, by the publisher’s own comparison."
    assert difference(JUDGED, row("2019", 22.1, area=ENGLAND)) == (
        "similar",
        "",
        f"17.3% in 2019, lower than England’s 22.1%: {said}",
    )
    assert difference(JUDGED) == ("similar", "", f"17.3% in 2019: {said}")  # without England's figure
    higher = row("2019", 17.3, published_comparison="higher")
    assert difference(higher, of=CONTEXTUAL)[2] == "17.3% in 2019: higher, by the publisher’s own comparison."


def test_the_publisher_s_verdict_serves_where_there_is_an_interval_but_no_figure_to_compare_with() -> None:
    judged = OURS | {"published_comparison": "better"}
    assert difference(judged) == ("better", "", f"{FIGURE}: better, by the publisher’s own comparison.")
    assert difference(judged, row("2019", 16.0, area=ENGLAND))[0] == "worse"  # the interval comes first


@pytest.mark.parametrize("benchmark", [COUNTY, REGION, SIMILAR_AREAS])
def test_the_publisher_s_verdict_is_no_word_on_another_benchmark(benchmark: str) -> None:
    others = [row("2019", 22.1, area=area) for area in (COUNTY, REGION, BASILDON, RUGBY, WARWICK)]
    for of in (indicator(), indicator(benchmark=benchmark)):
        word, reason, sentence = difference(JUDGED, *others, of=of, benchmark=benchmark)
        assert (word, reason) == ("cannot say", "no interval published")
        assert sentence.endswith("; no interval is published, so the difference is not tested.")


# Where it cannot be said


def test_an_untested_difference_is_still_told() -> None:
    assert difference(row("2019", 17.3), row("2019", 22.1, area=ENGLAND)) == (
        "cannot say",
        "no interval published",
        "17.3% in 2019, lower than England’s 22.1%; no interval is published, so the difference is not tested.",
    )


# fmt: off
UNSAID: list[tuple[list[Row], dict[str, Any], str, str]] = [
    ([row("2019", None)], {}, "no figure", "there is no figure"),
    ([OURS], {}, "no figure for England", "no figure for England"),
    ([OURS, row("2018", 22.1, area=ENGLAND)], {}, "no figure for England", "no figure for England"),
    ([OURS, row("2019", None, area=ENGLAND)], {}, "no figure for England", "no figure for England"),
    ([OURS, row("2017-19", 22.1, kind="pooled_years", area=ENGLAND)], {}, "no figure for England",
     "no figure for England"),
    ([OURS, row("2019", 22.1, area=BASILDON)], {"benchmark": SIMILAR_AREAS}, "no figure for similar areas (median)",
     "no figure for similar areas (median)"),
    ([sure("2019", 22.1, area=ENGLAND)], {"area": ENGLAND}, "this is the benchmark itself",
     "this is the benchmark itself"),
    ([OURS, row("2019", 9.0, area=ENGLAND)], {"of": indicator(kind="count", unit=JOBS)}, "counts are not compared",
     "a count depends on how many people live in an area, so counts are not compared"),
    ([OURS, row("2019", 9.0, area=ENGLAND)], {"of": indicator(kind="rank")}, "ranks are not compared",
     "a rank says only how many areas come before, so ranks are not compared"),
]
# fmt: on


@pytest.mark.parametrize(("rows", "given", "reason", "meaning"), UNSAID)
def test_what_cannot_be_said_says_why(rows: list[Row], given: dict[str, Any], reason: str, meaning: str) -> None:
    assert difference(*rows, **given) == ("cannot say", reason, f"Cannot say: {meaning}.")


def test_a_price_keeps_its_sign_and_separators() -> None:
    of = replace(indicator(kind="price", unit=POUNDS, decimals=0), polarity="contextual")
    ours = row("2019", 359432.4, lower=350000, upper=370000.5)
    assert difference(ours, row("2019", 229431.0, area=ENGLAND), of=of)[2] == (
        "£359,432 (£350,000 to £370,000) in 2019, higher than England’s £229,431: clearly higher."
    )


@pytest.mark.parametrize(("count", "computed"), [(20_100, True), (20_101, False), (19_900, True), (19_899, False)])
def test_count_and_denominator_make_the_value_within_half_a_percent_of_it(count: int, computed: bool) -> None:
    of = indicator(kind="rate", compute_interval=True)
    found = assessed(row("2019", 200.0, count=count, denominator=100), of=of).facts.latest
    assert found is not None
    assert found.computed is computed
