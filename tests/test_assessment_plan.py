"""On plan? Every aim through the whole assessment, to the sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.assessment import Assessment, assess, drawn_plan
from indicators.errors import CatalogueError, UserError
from indicators.model import SIMILAR_AREAS, Indicator, Margin, Measure, Milestone, Selection
from tests.build import (
    BASILDON,
    COUNTY,
    ENGLAND,
    OWN,
    RUGBY,
    SEX,
    WARWICK,
    WATFORD,
    YEARS,
    indicator,
    observations,
    row,
    ruptured,
)
from tests.test_assessment import IMPROVE, KEEP, MATCH, OBESITY, Row, assessed, sure, wanting

OLD = row("2014", 20.0)
ASSUMED = "The start has no margin of error, so that of the latest figure is taken for both."
HIGH = indicator(polarity="higher_is_better")


def answer(found: Assessment) -> tuple[str, str, str]:
    return found.plan.word, found.plan.reason, found.plan.sentence


# Keep and improve


@pytest.mark.parametrize(
    ("wants", "value", "word", "beside"),
    [
        (KEEP, 17.3, "On plan", "clearly better than"),
        (KEEP, 19.5, "On plan", "no worse than"),
        (KEEP, 21.4, "On plan", "not clearly worse than"),  # with ±1 at both ends they must be more than 1.414 apart
        (KEEP, 21.5, "Off plan", "clearly worse than"),
        (IMPROVE, 18.5, "On plan", "clearly better than"),
        (IMPROVE, 18.6, "Close to plan", "not clearly different from"),
        (IMPROVE, 21.5, "Off plan", "clearly worse than"),
    ],
)
def test_against_the_baseline_by_the_interval(wants: Measure, value: float, word: str, beside: str) -> None:
    found = assessed(OLD, sure("2019", value), wants=wants)
    figure = f"{value}% ({value - 1:.1f}% to {value + 1:.1f}%) in 2019"
    said = f"{word}: {figure}, {beside} the baseline of 20.0% in 2014."
    assert answer(found) == (word.lower(), "", f"{said} {ASSUMED}")
    assert (found.expected, found.certainty) == (20.0, "")


@pytest.mark.parametrize(("value", "word"), [(22.7, "On plan"), (17.3, "Off plan")])
def test_where_higher_is_better_it_is_the_other_way_round(value: float, word: str) -> None:
    for wants in (KEEP, IMPROVE):
        assert assessed(OLD, sure("2019", value), wants=wants, of=HIGH).plan.word == word.lower()


def test_the_tolerance_decides_where_no_interval_is_published_and_is_said() -> None:
    wants = replace(KEEP, tolerance=0.5)
    assert answer(assessed(OLD, row("2019", 20.5), wants=wants)) == (
        "on plan",
        "",
        "On plan: 20.5% in 2019, not clearly worse than the baseline of 20.0% in 2014. "
        "The publisher gives no margin of error; a difference of 0.5 percentage points is tolerated.",
    )
    assert assessed(OLD, row("2019", 20.6), wants=wants).plan.word == "off plan"
    assert "tolerated" not in assessed(OLD, sure("2019", 20.6), wants=wants).plan.sentence


def test_one_limit_alone_is_no_interval() -> None:
    assert assessed(OLD, row("2019", 17.3, lower=16.0)).plan.reason == "no interval and no tolerance"


# Match

OURS = sure("2019", 17.3)


@pytest.mark.parametrize(
    ("england", "word", "sentence"),
    [
        (22.4, "on plan", "On plan: 17.3% (16.3% to 18.3%) in 2019, clearly better than England’s 22.4%."),
        (16.3, "in line", "In line: 17.3% (16.3% to 18.3%) in 2019, no clear difference from England’s 16.3%."),
        (16.2, "off plan", "Off plan: 17.3% (16.3% to 18.3%) in 2019, clearly worse than England’s 16.2%."),
    ],
)
def test_in_line_with_the_benchmark(england: float, word: str, sentence: str) -> None:
    found = assessed(OURS, row("2019", england, area=ENGLAND), wants=MATCH)
    assert answer(found) == (word, "", sentence)
    assert found.expected == england


def test_the_definition_s_benchmark_counts_whichever_one_is_looked_at() -> None:
    rows = (OURS, row("2019", 16.2, area=ENGLAND), row("2019", 25.0, area=COUNTY))
    beside = {code: assessed(*rows, wants=MATCH, benchmark=code) for code in (ENGLAND, COUNTY)}
    assert {found.plan.word for found in beside.values()} == {"off plan"}
    assert {code: found.difference.word for code, found in beside.items()} == {ENGLAND: "worse", COUNTY: "better"}


def test_in_line_by_tolerance() -> None:
    wants = replace(MATCH, tolerance=1.5)
    found = assessed(row("2019", 17.3), row("2019", 16.4, area=ENGLAND), wants=wants)
    assert found.plan.sentence == (
        "In line: 17.3% in 2019, higher than England’s 16.4%. "
        "The publisher gives no margin of error; a difference of 1.5 percentage points is tolerated."
    )
    assert assessed(row("2019", 18.0), row("2019", 16.4, area=ENGLAND), wants=wants).plan.word == "off plan"
    assert assessed(row("2019", 17.5), row("2019", 16.4, area=ENGLAND), wants=MATCH).plan.reason == (
        "no interval and no tolerance"
    )


@pytest.mark.parametrize(
    ("verdict", "of", "sentence"),
    [
        ("better", HIGH, "On plan: 17.3% in 2019, better than England, says the publisher."),
        ("similar", HIGH, "In line: 17.3% in 2019, not clearly different from England, says the publisher."),
        ("worse", HIGH, "Off plan: 17.3% in 2019, worse than England, says the publisher."),
        ("higher", HIGH, "On plan: 17.3% in 2019, better than England, says the publisher."),
        ("lower", HIGH, "Off plan: 17.3% in 2019, worse than England, says the publisher."),
        ("higher", indicator(), "Off plan: 17.3% in 2019, worse than England, says the publisher."),
        ("lower", indicator(), "On plan: 17.3% in 2019, better than England, says the publisher."),
    ],
)
def test_the_publisher_s_verdict_stands_in_for_an_interval(verdict: str, of: Indicator, sentence: str) -> None:
    ours = row("2019", 17.3, published_comparison=verdict)
    for rows in ((ours,), (ours, row("2019", 17.0, area=ENGLAND))):
        found = assessed(*rows, wants=MATCH, of=of)
        said = sentence.replace("England,", "England’s 17.0%,") if len(rows) > 1 else sentence
        assert answer(found) == (sentence.split(":")[0].lower(), "", said)
        assert found.plan.ground == "publisher"


def test_a_published_interval_comes_before_the_publisher_s_verdict() -> None:
    ours = sure("2019", 17.3, published_comparison="better")
    assert assessed(ours, row("2019", 16.2, area=ENGLAND), wants=MATCH).plan.word == "off plan"


@pytest.mark.parametrize("benchmark", [COUNTY, SIMILAR_AREAS])
def test_the_publisher_s_verdict_is_on_the_country_alone(benchmark: str) -> None:
    """It says how the figure stands to England, and so nothing of any other benchmark of a definition."""
    of = indicator(benchmark=benchmark)
    others = [row("2019", 25.0, area=area) for area in (COUNTY, BASILDON, RUGBY, WARWICK)]
    found = assessed(row("2019", 17.3, published_comparison="worse"), *others, wants=MATCH, of=of)
    assert found.plan.reason == "no interval and no tolerance"


def test_in_line_with_the_similar_areas() -> None:
    others = [row("2019", value, area=area) for area, value in ((BASILDON, 19.0), (RUGBY, 25.0), (WARWICK, 30.0))]
    found = assessed(OURS, *others, wants=MATCH, of=indicator(benchmark=SIMILAR_AREAS))
    assert found.plan.sentence == (
        "On plan: 17.3% (16.3% to 18.3%) in 2019, clearly better than the similar areas’ median of 25.0%."
    )


def test_the_benchmark_is_not_in_line_with_itself() -> None:
    found = assessed(sure("2019", 22.4, area=ENGLAND), wants=MATCH, area=ENGLAND)
    assert (found.plan.word, found.plan.reason) == ("not assessed", "no benchmark")


# Reach: the worked examples of the methods, each as a target that somebody has set

BY = {"set_by": "The Partners", "set_on": date(2016, 1, 14)}
RISE = Measure("obesity", "reach", target=80.0, target_date=date(2020, 12, 31), **BY)
RISE = replace(RISE, baseline=date(2015, 12, 31), baseline_reason="As set.")
START = row("2015", 72.0)


def reached(*rows: Row, wants: Measure = RISE, of: Indicator = HIGH, on: date = date(2018, 12, 31)) -> Assessment:
    return assessed(*rows, wants=wants, of=of, on=on)


def test_on_the_way_to_a_target() -> None:
    """B 72 (2015), T 80 (2020), linear, 2018."""
    found = reached(START, row("2018", 78.6, lower=72.0, upper=85.2))
    assert answer(found) == (
        "on plan",
        "",
        "On plan: 78.6% (72.0% to 85.2%) in 2018, where 76.8% is expected by now. The way leads from 72.0% in 2015 "
        "to 80.0% by 31 December 2020. Uncertain: could be off plan to target met.",
    )
    assert found.certainty == "uncertain: could be off plan to target met"
    assert found.expected == pytest.approx(72 + 8 * 1096 / 1827, abs=1e-12)  # in days, of which 2016 had one more


@pytest.mark.parametrize(
    ("value", "word"), [(80.0, "target met"), (76.9, "on plan"), (76.5, "close to plan"), (75.9, "off plan")]
)
def test_the_words_on_the_way(value: float, word: str) -> None:
    found = reached(START, row("2018", value))
    assert answer(found) == (
        word,
        "",
        f"{word[0].upper()}{word[1:]}: {value}% in 2018, where 76.8% is expected by now. "
        "The way leads from 72.0% in 2015 to 80.0% by 31 December 2020.",
    )


@pytest.mark.parametrize(
    ("start", "baseline", "target", "end", "on", "value", "word", "expected"),
    [
        ("2015", 20.0, 0.0, date(2030, 12, 31), date(2023, 12, 31), 10.0, "close to plan", 9.333),
        ("2015", 20.0, 4.0, date(2030, 12, 31), date(2022, 12, 31), 12.0, "on plan", 12.533),
        ("2016", 11.17, 9.0, date(2020, 12, 31), date(2018, 12, 31), 11.4, "off plan", 10.085),
    ],
)
def test_the_way_down(
    start: str, baseline: float, target: float, end: date, on: date, value: float, word: str, expected: float
) -> None:
    wants = replace(RISE, target=target, target_date=end, baseline=date(int(start), 12, 31))
    rows = (row(start, baseline), row(str(on.year - 1), value))
    found = reached(*rows, wants=wants, of=indicator(decimals=3), on=on)
    assert found.plan.word == word
    assert found.expected == pytest.approx(expected, abs=0.01)  # by days, and leap years are a day longer


def test_after_the_target_date_it_is_met_or_missed() -> None:
    rows, after = (START, row("2019", 79.9)), date(2021, 1, 1)
    assert reached(*rows, on=date(2020, 12, 31)).plan.word == "close to plan"
    found = reached(*rows, on=after)
    assert (found.plan.word, found.expected) == ("target missed", 80.0)
    assert reached(START, row("2019", 80.0), on=after).plan.word == "target met"


def test_a_path_of_milestones_is_a_stair() -> None:
    steps = (Milestone(date(2017, 12, 31), 73.0), Milestone(date(2019, 12, 31), 78.0))
    wants = replace(RISE, path=steps)
    days = {
        date(2017, 12, 30): 72.0,
        date(2017, 12, 31): 73.0,
        date(2019, 12, 30): 73.0,
        date(2019, 12, 31): 78.0,
        date(2020, 12, 31): 78.0,
        date(2021, 1, 1): 80.0,
    }
    rows = (START, row("2018", 74.0))
    found = {day: reached(*rows, wants=wants, on=day).expected for day in days}
    assert found == pytest.approx(days, abs=1e-12)


def test_the_way_that_is_drawn() -> None:
    steps = (Milestone(date(2018, 12, 31), 75.0),)
    rows = (START, row("2018", 74.0))
    assert drawn_plan(reached(*rows, wants=replace(RISE, path=steps))) == (
        72.0,
        "2015",
        ((date(2015, 12, 31), 72.0), (date(2018, 12, 31), 75.0), (date(2020, 12, 31), 80.0)),
    )
    assert drawn_plan(assessed(OLD, OURS)) == (20.0, "2014", ())
    assert drawn_plan(assessed(OLD, OURS, wants=MATCH)) is None
    assert drawn_plan(assessed(OLD, OURS, wants=Measure("obesity", "context"))) is None
    assert drawn_plan(assessed(OLD, sure("2019", 17.3, flags="break_before"), of=ruptured())) is None
    assert drawn_plan(assessed(OURS)) is None


def test_a_target_is_the_strategy_s_own_area_s_alone() -> None:
    """Nobody has set one for Watford, and Watford may have begun beyond it."""
    there = (row("2015", 85.0, area=WATFORD), row("2018", 84.0, area=WATFORD))
    found = assessed(*there, wants=RISE, of=HIGH, area=WATFORD, on=date(2018, 12, 31))
    assert (found.plan.word, found.plan.reason) == ("not assessed", "no target")
    assert drawn_plan(found) == (85.0, "2015", ())


def test_a_county_s_target_is_seen_from_the_strategy_s_own_area() -> None:
    of = replace(HIGH, geography="county")
    rows = observations(row("2015", 72.0, area=COUNTY), row("2018", 78.6, area=COUNTY))
    for area in (OWN, COUNTY):
        found = assess(rows, of, Selection(area, ENGLAND), wanting(RISE, of), date(2018, 12, 31))
        assert found.plan.word == "on plan"


@pytest.mark.parametrize(
    ("of", "target", "baseline", "better"),
    [
        (HIGH, 72.0, 72.0, "Higher is better: set a target above it."),
        (HIGH, 72.0, 72.1, "Higher is better: set a target above it."),
        (indicator(), 72.0, 72.0, "Lower is better: set a target below it."),
        (indicator(), 72.0, 71.9, "Lower is better: set a target below it."),
    ],
)
@pytest.mark.parametrize("path", [(), (Milestone(date(2018, 6, 30), 73.0),)])
def test_a_target_no_better_than_the_baseline_is_refused_by_name(
    of: Indicator, target: float, baseline: float, better: str, path: tuple[Milestone, ...]
) -> None:
    with pytest.raises(CatalogueError) as refused:
        reached(row("2015", baseline), row("2018", 75.0), wants=replace(RISE, target=target, path=path), of=of)
    assert isinstance(refused.value, UserError)
    assert str(refused.value) == (
        f"strategy.toml, measures 'obesity', key 'target': 72.0% is no better than the baseline, {baseline}% in 2015. "
        f"{better}"
    )


def test_what_cannot_be_held_against_the_baseline_is_no_wrong_target() -> None:
    wrong = replace(RISE, target=70.0)
    broken = row("2018", 75.0, flags="break_before")
    assert reached(START, broken, wants=wrong).plan.reason == "break in the series since the baseline"
    contextual = indicator(polarity="contextual")
    assert reached(START, row("2018", 75.0), wants=wrong, of=contextual).plan.reason == "contextual"


def test_one_year_is_written_in_the_singular() -> None:
    of = indicator(unit=YEARS, decimals=0, kind="index")
    found = assessed(row("2014", 3), sure("2019", 1), of=of)
    assert found.plan.sentence == (
        f"On plan: 1 year (0 to 2) in 2019, clearly better than the baseline of 3 in 2014. {ASSUMED}"
    )


@pytest.mark.parametrize(("of", "target"), [(HIGH, 72.1), (indicator(), 71.9)])
def test_a_target_a_little_better_than_the_baseline_is_held_against_it(of: Indicator, target: float) -> None:
    met = reached(row("2015", 72.0), row("2018", target), wants=replace(RISE, target=target), of=of)
    assert met.plan.word == "target met"


# Both ends are uncertain


def test_the_margin_of_the_baseline_counts_as_that_of_the_latest_figure_does() -> None:
    """Against the old point alone the latest figure would be clearly better."""
    start = row("2014", 20.0, lower=18.0, upper=22.0)
    found = assessed(start, sure("2019", 18.4), wants=IMPROVE)
    assert answer(found) == (
        "close to plan",
        "",
        "Close to plan: 18.4% (17.4% to 19.4%) in 2019, not clearly different from the baseline of 20.0% in 2014.",
    )
    assert assessed(start, sure("2019", 17.5), wants=IMPROVE).plan.word == "on plan"


def test_a_baseline_that_shares_a_day_with_the_latest_period_is_not_held_against_it() -> None:
    windows = [
        row(f"{first}-{first + 2}", value, kind="pooled_years", lower=value - 1, upper=value + 1)
        for first, value in ((2012, 20.0), (2014, 17.0))
    ]
    assert assessed(*windows).plan.reason == "baseline after the latest figure"
    apart = row("2015-2017", 17.0, kind="pooled_years", lower=16.0, upper=18.0)
    assert assessed(windows[0], apart).plan.word == "on plan"


# All are counted


@pytest.mark.parametrize(
    ("wants", "value", "word", "beside"),
    [
        (KEEP, 20.1, "Off plan", "worse than"),
        (KEEP, 20.0, "On plan", "no worse than"),
        (KEEP, 19.9, "On plan", "better than"),
        (IMPROVE, 19.9, "On plan", "better than"),
        (IMPROVE, 20.0, "Close to plan", "not clearly different from"),
        (IMPROVE, 20.1, "Off plan", "worse than"),
    ],
)
def test_where_all_are_counted_any_difference_is_one(wants: Measure, value: float, word: str, beside: str) -> None:
    found = assessed(OLD, row("2019", value), wants=wants, of=indicator(evidence="complete"))
    assert answer(found) == (
        word.lower(),
        "",
        f"{word}: {value}% in 2019, {beside} the baseline of 20.0% in 2014. "
        "All are counted, so this is no sampling accident.",
    )
    assert found.plan.ground == "complete"


def test_a_complete_count_is_matched_as_it_is_printed() -> None:
    counted = indicator(evidence="complete")
    words = {
        england: assessed(row("2019", 17.3), row("2019", england, area=ENGLAND), wants=MATCH, of=counted).plan
        for england in (17.2, 17.3, 17.4)
    }
    assert {england: found.word for england, found in words.items()} == {
        17.2: "off plan",
        17.3: "in line",
        17.4: "on plan",
    }
    assert words[17.2].sentence == (
        "Off plan: 17.3% in 2019, higher than England’s 17.2%. All are counted, so this is no sampling accident."
    )


def test_too_small_a_sample_to_tell_is_said() -> None:
    england = row("2019", 16.0, area=ENGLAND)
    found = assessed(sure("2019", 17.3, 3.5), england, wants=MATCH)
    assert found.plan.sentence == (
        "In line: 17.3% (13.8% to 20.8%) in 2019, no clear difference from England’s 16.0%. Too small a sample to tell."
    )
    assert "Too small" not in assessed(sure("2019", 17.3, 3.4), england, wants=MATCH).plan.sentence


# A tolerance that is proposed


def test_a_tolerance_from_the_sample_size_is_said_to_be_proposed() -> None:
    """Half a width of 4.1 at both ends makes 5.8."""
    wants = replace(KEEP, margin=Margin(4.1, "2014", "The Office"))
    found = assessed(OLD, row("2019", 25.7), wants=wants)
    assert answer(found) == (
        "on plan",
        "",
        "On plan: 25.7% in 2019, not clearly worse than the baseline of 20.0% in 2014. "
        "A difference of up to 5.8 percentage points may be chance: a tolerance that is proposed, not agreed.",
    )
    assert assessed(OLD, row("2019", 25.9), wants=wants).plan.word == "off plan"
    agreed = replace(wants, tolerance=0.5)  # which comes before it
    assert assessed(OLD, row("2019", 25.7), wants=agreed).plan.word == "off plan"


# Several aims, several groups, another line's baseline


def test_of_several_aims_the_worst_counts_and_all_are_said() -> None:
    """Better than at the start and worse than England."""
    wants = replace(IMPROVE, also=("match",))
    found = assessed(OLD, OURS, row("2019", 15.0, area=ENGLAND), wants=wants)
    assert answer(found) == (
        "off plan",
        "",
        "Off plan: 17.3% (16.3% to 18.3%) in 2019, clearly worse than England’s 15.0%. "
        f"On plan: 17.3% (16.3% to 18.3%) in 2019, clearly better than the baseline of 20.0% in 2014. {ASSUMED}",
    )
    assert found.expected == 15.0
    other = assessed(OLD, OURS, row("2019", 25.0, area=ENGLAND), wants=replace(MATCH, also=("keep",)))
    assert other.plan.word == "on plan"


def test_an_aim_that_cannot_be_judged_does_not_take_the_other_away() -> None:
    wants = replace(IMPROVE, also=("match",))
    assert answer(assessed(OLD, OURS, wants=wants)) == answer(assessed(OLD, OURS, wants=IMPROVE))
    assert assessed(OURS, wants=wants).plan.reason == "no baseline"  # the first aim's


SEXES = indicator(dimensions=(SEX,), headline="sex=male", beside=("sex=female",))


def both(male: float, female: float, year: str = "2019") -> list[Row]:
    return [
        *(row("2014", 20.0, breakdown=f"sex={sex}") for sex in ("male", "female")),
        sure("2019", male, breakdown="sex=male"),
        sure(year, female, breakdown="sex=female"),
    ]


def test_of_groups_that_are_judged_together_the_worst_counts() -> None:
    for male, female in ((17.3, 30.0), (30.0, 17.3)):
        found = assessed(*both(male, female), of=SEXES)
        assert (found.plan.word, found.facts.group, [one.facts.group for one in found.beside]) == (
            "off plan",
            "Men and boys",
            ["Women and girls"],
        )
        worse, better = ("Women and girls", "Men and boys") if female > male else ("Men and boys", "Women and girls")
        start = "the baseline of 20.0% in 2014."
        assert found.plan.sentence == (
            f"{worse}. Off plan: 30.0% (29.0% to 31.0%) in 2019, clearly worse than {start} {ASSUMED} "
            f"{better}. On plan: 17.3% (16.3% to 18.3%) in 2019, clearly better than {start} {ASSUMED}"
        )
    # What is the same for all groups is said once.
    assert found.change.sentence == "Cannot say: there are fewer than five periods that do not overlap."


def test_a_group_by_itself_is_judged_by_itself() -> None:
    found = assessed(*both(17.3, 30.0), of=SEXES, breakdown="sex=female")
    assert (found.plan.word, found.beside, found.facts.group) == ("off plan", (), "Women and girls")


def test_the_age_of_the_answer_is_that_of_the_group_that_counts() -> None:
    old = assessed(*both(17.3, 30.0, year="2017"), of=SEXES)
    assert (old.plan.text, old.plan.last_known) == ("last known: off plan", True)
    assert old.plan.age == "Figures for 2018 and 2019 should be out by now and are not held here."
    assert assessed(*both(30.0, 17.3, year="2017"), of=SEXES).plan.text == "off plan"


def test_a_baseline_may_be_another_line_s_of_the_same_survey() -> None:
    wants = replace(KEEP, baseline_of="single")
    single = indicator(slug="single", title="A single year")
    catalogue = wanting(wants)
    catalogue = replace(catalogue, indicators={**catalogue.indicators, "single": single})
    held = {"single": observations(row("2014", 20.0, indicator="single", lower=19.0, upper=21.0))}

    def found(*rows: Row, **given: Any) -> Assessment:
        return assess(observations(*rows), OBESITY, Selection(OWN, ENGLAND), catalogue, date(2020, 6, 1), **given)

    one = found(row("2014", 99.0), OURS, held=held)
    assert one.plan.sentence == (
        "On plan: 17.3% (16.3% to 18.3%) in 2019, clearly better than the baseline of 20.0% in 2014."
    )
    assert drawn_plan(one) is None  # it is no point of this line
    assert found(row("2014", 99.0), OURS).plan.reason == "no baseline"
