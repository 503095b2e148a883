"""The assessments as text: fields and exact figures of `python -m indicators assess`, as JSON and as a table."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indicators import store
from indicators.__main__ import main
from indicators.assessment import answer_rate, as_json, as_table, rate_lines
from indicators.model import Catalogue
from tests.build import ENGLAND, OWN, indicator, observations, row
from tests.test_assessment import KEEP, assessed, sure

pytestmark = pytest.mark.slow("every indicator is assessed")

DAY = "2026-11-23"


def run(*words: str) -> str:
    result = CliRunner().invoke(main, ["assess", *words])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def borough(built: str) -> dict[str, dict[str, Any]]:
    """The borough's assessments as they were on a day, by slug."""
    assert store.exists(built)
    return {each["slug"]: each for each in json.loads(run("--on", DAY, "--as", "json"))}


def fields(found: dict[str, Any], **expected: Any) -> None:
    """Refuses other values than these, numbers to the last digit."""
    assert {name: found[name] for name in expected} == expected


# Three known indicators


def test_a_measure_by_its_interval(borough: dict[str, dict[str, Any]]) -> None:
    fields(
        borough["preventable-cardiovascular-mortality"],
        slug="preventable-cardiovascular-mortality",
        area=OWN,
        group="",
        on=DAY,
        period="2022–24",
        value=21.703730262283102,
        lower=16.529722205415,
        upper=27.9757710065805,
        aim="improve",
        baseline=27.00768,
        baseline_period="2012–14",
        expected=27.00768,
        status="close to plan",
        certainty="",
        reason="",
        benchmark=ENGLAND,
        benchmark_value=30.230023454287895,
        last_known=False,
        ended=False,
        rate=None,
        position={
            "rank": 8,
            "of": 22,
            "end": "lowest",
            "joint": False,
            "type": "district",
            "country": "England",
            "fifth": "second lowest",
        },
        since_start={
            "baseline": 27.00768,
            "baseline_period": "2012–14",
            "value": 21.703730262283102,
            "period": "2022–24",
            "benchmark_then": 30.95621,
            "benchmark_now": 30.230023454287895,
            "tested": "similar",
        },
        evidence={"plan": "tested", "difference": "tested", "change": "tested"},
        comparison="better",
        comparison_reason="",
        trend="no significant change",
        trend_reason="",
        due="2026-12-31",
        late=False,
        sentences={
            "plan": "Close to plan: 21.7 per 100,000 (16.5 to 28.0) in 2022–24, not clearly different from the "
            "baseline of 27.0 in 2012–14.",
            "difference": "21.7 per 100,000 (16.5 to 28.0) in 2022–24, lower than England’s 30.2: better.",
            "change": "No significant change over five periods: down 4.9 per 100,000, from 26.6 in 2010–12 to 21.7 per "
            "100,000 in 2022–24. Taken together, the five figures show no clear trend.",
        },
    )


def test_an_old_figure_that_is_off_plan(borough: dict[str, dict[str, Any]]) -> None:
    age = "Figures for 2022/23 and 2 later periods should be out by now and are not held here."
    fields(
        borough["excess-weight-year-6"],
        period="2021/22",
        status="off plan",
        reason="",
        last_known=True,
        late=True,
        ended=False,
        evidence={"plan": "tested", "difference": "tested", "change": "tested"},
        sentences={
            "plan": "Last known: off plan, 31.9% (29.4% to 34.5%) in 2021/22, clearly worse than the baseline of 27.6% "
            f"in 2013/14. {age}",
            "difference": f"Last known: 31.9% (29.4% to 34.5%) in 2021/22, lower than England’s 37.8%: better. {age}",
            "change": "Last known: no significant change over five periods, up 3.9 percentage points, from 28.0% in "
            "2016/17 to 31.9% in 2021/22. Taken together, the five figures show no clear trend. There is no figure for "
            f"2020/21. {age}",
        },
    )


def test_background_that_is_compared_as_a_rate(borough: dict[str, dict[str, Any]]) -> None:
    age = "Figures for January to March 2026 and April to June 2026 should be out by now and are not held here."
    fields(
        borough["temporary-accommodation"],
        value=149.0,
        lower=None,
        upper=None,
        aim="context",
        status="not assessed",
        reason="contextual",
        rate={
            "value": 3.024336777153064,
            "lower": 2.5582004289649936,
            "upper": 3.550819596339638,
            "per": 1000.0,
            "unit": "1,000 households",
            "denominator": 49267.0,
            "denominator_of": None,
            "denominator_period": None,
        },
        since_start=None,
        evidence={"plan": None, "difference": "tested", "change": "not tested"},
        comparison="better",
        trend="down on the year",
        sentences={
            "plan": "Background, not judged.",
            "difference": "Last known: 149 households in October to December 2025. "
            "That is 3.02 per 1,000 households (2.56 to "
            "3.55), lower than England’s 5.49: better. The rate is calculated here, by the publisher’s own "
            f"denominator. {age}",
            "change": "Last known: down 19.0% on the year, from 184 in October to December 2024 to 149 households in "
            "October to December 2025. The figure drifts from quarter to quarter, so a process chart does not fit. "
            f"{age}",
        },
    )


def test_every_indicator_has_every_field(borough: dict[str, dict[str, Any]], shipped_catalogue: Catalogue) -> None:
    assert set(borough) == set(shipped_catalogue.indicators)
    assert {tuple(each) for each in borough.values()} == {tuple(borough["obesity-year-6"])}
    for each in borough.values():
        assert (each["status"] == "not assessed") == bool(each["reason"])
        silent = each["comparison"] in ("cannot say", "not a thing to compare")
        assert silent == bool(each["comparison_reason"])
        assert (each["trend"] == "cannot say") == bool(each["trend_reason"])


def test_what_is_missing_is_null() -> None:
    (found,) = json.loads(as_json({"obesity": assessed(row("2019", None, status="c"), on=date(2020, 6, 1))}))
    absent = ("period", "value", "lower", "upper", "baseline", "baseline_period", "expected", "benchmark_value", "due")
    assert [found[name] for name in absent] == [None] * len(absent)
    reasons = [found[name] for name in ("reason", "comparison_reason", "trend_reason")]
    assert reasons == ["suppressed", "no figure", "no figure"]
    assert found["late"] is False
    assert as_json({}) == "[]"


# As if today were another day


@pytest.mark.usefixtures("built")
def test_another_day_has_the_figures_that_were_published_by_then() -> None:
    then = {each["slug"]: each for each in json.loads(run("--on", "2020-12-31", "--as", "json"))}
    found = then["preventable-cardiovascular-mortality"]
    assert (found["on"], found["period"], found["status"]) == ("2020-12-31", "2017–19", "close to plan")
    assert (then["obesity-year-6"]["period"], then["average-house-price"]["period"]) == ("2019/20", "October 2020")
    assert then["preventable-cardiovascular-mortality"]["late"] is False


def test_figures_of_later_periods_change_nothing_of_an_earlier_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(tmp_path / "store")
    monkeypatch.setenv("INDICATORS_STORE", where)

    def published(*values: float, first: int) -> None:
        rows = [row(str(year), value, indicator="jobs") for year, value in enumerate(values, start=first)]
        store.publish(where, observations(*rows), by="analyst", note="jobs")

    published(76000, 77000, 78000, first=2016)
    before = run("--on", "2019-06-01", "--as", "json")
    published(90000, 91000, first=2019)
    assert run("--on", "2019-06-01", "--as", "json") == before
    assert json.loads(before)[0]["period"] == "2016"  # figures of jobs come out a year and a half later
    assert json.loads(run("--on", "2019-07-01", "--as", "json"))[0]["period"] == "2017"
    assert json.loads(run("--as", "json"))[0]["period"] == "2020"


@pytest.mark.parametrize("day", ["tomorrow", "2019-13-01", "01/06/2019"])
def test_a_day_that_cannot_be_read_is_a_fault_of_usage(day: str) -> None:
    result = CliRunner().invoke(main, ["assess", "--on", day])
    assert result.exit_code == 2
    assert f"'{day}' does not match the format '%Y-%m-%d'" in result.stderr


# The table


def test_a_table_for_people() -> None:
    found = assessed(row("2014", 20.0), sure("2019", 17.3), row("2019", 22.4, area=ENGLAND), wants=KEEP)
    assert as_table({"obesity": found, "none": assessed(wants=None)}) == (
        "indicator  period  on plan?                  different?             changing?\n"
        "obesity    2019    on plan                   better                 cannot say: fewer than five periods\n"
        "none               not assessed: contextual  cannot say: no figure  cannot say: no figure"
    )


@pytest.mark.usefixtures("built")
def test_the_table_of_the_borough(shipped_catalogue: Catalogue) -> None:
    lines = run("--on", DAY).splitlines()
    assert lines[len(shipped_catalogue.indicators) + 1] == ""  # the answer rate stands below
    told = {line.split()[0]: line for line in lines if line}
    assert told["obesity-year-6"].split("  ")[-1].strip() == "no significant change"
    assert "not assessed: contextual" in told["average-house-price"]
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("words", "benchmark", "value"),
    [(("--benchmark", "similar"), "similar", 20.0), (("--area", "E07000104"), ENGLAND, 22.24756)],
)
def test_another_benchmark_and_an_old_code(words: tuple[str, ...], benchmark: str, value: float) -> None:
    found = {each["slug"]: each for each in json.loads(run("--on", DAY, "--as", "json", *words))}["obesity-year-6"]
    assert (found["area"], found["benchmark"]) == (OWN, benchmark)
    assert found["benchmark_value"] == value


# How many answers there are


def test_the_answer_rate_counts_what_can_be_asked() -> None:
    england = row("2019", 22.4, area=ENGLAND)
    judged = assessed(row("2014", 20.0), sure("2019", 17.3), england)
    background = assessed(row("2019", 17.3), england, wants=None)
    size = assessed(row("2019", 17.3), wants=None, of=indicator(kind="count", size=True))
    itself = assessed(england, wants=None, area=ENGLAND)
    rates = answer_rate([judged, background, size, itself])
    assert [(rate.question, rate.answered, rate.answerable) for rate in rates] == [
        ("On plan?", 1, 1),
        ("Different?", 1, 2),
        ("Changing?", 0, 4),
    ]
    assert rate_lines(rates) == [
        "On plan? 1 of 1 answered.",
        "Different? 1 of 2 answered. Not: no margin of error (1).",
        "Changing? 0 of 4 answered. Not: fewer than five periods (4).",
    ]
