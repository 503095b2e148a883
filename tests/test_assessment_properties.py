"""What must hold of every assessment, whatever the figures."""

import re
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.assessment import Assessment
from indicators.assessment import words as written
from indicators.model import Ended, Indicator, Measure, Unit
from tests.build import ENGLAND, indicator, row
from tests.test_assessment import Row, assessed

FLIPPED = {"higher_is_better": "lower_is_better", "lower_is_better": "higher_is_better", "contextual": "contextual"}
#: Words that say which way and never whether that is good.
WAYS = {"rising": "falling", "falling": "rising", "up": "down", "down": "up", "above": "below", "below": "above"}
NUMBERS = ("value", "lower", "upper")
FIRST, LAST = 2011, 2019


@dataclass(frozen=True)
class Case:
    """A line of years with limits, the benchmark's figure, and what is wanted of it."""

    values: tuple[float | None, ...]
    margin: float | None
    england: float | None
    polarity: str
    wants: Measure

    def rows(self, factor: float = 1.0) -> list[Row]:
        """Observations, every number times the factor."""
        own = [self._row(year, value, factor) for year, value in enumerate(self.values, start=FIRST)]
        beside = [] if self.england is None else [row(str(LAST), self.england * factor, area=ENGLAND)]
        return own + beside

    def _row(self, year: int, value: float | None, factor: float) -> Row:
        if value is None or self.margin is None:
            return row(str(year), None if value is None else value * factor)
        ends = sorted(((value - self.margin) * factor, (value + self.margin) * factor))
        return row(str(year), value * factor, lower=ends[0], upper=ends[1])

    def measure(self, factor: float = 1.0) -> Measure:
        """What is wanted, in the unit of the factor; the target lies on the good side of the baseline."""
        tolerance = None if self.wants.tolerance is None else abs(factor) * self.wants.tolerance
        wants = replace(self.wants, tolerance=tolerance)
        start = next((value for value in self.values[3::-1] if value is not None), None)  # 2014 or before
        if wants.aim != "reach" or start is None:
            return wants
        better = 7.25 if self.polarity == "higher_is_better" else -7.25
        return replace(wants, target=(start + better) * factor, target_date=date(2025, 12, 31))

    def found(self, factor: float = 1.0, polarity: str = "", rows: list[Row] | None = None) -> Assessment:
        """The assessment, of these rows or of the case's own."""
        of = indicator(polarity=polarity or self.polarity, kind="mean", decimals=3)
        return assessed(*(rows or self.rows(factor)), of=of, wants=self.measure(factor))


def words(found: Assessment) -> tuple[str, ...]:
    """What an assessment says, without its numbers."""
    answers = (found.plan, found.difference, found.change)
    return (*(answer.word for answer in answers), *(answer.reason for answer in answers), found.certainty)


# Quarters are exact in binary, so that no answer hangs on how a product is rounded.
QUARTERS = st.integers(-400, 400).map(lambda number: number / 4)
CASES = st.builds(
    Case,
    values=st.tuples(*[st.none() | QUARTERS | QUARTERS] * (LAST - FIRST + 1)),
    margin=st.none() | st.sampled_from((0.5, 2.0, 20.0)),
    england=st.none() | QUARTERS,
    polarity=st.sampled_from(tuple(FLIPPED)),
    wants=st.builds(
        Measure,
        st.just("obesity"),
        st.sampled_from(("keep", "improve", "match", "reach", "context")),
        tolerance=st.none() | st.sampled_from((0.0, 0.75, 10.0)),
    ),
)
#: Cases in which everything can be said, which chance alone seldom makes.
FULL = st.builds(
    replace,
    CASES,
    values=st.tuples(*[QUARTERS] * (LAST - FIRST + 1)),
    margin=st.sampled_from((0.5, 2.0, 20.0)),
    england=QUARTERS,
)
EVERY = CASES | FULL
few = settings(max_examples=60, deadline=None)


@pytest.mark.slow("60 cases, each assessed twice")
@few
@given(EVERY, st.sampled_from((1000.0, 0.25)))
def test_no_answer_changes_with_the_unit(case: Case, factor: float) -> None:
    assert words(case.found(factor)) == words(case.found())


@pytest.mark.slow("60 cases, each assessed twice")
@few
@given(EVERY)
def test_turned_round_with_its_polarity_every_answer_stays(case: Case) -> None:
    found, turned = case.found(), case.found(-1.0, FLIPPED[case.polarity])
    if case.polarity == "contextual":
        other = {"higher": "lower", "lower": "higher", "increasing": "decreasing", "decreasing": "increasing"}
        assert tuple((other | WAYS).get(word, word) for word in words(turned)) == words(found)
    else:
        assert tuple(WAYS.get(word, word) for word in words(turned)) == words(found)


@pytest.mark.slow("60 cases, each assessed twice")
@few
@given(FULL.filter(lambda case: case.wants.aim in ("improve", "match")))
def test_with_the_other_polarity_good_is_bad(case: Case) -> None:
    found, other = case.found(), case.found(polarity=FLIPPED[case.polarity])
    swapped = {
        "better": "worse",
        "worse": "better",
        "getting better": "getting worse",
        "getting worse": "getting better",
    }
    if case.polarity == "contextual":
        assert words(found) == words(other)
        return
    for one, two in ((found.difference, other.difference), (found.change, other.change)):
        assert two.word == swapped.get(one.word, one.word)
    if case.wants.aim == "improve":
        assert {found.plan.word, other.plan.word} in ({"on plan", "off plan"}, {"close to plan"})


@pytest.mark.slow("60 cases, each assessed")
@few
@given(EVERY)
def test_missing_is_never_zero_and_zero_never_missing(case: Case) -> None:
    facts = case.found().facts
    held = [None if value != value else value for value in facts.line["value"]]
    assert held == list(case.values)
    known = [value for value in case.values if value is not None]
    assert (facts.latest.value if facts.latest else None) == (known[-1] if known else None)
    assert facts.benchmark_value == (case.england if known and case.values[-1] is not None else None)
    before = [value for value in case.values[:4] if value is not None]
    assert (facts.baseline.value if facts.baseline else None) == (before[-1] if before else None)


@pytest.mark.slow("60 cases, each assessed twice")
@few
@given(EVERY, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(case: Case, chance: Random) -> None:
    rows = case.rows()
    chance.shuffle(rows)
    found, shuffled = case.found(), case.found(rows=rows)
    assert words(shuffled) == words(found)
    assert [answer.sentence for answer in (shuffled.plan, shuffled.difference, shuffled.change)] == [
        answer.sentence for answer in (found.plan, found.difference, found.change)
    ]


@pytest.mark.slow("60 cases, each assessed twice")
@few
@given(FULL, st.none() | QUARTERS, st.integers(1991, FIRST - 2))
def test_an_older_year_never_changes_trend_or_comparison(case: Case, value: float | None, year: int) -> None:
    older = [*case.rows(), row(str(year), value)]
    found, longer = case.found(), case.found(rows=older)
    assert longer.difference == found.difference
    assert longer.change == found.change


@pytest.mark.slow("60 cases, each assessed")
@few
@given(EVERY)
def test_what_cannot_be_said_always_has_its_reason(case: Case) -> None:
    found = case.found()
    for answer in (found.plan, found.difference, found.change):
        assert (answer.word in ("not assessed", "cannot say")) == bool(answer.reason)
        assert answer.sentence
    assert found.certainty == "" or case.wants.aim == "reach"


@pytest.mark.parametrize("status", ["c", "x", "z", "low"])
def test_no_marker_becomes_a_number(status: str) -> None:
    cells: dict[str, Any] = dict.fromkeys(NUMBERS)
    facts = assessed(row("2014", 20.0), row("2019", **cells, status=status)).facts
    assert facts.latest is not None
    assert (facts.latest.period, facts.latest.value) == ("2014", 20.0)


# Every sentence can be read aloud

LONGEST = 25
#: What ends a sentence: a stop before a capital, a figure or the end, and none inside a number.
ENDS = re.compile(r"(?<=[.])\s+(?=[A-Z£\d−])")
BIG = Unit("households", after=" households", after_one=" household")
#: Indicators of the longest words: counts by homes, money, what somebody measures in many words.
WORDY = (
    indicator(kind="mean", unit=Unit("points", after=" out of 10", change=" points"), decimals=2),
    indicator(kind="price", unit=Unit("£", before="£", after=" a week", change=" a week"), decimals=0, nominal=True),
    indicator(kind="rate", unit=Unit("per 100,000", after=" per 100,000", change=" per 100,000")),
    indicator(kind="count", unit=BIG, decimals=0, evidence="complete"),
    indicator(evidence="complete", geography="county"),
    indicator(ended=Ended(date(2018, 12, 31), "the survey was stopped", "Another survey came after it.")),
)
DAYS = (date(2020, 6, 1), date(2022, 6, 1), date(2030, 6, 1))


def every_sentence(one: Assessment) -> list[str]:
    """The sentences of an assessment, of its small print and its way, each by itself."""
    texts = [answer.whole for answer in (one.plan, one.difference, one.change)]
    texts += [written.summary(one), written.small_print(one), written.since_start(one, date(2015, 7, 1))]
    texts += [written.age(one), written.reason(one), written.projected(one)]
    return [sentence for text in texts for sentence in ENDS.split(text) if sentence]


def test_sentences_are_told_apart() -> None:
    assert ENDS.split("Up 5.9% in 2019. That is more. £5 is less. −3.0 too.") == [
        "Up 5.9% in 2019.",
        "That is more.",
        "£5 is less.",
        "−3.0 too.",
    ]


@pytest.mark.slow("60 cases, each assessed on three days")
@few
@given(EVERY, st.sampled_from(WORDY), st.sampled_from((1.0, 1000.0)))
def test_no_sentence_has_more_than_25_words(case: Case, of: Indicator, factor: float) -> None:
    of = replace(of, polarity=case.polarity)
    for day in DAYS:
        one = assessed(*case.rows(factor), of=of, wants=case.measure(factor), on=day)
        assert [each for each in every_sentence(one) if len(each.split()) > LONGEST] == []


@pytest.mark.slow("60 cases, each assessed")
@few
@given(FULL)
def test_what_nobody_tested_is_not_in_the_bold_line(case: Case) -> None:
    found = case.found()
    bold, small = written.summary(found), written.small_print(found)
    assert "not tested" not in bold
    assert bool(small) == bool(written.changed(found) or found.difference.ground == "not tested")


@pytest.mark.slow("60 cases, each assessed twice")
@few
@given(EVERY)
def test_that_a_figure_has_grown_old_is_no_other_answer(case: Case) -> None:
    of = indicator(polarity=case.polarity, kind="mean", decimals=3)
    wants = replace(case.measure(), target=None)
    fresh, old = (assessed(*case.rows(), of=of, wants=wants, on=day) for day in (DAYS[0], DAYS[2]))
    if not fresh.facts.last_known:
        assert words(fresh) == words(old)
    for answer in (old.plan, old.difference, old.change):
        assert answer.last_known is (answer.given and old.facts.latest is not None)
        assert answer.whole.startswith(answer.sentence)
