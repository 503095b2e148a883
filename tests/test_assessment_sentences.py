"""Every sentence that the shipped catalogue can produce for the ten districts, held against the rules of plain text."""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from indicators import catalogue as catalogues
from indicators import views, wording
from indicators.assessment import Assessment, assess, process
from indicators.assessment.answers import CANNOT_SAY, NOT_ASSESSED, trend_points
from indicators.model import SIMILAR_AREAS, Catalogue, Indicator, Selection
from indicators.statistics import REASONS, WORDS
from tests.build import COUNTY, ENGLAND, OWN, REGION

TODAY = date(2026, 11, 23)
#: The end of the strategy: most figures were fresh then, so that more is judged.
THEN = date(2020, 12, 31)

#: What no sentence may hold, by what is wrong with it.
FAULTS = {
    "a change with a minus sign": r"\b(increase|decrease|rise|fall|up|down|higher|lower) (of |by )?[-−]",
    "a hyphen for a minus sign": r"(?<![\w–])-\d",
    "minus zero": r"[-−][^\d\s]?0(?:[.,]0+)*(?![\d.,]\d)",
    "one of many": r"(?<![\d.,])1 (?!in |to |per |times )[a-z]+s\b",
    "a double space": r"\s\s",
    "a program's word": r"\b(nan|NaN|NaT|None|inf|null|True|False)\b",
    "two full stops": r"\.\.",
    "a space before a stop": r"\s[,.;:)]",
    "an empty bracket": r"\(\s*\)|\(\s",
    "in a day": r"\bin \d{1,2} [A-Z]",
    "in year ending": r"\bin year ending\b",
    "a word twice": r"\b(\w+) \1\b",
    "a wrong article": r"\b[Aa] (?=[aeiouAEIOU]|8|11 |18 )|\b[Aa]n (?![aeiouAEIOU8]|1[18]\b)",
    "a limit without a number": r"limits of (?!(up to )?[£−]*\d)",
    "a label without a preposition": r"\b(in|on) (in|on|the in|the on)\b",
    "a code": r"\b[EWSN]\d{8}\b|_",
}
#: When: a label as `wording.when` has it, a day, and from how many points.
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
PERIODS = re.compile(
    rf"(?:in|on|by) (?:the )?(?:year ending )?(?:\d{{1,2}} )?(?:{MONTH} )?(?:to {MONTH} )?"
    r"\d{4}(?:[–/]\d{2,4})?(?: to \d{4}/\d{2})?(?: Census)?|from \d+ (?:months|quarters)"
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
QUESTIONS = ("plan", "difference", "change")


def language_faults(sentence: str) -> Iterator[str]:
    """What is wrong with a sentence as English."""
    yield from (what for what, pattern in FAULTS.items() if re.search(pattern, sentence))
    if not sentence.endswith(".") or sentence.endswith(".."):
        yield "no single full stop at the end"
    if not re.match(r"[A-Z£\d−]", sentence):
        yield "no capital or figure at the beginning"


@pytest.mark.parametrize(
    "sentence",
    [
        "An increase of −0.3%.",
        "Up -0.3%.",
        "There were 1 years.",
        "It is −0.0% now.",
        "It is −£0 now.",
        "Two  spaces.",
        "It is nan%.",
        "Two stops..",
        "One stop , too far.",
        "Limits of () in 2019.",
        "10.9% in 31 March 2024.",
        "10.9% in year ending June 2025.",
        "All the the figures.",
        "A increase.",
        "An decrease.",
        "With limits of  from 12 months.",
        "with a small letter.",
        "No stop",
        "England’s E92000001.",
    ],
)
def test_the_faults_are_found(sentence: str) -> None:
    assert list(language_faults(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "17.3% (16.1% to 18.6%) in 2019, lower than England’s 22.1%: better.",
        "−£5 on 31 March 2024, an increase of £10 on 1 year before.",
        "A change of −0.3% in the year ending June 2025, with limits of −0.5% to 0.1%.",
        "£359,432 in 2010–12.",
    ],
)
def test_good_sentences_have_none(sentence: str) -> None:
    assert list(language_faults(sentence)) == []


# The numbers of a sentence


def numbers(sentence: str, one: Assessment) -> list[str]:
    """The numbers that are values of the indicator: without periods, units and numbers of points."""
    told = sentence
    for words in (*PERIODS.findall(sentence), one.facts.indicator.unit.after, one.facts.indicator.unit.after_one):
        told = told.replace(words, " | ") if words.strip() else told
    return NUMBER.findall(told)


def expected_numbers(one: Assessment, question: str) -> set[str]:
    """Every number that the sentence may hold, as it has to be written."""
    facts = one.facts
    values = [facts.latest.value, facts.latest.lower, facts.latest.upper] if facts.latest else []
    if question == "plan":
        values += [facts.baseline.value if facts.baseline else None, one.expected]
    if question == "difference":
        values.append(facts.benchmark_value)
    if question == "change":
        return set() if one.change.reason else change_numbers(one)
    return written(values, facts.indicator)


def written(values: list[float | None], indicator: Indicator) -> set[str]:
    """Values as they are written, without unit and sign."""
    return {wording.plain(value, indicator.decimals).lstrip("−") for value in values if value is not None}


def change_numbers(one: Assessment) -> set[str]:
    """The ends of the trend and the way between them, or the latest point of the process with its limits."""
    line, indicator = one.facts.line, one.facts.indicator
    if indicator.seasonal and not indicator.overlapping:
        charted = process(line, indicator)
        last = charted.limits.iloc[-1]
        return written([last["value"], last["lower"], last["upper"]], charted.indicator)
    points, _ = trend_points(line, indicator)
    ends = [points["value"].iloc[0], points["value"].iloc[-1]]
    moved = wording.change(*ends, indicator).removesuffix(indicator.unit.after)
    return written(ends, indicator) | set(NUMBER.findall(moved))


# What a sentence must hold


def content_faults(one: Assessment, question: str) -> Iterator[str]:
    """What is wrong with the numbers of a sentence, and what is missing from it."""
    answer, latest = getattr(one, question), one.facts.latest
    allowed = expected_numbers(one, question)
    yield from (f"{number} is no value" for number in numbers(answer.sentence, one) if number not in allowed)
    if latest is None or answer.sentence.startswith("Cannot say"):
        return
    needed = {"its period": latest.when}
    charted_change = question == "change" and one.facts.indicator.process_on == "yearly-change"
    if not charted_change:
        needed["its value"] = wording.number(latest.value, one.facts.indicator)
    if latest.lower is not None and latest.upper is not None and question != "change":
        needed["its interval"] = wording.interval(latest.lower, latest.upper, one.facts.indicator)
    if latest.computed and question != "change":
        needed["who computed it"] = "calculated here"
    yield from (f"{what} is missing: {words}" for what, words in needed.items() if words not in answer.sentence)


def answer_faults(one: Assessment, question: str) -> Iterator[str]:
    """What is wrong with a word and its reason."""
    answer = getattr(one, question)
    if (answer.word in (CANNOT_SAY, NOT_ASSESSED)) != bool(answer.reason):
        yield f"'{answer.word}' with the reason '{answer.reason}'"
    if question == "plan" and answer.word not in WORDS:
        yield f"'{answer.word}' is no status"
    if question == "plan" and answer.reason and REASONS[answer.reason] not in answer.sentence:
        yield f"the sentence does not say '{REASONS[answer.reason]}'"
    if question == "plan" and not answer.reason and not answer.sentence.lower().startswith(f"{answer.word}:"):
        yield f"the sentence does not say '{answer.word}'"


def every_fault(
    rows: pd.DataFrame, catalogue: Catalogue, areas: list[str], benchmarks: list[str], groups: bool, on: date
) -> tuple[list[str], set[str]]:
    """Every fault of the assessments of all indicators, and the words that they give."""
    faults, words = [], set()
    for slug, held in rows[rows["period_end"] <= pd.Timestamp(on)].groupby("indicator"):
        indicator = catalogue.indicators[str(slug)]
        for area in areas:
            chosen = views.groups(held, indicator, area) if groups else {indicator.headline: ""}
            for benchmark, group in ((benchmark, group) for benchmark in benchmarks for group in chosen):
                one = assess(held, indicator, Selection(area, benchmark, group), catalogue, on)
                for question in QUESTIONS:
                    sentence = getattr(one, question).sentence
                    words.add(getattr(one, question).word)
                    found = [*language_faults(sentence), *content_faults(one, question)]
                    found += answer_faults(one, question)
                    faults += [f"{slug} {area} {benchmark} {group}: {fault}: {sentence}" for fault in found]
    return faults, words


def districts(catalogue: Catalogue) -> list[str]:
    """The ten districts of the county."""
    return [area.code for area in catalogues.selectable_areas(catalogue) if area.parent == COUNTY]


@pytest.mark.slow("830 assessments on each of two days")
@pytest.mark.parametrize("on", [TODAY, THEN])
def test_every_indicator_for_the_ten_districts(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame, on: date
) -> None:
    ten = districts(shipped_catalogue)
    assert len(ten) == 10
    faults, words = every_fault(shipped_rows, shipped_catalogue, ten, [ENGLAND], groups=False, on=on)
    assert faults == []
    assert words >= {"on plan", "close to plan", "off plan", NOT_ASSESSED, CANNOT_SAY, "better", "worse", "similar"}
    assert words >= {"getting better", "no significant change", "no unusual change", "unusually high", "unusually low"}


@pytest.mark.slow("hundreds of assessments")
def test_every_benchmark_and_group_for_the_borough(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    benchmarks = [ENGLAND, REGION, COUNTY, SIMILAR_AREAS]
    faults, _ = every_fault(shipped_rows, shipped_catalogue, [OWN], benchmarks, groups=True, on=TODAY)
    assert faults == []


@pytest.mark.slow("249 assessments")
def test_the_country_region_and_county_can_be_looked_at_too(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    faults, _ = every_fault(
        shipped_rows, shipped_catalogue, [ENGLAND, REGION, COUNTY], [ENGLAND], groups=False, on=TODAY
    )
    assert faults == []
