"""What officers say about an indicator in a quarter: a comment and an action. Plain text; every edit is kept."""

import unicodedata
from collections.abc import Iterable, Sequence

from indicators import access, store, wording
from indicators import catalogue as catalogues
from indicators.errors import UnknownName, UserError, nearest
from indicators.model import Catalogue
from indicators.snapshot.model import Comment
from indicators.snapshot.quarters import Quarter

#: Most lines of a comment or an action: what fits beside its indicator on paper.
LINES = 40

#: What programs paste along though nobody sees it: soft hyphen, zero-width space, byte order mark.
_UNSEEN = "\u00ad\u200b\ufeff"


class Unsayable(UserError):
    """The comment cannot be kept as it is. Nothing was written."""


def comment(
    where: str,
    quarter: Quarter,
    slug: str,
    *,
    text: str,
    action: str,
    by: str,
    catalogue: Catalogue,
    seen: int | None = None,
) -> store.Entry:
    """The entry, as it was added to the ledger; an earlier comment of the same indicator and quarter stays there.

    `seen` is how many comments on it the person has seen. Refuses an indicator that no priority measures, a blank
    comment, one that is too long or holds control characters, whoever may not comment, a place without a store, and
    one that would take the place of a comment that was not seen.
    """
    person = access.allow(by, "comment")
    measured = {line for theme in catalogue.strategy.themes for line in catalogues.measured(theme)}
    if slug not in measured:
        raise UnknownName(f"No priority measures an indicator '{slug}'.{nearest(slug, measured)}")
    words, done = plain("comment", text), plain("action", action)
    if not words:
        raise Unsayable("The comment is empty. Say in a sentence or two why the figure is as it is.")

    def judge(entries: Sequence[store.Entry]) -> None:
        made = edits(entries, quarter, slug)
        if seen is not None and len(made) > seen:
            raise Unsayable(f"{made[0].by} commented in the meantime: “{made[0].text}” Read it, then save again.")

    entry = store.Entry("comment", quarter.name, person, indicator=slug, text=words, action=done)
    return store.record(where, entry, judge)


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
    """The text with lines ended alike and without blank ends. Refuses what is too long or cannot be kept."""
    text = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in text if letter not in _UNSEEN)
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    access.bounded(what, plain, access.COMMENT)
    if plain.count("\n") >= LINES:
        raise Unsayable(
            f"The {what} has {plain.count(chr(10)) + 1:,} lines; at most {LINES} are kept. Nothing is saved."
        )
    odd = next((letter for letter in plain if letter not in "\n\t\u200d" and not letter.isprintable()), "")
    if odd:
        raise Unsayable(f"The {what} holds a character that cannot be printed (U+{ord(odd):04X}). Type it again.")
    return plain
