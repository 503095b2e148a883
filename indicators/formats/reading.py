"""What a layout's reader hands on: every cell that holds a figure, as text, with its place in the file.

A reader knows the layout and nothing else. What a measure means, which area a name is, what a period stands for and
whether a text is a number are decided afterwards, the same way for every layout.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from indicators.formats.files import UnreadableFile

#: Figures of one file. The most that a published one has are 873,010, in ten years of LAHS's open data.
MAX_FIGURES = 1_500_000
#: Columns of `Reading.cells`. All are text but `measure` (position in `Reading.measures`) and `row` (as a spreadsheet
#: counts, from 1). What a layout does not have is an empty text.
TEXT_COLUMNS = (
    "area_code",
    "area_name",
    "period",  # the text that names it; in the tidy layout its first day, beside
    "period_end",  # its last day
    "period_label",  # and how it is called
    "value",
    "lower",
    "upper",
    "count",
    "denominator",
    "status",  # the publisher's own marker in a column of its own
    "flags",  # p, r, e, b or words, as they stand
    "comparison",  # the publisher's own verdict against England
    "note",
    "sheet",
    "column",  # heading of the column that the value stands in
)
COLUMNS = ("measure", *TEXT_COLUMNS, "row")

Places = NDArray[np.int64]
Texts = Sequence[str] | ExtensionArray

#: The checks of `screening` that a reader's fault can be a finding of.
Check = Literal[
    "no-header",
    "missing-column",
    "doubled-column",
    "bad-row",
    "truncated-file",
    "nothing-to-read",
    "doubled-crimes",
    "doubled-incidents",
]


@dataclass(frozen=True)
class Fault:
    """Something in a file that a reader could not take as it is, and how it is mended; without `fix`, as the check
    says."""

    check: Check
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Reading:
    """A file as read in one layout: its measures by their descriptors, its cells, and what could not be read.

    A reader leaves out the name of its `layout`, which `formats.read` knows.
    `notes` holds what the file says of itself (title, date, symbol table); `markers` what its own symbol table says
    its symbols mean, as statuses of OBSERVATIONS; `expected_rows` the number of rows it says it has. `selections` are
    the descriptors that hold what was chosen for a whole table ("Sex: Male; Age: Total"). `unnamed` are the positions
    of measures of which the file does not say what they count, for want of the descriptor `named_by`.
    """

    measures: tuple[Mapping[str, str], ...]
    cells: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    expected_rows: int | None = None
    layout: str = ""
    selections: tuple[str, ...] = ()
    named_by: str = ""
    unnamed: tuple[int, ...] = ()


def cells(measure: Sequence[int] | Places, row: Sequence[int] | Places, **columns: Texts | str) -> pd.DataFrame:
    """A frame with COLUMNS, what is not given filled with empty texts. Refuses a column that is not one of them, and
    with UnreadableFile more figures than any publisher's file has."""
    if len(row) > MAX_FIGURES:
        raise UnreadableFile("too-large", f"The file has {len(row):,} figures; no more than {MAX_FIGURES:,} are read.")
    unknown = set(columns) - set(TEXT_COLUMNS)
    if unknown:
        raise TypeError(f"no such columns: {', '.join(sorted(unknown))}")
    alike = np.zeros(len(row), dtype=np.intp)
    texts = {name: columns.get(name, "") for name in TEXT_COLUMNS}
    different = {text for text in texts.values() if isinstance(text, str)}
    once = {text: pd.array([text], dtype="str").take(alike) for text in different}
    filled = {name: once[text] if isinstance(text, str) else text for name, text in texts.items()}
    frame = pd.DataFrame({"measure": measure, **filled, "row": row})
    return frame[list(COLUMNS)].astype(dict.fromkeys(TEXT_COLUMNS, "str"))
