"""What the printed snapshot says, as plain data for the template that sets it: words, shapes, lines, in reading order.

The cells are those of `tables`; what is added is what only paper needs: lines, alternative texts, a legend.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from indicators import answer_words, wording
from indicators.answer_words import WORDS
from indicators.model import Polarity
from indicators.snapshot import notes
from indicators.snapshot.comparing import grouped
from indicators.snapshot.model import Comment, Part, Reported, Section, Snapshot
from indicators.snapshot.tables import COUNTED, NOTHING, UNJUDGED, Cell, Table, changes, counts, section

#: What the template is given: only text, numbers, lists and mappings with text as keys.
Printed = dict[str, Any]
#: As many characters of a hash tell snapshots apart; the whole one stands at the end.
SHORT = 16
#: The column with the small line, which no other document's table has.
LINE = "Over time"
ACTUAL, INTERVAL, PERIOD = "Actual", "95% interval", "Period"
UNSAID = "Off plan, and nobody has said why yet: the quarter cannot be signed off without it."
ABOUT_LINES = "Each joins the figures known, on a scale of its own; its dot is the latest."


def printed(snapshot: Snapshot) -> Printed:
    """Everything that is printed of a snapshot."""
    places: dict[str, str] = {}
    return {
        "title": notes.title(snapshot),
        "borough": snapshot.area,
        "author": snapshot.organisation,
        "strategy": snapshot.strategy,
        "quarter": snapshot.label,
        "date": [int(part) for part in snapshot.on.split("-")],
        "state": _state(snapshot),
        "facts": _facts(snapshot),
        "changed": _changed(snapshot),
        "counts": _counts(snapshot),
        "sections": [_section(snapshot, one, places) for one in snapshot.sections],
        "legend": _legend(),
        "sources": _sources(snapshot),
        "made": _made(snapshot),
    }


def _state(snapshot: Snapshot) -> str:
    if snapshot.signed:
        return "CORRECTION" if snapshot.signed.corrects else ""
    return "DRAFT, quarter still running" if snapshot.running else "DRAFT"


def _facts(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The title block: names and what they stand for."""
    signed = snapshot.signed
    facts = [
        ("Quarter", f"{snapshot.label}, {snapshot.months}"),
        notes.standing(snapshot),
        ("Signed off", f"by {signed.by}, {signed.at}" if signed else "not yet"),
        ("Hash", snapshot.hash[:SHORT]),
    ]
    if signed and signed.corrects:
        facts.append(("Corrects", f"the snapshot {signed.corrects[:SHORT]}. {wording.sentence(signed.reason)}"))
    return facts


def _changed(snapshot: Snapshot) -> Printed:
    """What changed, by kind; a sentence where there is nothing to tell."""
    kinds = [
        {"kind": kind, "changes": [(change.title, wording.sentence(change.sentence)) for change in those]}
        for kind, those in grouped(snapshot.changes).items()
    ]
    return {"title": changes(snapshot).title, "kinds": kinds, "nothing": notes.changed(snapshot)}


def _counts(snapshot: Snapshot) -> Printed:
    table = counts(snapshot)
    columns = [{"name": name, "sign": _sign(COUNTED.get(name, ("", False))[0])} for name in table.columns]
    rows = [[cell.text for cell in row.values()] for row in table.rows]
    return {"title": table.title, "about": table.about, "columns": columns, "rows": rows}


def _section(snapshot: Snapshot, one: Section, places: dict[str, str]) -> Printed:
    """A theme by priority. `places` remembers where each indicator's comment stands, so that it is printed once."""
    table = section(snapshot, one)
    columns = _columns(table)
    rows = iter(table.rows)
    parts = []
    for part in one.parts:
        slugs = [line.slug for line in part.lines if line.slug in snapshot.reported]
        cells = [
            _row(snapshot.reported[slug], row, columns, _comment(snapshot, slug, part, places))
            for slug, row in zip(slugs, rows, strict=False)  # `rows` goes on with the next priority
        ]
        parts.append({"name": part.name, "gap": part.gap, "fill": part.would_fill, "rows": cells})
    return {"title": one.title, "about": table.about, "columns": columns, "parts": parts}


def _columns(table: Table) -> list[str]:
    """The columns to print: those that say nothing in any row are left out, and the line stands before the answers.

    Intervals have no column of their own: they stand behind what they are of.
    """
    names = [
        name
        for name in table.columns
        if name in (ACTUAL, PERIOD) or not {row[name] for row in table.rows} <= {NOTHING, UNJUDGED}
    ]
    names = [name for name in names if name not in ("Priority", INTERVAL)]
    place = names.index(PERIOD) + 1 if names else 0
    return [*names[:place], LINE, *names[place:]] if names else []


def _row(reported: Reported, row: Mapping[str, Cell], columns: Iterable[str], comment: Printed) -> Printed:
    cells = [_line(reported) if name == LINE else _cell(row[name]) for name in columns]
    interval = "" if row[INTERVAL] == NOTHING else f"({row[INTERVAL].text})"
    return {"cells": cells, "interval": interval, "comment": comment}


def _cell(cell: Cell) -> Printed:
    return {"text": f"{cell.answer}{cell.plain}", "sign": _sign(cell.word, cell.polarity), "reason": cell.reason}


def _sign(word: str, polarity: Polarity = "contextual") -> list[str]:
    """The shape and the colour of a word of the answers; an empty list for any other."""
    return [WORDS[word].shape, answer_words.colour(word, polarity)] if word in WORDS else []


def _comment(snapshot: Snapshot, slug: str, part: Part, places: dict[str, str]) -> Printed:
    """What is said of an indicator, where it stands first; after that where to find it; empty for nothing."""
    reported = snapshot.reported[slug]
    if reported.comment is None:
        return {"note": UNSAID} if reported.needs_comment else {}
    if slug in places:
        return {"note": f"The comment stands under “{places[slug]}”."}
    places[slug] = part.name
    return _spoken(reported.comment)


def _spoken(comment: Comment) -> Printed:
    """The comment and the action, line by line."""
    action = comment.action.split("\n") if comment.action else []
    return {"text": comment.text.split("\n"), "action": action, "by": f"{comment.by}, {comment.at}"}


def _line(reported: Reported) -> Printed:
    """The small line as points from 0 to 1, rightwards and upwards, with the words that stand for it."""
    known = [(place, value) for place, value in enumerate(reported.points) if value is not None]
    if len(known) < 2:
        return _cell(NOTHING)
    first, last = known[0][0], known[-1][0]
    low, high = min(value for _, value in known), max(value for _, value in known)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(reported.points[first : last + 1]):
        if value is None:
            runs.append([])
        else:
            height = (value - low) / (high - low) if high > low else 0.5
            runs[-1].append((round(place / (last - first), 4), round(height, 4)))
    return {"runs": [run for run in runs if run], "alt": _in_words(reported, broken=len(runs) > 1)}


def _in_words(reported: Reported, *, broken: bool) -> str:
    """The line in words."""
    pairs = zip(reported.series, reported.written, strict=True)
    known = [(point.when, text) for point, text in pairs if point.value is not None]
    (start, was), (end, now) = known[0], known[-1]
    gaps = " The line is broken where figures are missing or cannot be compared." if broken else ""
    return f"{reported.title}: {was} {start}, {now} {end}, {len(known)} figures.{gaps}"


def _legend() -> list[Printed]:
    """Every word of the answers with its shape and what it means, then the small line."""
    words = notes.words() | {LINE.lower(): ABOUT_LINES}
    return [{"word": word, "sign": _sign(word), "meaning": meaning} for word, meaning in words.items()]


def _sources(snapshot: Snapshot) -> Printed:
    """The attributions, each once: by publisher, and what most of them say alike only once for all.

    Where an attribution does not begin with the publisher's name it stands for itself, without the name.
    """
    sentences = Counter(part for line in snapshot.sources for part in set(_parts(line.attribution)))
    alike = sentences.most_common(1)[0][0] if sentences else ""
    credited: dict[str, list[str]] = {}
    for line in snapshot.sources:
        rest = " ".join(part for part in _parts(line.attribution) if part != alike).removeprefix("Source: ")
        own = line.publisher if rest.startswith(line.publisher) else ""
        credited.setdefault(own, []).append(rest.removeprefix(own).strip(" ,."))
    named = [(publisher, "; ".join(filter(None, dict.fromkeys(rest)))) for publisher, rest in credited.items()]
    return {"alike": alike, "named": named}


def _parts(attribution: str) -> list[str]:
    """The sentences of an attribution."""
    return re.split(r"(?<=\.) (?=[A-Z])", attribution)


def _made(snapshot: Snapshot) -> list[tuple[str, str]]:
    """How the snapshot was made, so that it can be made again and checked."""
    made = [
        ("What was known", snapshot.basis),
        *([("Answers given", " ".join(snapshot.answered))] if snapshot.answered else []),
        ("Methods", f"version {snapshot.method}"),
        ("Hash of this snapshot", snapshot.hash),
        ("Hash of its observations", snapshot.observations),
        ("Hash of the catalogue", snapshot.catalogue),
    ]
    if snapshot.signed and snapshot.signed.corrects:
        made.append(("Hash of the snapshot that it corrects", snapshot.signed.corrects))
    return made
