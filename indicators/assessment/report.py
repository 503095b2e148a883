"""Assessments as text: a table for people, JSON for programs; and how fresh the figures are, as a table."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from indicators import store, wording
from indicators.assessment.answers import Assessment
from indicators.model import Catalogue

FRESH = ["Indicator", "Latest period", "Published", "Carried over", "Next due", "Late"]


def as_json(assessed: Mapping[str, Assessment]) -> str:
    """A list of objects, one for each indicator, in the order given; what is missing is null."""
    return json.dumps([record(slug, one) for slug, one in assessed.items()], ensure_ascii=False, indent=1)


def record(slug: str, one: Assessment) -> dict[str, Any]:
    """One assessment as plain values. `reason` says why nothing is judged, and is empty otherwise."""
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
        "comparison": one.difference.word,
        "comparison_reason": one.difference.reason,
        "trend": one.change.word,
        "trend_reason": one.change.reason,
        "due": one.facts.fresh.due.isoformat() if one.facts.fresh.due else None,
        "late": one.facts.fresh.late,
        "sentences": {
            "plan": one.plan.sentence,
            "difference": one.difference.sentence,
            "change": one.change.sentence,
        },
    }


def as_table(assessed: Mapping[str, Assessment]) -> str:
    """Columns of text: slug, period, status, comparison, trend."""
    rows = [("indicator", "period", "on plan?", "different?", "changing?")]
    rows += [
        (
            slug,
            one.facts.latest.period if one.facts.latest else "",
            _with_reason(one.plan.word, one.plan.reason),
            _with_reason(one.difference.word, one.difference.reason),
            _with_reason(one.change.word, one.change.reason),
        )
        for slug, one in assessed.items()
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _with_reason(word: str, reason: str) -> str:
    return f"{word}: {reason}" if reason else word


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
    if one.facts.fresh.missed_cycle:
        return "more than a cycle"
    return "yes" if one.facts.fresh.late else "no"
