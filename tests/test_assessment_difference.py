"""Different from the benchmark? By the published interval, a computed one, the publisher's verdict, or not at all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.assessment import assess, words
from indicators.model import SIMILAR_AREAS, Indicator, Selection, Unit
from indicators.statistics import count_interval, proportion_interval
from tests.build import (
    BASILDON,
    COUNTY,
    DISTRICTS,
    ENGLAND,
    JOBS,
    OWN,
    PERCENT,
    POUNDS,
    REGION,
    RUGBY,
    SEX,
    WARWICK,
    indicator,
    many_districts,
    observations,
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
        (CONTEXTUAL, 22.1, "lower", f"{FIGURE}, clearly lower than England’s 22.1%."),
        (CONTEXTUAL, 16.0, "higher", f"{FIGURE}, clearly higher than England’s 16.0%."),
        (indicator(), 18.6, "similar", f"{FIGURE}, no clear difference from England’s 18.6%."),
        (indicator(), 16.1, "similar", f"{FIGURE}, no clear difference from England’s 16.1%."),
        (indicator(), 17.33, "similar", f"{FIGURE}, no clear difference from England’s 17.3%."),
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
        "17.3% (15.7% to 19.0%) in 2019, lower than England’s 22.1%: better. "
        "The interval is calculated here, from count and denominator.",
    )
    assert difference(*rows)[:2] == ("cannot say", "no margin of error")


@pytest.mark.parametrize("per", [1.0, 100.0, 1000.0, 10_000.0, 100_000.0])
def test_a_rate_s_interval_is_in_the_unit_of_the_rate(per: float) -> None:
    computing = indicator(kind="rate", compute_interval=True, decimals=5)
    found = assessed(counted(per, 207, 111990), of=computing).facts.latest
    assert found is not None
    lower, upper = count_interval(207)
    assert (found.lower, found.upper) == pytest.approx((lower / 111990 * per, upper / 111990 * per), rel=1e-12)


def test_wherever_a_computed_interval_is_shown_it_is_said() -> None:
    computing = indicator(kind="rate", compute_interval=True)
    said = "The interval is calculated here, from count and denominator."
    found = assessed(counted(1000, 207, 111990), row("2014", 3.0), row("2019", 2, area=ENGLAND), of=computing)
    assert found.plan.sentence == (
        "On plan: 1.8% (1.6% to 2.1%) in 2019, clearly better than the baseline of 3.0% in 2014. "
        f"The start has no margin of error, so that of the latest figure is taken for both. {said}"
    )
    assert found.difference.sentence == f"1.8% (1.6% to 2.1%) in 2019, no clear difference from England’s 2.0%. {said}"


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
    said = "17.3% in 2019, not clearly different from England"
    england = row("2019", 22.1, area=ENGLAND)
    assert difference(JUDGED, england) == ("similar", "", f"{said}’s 22.1%, says the publisher.")
    assert difference(JUDGED) == ("similar", "", f"{said}, says the publisher.")  # without England's figure
    better = row("2019", 17.3, published_comparison="better")
    assert difference(better, england)[2] == "17.3% in 2019, lower than England’s 22.1%: better, says the publisher."
    assert difference(better)[2] == "17.3% in 2019, better than England, says the publisher."
    higher = row("2019", 17.3, published_comparison="higher")
    assert difference(higher, of=CONTEXTUAL)[2] == "17.3% in 2019, clearly higher than England, says the publisher."
    assert assessed(JUDGED, england).difference.ground == "publisher"


def test_the_publisher_s_verdict_serves_where_there_is_an_interval_but_no_figure_to_compare_with() -> None:
    judged = OURS | {"published_comparison": "better"}
    assert difference(judged) == ("better", "", f"{FIGURE}, better than England, says the publisher.")
    assert difference(judged, row("2019", 16.0, area=ENGLAND))[0] == "worse"  # the interval comes first


@pytest.mark.parametrize("benchmark", [COUNTY, REGION, SIMILAR_AREAS])
def test_the_publisher_s_verdict_is_no_word_on_another_benchmark(benchmark: str) -> None:
    others = [row("2019", 22.1, area=area) for area in (COUNTY, REGION, BASILDON, RUGBY, WARWICK)]
    for of in (indicator(), indicator(benchmark=benchmark)):
        word, reason, sentence = difference(JUDGED, *others, of=of, benchmark=benchmark)
        assert (word, reason) == ("cannot say", "no margin of error")
        assert sentence.endswith(". Not tested: the publisher gives no margin of error.")


# Where it cannot be said


def test_an_untested_difference_is_still_told() -> None:
    assert difference(row("2019", 17.3), row("2019", 22.1, area=ENGLAND)) == (
        "cannot say",
        "no margin of error",
        "17.3% in 2019, lower than England’s 22.1%. Not tested: the publisher gives no margin of error.",
    )


# fmt: off
NO_ENGLAND = "no figure is held for England in this period"
UNSAID: list[tuple[list[Row], dict[str, Any], str, str]] = [
    ([row("2019", None)], {}, "no figure", "there is no figure"),
    ([OURS], {}, "no figure for the benchmark", NO_ENGLAND),
    ([OURS, row("2018", 22.1, area=ENGLAND)], {}, "no figure for the benchmark", NO_ENGLAND),
    ([OURS, row("2019", None, area=ENGLAND)], {}, "no figure for the benchmark", NO_ENGLAND),
    ([OURS, row("2017-19", 22.1, kind="pooled_years", area=ENGLAND)], {}, "no figure for the benchmark",
     NO_ENGLAND),
    ([OURS, row("2019", 22.1, area=BASILDON)], {"benchmark": SIMILAR_AREAS}, "no figure for the benchmark",
     "figures are held for too few of the similar areas"),
    ([sure("2019", 22.1, area=ENGLAND)], {"area": ENGLAND}, "this is the benchmark itself",
     "this is the benchmark itself"),
    ([OURS, row("2019", 9.0, area=ENGLAND)], {"of": indicator(kind="count", unit=JOBS)}, "counts are not compared",
     "a bigger area has more of them, so numbers are not compared"),
    ([row("2019", 17.3, lower=17.4, upper=18.6), row("2019", 9.0, area=ENGLAND)], {}, "outside its own limits",
     "the figure lies outside its own limits, so one of them is wrong"),
    ([row("2019", 17.3, lower=16.1, upper=17.2)], {}, "outside its own limits",
     "the figure lies outside its own limits, so one of them is wrong"),
]
# fmt: on


@pytest.mark.parametrize(("rows", "given", "reason", "meaning"), UNSAID)
def test_what_cannot_be_said_says_why(rows: list[Row], given: dict[str, Any], reason: str, meaning: str) -> None:
    assert difference(*rows, **given) == ("cannot say", reason, f"Cannot say: {meaning}.")
    assert words.compared(assessed(*rows, **given)) == ""


@pytest.mark.parametrize(
    ("fields", "reason", "meaning"),
    [
        ({"kind": "rank"}, "ranks are not compared", "a rank is a comparison already"),
        ({"kind": "count", "size": True}, "a size", "it says how large an area is, which is neither good nor bad"),
        ({"kind": "mean", "size": True}, "a size", "it says how large an area is, which is neither good nor bad"),
    ],
)
def test_what_is_not_a_thing_to_compare_is_no_missing_answer(fields: dict[str, Any], reason: str, meaning: str) -> None:
    rows = (OURS, row("2019", 9.0, area=ENGLAND))
    found = assessed(*rows, of=indicator(unit=JOBS, **fields)).difference
    assert (found.word, found.reason, found.given) == ("not a thing to compare", reason, True)
    assert found.sentence == f"Not a thing to compare: {meaning}."


# All are counted

WHOLE = indicator(polarity="higher_is_better", evidence="complete")


@pytest.mark.parametrize(
    ("england", "word", "beside"),
    [
        (73.2, "below", "below England’s 73.2%"),
        (70.0, "above", "above England’s 70.0%"),
        (71.64, "level with", "level with England’s 71.6%"),
    ],
)
def test_where_all_are_counted_there_is_no_chance_in_it(england: float, word: str, beside: str) -> None:
    found = assessed(row("2019", 71.6), row("2019", england, area=ENGLAND), of=WHOLE)
    answer = found.difference
    assert (answer.word, answer.reason, answer.ground) == (word, "", "complete")
    accident = "" if word == "level with" else ", so this is no sampling accident"
    assert answer.sentence == f"71.6% in 2019, {beside}. All are counted{accident}."
    assert words.compared(found) == beside


def test_an_interval_and_a_verdict_come_before_a_complete_count_and_that_before_a_position() -> None:
    england = row("2019", 73.2, area=ENGLAND)
    others = [row("2019", 60.0 + place, area=area) for place, area in enumerate(DISTRICTS[1:])]
    catalogue = many_districts(WHOLE)

    def ground(*rows: Row, of: Indicator = WHOLE) -> str:
        return assess(observations(*rows), of, Selection(OWN, ENGLAND), catalogue, date(2020, 6, 1)).difference.ground

    plain = indicator(polarity="higher_is_better")
    limits = {"lower": 70.0, "upper": 73.0, "published_comparison": "similar"}
    assert ground(row("2019", 71.6, **limits), england, *others) == "tested"
    assert ground(row("2019", 71.6, published_comparison="worse"), england, *others) == "publisher"
    assert ground(row("2019", 71.6), england, *others) == "complete"
    assert ground(row("2019", 71.6), *others) == "position"  # without England's figure
    assert ground(row("2019", 71.6), england, *others, of=plain) == "position"
    assert ground(row("2019", 71.6), england, *others[1:], of=plain) == "not tested"  # nine areas are too few


def test_a_price_keeps_its_sign_and_separators() -> None:
    of = replace(indicator(kind="price", unit=POUNDS, decimals=0), polarity="contextual")
    ours = row("2019", 359432.4, lower=350000, upper=370000.5)
    assert difference(ours, row("2019", 229431.0, area=ENGLAND), of=of)[2] == (
        "£359,432 (£350,000 to £370,000) in 2019, clearly higher than England’s £229,431."
    )


@pytest.mark.parametrize(("count", "computed"), [(20_005, True), (20_006, False), (19_995, True), (19_994, False)])
def test_count_and_denominator_make_the_value_to_half_a_unit_of_its_last_decimal(count: int, computed: bool) -> None:
    of = indicator(kind="rate", compute_interval=True)
    found = assessed(row("2019", 200.0, count=count, denominator=100), of=of).facts.latest
    assert found is not None
    assert found.computed is computed


def test_a_small_value_that_is_rounded_has_its_interval() -> None:
    """5 of 1,900 are 0.263%, which is printed as 0.3%: a seventh away, and right."""
    found = assessed(row("2019", 0.3, count=5, denominator=1900), of=indicator(compute_interval=True)).facts.latest
    assert found is not None
    lower, upper = proportion_interval(5, 1900)
    assert (found.lower, found.upper) == (lower * 100, upper * 100)


def test_a_count_of_zero_has_an_interval_by_the_scale_of_its_line() -> None:
    of = indicator(kind="rate", unit=Unit("per 1,000", after=" per 1,000"), compute_interval=True)
    rows = [row("2018", 2.0, count=10, denominator=5000), row("2019", 0.0, count=0, denominator=5000)]
    found = assessed(*rows, row("2019", 3.0, area=ENGLAND), of=of)
    assert found.facts.latest is not None
    assert (found.facts.latest.lower, round(found.facts.latest.upper or 0.0, 2)) == (0.0, 0.74)
    assert found.difference.sentence.startswith("0.0 per 1,000 (0.0 to 0.7) in 2019, lower than England’s 3.0: better.")


@pytest.mark.parametrize(("unit", "upper"), [(PERCENT, 0.37), (Unit("per 1,000", after=" per 1,000"), None)])
def test_a_line_of_zeros_alone_has_one_only_where_its_unit_says_the_scale(unit: Unit, upper: float | None) -> None:
    of = indicator(unit=unit, compute_interval=True)
    found = assessed(row("2019", 0.0, count=0, denominator=1024), of=of).facts.latest
    assert found is not None
    assert found.upper == (None if upper is None else pytest.approx(upper, abs=0.005))
