"""Every row of the numeric test vectors that others publish with their methods, from `tests/data/vectors/`."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from indicators.statistics import compare, count_interval, proportion_interval, rate_interval, recent_trend, status, xmr
from indicators.statistics.arguments import numbers
from indicators.statistics.intervals import byars_limits
from indicators.statistics.process import Limits, process_limits, rules

VECTORS = Path(__file__).parent / "data" / "vectors"

POLARITIES = {"high_is_good": "higher_is_better", "low_is_good": "lower_is_better", "no_judgement": "contextual"}
TREND_WORDS = {
    "increasing_getting_better": "getting better",
    "increasing_getting_worse": "getting worse",
    "decreasing_getting_better": "getting better",
    "decreasing_getting_worse": "getting worse",
    "no_change": "no significant change",
    "cannot_be_calculated": "cannot be calculated",
}
#: Published to four decimals; four of the Wilson limits are rounded the other way at a five in the next place.
PRINTED_4DP = 0.52e-4

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (VECTORS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(table: list[Row], name: str) -> list[float]:
    return [number(row[name]) for row in table]


def number(text: str) -> float:
    return float(text) if text else math.nan


def last_place(text: str) -> float:
    """Half a unit in the last printed digit."""
    return 0.5 * 10 ** -len(text.partition(".")[2])


@pytest.mark.parametrize(("confidence", "limits"), [(0.95, "95"), (0.998, "99_8")])
def test_wilson_limits(confidence: float, limits: str) -> None:
    table = [row for row in rows("proportion_wilson") if row[f"lower{limits}"] or not row["value"]]
    lower, upper = proportion_interval(column(table, "numerator"), column(table, "denominator"), confidence)
    times = np.array(column(table, "multiplier"))
    np.testing.assert_allclose(lower * times, column(table, f"lower{limits}"), rtol=1e-8)
    np.testing.assert_allclose(upper * times, column(table, f"upper{limits}"), rtol=1e-8)
    assert len(table) == {"95": 30, "99_8": 22}[limits]
    assert np.isnan(lower).sum() == 6


@pytest.mark.parametrize(("confidence", "limits"), [(0.95, "95"), (0.998, "99_8")])
def test_rate_limits(confidence: float, limits: str) -> None:
    table = [row for row in rows("rate_byars_exact") if row[f"lower{limits}"] or not row["value"]]
    lower, upper = rate_interval(column(table, "numerator"), column(table, "denominator"), 1.0, confidence)
    times = np.array(column(table, "multiplier"))
    np.testing.assert_allclose(lower * times, column(table, f"lower{limits}"), rtol=1e-8)
    np.testing.assert_allclose(upper * times, column(table, f"upper{limits}"), rtol=1e-8)
    assert len(table) == {"95": 32, "99_8": 23}[limits]


@pytest.mark.parametrize("row", rows("count_limits_byars_wilson"), ids=lambda row: row["case_id"])
def test_count_limits(row: Row) -> None:
    x, confidence = float(row["x"]), float(row["confidence"])
    if row["method"] == "wilson":
        found = proportion_interval(x, float(row["n"]), confidence)
    elif x < 10:  # Byar's below the switch: the formula by itself, which we never publish
        found = byars_limits(numbers("x", x), confidence)
        assert count_interval(x, confidence)[0] > found[0]
    else:
        found = count_interval(x, confidence)
    for limit, expected in zip(found, (row["lower"], row["upper"]), strict=True):
        if expected:
            assert float(limit) == pytest.approx(float(expected), rel=1e-8)


@pytest.mark.parametrize(("method", "cases"), [("wilson", 1736), ("byars_exact", 530)])
def test_published_intervals_to_the_printed_digits(method: str, cases: int) -> None:
    table = [row for row in rows("published_ci") if row["method"] == method]
    interval = proportion_interval if method == "wilson" else rate_interval
    lower, upper = interval(column(table, "count"), column(table, "denominator"))
    times = np.array(column(table, "multiplier"))
    np.testing.assert_allclose(lower * times, column(table, "lower95"), rtol=0, atol=PRINTED_4DP)
    np.testing.assert_allclose(upper * times, column(table, "upper95"), rtol=0, atol=PRINTED_4DP)
    assert len(table) == cases


@pytest.mark.parametrize(
    "row", [row for row in rows("benchmark_ci") if row["method"] == "single_95"], ids=lambda row: row["case_id"]
)
def test_comparison(row: Row) -> None:
    figures = (number(row[name]) for name in ("value", "lower95", "upper95", "benchmark_value"))
    assert compare(*figures, POLARITIES[row["polarity"]]) == row["expected"]


def test_comparison_has_all_its_rows() -> None:
    assert sum(row["method"] == "single_95" for row in rows("benchmark_ci")) == 90


def points(case: str) -> dict[str, list[float]]:
    table = [row for row in rows("trend_points") if row["case_id"] == case]
    names = {"values": "value", "lower": "lower95", "upper": "upper95", "count": "count", "denominator": "denominator"}
    return {argument: column(table, name) for argument, name in names.items()}


@pytest.mark.parametrize(
    "row", [row for row in rows("trend_expected") if row["status"] == "agreed"], ids=lambda row: row["case_id"]
)
def test_recent_trend(row: Row) -> None:
    kind = "proportion" if row["method"] == "proportion_chi2" else "other"
    trend = recent_trend(**points(row["case_id"]), kind=kind)
    assert trend.direction == (row["expected_trend"] or ("increasing" if row["significant"] == "1" else "no_change"))
    if row["chi2"] and trend.direction != "cannot_be_calculated":
        assert trend.chi2 == pytest.approx(float(row["chi2"]), abs=0.005)
    if row["expected_polarity_trend"]:
        expected = TREND_WORDS.get(row["expected_polarity_trend"], row["expected_polarity_trend"])
        assert trend.in_words(POLARITIES[row["polarity"]]) == expected


def test_recent_trend_has_all_its_rows() -> None:
    assert sum(row["status"] == "agreed" for row in rows("trend_expected")) == 9


def test_trend_with_the_typing_error_of_the_source_put_right() -> None:
    assert recent_trend(**points("ftn_cancer_intended")).in_words("lower_is_better") == "getting better"


@pytest.mark.parametrize("row", rows("trend_polarity"), ids=lambda row: f"{row['trend']}-{row['polarity']}")
def test_trend_in_words(row: Row) -> None:
    trend = recent_trend([1, 2, 3], kind="other")
    turned = type(trend)(row["trend"], trend.slope, trend.chi2, trend.reason)
    assert turned.in_words(POLARITIES[row["polarity"]]) == TREND_WORDS.get(row["expected"], row["expected"])


@pytest.mark.parametrize("case", ["tv_valid", "tv_older_point_missing", "tv_missing_value_leaves_four"])
def test_which_points_make_a_trend_possible(case: str) -> None:
    table = [row for row in rows("trend_validity") if row["case_id"] == case]
    values, count, denominator = (column(table, name) for name in ("value", "count", "denominator"))
    with pytest.raises(ValueError, match="count: 8 is above its denominator 4"):  # the source means it as a ratio
        recent_trend(values, count=count, denominator=denominator, kind="proportion")
    trend = recent_trend(values, count=denominator, denominator=count, kind="proportion")
    assert (trend.direction == "cannot_be_calculated") == (table[0]["expected"] == "cannot_be_calculated")


#: Screening leaves only ranges of zero here. Theirs then has no room between the limits; ours keeps all ranges.
ALL_SCREENED = "nhspy_degenerate_all_ranges_screened"
WITHOUT_LIMITS = ("nhsr_opposite_sides_near_limits", ALL_SCREENED)
SERIES_WITH_LIMITS = [row for row in rows("spc_limits") if row["case_id"] not in WITHOUT_LIMITS]


def series(case: str) -> list[float]:
    return column([row for row in rows("spc_series") if row["case_id"] == case], "value")


def fixed_limits(case: str) -> Limits:
    """Limits from all points, or from the first so many."""
    (row,) = (row for row in rows("spc_limits") if row["case_id"] == case)
    first = int(row["fix_after_n_points"] or len(series(case)))
    return process_limits(np.array(series(case)[:first]), screen=row["screen_outlying_ranges"] == "1")


@pytest.mark.parametrize("row", SERIES_WITH_LIMITS, ids=lambda row: row["case_id"])
def test_process_limits(row: Row) -> None:
    case, first = row["case_id"], int(row["fix_after_n_points"] or 0) or None
    table = xmr(series(case)[:first], screen=row["screen_outlying_ranges"] == "1")
    names = {"mean": "mean", "lower_limit": "lower", "upper_limit": "upper"}
    names |= {"near_lower_limit": "lower_near", "near_upper_limit": "upper_near"}
    for name, ours in names.items():
        if row[name]:
            close = 1e-4 if row["precision"].startswith("4dp") else last_place(row[name])  # 4dp: with 3/1.128
            tolerance = {"rel": 1e-12, "abs": 1e-12} if row["precision"] == "full" else {"abs": close * (1 + 1e-9)}
            assert table[ours].iloc[-1] == pytest.approx(float(row[name]), **tolerance), name


def test_process_limits_have_all_their_rows() -> None:
    assert len(SERIES_WITH_LIMITS) == 19
    assert {row["case_id"] for row in rows("spc_limits")} >= set(WITHOUT_LIMITS)


def test_limits_where_ours_differ_from_theirs() -> None:
    (theirs,) = (row for row in rows("spc_limits") if row["case_id"] == ALL_SCREENED)
    assert theirs["lower_limit"] == theirs["mean"] == theirs["upper_limit"]
    ours = xmr(series(ALL_SCREENED))
    assert ours["mean"][0] == pytest.approx(float(theirs["mean"]), rel=1e-12)
    assert ours["upper"].tolist() == xmr(series(ALL_SCREENED), screen=False)["upper"].tolist()
    assert ours["upper"][0] > ours["mean"][0]
    assert {row["outside_limits"] for row in rows("spc_flags") if row["case_id"] == ALL_SCREENED} == {"1"}
    assert ours["rule"].tolist() == [*["none"] * 4, "outside"]


FLAGGED = sorted({row["case_id"] for row in rows("spc_flags")} - {ALL_SCREENED})


@pytest.mark.parametrize("case", FLAGGED)
def test_process_rules(case: str) -> None:
    values, limits = np.array(series(case)), fixed_limits(case)
    found = rules(values, limits)
    for row in (row for row in rows("spc_flags") if row["case_id"] == case):
        at = int(row["t"]) - 1
        if row["side_of_mean"]:
            assert np.sign(values[at] - limits.mean) == float(row["side_of_mean"])
        if row["outside_limits"]:
            assert (found[at] == "outside") == (row["outside_limits"] == "1")
        if row["expected"]:
            assert (found[at] == "none") == (row["expected"] == "common_cause"), row["t"]


def test_special_cause_high_is_a_point_above_the_upper_limit() -> None:
    high = [(row["case_id"], row["t"]) for row in rows("spc_flags") if row["expected"] == "special_cause_high"]
    assert high == [("nhsr_vignette_screened", "5"), ("nhsr_vignette_kept", "5")]
    for case, t in high:
        assert series(case)[int(t) - 1] > fixed_limits(case).upper


def test_rebase() -> None:
    table = rows("spc_rebase")
    starts = [int(row["t"]) - 1 for row in table if row["is_rebase_point"] == "1"]
    found = xmr(series("nhsr_rnorm20"), rebase=starts)
    assert found["group"].tolist() == [int(row["expected_group"]) for row in table]


@pytest.mark.parametrize("row", rows("spc_assurance"), ids=lambda row: row["case_id"])
def test_assurance_is_the_limits_compared_with_the_target(row: Row) -> None:
    """Whether a process can be counted on to meet a target follows from the limits: no function of its own."""
    lower, upper = float(row["lower_limit"]), float(row["upper_limit"])
    polarity = {"increase": "higher_is_better", "decrease": "lower_is_better", "neutral": "contextual"}
    words = {"better": "consistent_pass", "worse": "consistent_fail", "similar": "inconsistent"}
    verdict = compare((lower + upper) / 2, lower, upper, number(row["target"]), polarity[row["improvement_direction"]])
    assert ("none" if row["improvement_direction"] == "neutral" else words.get(verdict, "none")) == row["expected"]


@pytest.mark.parametrize(
    "row",
    [row for row in rows("target_comparison") if row["kind"] == "single_value" and row["polarity"] in POLARITIES],
    ids=lambda row: row["case_id"],
)
def test_target_after_its_date(row: Row) -> None:
    words = {"better": "target met", "worse": "target missed", "not_compared": "not assessed"}
    target, polarity = float(row["lower_limit"]), POLARITIES[row["polarity"]]
    found = status(number(row["value"]), aim="reach", polarity=polarity, target=target, ended=True)
    assert found.word == words[row["expected"]]
