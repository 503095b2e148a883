"""What the printed snapshot says, as plain data for the template that sets it: words, shapes, lines, in reading order.

The cells are those of `tables`; what is added is what only paper needs: lines, alternative texts, a legend.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from indicators import wording
from indicators.snapshot import notes
from indicators.snapshot.model import Comment, Finding, Part, Section, Snapshot
from indicators.snapshot.tables import NOTHING, UNJUDGED, changes, counts, section, word_of

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
    said: dict[str, str] = {}
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
        "sections": [_section(snapshot, one, said) for one in snapshot.sections],
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
        ("As known on", wording.day(date.fromisoformat(snapshot.on))),
        ("Signed off", f"by {signed.by}, {signed.at}" if signed else "not yet"),
        ("Hash", snapshot.hash[:SHORT]),
    ]
    if signed and signed.corrects:
        facts.append(("Corrects", f"the snapshot {signed.corrects[:SHORT]}. {wording.sentence(signed.reason)}"))
    return facts


def _changed(snapshot: Snapshot) -> Printed:
    """What changed, by kind; a sentence where there is nothing to tell."""
    table = changes(snapshot)
    rows = table.frame.to_dict("records")
    kinds = [
        {"kind": kind, "changes": [(row["Indicator"], row["Change"]) for row in found]}
        for kind, found in groupby(rows, key=lambda row: row["What"])
    ]
    return {"title": table.title, "kinds": kinds, "nothing": notes.changed(snapshot)}


def _counts(snapshot: Snapshot) -> Printed:
    table = counts(snapshot)
    columns = [{"name": name, "sign": _sign(name.lower())} for name in table.frame.columns]
    return {"title": table.title, "about": table.about, "columns": columns, "rows": table.frame.to_numpy().tolist()}


def _section(snapshot: Snapshot, one: Section, said: dict[str, str]) -> Printed:
    """A theme by priority. `said` remembers where each indicator's comment stands, so that it is printed once."""
    table = section(snapshot, one)
    columns = _columns(table.frame)
    rows = iter(table.frame.to_dict("records"))
    parts = []
    for part in one.parts:
        slugs = [line.slug for line in part.lines if line.slug in snapshot.findings]
        cells = [
            _row(snapshot.findings[slug], row, columns, _comment(snapshot, slug, part, said))
            for slug, row in zip(slugs, rows, strict=False)  # `rows` goes on with the next priority
        ]
        parts.append({"name": part.name, "gap": part.gap, "fill": part.would_fill, "rows": cells})
    return {"title": one.title, "about": table.about, "columns": columns, "parts": parts}


def _columns(frame: pd.DataFrame) -> list[str]:
    """The columns to print: those that say nothing in any row are left out, and the line stands before the answers.

    Intervals have no column of their own: they stand behind what they are of.
    """
    said = [str(name) for name in frame if name in (ACTUAL, PERIOD) or not set(frame[name]) <= {NOTHING, UNJUDGED}]
    said = [name for name in said if name not in ("Priority", INTERVAL)]
    place = said.index(PERIOD) + 1 if said else 0
    return [*said[:place], LINE, *said[place:]] if said else []


def _row(finding: Finding, row: Mapping[Hashable, str], columns: Iterable[str], comment: Printed) -> Printed:
    cells = [_line(finding) if name == LINE else {"text": row[name], "sign": _sign(row[name])} for name in columns]
    interval = "" if row[INTERVAL] == NOTHING else f"({row[INTERVAL]})"
    return {"cells": cells, "interval": interval, "comment": comment}


def _sign(cell: str) -> list[str]:
    """The shape and the colour of the word that a cell begins with; an empty list for any other cell."""
    if cell == UNJUDGED:
        return list(wording.SIGNS["not assessed"])
    word = word_of(cell)
    return list(wording.SIGNS[word]) if word else []


def _comment(snapshot: Snapshot, slug: str, part: Part, said: dict[str, str]) -> Printed:
    """What is said of an indicator, where it stands first; after that where to find it; empty for nothing."""
    finding = snapshot.findings[slug]
    if finding.comment is None:
        return {"note": UNSAID} if finding.needs_comment else {}
    if slug in said:
        return {"note": f"The comment stands under “{said[slug]}”."}
    said[slug] = part.name
    return _spoken(finding.comment)


def _spoken(comment: Comment) -> Printed:
    """The comment and the action, line by line."""
    action = comment.action.split("\n") if comment.action else []
    return {"text": comment.text.split("\n"), "action": action, "by": f"{comment.by}, {comment.at}"}


def _line(finding: Finding) -> Printed:
    """The small line as points from 0 to 1, rightwards and upwards, with the words that stand for it."""
    known = [(place, value) for place, value in enumerate(finding.points) if value is not None]
    if len(known) < 2:
        return {"text": NOTHING, "sign": []}
    first, last = known[0][0], known[-1][0]
    low, high = min(value for _, value in known), max(value for _, value in known)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(finding.points[first : last + 1]):
        if value is None:
            runs.append([])
        else:
            height = (value - low) / (high - low) if high > low else 0.5
            runs[-1].append((round(place / (last - first), 4), round(height, 4)))
    return {"runs": [run for run in runs if run], "alt": _told(finding, broken=len(runs) > 1)}


def _told(finding: Finding, *, broken: bool) -> str:
    """The line in words."""
    pairs = zip(finding.series, finding.written, strict=True)
    known = [(point.period, text) for point, text in pairs if point.value is not None]
    (start, was), (end, now) = known[0], known[-1]
    gaps = " The line is broken where figures are missing or cannot be compared." if broken else ""
    return f"{finding.title}: {was} {wording.when(start)}, {now} {wording.when(end)}, {len(known)} figures.{gaps}"


def _legend() -> list[Printed]:
    """Every word of the answers with its shape and what it means, then the small line."""
    told = [
        {"words": [{"text": word, "sign": _sign(word)} for word in words.split(", ")], "meaning": meaning}
        for words, meaning in notes.WORDS.items()
    ]
    return [*told, {"words": [{"text": LINE.lower(), "sign": []}], "meaning": ABOUT_LINES}]


def _sources(snapshot: Snapshot) -> Printed:
    """The attributions, each once: by publisher, and what most of them say alike only once for all.

    Where an attribution does not begin with the publisher's name it stands for itself, without the name.
    """
    said = Counter(part for line in snapshot.sources for part in set(_parts(line.attribution)))
    alike = said.most_common(1)[0][0] if said else ""
    found: dict[str, list[str]] = {}
    for line in snapshot.sources:
        rest = " ".join(part for part in _parts(line.attribution) if part != alike).removeprefix("Source: ")
        own = line.publisher if rest.startswith(line.publisher) else ""
        found.setdefault(own, []).append(rest.removeprefix(own).strip(" ,."))
    named = [(publisher, "; ".join(filter(None, dict.fromkeys(rest)))) for publisher, rest in found.items()]
    return {"alike": alike, "named": named}


def _parts(attribution: str) -> list[str]:
    """The sentences of an attribution."""
    return re.split(r"(?<=\.) (?=[A-Z])", attribution)


def _made(snapshot: Snapshot) -> list[tuple[str, str]]:
    """How the snapshot was made, so that it can be made again and checked."""
    made = [
        ("What was known", snapshot.basis),
        ("Methods", f"version {snapshot.method}"),
        ("Hash of this snapshot", snapshot.hash),
        ("Hash of its observations", snapshot.observations),
        ("Hash of the catalogue", snapshot.catalogue),
    ]
    if snapshot.signed and snapshot.signed.corrects:
        made.append(("Hash of the snapshot that it corrects", snapshot.signed.corrects))
    return made
