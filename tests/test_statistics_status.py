"""Status against the strategy: the specification's check values, every aim, every refusal."""

import math
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import AIMS, REASONS, WORDS, Status, status
from indicators.statistics.plan import Unassessed

HIGH, LOW = "higher_is_better", "lower_is_better"
REACH: dict[str, Any] = {"aim": "reach", "polarity": HIGH, "baseline": 72, "target": 80, "elapsed": 0.6}


# The check values of the specification, to the digit.


def test_on_plan_but_uncertain() -> None:
    """B 72 (2015), T 80 (2020), linear, 2018."""
    found = status(78.6, **REACH, lower=72.0, upper=85.2)
    assert (found.word, found.certainty) == ("on plan", "uncertain: could be off plan to target met")
    assert found.expected == pytest.approx(76.8, rel=1e-12)
    assert found.gap == pytest.approx(1.8, rel=1e-12)
    assert found.reason == ""


def test_close_to_plan() -> None:
    found = status(76.5, **REACH)
    assert (found.word, found.certainty) == ("close to plan", "")
    assert found.gap == pytest.approx(-0.3, rel=1e-12)


def test_close_to_plan_where_lower_is_better() -> None:
    """B 20 (2015), T 0 (2030), 2023; τ 2.0."""
    case: dict[str, Any] = {"aim": "reach", "polarity": LOW, "baseline": 20, "target": 0, "elapsed": 8 / 15}
    found = status(10, **case)
    assert found.word == "close to plan"
    assert round(found.expected, 3) == 9.333
    assert status(11.3, **case).word == "close to plan"
    assert status(11.4, **case).word == "off plan"


def test_on_plan_where_lower_is_better() -> None:
    """B 20, T 4, 2022."""
    found = status(12, aim="reach", polarity=LOW, baseline=20, target=4, elapsed=7 / 15)
    assert (found.word, round(found.expected, 3), round(found.gap, 3)) == ("on plan", 12.533, 0.533)


def test_off_plan_and_worse_than_baseline() -> None:
    """B 11.17 (2016), T 9 (2020), 2018; τ 0.217."""
    case: dict[str, Any] = {"aim": "reach", "polarity": LOW, "baseline": 11.17, "target": 9, "elapsed": 0.5}
    found = status(11.4, **case)
    assert (found.word, found.reason) == ("off plan", "worse than baseline")
    assert round(found.expected, 3) == 10.085
    assert status(10.302, **case).word == "close to plan"
    assert status(10.303, **case).word == "off plan"


# Reach.


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (80, "target met"),
        (91, "target met"),
        (79.9, "on plan"),
        (76.8, "on plan"),
        (76.7, "close to plan"),
        (76.0, "close to plan"),
        (75.9, "off plan"),
        (0, "off plan"),
    ],
)
def test_reach(value: float, word: str) -> None:
    assert status(value, **REACH).word == word


def test_exactly_on_plan_is_on_plan_however_arithmetic_rounds() -> None:
    case: dict[str, Any] = {"aim": "reach", "baseline": 1.0, "target": 4.0, "elapsed": 0.8}
    assert 1.0 + 0.8 * (4.0 - 1.0) > 3.4
    assert status(3.4, **case, polarity=HIGH).word == "on plan"
    assert status(3.1, **case, polarity=HIGH).word == "close to plan"


def test_reach_with_a_tolerance_of_its_own() -> None:
    assert status(75.9, **REACH, tolerance=1).word == "close to plan"
    assert status(76.7, **REACH, tolerance=0).word == "off plan"
    assert status(76.7, **REACH, tolerance=math.nan).word == "close to plan"


@pytest.mark.parametrize(("elapsed", "expected"), [(-1, 72), (0, 72), (0.25, 74), (1, 80), (7, 80)])
def test_the_share_of_time_is_clipped(elapsed: float, expected: float) -> None:
    assert status(75, **{**REACH, "elapsed": elapsed}).expected == expected


@pytest.mark.parametrize(("value", "word", "gap"), [(80, "target met", 0), (79.5, "target missed", -0.5)])
def test_after_the_target_date(value: float, word: str, gap: float) -> None:
    found = status(value, aim="reach", polarity=HIGH, target=80, ended=True)
    assert (found.word, found.expected, found.gap) == (word, 80, gap)
    assert status(value, **REACH, ended=True) == found


def test_after_the_target_date_it_may_still_be_uncertain() -> None:
    found = status(79.5, **REACH, ended=True, lower=78, upper=81)
    assert (found.word, found.certainty) == ("target missed", "uncertain: could be target missed to target met")
    assert status(70, **REACH, ended=True).reason == "worse than baseline"


@pytest.mark.parametrize(
    ("lower", "upper", "certainty"),
    [
        (77, 79, ""),
        (76.9, 80, "uncertain: could be on plan to target met"),
        (76.1, 79, "uncertain: could be close to plan to on plan"),
        (75, 79, "uncertain: could be off plan to on plan"),
        (None, 85, ""),
        (math.nan, math.nan, ""),
    ],
)
def test_certainty(lower: float | None, upper: float | None, certainty: str) -> None:
    assert status(78, **REACH, lower=lower, upper=upper).certainty == certainty


# Keep, improve and match.

CLEARLY = [
    # lower, upper, tolerance, keep, improve; the value is 17.3, the baseline 20, lower is better
    (16.1, 18.6, None, ("on plan", "better than at the start"), ("on plan", "better than at the start")),
    (16.1, 20.0, None, ("on plan", ""), ("close to plan", "no clear change since the baseline")),
    (16.1, 21.0, 0.1, ("on plan", ""), ("close to plan", "no clear change since the baseline")),
    (None, None, 2.6, ("on plan", "better than at the start"), ("on plan", "better than at the start")),
    (None, None, 2.7, ("on plan", ""), ("close to plan", "no clear change since the baseline")),
    (math.nan, 18.6, 2.6, ("on plan", "better than at the start"), ("on plan", "better than at the start")),
]


@pytest.mark.parametrize(("lower", "upper", "tolerance", "keep", "improve"), CLEARLY)
def test_keep_and_improve(
    lower: float | None, upper: float | None, tolerance: float | None, keep: tuple[str, str], improve: tuple[str, str]
) -> None:
    for aim, expected in (("keep", keep), ("improve", improve)):
        found = status(17.3, aim=aim, polarity=LOW, baseline=20, lower=lower, upper=upper, tolerance=tolerance)
        assert (found.word, found.reason) == expected
        assert (found.expected, found.gap, found.certainty) == (20, pytest.approx(2.7), "")


@pytest.mark.parametrize("aim", ["keep", "improve"])
def test_clearly_worse_is_off_plan(aim: str) -> None:
    for limits in ({"lower": 20.6, "upper": 22.5}, {"tolerance": 1.4}):
        found = status(21.5, aim=aim, polarity=LOW, baseline=20, **limits)
        assert (found.word, found.reason) == ("off plan", "worse than baseline")
    within = status(21.5, aim=aim, polarity=LOW, baseline=20, tolerance=1.5)
    assert within.word == {"keep": "on plan", "improve": "close to plan"}[aim]


# Both ends are uncertain.

#: Preventable deaths from diseases of the circulation, St Albans, 2022–24 against 2012–14, per 100,000 (OHID).
ST_ALBANS: dict[str, Any] = {
    "value": 16.698320250661197,
    "lower": 12.726123939801,
    "upper": 21.509632407040602,
    "baseline": 23.62888,
    "baseline_lower": 18.60774,
    "baseline_upper": 29.57422,
    "polarity": LOW,
}


def test_the_errors_of_both_ends_count() -> None:
    """z is −1.93 with both errors, though the baseline lies well outside the new interval."""
    error = math.hypot(21.509632407040602 - 12.726123939801, 29.57422 - 18.60774) / 3.92
    assert round((16.698320250661197 - 23.62888) / error, 2) == -1.93
    assert ST_ALBANS["upper"] < ST_ALBANS["baseline"]
    improve, keep = status(aim="improve", **ST_ALBANS), status(aim="keep", **ST_ALBANS)
    assert (improve.word, improve.reason) == ("close to plan", "no clear change since the baseline")
    assert (keep.word, keep.reason) == ("on plan", "")
    assert not improve.assumed_baseline_error


def test_a_baseline_without_limits_is_taken_to_be_as_uncertain_as_the_value() -> None:
    alone = {name: each for name, each in ST_ALBANS.items() if name not in ("baseline_lower", "baseline_upper")}
    width = ST_ALBANS["upper"] - ST_ALBANS["lower"]
    told = status(aim="improve", **alone)
    same = status(
        aim="improve",
        **alone,
        baseline_lower=ST_ALBANS["baseline"] - width / 2,
        baseline_upper=ST_ALBANS["baseline"] + width / 2,
    )
    assert (told.word, told.gap, told.assumed_baseline_error) == ("on plan", same.gap, True)
    assert (same.word, same.assumed_baseline_error) == (told.word, False)
    one_sided = status(aim="improve", **alone, baseline_lower=18.6)
    assert one_sided == told


def test_how_far_apart_two_uncertain_figures_must_be() -> None:
    """Limits of ±1.96 each, so errors of 1 each: clearly different from 1.959964·√2 = 2.7718 on."""
    case: dict[str, Any] = {
        "aim": "keep",
        "polarity": LOW,
        "baseline": 20,
        "baseline_lower": 18,
        "baseline_upper": 21.92,
    }
    for x, word in ((22.771, "on plan"), (22.772, "off plan")):
        assert status(x, **case, lower=x - 1.96, upper=x + 1.96).word == word
    for x, reason in ((17.229, ""), (17.228, "better than at the start")):
        assert status(x, **case, lower=x - 1.96, upper=x + 1.96).reason == reason


def test_limits_of_no_width_leave_no_doubt() -> None:
    certain: dict[str, Any] = {"aim": "improve", "polarity": HIGH, "baseline_lower": 20, "baseline_upper": 20}
    assert status(20, **certain, baseline=20, lower=20, upper=20).word == "close to plan"
    assert status(20.1, **certain, baseline=20, lower=20.1, upper=20.1).word == "on plan"


def test_the_tolerance_serves_where_the_value_has_no_limits() -> None:
    """Whatever is known of the baseline: the error of the value is not."""
    case = {name: each for name, each in ST_ALBANS.items() if name not in ("lower", "upper")}
    assert status(aim="improve", **case).reason == "no interval and no tolerance"
    found = status(aim="improve", **case, tolerance=6)
    assert (found.word, found.assumed_baseline_error) == ("on plan", False)


@pytest.mark.parametrize(
    ("value", "keep", "improve"),
    [(71.5, "off plan", "off plan"), (72, "on plan", "close to plan"), (72.1, "on plan", "on plan")],
)
def test_complete_counts_need_no_interval(value: float, keep: str, improve: str) -> None:
    for aim, word in (("keep", keep), ("improve", improve)):
        assert status(value, aim=aim, polarity=HIGH, baseline=72, tolerance=0).word == word


@pytest.mark.parametrize("aim", ["keep", "improve", "match", "reach"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"lower": 75.1, "upper": 80},
        {"lower": 70, "upper": 74.9},
        {"upper": 74.9},
        {"lower": 70, "upper": 80, "baseline_lower": 73, "baseline_upper": 74},
    ],
)
def test_a_figure_outside_its_own_limits_is_never_judged(aim: str, wrong: dict[str, float]) -> None:
    given = {**REACH, "aim": aim, "benchmark": 70, "tolerance": 1, **wrong}
    found = status(75, **given)
    assert (found.word, found.reason) == ("not assessed", "outside its own limits")


def test_the_tolerance_holds_at_its_edge_however_arithmetic_rounds() -> None:
    assert status(0.3, aim="keep", polarity=LOW, baseline=0.1, tolerance=0.2).word == "on plan"
    assert status(0.31, aim="keep", polarity=LOW, baseline=0.1, tolerance=0.2).word == "off plan"
    assert 0.8 > 0.1 + 0.7
    assert status(0.1, aim="improve", polarity=LOW, baseline=0.8, tolerance=0.7).word == "close to plan"
    assert status(0, aim="keep", polarity=LOW, baseline=0, tolerance=0).word == "on plan"


@pytest.mark.parametrize(
    ("limits", "word", "reason"),
    [
        ({"lower": 16.1, "upper": 18.6}, "on plan", "better than the benchmark"),
        ({"lower": 16.1, "upper": 22.1}, "in line", "similar to the benchmark"),
        ({"lower": 15.4, "upper": 22.31}, "in line", "similar to the benchmark"),
        ({"lower": 15.4, "upper": 22.33}, "in line", "too small a sample to tell"),
        ({"lower": 8, "upper": 22.0}, "on plan", "better than the benchmark"),
        ({"tolerance": 5}, "in line", "similar to the benchmark"),
        ({"tolerance": 4}, "on plan", "better than the benchmark"),
    ],
)
def test_match(limits: dict[str, float], word: str, reason: str) -> None:
    found = status(17.3, aim="match", polarity=LOW, benchmark=22.1, **limits)
    assert (found.word, found.reason, found.expected) == (word, reason, 22.1)
    assert found.gap == pytest.approx(4.8)


def test_match_clearly_worse() -> None:
    found = status(17.3, aim="match", polarity=HIGH, benchmark=22.1, lower=16.1, upper=18.6)
    assert (found.word, found.reason) == ("off plan", "worse than the benchmark")
    assert status(17.3, aim="match", polarity=HIGH, benchmark=22.1, tolerance=4.8).word == "in line"
    assert status(17.3, aim="match", polarity=HIGH, benchmark=22.1, tolerance=4.7).word == "off plan"


def test_match_is_not_won_by_a_small_sample() -> None:
    """Overweight in reception year, twice England's: not clearly different, and nothing is proved by it."""
    found = status(38.5, aim="match", polarity=LOW, benchmark=19.5, lower=18, upper=60)
    assert (found.word, found.reason, found.expected) == ("in line", "too small a sample to tell", 19.5)
    assert (
        status(0, aim="match", polarity=LOW, benchmark=0.3, lower=0, upper=0.4).reason == "too small a sample to tell"
    )


# Not assessed.

NOT_ASSESSED: list[tuple[float | None, dict[str, Any], str]] = [
    (17.3, {"aim": "context", "polarity": LOW}, "contextual"),
    (None, {"aim": "context", "polarity": "contextual"}, "contextual"),
    (17.3, {"aim": "keep", "polarity": "contextual", "baseline": 20, "tolerance": 1}, "contextual"),
    (None, REACH, "no data"),
    (math.nan, {"aim": "keep", "polarity": LOW, "baseline": 20, "tolerance": 1}, "no data"),
    (75, {**REACH, "target": None}, "no target"),
    (75, {**REACH, "baseline": None}, "no baseline"),
    (75, {"aim": "keep", "polarity": LOW, "tolerance": 1}, "no baseline"),
    (75, {"aim": "improve", "polarity": LOW, "baseline": math.nan, "tolerance": 1}, "no baseline"),
    (75, {"aim": "match", "polarity": LOW, "tolerance": 1}, "no benchmark"),
    (75, {"aim": "keep", "polarity": LOW, "baseline": 70}, "no interval and no tolerance"),
    (75, {"aim": "improve", "polarity": LOW, "baseline": 70, "lower": 60}, "no interval and no tolerance"),
    (75, {"aim": "match", "polarity": LOW, "benchmark": 70}, "no interval and no tolerance"),
]


@pytest.mark.parametrize(("value", "arguments", "reason"), NOT_ASSESSED)
def test_not_assessed_has_one_reason(value: float | None, arguments: dict[str, Any], reason: str) -> None:
    found = status(value, **arguments)
    assert (found.word, found.reason, found.certainty) == ("not assessed", reason, "")
    assert math.isnan(found.expected)
    assert math.isnan(found.gap)
    assert REASONS[reason].endswith(".")


def test_words_and_reasons_are_those_of_the_specification() -> None:
    assert WORDS == ("target missed", "off plan", "close to plan", "in line", "on plan", "target met", "not assessed")
    assert set(AIMS) == {"reach", "keep", "improve", "match", "context"}
    assert set(REASONS) == set(get_args(Unassessed))
    assert set(REASONS) == {
        "contextual",
        "no target",
        "no baseline",
        "baseline after the latest figure",
        "no data",
        "suppressed",
        "latest period incomplete",
        "break in the series since the baseline",
        "no interval and no tolerance",
        "no benchmark",
        "outside its own limits",
    }


def test_a_status_refuses_other_words_and_not_assessed_other_reasons() -> None:
    assert Status("not assessed", reason="suppressed").reason == "suppressed"
    with pytest.raises(ValueError, match="reason: 'forgotten' is not one of contextual, no data"):
        Status("not assessed", reason="forgotten")
    with pytest.raises(ValueError, match="reason: '' is not one of"):
        Status("not assessed")
    for reason in ("better", "no data"):
        with pytest.raises(ValueError, match=f"reason: '{reason}' is not one of better than at the start, no clear"):
            Status("on plan", reason=reason)
    with pytest.raises(ValueError, match="word: 'green' is not one of target missed, off plan"):
        Status("green")


# What must always hold.

TENTHS = st.integers(-1000, 1000).map(lambda tenths: tenths / 10)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    lower, value, upper = sorted(draw(st.tuples(TENTHS, TENTHS, TENTHS)))
    baseline, target = sorted(draw(st.lists(TENTHS, min_size=2, max_size=2, unique=True)))
    polarity = draw(st.sampled_from([HIGH, LOW]))
    if polarity == LOW:
        baseline, target = target, baseline
    limits = {"lower": lower, "upper": upper} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        below, above = draw(st.tuples(TENTHS, TENTHS))
        limits |= {"baseline_lower": baseline - abs(below), "baseline_upper": baseline + abs(above)}
    return {
        "value": value,
        "aim": draw(st.sampled_from(["reach", "keep", "improve", "match"])),
        "polarity": polarity,
        "baseline": baseline,
        "target": target,
        "elapsed": draw(st.sampled_from([0.0, 0.1, 1 / 3, 0.6, 1.0])),
        "benchmark": draw(TENTHS),
        "tolerance": draw(st.none() | st.integers(0, 100).map(lambda tenths: tenths / 10)),
        "ended": draw(st.booleans()),
        **limits,
    }


NUMBERS = (
    *("value", "baseline", "target", "benchmark", "tolerance"),
    *("lower", "upper", "baseline_lower", "baseline_upper"),
)


@settings(deadline=None)
@given(cases())
def test_the_unit_does_not_matter(case: dict[str, Any]) -> None:
    thousands = {name: case[name] * 1000 for name in NUMBERS if case.get(name) is not None}
    one, thousand = status(**case), status(**{**case, **thousands})
    assert (thousand.word, thousand.certainty, thousand.reason) == (one.word, one.certainty, one.reason)
    assert thousand.gap == pytest.approx(one.gap * 1000, rel=1e-9, abs=1e-6, nan_ok=True)


@settings(deadline=None)
@given(cases())
def test_upside_down_with_the_other_polarity_is_the_same(case: dict[str, Any]) -> None:
    turned = {name: -case[name] for name in ("value", "baseline", "target", "benchmark")}
    for side, other in (("lower", "upper"), ("baseline_lower", "baseline_upper")):
        if side in case:
            turned |= {side: -case[other], other: -case[side]}
    turned["polarity"] = LOW if case["polarity"] == HIGH else HIGH
    one, other = status(**case), status(**{**case, **turned})
    assert (other.word, other.certainty, other.reason) == (one.word, one.certainty, one.reason)
    assert other.assumed_baseline_error == one.assumed_baseline_error
    assert other.gap == pytest.approx(one.gap, nan_ok=True)


@settings(deadline=None)
@given(cases())
def test_only_keep_and_improve_assume_an_error(case: dict[str, Any]) -> None:
    found = status(**case)
    tested = case["aim"] in ("keep", "improve") and "lower" in case
    assert found.assumed_baseline_error == (tested and "baseline_lower" not in case)


@settings(deadline=None)
@given(cases(), TENTHS.map(abs))
def test_a_better_value_never_has_a_worse_status(case: dict[str, Any], by: float) -> None:
    step = by if case["polarity"] == HIGH else -by
    better = {name: case[name] + step for name in ("value", "lower", "upper") if name in case}
    one, other = status(**case), status(**{**case, **better})
    assert (one.word == "not assessed") == (other.word == "not assessed")
    assert WORDS.index(other.word) >= WORDS.index(one.word)


@settings(deadline=None)
@given(cases())
def test_the_word_is_one_of_those_that_certainty_allows(case: dict[str, Any]) -> None:
    found = status(**case)
    if found.certainty:
        assert case["aim"] == "reach"
        worst, best = worst_and_best(found.certainty)
        assert WORDS.index(worst) <= WORDS.index(found.word) <= WORDS.index(best)
        assert worst != best


def worst_and_best(certainty: str) -> tuple[str, str]:
    """The two words of "uncertain: could be close to plan to on plan"."""
    text = certainty.removeprefix("uncertain: could be ")
    ((worst, best),) = ((one, two) for one in WORDS for two in WORDS if text == f"{one} to {two}")
    return worst, best


# Refused.

KEEP: dict[str, Any] = {"aim": "keep", "polarity": LOW, "baseline": 20, "tolerance": 1}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({**REACH, "aim": "hope"}, "aim: 'hope' is not one of reach, keep, improve, match, context"),
    ({**REACH, "polarity": "up"}, "polarity: 'up' is not one of higher_is_better, lower_is_better, contextual"),
    ({**REACH, "target": 72}, r"target: 72 is no better than the baseline 72 \(higher_is_better\)"),
    ({**REACH, "target": 70}, r"target: 70 is no better than the baseline 72 \(higher_is_better\)"),
    ({**REACH, "polarity": LOW}, r"target: 80 is no better than the baseline 72 \(lower_is_better\)"),
    ({**REACH, "elapsed": None}, "elapsed: nan; aim 'reach' needs the share of the time that has passed"),
    ({**KEEP, "lower": 18.6, "upper": 16.1}, r"lower: 18\.6 is above upper 16\.1"),
    ({**KEEP, "baseline_lower": 21, "baseline_upper": 19}, "baseline_lower: 21 is above baseline_upper 19"),
    ({**KEEP, "tolerance": -1}, "tolerance: -1 is negative"),
    ({**KEEP, "baseline": math.inf}, "baseline: inf is not a finite number"),
    ({**KEEP, "aim": "context", "lower": 2, "upper": 1}, "lower: 2 is above upper 1"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_impossible_arguments_are_refused_by_name_and_value(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        status(75, **arguments)


def test_a_target_of_zero_is_met_at_zero() -> None:
    assert status(0, aim="reach", polarity=LOW, target=0, ended=True).word == "target met"


def test_a_value_at_its_baseline_is_not_worse_than_it() -> None:
    assert status(72, **REACH).reason == ""
    assert status(71.9, **REACH).reason == "worse than baseline"
