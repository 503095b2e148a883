"""Assessments as text: a table for people, JSON for programs; and how fresh the figures are, as a table."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from indicators import store, wording
from indicators.assessment.answer import UNCOMPARED, Answer
from indicators.assessment.answers import Assessment
from indicators.assessment.since_start import since_start
from indicators.model import Catalogue

FRESH = ["Indicator", "Latest period", "Published", "Carried over", "Next due", "Late"]


def as_json(assessed: Mapping[str, Assessment]) -> str:
    """A list of objects, one for each indicator, in the order given; what is missing is null."""
    return json.dumps([record(slug, one) for slug, one in assessed.items()], ensure_ascii=False, indent=1)


def record(slug: str, one: Assessment) -> dict[str, Any]:
    """One assessment as plain values. `reason` says why nothing is judged, and is empty otherwise.

    `last_known` says that the latest figure is an old one. `evidence` says of each answer what it rests on, `rate` how
    a count is compared, `position` where the area stands among others of its type, `since_start` what became of the
    baseline; null where there is none.
    """
    latest, baseline = one.facts.latest, one.facts.baseline
    return {
        "slug": slug,
        "area": one.facts.area,
        "group": one.facts.group,
        "on": one.on.isoformat(),
        "period": latest.period if latest else None,
        "value": latest.value if latest else None,
        "lower": latest.lower if latest else None,
        "upper": latest.upper if latest else None,
        "aim": one.facts.measure.aim if one.facts.measure else "context",
        "baseline": baseline.value if baseline else None,
        "baseline_period": baseline.period if baseline else None,
        "expected": one.expected,
        "status": one.plan.word,
        "certainty": one.certainty,
        "reason": one.plan.reason,
        "benchmark": one.facts.benchmark,
        "benchmark_value": one.facts.benchmark_value,
        "last_known": one.facts.last_known,
        "ended": one.facts.fresh.ended,
        "rate": _rate(one),
        "position": asdict(one.facts.position) if one.facts.position else None,
        "since_start": _since_start(one),
        "evidence": {
            "plan": one.plan.ground or None,
            "difference": one.difference.ground or None,
            "change": one.change.ground or None,
        },
        "comparison": one.difference.word,
        "comparison_reason": one.difference.reason,
        "trend": one.change.word,
        "trend_reason": one.change.reason,
        "due": one.facts.fresh.due.isoformat() if one.facts.fresh.due else None,
        "late": one.facts.fresh.late,
        "sentences": {
            "plan": one.plan.whole,
            "difference": one.difference.whole,
            "change": one.change.whole,
        },
    }


def _rate(one: Assessment) -> dict[str, Any] | None:
    """A count as it is compared; null for what is no count, or has nothing to be divided by."""
    latest, by, per = one.facts.compared.latest, one.facts.compared.denominator, one.facts.indicator.per
    if latest is None or by is None or per is None:
        return None
    return {
        "value": latest.value,
        "lower": latest.lower,
        "upper": latest.upper,
        "per": per.times,
        "unit": per.one,
        "denominator": by.size,
        "denominator_of": None if by.printed else per.indicator,
        "denominator_period": by.period or None,
    }


def _since_start(one: Assessment) -> dict[str, Any] | None:
    since = since_start(one.facts)
    if since is None:
        return None
    return {
        "baseline": since.baseline.value,
        "baseline_period": since.baseline.period,
        "value": since.latest.value,
        "period": since.latest.period,
        "benchmark_then": since.benchmark_then,
        "benchmark_now": since.benchmark_now,
        "tested": since.word or None,
    }


@dataclass(frozen=True)
class Rate:
    """Of one question: how many indicators are asked it, how many answers there are, and why not, commonest first."""

    question: str
    answered: int
    answerable: int
    reasons: tuple[tuple[str, int], ...]


def answer_rate(assessed: Iterable[Assessment]) -> tuple[Rate, ...]:
    """How many of the three answers are given, of those that can be asked for.

    Background is not asked whether it is on plan, a size or a rank and the benchmark itself not how they differ.
    """
    every = list(assessed)
    asked: dict[str, list[Answer]] = {
        "On plan?": [one.plan for one in every if one.plan.reason != "contextual"],
        "Different?": [one.difference for one in every if not _incomparable(one.difference)],
        "Changing?": [one.change for one in every],
    }
    return tuple(
        Rate(
            question,
            sum(answer.given for answer in answers),
            len(answers),
            tuple(Counter(answer.reason for answer in answers if not answer.given).most_common()),
        )
        for question, answers in asked.items()
    )


def _incomparable(answer: Answer) -> bool:
    return answer.word == UNCOMPARED or answer.reason == "this is the benchmark itself"


def rate_lines(rates: Iterable[Rate]) -> list[str]:
    """The answer rate in sentences, one for each question."""
    said = []
    for one in rates:
        why = ", ".join(f"{wording.reason(reason)} ({number})" for reason, number in one.reasons)
        said.append(f"{one.question} {one.answered} of {one.answerable} answered.{f' Not: {why}.' if why else ''}")
    return said


def as_table(assessed: Mapping[str, Assessment]) -> str:
    """Columns of text: slug, period, status, comparison, trend."""
    rows = [("indicator", "period", "on plan?", "different?", "changing?")]
    rows += [
        (
            slug,
            one.facts.latest.period if one.facts.latest else "",
            _with_reason(one.plan),
            _with_reason(one.difference),
            _with_reason(one.change),
        )
        for slug, one in assessed.items()
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _with_reason(answer: Answer) -> str:
    return f"{answer.text}: {answer.reason}" if answer.reason else answer.text


def freshness_table(
    assessed: Iterable[Assessment], catalogue: Catalogue, releases: Sequence[store.Release] = ()
) -> pd.DataFrame:
    """For each indicator: its latest period, when that was published and carried over, and what is due when.

    Carried over is the day of the shipped figures, or of the latest published file that changed them.
    """
    uploaded = [release for release in releases if release.kind == "publish"]
    rows = []
    for one in assessed:
        sources = [catalogue.sources[slug] for slug in one.facts.indicator.sources]
        days = [source.retrieved for source in sources]
        days += [release.at.date() for release in uploaded if one.facts.indicator.slug in release.indicators]
        published = [source.published for source in sources if source.published]
        due = one.facts.fresh.due
        rows.append(
            {
                "Indicator": one.facts.indicator.title,
                "Latest period": one.facts.latest.period if one.facts.latest else "none",
                "Published": wording.day(max(published)) if published else "not stated in the file",
                "Carried over": wording.day(max(days)),
                "Next due": wording.day(due) if due else "no regular day",
                "Late": _late(one),
            }
        )
    return pd.DataFrame(rows, columns=FRESH).sort_values("Indicator", ignore_index=True)


def _late(one: Assessment) -> str:
    if one.facts.fresh.ended:
        return "ended"
    return "yes" if one.facts.fresh.late else "no"
