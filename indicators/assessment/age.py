"""Why there is no newer figure, in a sentence: the one way it is said."""

from indicators import wording
from indicators.assessment.facts import Facts
from indicators.assessment.freshness import Freshness
from indicators.model import Indicator
from indicators.succession import Abolished


def late(fresh: Freshness) -> str:
    """That newer figures should be out, the one way it is said; empty where none should."""
    if not fresh.late:
        return ""
    if len(fresh.missing) == 1 and fresh.several == 1:
        return f"The figure for {fresh.missing[0]} should be out by now and is not held here."
    if fresh.missing:
        others = fresh.missing[-1] if fresh.several == 2 else f"{fresh.several - 1} later periods"
        return f"Figures for {fresh.missing[0]} and {others} should be out by now and are not held here."
    return "A newer figure should be out by now and is not held here."


def ended(indicator: Indicator) -> str:
    """That the series has ended, why, and what came after it; empty where it goes on."""
    if indicator.ended is None:
        return ""
    after = f" After it came {indicator.ended.successor.rstrip('.')}." if indicator.ended.successor else ""
    return f"The series has ended. {wording.sentence(indicator.ended.why)}{after}"


def abolished(name: str, gone: Abolished) -> str:
    """Until when an area is one, and what it is a part of from then on: also of a day that is still to come."""
    became = f"part of {wording.listed(gone.became)}"
    if gone.until is None:
        return f"{name} is no area of its own any more: it is {became}."
    return f"{name} is an area of its own until {wording.day(gone.until)}, and then {became}."


def age(facts: Facts) -> str:
    """Why there is no newer figure."""
    without = facts.missing_since
    said = f"{wording.capital(without.period)} was published without a figure." if without else ""
    over = ended(facts.indicator) or (abolished(facts.area_name, facts.abolished) if facts.abolished else "")
    why = over if facts.fresh.ended else late(facts.fresh)
    return f"{said} {why}".strip()
