"""The tables of a snapshot: page, PDF, workbook and HTML all show these, cell for cell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators import statistics, wording
from indicators.snapshot import comparing
from indicators.snapshot.model import Change, Finding, Line, Section, Snapshot

#: Stands where a cell has nothing to say, so that a reader does not wonder whether it was forgotten.
NOTHING = "–"
UNJUDGED = "background"


@dataclass(frozen=True)
class Table:
    """A table with its short name (of a sheet), its title, and what it is about in a sentence."""

    name: str
    title: str
    about: str
    frame: pd.DataFrame
    slugs: tuple[str, ...] = ()  # of the indicators that the rows are about, where they are about one each


def tables(snapshot: Snapshot) -> list[Table]:
    """All tables, in the order in which they are read. Tables without a row are left out."""
    found = [changes(snapshot), counts(snapshot)]
    found += [section(snapshot, one) for one in snapshot.sections]
    found += [comments(snapshot), gaps(snapshot), sentences(snapshot), sources(snapshot)]
    return [table for table in found if len(table.frame)]


def changes(snapshot: Snapshot) -> Table:
    """What is not as it was in the quarter before."""
    rows = _changed(snapshot.changes)
    title = f"What changed since {snapshot.compared_with}" if snapshot.compared_with else "What changed"
    return Table(
        "What changed", title, "Everything that is not as it was at the end of the quarter before.", _frame(rows)
    )


def _changed(found: Iterable[Change]) -> list[dict[str, str]]:
    return [
        {"What": comparing.KINDS[change.kind], "Indicator": change.title, "Change": wording.sentence(change.sentence)}
        for change in found
    ]


def counts(snapshot: Snapshot) -> Table:
    """How many indicators of each theme have each status: counts, never a score."""
    rows = [{"Theme": one.title} | _counted(snapshot, one) for one in snapshot.sections if one.judged]
    about = "How many indicators have each status. Counts only: they are not added up to a score."
    return Table("Counts", "On plan, by theme", about, _frame([row for row in rows if len(row) > 1]))


def _counted(snapshot: Snapshot, one: Section) -> dict[str, str]:
    lines = {line.slug: line for part in one.parts for line in part.lines if line.slug in snapshot.findings}
    found = [snapshot.findings[slug] for slug in lines]
    words = Counter(
        UNJUDGED if unjudged(snapshot, line) else snapshot.findings[line.slug].plan.word for line in lines.values()
    )
    *judged, unassessed = statistics.WORDS  # from the worst to the best
    columns = {word.capitalize(): str(words[word]) for word in (*judged[::-1], unassessed, UNJUDGED)}
    return columns | {"Of which uncertain": str(sum(bool(finding.certainty) for finding in found))}


def unjudged(snapshot: Snapshot, line: Line) -> bool:
    """Whether an indicator is background where it stands here."""
    return line.aim == "context" or snapshot.findings[line.slug].aim == "context"


def section(snapshot: Snapshot, one: Section) -> Table:
    """A theme's indicators by priority, each with what is expected, what is, and the three answers."""
    lines = [(part.name, line) for part in one.parts for line in part.lines if line.slug in snapshot.findings]
    rows = [_row(snapshot, priority, line) for priority, line in lines]
    led = f"Led by the {one.lead}." if one.lead else "" if one.judged else "Background: shown, never judged."
    return Table(one.title, one.title, led, _frame(rows), tuple(line.slug for _, line in lines))


def _row(snapshot: Snapshot, priority: str, line: Line) -> dict[str, str]:
    finding = snapshot.findings[line.slug]
    return {
        "Priority": priority,
        "Indicator": finding.title,
        "Expected": NOTHING if unjudged(snapshot, line) else finding.expected or line.asked,
        "Actual": finding.actual or "no figure",
        "95% interval": finding.interval or NOTHING,
        "Period": " · ".join(part for part in (finding.period, finding.area, finding.flags) if part) or NOTHING,
        "On plan?": UNJUDGED if unjudged(snapshot, line) else plan_word(finding),
        f"Different from {snapshot.benchmark}?": told(finding.difference.word, finding.difference.reason),
        "Changing?": told(finding.change.word, finding.change.reason),
    }


def plan_word(finding: Finding) -> str:
    """The status as it stands in a cell: the word, whether it is uncertain, the reason where there is none."""
    uncertain = " (uncertain)" if finding.certainty else ""
    return f"{told(finding.plan.word, finding.plan.reason)}{uncertain}"


def told(word: str, reason: str) -> str:
    """A word with the reason for it, where there is one."""
    return f"{word}: {wording.reason(reason)}" if reason else word


def word_of(cell: str) -> str:
    """The word of an answer that a cell begins with, "on plan" of "on plan (uncertain)"; empty for any other cell."""
    return next((word for word in wording.SIGNS if cell == word or cell.startswith((f"{word}:", f"{word} ("))), "")


def comments(snapshot: Snapshot) -> Table:
    """What officers said, in the order of the strategy."""
    rows = [
        {
            "Indicator": finding.title,
            "On plan?": UNJUDGED if finding.aim == "context" else plan_word(finding),
            "Comment": finding.comment.text,
            "Action": finding.comment.action or NOTHING,
            "By": f"{finding.comment.by}, {finding.comment.at}",
        }
        for finding in snapshot.findings.values()
        if finding.comment
    ]
    return Table("Comments", "Comments and actions", "What officers say, and what is done about it.", _frame(rows))


def comparison(before: Snapshot, after: Snapshot) -> Table:
    """What is not the same in any two snapshots."""
    rows = _changed(comparing.compare(before, after))
    title = f"From {before.label} to {after.label}"
    if before.quarter == after.quarter:
        title = f"{after.label}, before and after its correction"
    return Table("Comparison", title, "What is not the same.", _frame(rows))


def gaps(snapshot: Snapshot) -> Table:
    """Priorities that are not measured, or not in full: they stay visible."""
    rows = [
        {
            "Theme": one.title,
            "Priority": part.name,
            "What is not measured": part.gap,
            "What would fill it": part.would_fill,
        }
        for one in snapshot.sections
        for part in one.parts
        if part.gap
    ]
    return Table("Not measured", "Priorities not measured, or only in part", "They are not forgotten.", _frame(rows))


def sentences(snapshot: Snapshot) -> Table:
    """The three answers of every indicator in full sentences."""
    rows = [
        {
            "Indicator": finding.title,
            "On plan?": finding.plan.sentence,
            f"Different from {snapshot.benchmark}?": finding.difference.sentence,
            "Changing?": finding.change.sentence,
        }
        for finding in snapshot.findings.values()
    ]
    return Table(
        "Reasons", "The three answers, with their reasons", "Each with its numbers and its rule.", _frame(rows)
    )


def sources(snapshot: Snapshot) -> Table:
    """Where the figures come from, with the attribution that their licence asks for."""
    rows = [
        {"Publisher": one.publisher, "Dataset": one.dataset, "Attribution": one.attribution, "Licence": one.licence}
        for one in snapshot.sources
    ]
    return Table("Sources", "Sources", f"Methods, version {snapshot.method}.", _frame(rows))


def _frame(rows: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=str)
