"""The three answers for an indicator, decided from its facts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from indicators import statistics
from indicators.answer_words import colour
from indicators.assessment import age
from indicators.assessment import facts as fact
from indicators.assessment.answer import Answer
from indicators.assessment.change import change, judged_polarity
from indicators.assessment.difference import difference
from indicators.assessment.facts import Facts, Held
from indicators.assessment.plan import Judgement, plan, worst
from indicators.model import Catalogue, Indicator, Selection


@dataclass(frozen=True)
class Assessment:
    """An indicator for an area on a day: its facts and the three answers.

    `beside` are the assessments of the groups that are judged together with the headline, such as the other sex: the
    worst answer on plan counts.
    """

    facts: Facts
    plan: Answer
    certainty: str
    expected: float | None
    difference: Answer
    change: Answer
    on: date
    beside: tuple["Assessment", ...] = ()


def assess(
    rows: pd.DataFrame,
    indicator: Indicator,
    selection: Selection,
    catalogue: Catalogue,
    on: date,
    held: Held | None = None,
) -> Assessment:
    """The assessment of the selection's line on a day. `rows` are the observations of the indicator known that day,
    `held` those of all indicators, which counts are divided by.

    A target that is no better than its baseline is a CatalogueError.
    """
    whole = selection.breakdown in ("", indicator.headline)
    groups = [selection.breakdown, *(indicator.beside if whole else ())]
    each = [_assessed(rows, indicator, replace(selection, breakdown=one), catalogue, on, held) for one in groups]
    return each[0][0] if len(each) == 1 else _together(each)


def _together(every: Sequence[tuple[Assessment, Judgement]]) -> Assessment:
    """The assessment of the first group with the worst judgement of all, and what is said of each of them."""
    judged = worst([judgement for _, judgement in every])
    ranked = sorted(every, key=lambda pair: statistics.WORDS.index(pair[1].answer.word))
    first, *others = (one for one, _ in every)
    return replace(
        first,
        plan=replace(judged.answer, sentence=_said({one.facts.group: one.plan.sentence for one, _ in ranked})),
        certainty=judged.certainty,
        expected=judged.expected,
        difference=replace(
            first.difference, sentence=_said({one.facts.group: one.difference.sentence for one, _ in every})
        ),
        change=replace(first.change, sentence=_said({one.facts.group: one.change.sentence for one, _ in every})),
        beside=tuple(others),
    )


def _assessed(
    rows: pd.DataFrame,
    indicator: Indicator,
    selection: Selection,
    catalogue: Catalogue,
    on: date,
    held: Held | None,
) -> tuple[Assessment, Judgement]:
    """The assessment of one line, and its judgement."""
    facts = fact.gather(rows, indicator, selection, catalogue, on, held)
    judged = plan(facts, on)
    answers = [judged.answer, difference(facts), change(facts)]
    if facts.last_known:
        answers = [answer.aged(age.age(facts)) for answer in answers]
    judged = replace(judged, answer=answers[0])
    return Assessment(facts, answers[0], judged.certainty, judged.expected, answers[1], answers[2], on), judged


def _said(sentences: Mapping[str, str]) -> str:
    """The sentences of each group with its name before them; once, where they are the same for all."""
    if len(set(sentences.values())) == 1:
        return next(iter(sentences.values()))
    return " ".join(f"{group or 'All'}. {sentence}" for group, sentence in sentences.items())


def counted(assessments: Iterable[Assessment]) -> dict[tuple[str, bool], int]:
    """How many assessments have each status word, those of old figures apart: by the word, and whether it is the last
    known one. No score is made of it."""
    return dict(Counter((one.plan.word, one.plan.last_known) for one in assessments))


def off_plan(one: Assessment) -> bool:
    """Whether it is off plan, or was when it was last known: what an officer has to say something about."""
    return one.plan.word in ("off plan", "target missed")


def worsening(one: Assessment) -> bool:
    """Whether the answer on change is one in the bad direction."""
    word, polarity = one.change.word, judged_polarity(one.facts.indicator)
    return one.change.given and colour(word, polarity) == "red"


def drawn_plan(one: Assessment) -> tuple[float, str, tuple[tuple[date, float], ...]] | None:
    """The baseline's value and label and the days and values on the way to a target; None where nothing is judged."""
    measure, baseline = one.facts.measure, one.facts.baseline
    judged = measure is not None and {measure.aim, *measure.also} & {"keep", "improve", "reach"}
    if measure is None or baseline is None or not judged or one.facts.broken or measure.baseline_of:
        return None
    if measure.target is None or measure.target_date is None:
        return baseline.value, baseline.period, ()
    steps = [(step.day, step.value) for step in measure.path]
    return (
        baseline.value,
        baseline.period,
        ((baseline.end, baseline.value), *steps, (measure.target_date, measure.target)),
    )
