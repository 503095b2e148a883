"""What a check is and what it finds: one finding for each place, in words, with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Level = Literal["error", "warning", "note"]
Stage = Literal["recognise", "read", "shape", "meaning", "change"]

#: Gravest first. An error blocks publishing, a warning must be acknowledged, a note is told.
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
#: In the order in which a file goes through them.
STAGES: tuple[Stage, ...] = ("recognise", "read", "shape", "meaning", "change")


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: how grave it is, what it means, and how it is mended."""

    id: str
    level: Level
    stage: Stage
    title: str
    means: str
    mend: str


def checks_of(stage: Stage, *checks: tuple[str, Level, str, str, str]) -> tuple[Check, ...]:
    """The checks of a stage from their id, level, title, meaning and mending."""
    return tuple(Check(name, level, stage, title, means, mend) for name, level, title, means, mend in checks)


@dataclass(frozen=True)
class Finding:
    """One place where a check found something. `row` is counted as a spreadsheet does, from 1, header included."""

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
        told = f"{self.message} {self.fix}".strip()
        return f"{self.place}: {told}" if self.place else told


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then as the file goes through the stages, then from top to bottom; nothing told twice."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda found: (
                LEVELS.index(found.level),
                STAGES.index(found.stage),
                found.check,
                found.file,
                found.sheet,
                found.row or 0,
                found.column,
            ),
        )
    )


def as_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """All findings as a table for people, a row each, with the place in columns of its own."""
    columns = ("level", "check", "message", "fix", "file", "sheet", "row", "column", "value", "indicator")
    rows = [[getattr(found, name) for name in columns] for found in findings]
    frame = pd.DataFrame(rows, columns=[name.capitalize() for name in columns])
    return frame.astype({"Row": "Int64"})
