"""The assessments as text: fields and exact figures of `python -m indicators assess`, as JSON and as a table."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indicators import store
from indicators.__main__ import main
from indicators.assessment import as_json, as_table
from indicators.model import Catalogue
from tests.build import ENGLAND, OWN, observations, row
from tests.test_assessment import KEEP, assessed, sure

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
    """Refuses anything else than these fields with these values, numbers to the last digit."""
    assert found == {"area": OWN, "group": "", "on": DAY, "benchmark": ENGLAND, "certainty": ""} | expected


# Three known indicators


def test_a_measure_by_its_interval(borough: dict[str, dict[str, Any]]) -> None:
    fields(
        borough["preventable-cardiovascular-mortality"],
        slug="preventable-cardiovascular-mortality",
        period="2022–24",
        value=21.703730262283102,
        lower=16.529722205415,
        upper=27.9757710065805,
        aim="improve",
        baseline=27.00768,
        baseline_period="2012–14",
        expected=27.00768,
        status="close to plan",
        reason="",
        benchmark_value=30.230023454287895,
        comparison="better",
        comparison_reason="",
        trend="no significant change",
        trend_reason="",
        due="2026-12-31",
        late=False,
        sentences={
            "plan": "Close to plan: 21.7 per 100,000 (16.5 to 28.0) in 2022–24, not clearly different from the "
            "baseline of 27.0 per 100,000 in 2012–14.",
            "difference": "21.7 per 100,000 (16.5 to 28.0) in 2022–24, lower than England’s 30.2 per 100,000: better.",
            "change": "No significant change over five periods: down 4.9 per 100,000, from 26.6 per 100,000 in 2010–12 "
            "to 21.7 per 100,000 in 2022–24; no more than chance would explain.",
        },
    )


def test_a_measure_by_the_publisher_s_verdict(borough: dict[str, dict[str, Any]]) -> None:
    fields(
        borough["obesity-year-6"],
        slug="obesity-year-6",
        period="2024/25",
        value=16.9,
        lower=None,
        upper=None,
        aim="match",
        baseline=16.1,
        baseline_period="2013/14",
        expected=22.2,
        status="on plan",
        reason="",
        benchmark_value=22.2,
        comparison="better",
        comparison_reason="",
        trend="cannot say",
        trend_reason="a figure is missing",
        due="2026-11-30",
        late=False,
        sentences={
            "plan": "On plan: 16.9% in 2024/25; the publisher’s own verdict: better than England.",
            "difference": "16.9% in 2024/25, lower than England’s 22.2%: better, by the publisher’s own comparison.",
            "change": "Cannot say: one of the latest five periods has no figure.",
        },
    )


def test_background_by_its_process_chart(borough: dict[str, dict[str, Any]]) -> None:
    fields(
        borough["average-house-price"],
        slug="average-house-price",
        period="May 2026",
        value=453552.0,
        lower=None,
        upper=None,
        aim="context",
        baseline=328850.0,
        baseline_period="June 2015",
        expected=None,
        status="not assessed",
        reason="contextual",
        benchmark_value=None,
        comparison="cannot say",
        comparison_reason="no figure for England",
        trend="no unusual change",
        trend_reason="",
        due="2026-08-31",
        late=True,
        sentences={
            "plan": "Not assessed. It is shown as background and never judged. The latest figure is £453,552 "
            "in May 2026.",
            "difference": "Cannot say: no figure for England.",
            "change": "No unusual change: a change on the year before of 6.2% in May 2026, with limits of 0.3% to 6.8% "
            "from 245 months; no rule of the process chart is met.",
        },
    )


def test_every_indicator_has_every_field(borough: dict[str, dict[str, Any]], shipped_catalogue: Catalogue) -> None:
    assert set(borough) == set(shipped_catalogue.indicators)
    assert {tuple(each) for each in borough.values()} == {tuple(borough["obesity-year-6"])}
    for each in borough.values():
        assert (each["status"] == "not assessed") == bool(each["reason"])
        assert (each["comparison"] == "cannot say") == bool(each["comparison_reason"])
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
def test_another_day_has_the_figures_of_periods_that_had_ended() -> None:
    then = {each["slug"]: each for each in json.loads(run("--on", "2020-12-31", "--as", "json"))}
    found = then["preventable-cardiovascular-mortality"]
    assert (found["on"], found["period"], found["status"]) == ("2020-12-31", "2018–20", "close to plan")
    assert (then["obesity-year-6"]["period"], then["average-house-price"]["period"]) == ("2019/20", "December 2020")
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
    assert json.loads(before)[0]["period"] == "2018"
    assert json.loads(run("--on", "2019-12-31", "--as", "json"))[0]["period"] == "2019"  # it ends that day
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
    assert len(lines) == 1 + len(shipped_catalogue.indicators)
    told = {line.split()[0]: line for line in lines}
    assert told["obesity-year-6"].split("  ")[-1].strip() == "cannot say: a figure is missing"
    assert "not assessed: contextual" in told["average-house-price"]
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("words", "benchmark", "value"),
    [(("--benchmark", "similar"), "similar", 20.0), (("--area", "E07000104"), ENGLAND, 22.2)],
)
def test_another_benchmark_and_an_old_code(words: tuple[str, ...], benchmark: str, value: float) -> None:
    found = {each["slug"]: each for each in json.loads(run("--on", DAY, "--as", "json", *words))}["obesity-year-6"]
    assert (found["area"], found["benchmark"]) == (OWN, benchmark)
    assert found["benchmark_value"] == value
