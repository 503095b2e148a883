"""What a document says about itself: what it is, whether it is signed, what its words and symbols mean."""

from datetime import date

from indicators import answer_words, wording
from indicators.model import FLAGS, STATUSES
from indicators.snapshot.model import Snapshot
from indicators.snapshot.tables import NOTHING


def title(snapshot: Snapshot) -> str:
    """ "Welwyn Hatfield: quarterly snapshot, 2018 Q2"."""
    return f"{snapshot.area}: quarterly snapshot, {snapshot.label}"


def about(snapshot: Snapshot) -> str:
    """What the document is, in a sentence."""
    how = f"as it was known on {_day(snapshot)}" if snapshot.stood else f"on {_day(snapshot)}, put together later"
    return (
        f"Every indicator of the strategy “{snapshot.strategy}” of the {snapshot.organisation} {how}, "
        f"beside {snapshot.benchmark}."
    )


def standing(snapshot: Snapshot) -> tuple[str, str]:
    """What the figures are: those known on a day, or others since; what it is called, and how it is."""
    if snapshot.stood:
        return "As known on", _day(snapshot)
    return "Put together later", f"from figures as published since {_day(snapshot)}"


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
    cover = {"Quarter": f"{snapshot.label}, {snapshot.months}"}
    cover |= dict([standing(snapshot)]) | {"State": state(snapshot)}
    if signed and signed.corrects:
        cover |= {"Corrects": signed.corrects, "Reason": signed.reason}
    if snapshot.answered:
        cover["Answers given"] = " ".join(snapshot.answered)
    return cover | {
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


def words() -> dict[str, str]:
    """The words of the three answers and what stands beside them, in the order in which they are explained."""
    plan, difference, change = (
        {word: entry.meaning for word, entry in words.items()}
        for words in (answer_words.PLAN, answer_words.DIFFERENCE, answer_words.CHANGE)
    )
    old = "Said of an old figure: a newer one should be out by now and is not held here, or the series has ended."
    uncertain = "The 95% interval allows more than one of these words."
    interval = "The range that the publisher gives for the true value, given chance in the figure."
    return {**plan, "last known": old, "uncertain": uncertain, **difference, **change, "95% interval": interval}


def meanings() -> dict[str, str]:
    """Every word and symbol that can stand in a table, with what it means."""
    symbols = {wording.marker(status): wording.sentence(meaning) for status, meaning in STATUSES.items()}
    flags = {flag.replace("_", " "): wording.sentence(meaning) for flag, meaning in FLAGS.items()}
    return {**words(), **symbols, **flags, f"{NOTHING.text} (dash)": "There is nothing to say here."}
