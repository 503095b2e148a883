"""What a document says about itself: what it is, whether it is signed, what its words and symbols mean."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from indicators import wording
from indicators.model import FLAGS, STATUSES
from indicators.snapshot.model import Snapshot
from indicators.snapshot.tables import NOTHING, UNJUDGED

#: The words of the three answers and what stands beside them, in the order in which they are explained.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "target met": "The number that was set has been reached.",
        "on plan": "Where the aim asks it to be by now, or better.",
        "close to plan": "Short of the aim, by less than its tolerance, or not clearly different from the start.",
        "off plan": "Clearly short of the aim. An officer says why before the quarter is signed off.",
        "target missed": "The day for which the number was set has passed, and it was not reached.",
        "not assessed": "There is no fair judgement; the reason stands behind the word.",
        UNJUDGED: "Shown to understand the rest, never judged.",
        "uncertain": "The 95% interval allows more than one of these words.",
        "better": "Clearly different, in the good direction.",
        "worse": "Clearly different, in the bad direction.",
        "similar": "Not clearly different.",
        "higher": "Clearly higher, where neither direction is the good one.",
        "lower": "Clearly lower, where neither direction is the good one.",
        "getting better": "A significant change in the good direction over five periods or more.",
        "getting worse": "A significant change in the bad direction over five periods or more.",
        "increasing": "A significant rise, where neither direction is the good one.",
        "decreasing": "A significant fall, where neither direction is the good one.",
        "no significant change": "No more than chance alone would explain.",
        "unusually high": "Above what the months or quarters before would let one expect.",
        "unusually low": "Below what the months or quarters before would let one expect.",
        "no unusual change": "Within what the months or quarters before would let one expect.",
        "cannot say": "The figures do not allow an answer; the reason stands behind the word.",
        "95% interval": "The range that the publisher gives for the true value, given chance in the figure.",
    }
)


def title(snapshot: Snapshot) -> str:
    """ "Welwyn Hatfield: quarterly snapshot, 2018 Q2"."""
    return f"{snapshot.area}: quarterly snapshot, {snapshot.label}"


def about(snapshot: Snapshot) -> str:
    """What the document is, in a sentence."""
    return (
        f"Every indicator of the strategy “{snapshot.strategy}” of the {snapshot.organisation} as it was known on "
        f"{_day(snapshot)}, beside {snapshot.benchmark}."
    )


def _day(snapshot: Snapshot) -> str:
    return wording.day(date.fromisoformat(snapshot.on))


def state(snapshot: Snapshot) -> str:
    """Whether it is a draft, or by whom it was signed off and when."""
    if snapshot.signed:
        return f"Signed off by {snapshot.signed.by}, {snapshot.signed.at}"
    return "Draft, not signed off: the quarter has not ended" if snapshot.running else "Draft, not signed off"


def facts(snapshot: Snapshot) -> dict[str, str]:
    """What stands on the cover, by what it is."""
    signed = snapshot.signed
    found = {
        "Quarter": f"{snapshot.label}, {snapshot.months}",
        "As known on": _day(snapshot),
        "State": state(snapshot),
    }
    if signed and signed.corrects:
        found |= {"Corrects": signed.corrects, "Reason": signed.reason}
    return found | {
        "Compared with": snapshot.compared_with or "nothing: it is the first quarter",
        "Methods": f"version {snapshot.method}",
        "Hash": snapshot.hash,
    }


def changed(snapshot: Snapshot) -> str:
    """What to say where there is no change to list; empty where there is one."""
    if snapshot.changes:
        return ""
    if snapshot.compared_with:
        return f"Nothing changed since {snapshot.compared_with}."
    return "This is the first quarter of the strategy: there is none before it to compare with."


def meanings() -> dict[str, str]:
    """Every word and symbol that can stand in a table, with what it means."""
    symbols = {wording.marker(status): wording.sentence(meaning) for status, meaning in STATUSES.items()}
    flags = {
        flag.replace("_", " "): wording.sentence(meaning.removeprefix(f"{flag}: ")) for flag, meaning in FLAGS.items()
    }
    return {**WORDS, **symbols, **flags, f"{NOTHING} (dash)": "There is nothing to say here."}
