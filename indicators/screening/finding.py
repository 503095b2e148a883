"""What a check is and what it finds: one finding for each place, in words, with what to do about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from indicators.wording import count

Level = Literal["error", "warning", "note"]
Stage = Literal["recognise", "read", "shape", "meaning", "change"]

#: Gravest first. An error blocks publishing, a warning must be acknowledged, a note is told.
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
#: What is asked at each stage, in the order in which a file goes through them.
STAGES: Mapping[Stage, str] = {
    "recognise": "Can the file be opened, and is its layout known?",
    "read": "Can it be read in that layout?",
    "shape": "Is it known what its figures are about?",
    "meaning": "Can a figure be true?",
    "change": "Does it fit what is held?",
}
#: Places of one check in one file that are told one by one, ten times what the page shows; the rest is counted. With
#: them all, half a million faults took close to two gigabytes.
MOST = 10_000
#: The same for all files of one upload together, but never fewer than these of one file.
IN_ALL, LEAST = 100_000, 100
#: Letters of a cell or a sentence that are told. A cell may have a million of them, and a file 10,000 such cells.
LONGEST = 2_000
#: Rows of a worksheet below its header. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
SHEET = 1_048_575


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: how grave it is, what it means, and how it is mended."""

    id: str
    level: Level
    stage: Stage
    title: str
    means: str
    mend: str


@dataclass(frozen=True)
class Finding:
    """One place where a check found something. `row` is counted as a spreadsheet does, from 1, header included.

    Where a check has found more than MOST places, its last finding says how many are `unlisted`.
    """

    check: str
    level: Level
    stage: Stage
    message: str
    fix: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    indicator: str = ""
    unlisted: int = 0

    @property
    def place(self) -> str:
        """Where it is: "refreshed.csv, row 14, column 'Value'"."""
        parts = (
            self.file,
            f"sheet '{self.sheet}'" if self.sheet else "",
            f"row {self.row}" if self.row is not None else "",
            f"column '{self.column}'" if self.column else "",
        )
        return ", ".join(part for part in parts if part)

    @property
    def sentence(self) -> str:
        """Place, message and fix in one line."""
        text = f"{self.message} {self.fix}".strip()
        return f"{self.place}: {text}" if self.place else text


def shortened(text: str) -> str:
    """The text, cut where it is longer than anybody reads."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def unlisted(check: Check, number: int, file: str, listed: int = MOST) -> Finding:
    """What stands for so many places of a check beyond those that are listed."""
    message = f"{count(number, 'more place')} in the file, beside the {listed:,} that are listed."
    return Finding(check.id, check.level, check.stage, message, check.mend, file, unlisted=number)


def share(files: int) -> int:
    """Places of one check that are told one by one in each of so many files of one upload."""
    return min(MOST, max(LEAST, IN_ALL // max(files, 1)))


def capped(findings: Iterable[Finding], checks: Mapping[str, Check], most: int = MOST) -> Iterator[Finding]:
    """The findings, of each check and file no more than `most`; then for each of these how many more there are."""
    listed: Counter[tuple[str, str]] = Counter()
    more: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        of = finding.check, finding.file
        if finding.unlisted or listed[of] >= most:
            more[of] += finding.unlisted or 1
        else:
            listed[of] += 1
            yield finding
    yield from (unlisted(checks[of[0]], number, of[1], listed[of]) for of, number in more.items())


def fitting(findings: Iterable[Finding], most: int = SHEET) -> tuple[Finding, ...]:
    """The findings that one sheet of a workbook holds, the gravest first; the last one says how many it does not."""
    every = in_order(findings)
    if len(every) <= most:
        return every
    left = counted(every[most - 1 :])
    message = f"{left:,} more findings do not fit on one sheet."
    return (*every[: most - 1], Finding("", "note", "read", message, "Upload fewer files at once.", unlisted=left))


def counted(findings: Iterable[Finding]) -> int:
    """How many places they are, those that are not listed one by one among them."""
    return sum(finding.unlisted or 1 for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then as the file goes through the stages, then from top to bottom; nothing told twice."""
    stages = list(STAGES)
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda finding: (
                LEVELS.index(finding.level),
                stages.index(finding.stage),
                finding.check,
                finding.file,
                finding.unlisted,
                finding.sheet,
                finding.row or 0,
                finding.column,
            ),
        )
    )


def as_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """All findings as a table for people, a row each, with the place in columns of its own."""
    columns = ("level", "check", "message", "fix", "file", "sheet", "row", "column", "value", "indicator")
    rows = [[getattr(finding, name) for name in columns] for finding in findings]
    frame = pd.DataFrame(rows, columns=[name.capitalize() for name in columns])
    return frame.astype({"Row": "Int64"})
