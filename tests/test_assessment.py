"""What the answers rest on: the latest figure, the baseline, freshness; and every reason why nothing is judged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.assessment import Assessment, Freshness, assess, counted, drawn_plan, freshness, words
from indicators.model import Catalogue, Ended, Indicator, Measure, Priority, Selection, Theme
from indicators.statistics import REASONS
from tests.build import (
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    JOBS,
    OWN,
    SEX,
    WATFORD,
    indicator,
    line,
    observations,
    row,
    small_catalogue,
    strategy,
)

OBESITY = indicator()
KEEP, IMPROVE, MATCH = (Measure("obesity", aim) for aim in ("keep", "improve", "match"))
IN_TIME = date(2020, 6, 1)

Row = dict[str, Any]


def wanting(measure: Measure | None, of: Indicator = OBESITY, **areas: Any) -> Catalogue:
    """A small catalogue whose strategy, from July 2015 on, wants this of one indicator."""
    priority = Priority("weight", "Healthy weight", "Keep it.", (measure,) if measure else ())
    theme = Theme("health", "Health", "Stay well.", ":material/home:", True, priorities=(priority,))
    return replace(small_catalogue(of, **areas), strategy=strategy(themes=(theme,)))


def assessed(
    *rows: Row,
    of: Indicator = OBESITY,
    wants: Measure | None = KEEP,
    area: str = OWN,
    benchmark: str = ENGLAND,
    breakdown: str = "",
    on: date = IN_TIME,
) -> Assessment:
    """The assessment of these rows."""
    return assess(observations(*rows), of, Selection(area, benchmark, breakdown), wanting(wants, of), on)


def limits(value: float, margin: float = 1.0) -> dict[str, float]:
    """Limits on both sides of a value."""
    return {"lower": value - margin, "upper": value + margin}


def sure(period: str, value: float, margin: float = 1.0, **cells: Any) -> Row:
    """A row with limits on both sides of its value."""
    return row(period, value, **limits(value, margin), **cells)


# The latest figure and the baseline


def test_facts_of_an_ordinary_indicator() -> None:
    facts = assessed(
        row("2014", 20.0), sure("2019", 17.3), row("2019", 22.4, area=ENGLAND), row("2019", 9, area=WATFORD)
    ).facts
    assert (facts.area, facts.area_name, facts.group) == (OWN, "Welwyn Hatfield", "")
    assert facts.latest is not None
    assert (facts.latest.value, facts.latest.lower, facts.latest.upper) == (17.3, 16.3, 18.3)
    assert (facts.latest.period, facts.latest.start, facts.latest.end) == ("2019", date(2019, 1, 1), date(2019, 12, 31))
    assert facts.latest.computed is False
    assert facts.baseline is not None
    assert (facts.baseline.value, facts.baseline.period, facts.baseline.lower) == (20.0, "2014", None)
    assert (facts.benchmark, facts.benchmark_name, facts.benchmark_value) == (ENGLAND, "England", 22.4)
    assert facts.measure == KEEP
    assert facts.broken is False


@pytest.mark.parametrize(
    ("periods", "baseline"),
    [
        ({"2013": 21.0, "2014": 20.0, "2015": 19.0}, "2014"),  # 2015 ends after 1 July 2015
        ({"2013": 21.0, "2014": None, "2015": 19.0}, "2013"),  # a missing figure is no baseline
        ({"2014": 0.0, "2015": 19.0}, "2014"),  # and zero is a figure
        ({"2015": 19.0, "2016": 18.0}, None),
    ],
)
def test_the_baseline_is_the_last_period_that_ended_before_the_strategy_began(
    periods: Mapping[str, float | None], baseline: str | None
) -> None:
    found = assessed(*(row(period, value) for period, value in periods.items()), sure("2019", 17.3)).facts.baseline
    assert (found.period if found else None) == baseline
    assert found is None or found.value == periods[str(baseline)]


@pytest.mark.parametrize(("months", "baseline"), [(("May", "June"), "June 2015"), (("May", "July"), "May 2015")])
def test_the_day_before_the_strategy_began_is_early_enough(months: tuple[str, ...], baseline: str) -> None:
    monthly = indicator(period="month", cadence="monthly")
    found = assessed(*(row(f"{month} 2015", 20.0, kind="month") for month in months), of=monthly).facts.baseline
    assert found is not None
    assert found.period == baseline


def test_a_figure_of_the_day_the_strategy_began_is_too_late() -> None:
    daily = indicator(period="day")
    rows = [row(day, 20.0, kind="day") for day in ("30 June 2014", "1 July 2015")]
    found = assessed(*rows, of=daily).facts.baseline
    assert found is not None
    assert found.period == "30 June 2014"


def test_an_incomplete_period_is_no_baseline() -> None:
    found = assessed(row("2013", 21.0), row("2014", 20.0, flags="estimated incomplete"), sure("2019", 17.3))
    assert found.facts.baseline is not None
    assert found.facts.baseline.period == "2013"
    provisional = assessed(row("2013", 21.0), row("2014", 20.0, flags="provisional"), sure("2019", 17.3))
    assert provisional.facts.baseline is not None
    assert provisional.facts.baseline.period == "2014"


NAMED = replace(KEEP, baseline=date(2016, 12, 31), baseline_reason="The series starts in 2016.")


def test_a_named_baseline_comes_before_any_other() -> None:
    found = assessed(*line([20.0, 19.0, 18.0], first=2014), sure("2019", 17.3), wants=NAMED)
    assert found.facts.baseline is not None
    assert (found.facts.baseline.period, found.facts.baseline.value) == ("2016", 18.0)
    assert found.plan.sentence == (
        "On plan: 17.3% (16.3% to 18.3%) in 2019, no worse than the baseline of 18.0% in 2016. "
        "The start has no margin of error, so that of the latest figure is taken for both."
    )


def test_a_named_baseline_without_a_figure_is_none() -> None:
    for rows in (line([20.0, 19.0, None], first=2014), line([20.0, 19.0], first=2014)):
        assert assessed(*rows, sure("2019", 17.3), wants=NAMED).plan.reason == "no baseline"


# Why nothing is judged: each reason of the fixed list, with its sentence

OLD = row("2014", 20.0)
NEW = sure("2019", 17.3)
OUTSIDE = row("2019", 17.3, lower=17.4, upper=18)
FIGURE = "The latest figure is 17.3% (16.3% to 18.3%) in 2019."

# fmt: off
UNJUDGED: list[tuple[str, list[Row], dict[str, Any], str]] = [
    ("contextual", [OLD, NEW], {"wants": None}, ""),
    ("contextual", [OLD, NEW], {"wants": Measure("obesity", "context")}, ""),
    ("contextual", [OLD, NEW], {"of": indicator(polarity="contextual")}, ""),
    ("no data", [row("2019", None)], {}, ""),
    ("no data", [row("2019", 9.0, area=WATFORD)], {}, ""),
    ("suppressed", [row("2019", None, status="c")], {}, ""),
    ("latest period incomplete", [OLD, sure("2019", 17.3, flags="incomplete")], {}, FIGURE),
    ("no baseline", [row("2015", 20.0), NEW], {}, FIGURE),
    ("baseline after the latest figure", [sure("2014", 20.0)], {"on": date(2015, 6, 1)},
     "The latest figure is 20.0% (19.0% to 21.0%) in 2014."),
    ("break in the series since the baseline", [OLD, row("2016", 19, flags="break_before"), NEW], {}, FIGURE),
    ("break in the series since the baseline", [OLD, row("2016", None, flags="break_before"), NEW], {}, FIGURE),
    ("break in the series since the baseline", [OLD, sure("2019", 17.3, flags="break_before")], {}, FIGURE),
    ("no interval and no tolerance", [OLD, row("2019", 17.3)], {}, "The latest figure is 17.3% in 2019."),
    ("outside its own limits", [OLD, OUTSIDE], {}, "The latest figure is 17.3% (17.4% to 18.0%) in 2019."),
    ("no benchmark", [OLD, NEW], {"wants": MATCH}, FIGURE),
    ("no target", [OLD, NEW], {"wants": Measure("obesity", "reach")}, FIGURE),
]
# fmt: on


@pytest.mark.parametrize(("reason", "rows", "given", "figure"), UNJUDGED)
def test_what_is_not_judged_says_why(reason: str, rows: list[Row], given: dict[str, Any], figure: str) -> None:
    found = assessed(*rows, **given)
    assert (found.plan.word, found.plan.reason) == ("not assessed", reason)
    assert found.plan.sentence == (
        "Background, not judged." if reason == "contextual" else f"Not assessed. {REASONS[reason]} {figure}".rstrip()
    )
    assert (found.certainty, found.expected) == ("", None)


def test_every_reason_of_the_fixed_list_is_met() -> None:
    assert {reason for reason, *_ in UNJUDGED} == set(REASONS) - {"published too late"}  # by the first methods


@pytest.mark.parametrize(
    ("reason", "rows"),
    [
        ("no baseline", [row("2015", 20.0), NEW]),
        ("break in the series since the baseline", [OLD, sure("2019", 17.3, flags="break_before")]),
        ("no interval and no tolerance", [OLD, row("2019", 17.3)]),
    ],
)
def test_what_no_newer_figure_would_mend_comes_before_what_one_would(reason: str, rows: list[Row]) -> None:
    """The period is not complete and a cycle was missed: still the reason is what stays so."""
    incomplete = [*rows[:-1], rows[-1] | {"flags": f"{rows[-1]['flags']} incomplete".strip()}]
    found = assessed(*incomplete, on=date(2022, 4, 1)).plan
    assert (found.word, found.reason, found.last_known) == ("not assessed", reason, False)
    assert found.whole == found.sentence


def test_a_break_up_to_the_baseline_does_not_matter() -> None:
    broken = row("2014", 20.0, flags="break_before")
    assert assessed(row("2013", 30.0), broken, NEW).plan.word == "on plan"


def test_a_break_of_another_line_or_area_does_not_matter() -> None:
    others = [row("2016", 9, flags="break_before", **cells) for cells in ({"area": WATFORD}, {"breakdown": "sex=male"})]
    assert assessed(OLD, *others, NEW).plan.word == "on plan"


def test_only_the_line_that_stands_for_the_indicator_is_judged() -> None:
    """A group is shown with its comparison and change, but the strategy asks nothing of it."""
    by_sex = indicator(dimensions=(SEX,))
    male = [{**each, "breakdown": "sex=male"} for each in (OLD, NEW)]
    for wants in (KEEP, IMPROVE, MATCH):
        found = assessed(OLD, NEW, *male, row("2019", 22.4, area=ENGLAND), of=by_sex, wants=wants, breakdown="sex=male")
        assert (found.plan.reason, found.facts.measure, found.facts.baseline) == ("contextual", None, None)
        assert found.facts.group == "Men and boys"
        assert drawn_plan(found) is None


def test_a_headline_that_is_a_group_is_judged() -> None:
    men_first = indicator(dimensions=(SEX,), headline="sex=male")
    found = assessed(*({**each, "breakdown": "sex=male"} for each in (OLD, NEW)), of=men_first)
    assert (found.plan.word, found.facts.group) == ("on plan", "Men and boys")


def test_of_several_measures_the_first_that_is_judged_counts() -> None:
    background = Priority("first", "First", "First.", (Measure("obesity", "context"),))
    judged = Priority("second", "Second", "Second.", (IMPROVE, KEEP))
    theme = Theme("health", "Health", "Stay well.", ":material/home:", True, priorities=(background, judged))
    catalogue = replace(small_catalogue(), strategy=strategy(themes=(theme,)))
    found = assess(observations(OLD, NEW), OBESITY, Selection(OWN, ENGLAND), catalogue, IN_TIME)
    assert found.facts.measure == IMPROVE


# The county in the place of a district

COUNTYWIDE = indicator(geography="county")


def test_what_is_published_for_counties_is_told_of_the_county() -> None:
    rows = ({**each, "area_code": COUNTY} for each in (OLD, NEW))
    found = assessed(*rows, of=COUNTYWIDE)
    assert (found.facts.area, found.facts.area_name) == (COUNTY, "Hertfordshire")
    assert found.plan.word == "on plan"


def test_the_county_is_not_compared_with_itself() -> None:
    found = assessed(NEW | {"area_code": COUNTY}, of=COUNTYWIDE, benchmark=COUNTY)
    assert found.difference.reason == "this is the benchmark itself"
    assert found.difference.sentence == "Cannot say: this is the benchmark itself."


def test_a_district_s_own_indicator_never_falls_back_on_the_county() -> None:
    found = assessed(OLD | {"area_code": COUNTY}, NEW | {"area_code": COUNTY})
    assert (found.facts.area, found.plan.reason) == (OWN, "no data")
    assert {found.difference.sentence, found.change.sentence} == {"Cannot say: there is no figure."}


# Freshness


@pytest.mark.parametrize(
    ("latest", "cadence", "lag", "due", "missed"),
    [
        (date(2019, 12, 31), "annual", 3, date(2021, 3, 31), date(2022, 3, 31)),
        (date(2019, 11, 15), "annual", 5, date(2021, 4, 15), date(2022, 4, 15)),
        (date(2018, 6, 30), "annual", 12, date(2020, 6, 30), date(2021, 6, 30)),
        (date(2019, 12, 31), "biennial", 2, date(2022, 2, 28), date(2024, 2, 29)),
        (date(2019, 9, 30), "quarterly", 2, date(2020, 2, 29), date(2020, 5, 31)),
        (date(2019, 11, 30), "monthly", 1, date(2020, 1, 31), date(2020, 2, 29)),
        (date(2019, 2, 28), "monthly", 1, date(2019, 4, 30), date(2019, 5, 31)),
        (date(2019, 11, 30), "monthly", 0, date(2019, 12, 31), date(2020, 1, 31)),
    ],
)
def test_the_next_figure_is_due_at_the_end_of_the_next_period_and_its_lag(
    latest: date, cadence: str, lag: int, due: date, missed: date
) -> None:
    of = indicator(cadence=cadence, lag_months=lag)
    late = Freshness(due, late=True, missed_cycle=False, several=1)
    assert freshness(latest, of, due) == Freshness(due, late=False, missed_cycle=False)
    assert freshness(latest, of, due.replace(day=1)) == Freshness(due, late=False, missed_cycle=False)
    assert freshness(latest, of, missed) == late
    assert freshness(latest, of, date.fromordinal(due.toordinal() + 1)) == late
    after = date.fromordinal(missed.toordinal() + 1)
    assert freshness(latest, of, after) == Freshness(due, late=True, missed_cycle=True, several=2)


@pytest.mark.parametrize("cadence", ["decennial", "irregular", "once"])
def test_nothing_is_due_of_what_does_not_come_regularly(cadence: str) -> None:
    never = Freshness(None, late=False, missed_cycle=False)
    assert freshness(date(1991, 4, 21), indicator(cadence=cadence), IN_TIME) == never
    assert freshness(None, indicator(), IN_TIME) == never
    assert assessed(OLD, NEW, of=indicator(cadence=cadence), on=date(2099, 1, 1)).plan.word == "on plan"


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2021, 4, 1), "on plan"),
        (date(2022, 3, 31), "on plan"),
        (date(2022, 4, 1), "last known: on plan"),
        (date(2042, 4, 1), "last known: on plan"),
    ],
)
def test_an_old_figure_keeps_its_answer_as_the_last_known(on: date, text: str) -> None:
    found = assessed(OLD, NEW, on=on)
    assert (found.plan.text, found.plan.word, found.facts.fresh.late) == (text, "on plan", True)
    assert found.facts.last_known is found.plan.last_known is text.startswith("last")


OLDER = date(2022, 4, 1)
MISSING = "Figures for 2020 and 2021 should be out by now and are not held here."


def test_all_three_answers_are_the_last_known_ones_of_an_old_figure() -> None:
    england = row("2019", 22.4, area=ENGLAND)
    every = [sure(str(year), value) for year, value in enumerate((24.0, 23.0, 22.0, 20.0, 18.0, 17.3), start=2014)]
    found = assessed(*every, england, on=OLDER)
    assert [each.text for each in (found.plan, found.difference, found.change)] == [
        "last known: on plan",
        "last known: better",
        "last known: getting better",
    ]
    assert {each.age for each in (found.plan, found.difference, found.change)} == {MISSING}
    assert found.plan.whole == (
        "Last known: on plan, 17.3% (16.3% to 18.3%) in 2019, clearly better than the baseline of 24.0% in 2014. "
        f"{MISSING}"
    )
    assert found.difference.whole == (
        f"Last known: 17.3% (16.3% to 18.3%) in 2019, lower than England’s 22.4%: better. {MISSING}"
    )
    assert found.change.whole == (
        "Last known: getting better over five periods, down 5.7 percentage points, from 23.0% in 2015 to 17.3% "
        f"in 2019. That is more than chance would explain. {MISSING}"
    )


def test_what_has_no_answer_is_not_the_last_known_one() -> None:
    found = assessed(row("2019", 17.3), row("2019", 9.0, area=ENGLAND), of=indicator(kind="count", unit=JOBS), on=OLDER)
    for answer in (found.plan, found.difference, found.change):
        assert (answer.last_known, answer.age, answer.given) == (False, "", False)
    sized = assessed(row("2019", 17.3), of=indicator(kind="count", unit=JOBS, size=True), on=OLDER).difference
    assert (sized.text, sized.age) == ("not a thing to compare", "")


def test_a_series_that_has_ended_says_so_and_is_never_late() -> None:
    gone = indicator(ended=Ended(date(2019, 12, 31), "the survey was stopped", "another survey, of fewer people."))
    before, after = (assessed(OLD, NEW, of=gone, on=day) for day in (date(2022, 3, 31), OLDER))
    assert [one.plan.text for one in (before, after)] == ["on plan", "last known: on plan"]
    for one in (before, after):
        fresh = one.facts.fresh
        assert (fresh.due, fresh.late, fresh.ended, fresh.missing, fresh.several) == (None, False, True, (), 0)
    assert (
        after.plan.age == "The series has ended. The survey was stopped. After it came another survey, of fewer people."
    )


def test_a_figure_from_before_the_end_of_a_series_can_be_late() -> None:
    gone = indicator(ended=Ended(date(2020, 12, 31), "the survey was stopped"))
    fresh = freshness(date(2019, 12, 31), gone, date(2030, 1, 1), (date(2019, 1, 1), date(2019, 12, 31)))
    assert (fresh.late, fresh.ended, fresh.missing, fresh.several) == (True, False, ("2020",), 1)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2021, 3, 31), ""),
        (date(2021, 4, 1), "The figure for 2020 should be out by now and is not held here."),
        (date(2022, 4, 1), MISSING),
        (date(2023, 4, 1), "Figures for 2020 and 2 later periods should be out by now and are not held here."),
    ],
)
def test_which_figures_should_be_out(on: date, said: str) -> None:
    assert words.age(assessed(OLD, NEW, on=on)) == said


def test_a_period_of_another_kind_than_the_indicator_s_is_not_named() -> None:
    found = assessed(row("March 2019", 17.3, kind="month"), on=date(2021, 4, 1))
    assert words.age(found) == "A newer figure should be out by now and is not held here."


def test_freshness_goes_by_the_latest_figure_not_by_a_missing_one() -> None:
    assert assessed(OLD, NEW, row("2020", None), on=OLDER).plan.text == "last known: on plan"


# Counts, never a score


def test_themes_get_counts_of_words_and_of_what_is_uncertain() -> None:
    reach = Measure("obesity", "reach", target=10.0, target_date=date(2020, 12, 31))
    every = [
        assessed(OLD, sure("2019", value, 3.0), wants=wants, area=area)
        for value, wants, area in (
            (15.0, KEEP, OWN),
            (12.0, IMPROVE, OWN),
            (12.0, reach, OWN),
            (30.0, KEEP, OWN),
            (15.0, KEEP, BROXBOURNE),
            (15.0, MATCH, OWN),
        )
    ]
    assert [one.certainty for one in every if one.certainty] == ["uncertain: could be off plan to target met"]
    assert counted(every) == {("on plan", False): 2, ("off plan", False): 2, ("not assessed", False): 2}
    old = [assessed(OLD, sure("2019", 30.0), on=OLDER), assessed(row("2019", 30.0), on=OLDER)]
    assert counted([*every, *old]) == {
        ("on plan", False): 2,
        ("off plan", False): 2,
        ("not assessed", False): 3,
        ("off plan", True): 1,
    }
    assert counted([]) == {}


def test_a_count_takes_its_decimals_from_the_indicator() -> None:
    jobs = indicator(kind="count", unit=JOBS, decimals=0, polarity="higher_is_better")
    found = assessed(row("2014", 76574), sure("2019", 80220, 1500), of=jobs)
    assert found.plan.sentence == (
        "On plan: 80,220 jobs (78,720 to 81,720) in 2019, clearly better than the baseline of 76,574 in 2014. "
        "The start has no margin of error, so that of the latest figure is taken for both."
    )


@pytest.mark.parametrize("rows", [(), (row("2014", 20.0, flags="break_before"),), (row("2019", 17.3),)])
def test_without_two_figures_nothing_is_broken(rows: tuple[Row, ...]) -> None:
    facts = assessed(*rows).facts
    assert (facts.broken, facts.broken_since_earlier) == (False, False)
