"""The tables of a snapshot: page, PDF, workbook and HTML all show these, cell for cell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import pandas as pd

from indicators import answer_words, wording
from indicators.answer_words import BACKGROUND, Colour
from indicators.assessment import NOT_ASSESSED, Answer
from indicators.model import Polarity
from indicators.snapshot import comparing
from indicators.snapshot.model import Change, Line, Reported, Section, Snapshot

Kind = Literal["changes", "counts", "theme", "comments", "gaps", "reasons", "sources", "comparison", "meanings"]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; of one that gives an answer its word, what stands behind it, and why there is no other.

    `said` is what people read for the word where that is not the word itself: "last known: off plan".
    """

    plain: str = ""
    word: str = ""
    reason: str = ""
    said: str = ""
    polarity: Polarity = "contextual"  # which direction of change is good

    @property
    def rest(self) -> str:
        """All but the word: " (uncertain)", ": no baseline"."""
        return f"{self.plain}: {self.reason}" if self.reason else self.plain

    @property
    def colour(self) -> Colour:
        """The colour of the word."""
        return answer_words.colour(self.word, self.polarity)

    @property
    def answer(self) -> str:
        """The word as people read it."""
        return self.said or self.word

    @property
    def text(self) -> str:
        """All of it: "on plan (uncertain)"."""
        return f"{self.answer}{self.rest}"


Rows = Sequence[Mapping[str, Cell]]
#: Stands where a cell has nothing to say, so that a reader does not wonder whether it was forgotten.
NOTHING = Cell("–")
NO_FIGURE = Cell("no figure")
UNJUDGED = Cell(word=BACKGROUND)
#: The statuses that are counted, by the name of their column: the word, and whether it is the last known one.
COUNTED: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {wording.capital(word): (word, False) for word in answer_words.PLAN if word != BACKGROUND}
    | {
        wording.capital(answer_words.last_known(word)): (word, True)
        for word in answer_words.PLAN
        if word not in (NOT_ASSESSED, BACKGROUND)
    }
    | {wording.capital(BACKGROUND): (BACKGROUND, False)}
)
UNCERTAIN = "Of which uncertain"


@dataclass(frozen=True)
class Table:
    """A table with its short name (of a sheet), its title, what it is about in a sentence, and its rows by column."""

    kind: Kind
    name: str
    title: str
    about: str
    rows: Rows
    slugs: tuple[str, ...] = ()  # of the indicators that the rows are about, where they are about one each

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names; none where there is no row."""
        return tuple(self.rows[0]) if self.rows else ()

    @property
    def frame(self) -> pd.DataFrame:
        """The texts."""
        return pd.DataFrame([{name: cell.text for name, cell in row.items()} for row in self.rows], dtype=str)

    @property
    def closed(self) -> bool:
        """Whether it is read only when somebody asks why, and closed until then."""
        return self.kind in ("reasons", "sources")


def tables(snapshot: Snapshot) -> list[Table]:
    """All tables, in the order in which they are read. Tables without a row are left out."""
    every = [changes(snapshot), counts(snapshot)]
    every += [section(snapshot, one) for one in snapshot.sections]
    every += [comments(snapshot), gaps(snapshot), sentences(snapshot), sources(snapshot)]
    return [table for table in every if table.rows]


def changes(snapshot: Snapshot) -> Table:
    """What is not as it was in the quarter before."""
    title = f"What changed since {snapshot.compared_with}" if snapshot.compared_with else "What changed"
    about = "Everything that is not as it was at the end of the quarter before."
    return Table("changes", "What changed", title, about, _changed(snapshot.changes))


def _changed(changes: Iterable[Change]) -> Rows:
    return _rows(
        {"What": comparing.KINDS[change.kind], "Indicator": change.title, "Change": wording.sentence(change.sentence)}
        for change in changes
    )


def _rows(rows: Iterable[Mapping[str, str | Cell]]) -> Rows:
    """Rows with a cell around each text."""
    return tuple({name: Cell(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows)


def counts(snapshot: Snapshot) -> Table:
    """How many indicators of each theme have each status: counts, never a score. A status that none has is left out."""
    counted = {one.title: _counted(snapshot, one) for one in snapshot.sections if one.judged}
    used = [name for name in (*COUNTED, UNCERTAIN) if any(numbers[name] for numbers in counted.values())]
    numbered = counted.items() if used else ()
    rows = _rows({"Theme": title} | {name: str(numbers[name]) for name in used} for title, numbers in numbered)
    about = "How many indicators have each status. Counts only: they are not added up to a score."
    return Table("counts", "Counts", "On plan, by theme", about, rows)


def _counted(snapshot: Snapshot, one: Section) -> dict[str, int]:
    """How many indicators of a theme have each status. One that serves several priorities counts once, and is
    background only where none of these judges it."""
    lines = [line for part in one.parts for line in part.lines if line.slug in snapshot.reported]
    judged = {line.slug for line in lines if not _unjudged(snapshot, line)}
    slugs = {line.slug for line in lines}
    plans = Counter((snapshot.reported[slug].plan.word, snapshot.reported[slug].plan.last_known) for slug in judged)
    numbers = {name: plans[status] for name, status in COUNTED.items()}
    numbers[wording.capital(BACKGROUND)] = len(slugs - judged)
    return numbers | {UNCERTAIN: sum(bool(snapshot.reported[slug].certainty) for slug in judged)}


def _unjudged(snapshot: Snapshot, line: Line) -> bool:
    """Whether an indicator is background where it stands here."""
    return line.aim == "context" or snapshot.reported[line.slug].aim == "context"


def section(snapshot: Snapshot, one: Section) -> Table:
    """A theme's indicators by priority, each with what is expected, what is, and the three answers."""
    lines = [(part.name, line) for part in one.parts for line in part.lines if line.slug in snapshot.reported]
    rows = _rows(_row(snapshot, priority, line) for priority, line in lines)
    led = f"Led by the {one.lead}." if one.lead else "" if one.judged else "Background: shown, never judged."
    return Table("theme", one.title, one.title, led, rows, tuple(line.slug for _, line in lines))


def _row(snapshot: Snapshot, priority: str, line: Line) -> dict[str, str | Cell]:
    reported, unjudged = snapshot.reported[line.slug], _unjudged(snapshot, line)
    return {
        "Priority": priority,
        "Indicator": reported.title,
        "Expected": NOTHING if unjudged else reported.expected or line.asked,
        "Actual": reported.actual or NO_FIGURE,
        "95% interval": reported.interval or NOTHING,
        "Period": " · ".join(part for part in (reported.period, reported.area, reported.flags) if part) or NOTHING,
        "On plan?": UNJUDGED if unjudged else _status(reported),
        f"Different from {snapshot.benchmark}?": _answer(reported.difference),
        "Changing?": replace(_answer(reported.change), polarity=reported.polarity),
    }


def _status(reported: Reported) -> Cell:
    return _answer(reported.plan, " (uncertain)" if reported.certainty else "")


def _answer(answer: Answer, more: str = "") -> Cell:
    return Cell(more, answer.word, wording.reason(answer.reason), answer.text)


def comments(snapshot: Snapshot) -> Table:
    """What officers said, in the order of the strategy."""
    rows = _rows(
        {
            "Indicator": reported.title,
            "On plan?": UNJUDGED if reported.aim == "context" else _status(reported),
            "Comment": reported.comment.text,
            "Action": reported.comment.action or NOTHING,
            "By": f"{reported.comment.by}, {reported.comment.at}",
        }
        for reported in snapshot.reported.values()
        if reported.comment
    )
    about = "What officers say, and what is done about it."
    return Table("comments", "Comments", "Comments and actions", about, rows)


def comparison(before: Snapshot, after: Snapshot) -> Table:
    """What is not the same in any two snapshots."""
    title = f"From {before.label} to {after.label}"
    if before.quarter == after.quarter:
        title = f"{after.label}, before and after its correction"
    rows = _changed(comparing.compare(before, after))
    return Table("comparison", "Comparison", title, "What is not the same.", rows)


def gaps(snapshot: Snapshot) -> Table:
    """Priorities that are not measured, or not in full: they stay visible."""
    rows = _rows(
        {
            "Theme": one.title,
            "Priority": part.name,
            "What is not measured": part.gap,
            "What would fill it": part.would_fill,
        }
        for one in snapshot.sections
        for part in one.parts
        if part.gap
    )
    title = "Priorities not measured, or only in part"
    return Table("gaps", "Not measured", title, "They are not forgotten.", rows)


def sentences(snapshot: Snapshot) -> Table:
    """The three answers of every indicator in full sentences."""
    rows = _rows(
        {
            "Indicator": reported.title,
            "On plan?": reported.plan.whole,
            f"Different from {snapshot.benchmark}?": reported.difference.whole,
            "Changing?": reported.change.whole,
            "Since the strategy began": reported.began or NOTHING,
        }
        for reported in snapshot.reported.values()
    )
    title = "The three answers, with their reasons"
    return Table("reasons", "Reasons", title, "Each with its numbers and its rule.", rows)


def sources(snapshot: Snapshot) -> Table:
    """Where the figures come from, with the attribution that their licence asks for."""
    rows = _rows(
        {"Publisher": one.publisher, "Dataset": one.dataset, "Attribution": one.attribution, "Licence": one.licence}
        for one in snapshot.sources
    )
    return Table("sources", "Sources", "Sources", f"Methods, version {snapshot.method}.", rows)
