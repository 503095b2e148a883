"""What officers say about an indicator in a quarter: a comment and an action. Plain text; every edit is kept."""

from collections.abc import Iterable, Sequence

from indicators import access, store, wording
from indicators.errors import UnknownName, UserError, nearest
from indicators.model import Catalogue
from indicators.snapshot.model import Comment
from indicators.snapshot.quarters import Quarter

#: Longest comment and longest action, in characters: what fits beside its indicator on paper.
LONGEST = 2000
#: Most lines of either, for the same reason.
LINES = 40


class Unsayable(UserError):
    """The comment cannot be kept as it is. Nothing was written."""


def comment(
    where: str, quarter: Quarter, slug: str, *, text: str, action: str, by: str, catalogue: Catalogue
) -> store.Entry:
    """The entry, as it was added to the ledger; an earlier comment of the same indicator and quarter stays there.

    Refuses an unknown indicator, a blank comment, one that is too long or holds control characters, and whoever may
    not comment.
    """
    person = access.allow(by, "comment")
    if slug not in catalogue.indicators:
        raise UnknownName(f"There is no indicator '{slug}'.{nearest(slug, catalogue.indicators)}")
    said, done = plain("comment", text), plain("action", action)
    if not said:
        raise Unsayable("The comment is empty. Say in a sentence or two why the figure is as it is.")
    entry = store.Entry("comment", quarter.name, person, indicator=slug, text=said, action=done)
    return store.record(where, entry, lambda entries: None)


def latest(entries: Iterable[store.Entry], quarter: Quarter) -> dict[str, Comment]:
    """The comments that stand for a quarter, by slug: of several on one indicator the last."""
    return {
        entry.indicator: as_comment(entry)
        for entry in entries
        if entry.kind == "comment" and entry.quarter == quarter.name
    }


def edits(entries: Iterable[store.Entry], quarter: Quarter, slug: str) -> Sequence[Comment]:
    """Every comment that was made on an indicator in a quarter, the latest first."""
    mine = (entry for entry in entries if entry.kind == "comment" and entry.quarter == quarter.name)
    return [as_comment(entry) for entry in mine if entry.indicator == slug][::-1]


def as_comment(entry: store.Entry) -> Comment:
    """An entry of the ledger as it is shown."""
    return Comment(entry.by, wording.moment(entry.at), entry.text, entry.action)


def plain(what: str, text: str) -> str:
    """The text with lines ended alike and without blank ends. Unsayable where it cannot be kept."""
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if len(plain) > LONGEST:
        cut = f"Shorten it by {len(plain) - LONGEST:,}"
        raise Unsayable(
            f"The {what} has {len(plain):,} characters; at most {LONGEST:,} are kept. {cut}: nothing is saved."
        )
    if plain.count("\n") >= LINES:
        raise Unsayable(
            f"The {what} has {plain.count(chr(10)) + 1:,} lines; at most {LINES} are kept. Nothing is saved."
        )
    odd = next((letter for letter in plain if letter not in "\n\t" and not letter.isprintable()), "")
    if odd:
        raise Unsayable(f"The {what} holds a character that cannot be printed (U+{ord(odd):04X}). Type it again.")
    return plain
