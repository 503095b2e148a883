"""Two files of one upload must not disagree: an error at every observation that another one has otherwise."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from indicators.changes import differing
from indicators.model import KEY
from indicators.screening.finding import MOST, Check, Finding, in_order, unlisted
from indicators.screening.report import Report
from indicators.screening.screened import Row, figure, finding, records
from indicators.tables import shortest
from indicators.wording import MINUS

FILES_DISAGREE = Check(
    "files-disagree",
    "error",
    "shape",
    title="Files disagree",
    means="Two files of the same upload have different figures for the same observation.",
    mend="Upload the newer one alone.",
)


def agreeing(reports: Sequence[Report]) -> list[Report]:
    """The reports, with an error at every observation that another one of them has otherwise in any column."""
    parts = [each.observations.join(each.places).assign(of=place) for place, each in enumerate(reports)]
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return list(reports)
    rows = pd.concat(parts)
    beside = _otherwise(rows[rows.duplicated(list(KEY), keep=False)])
    return [_with(report, beside[beside["of"] == place], reports) for place, report in enumerate(reports)]


def _otherwise(rows: pd.DataFrame) -> pd.DataFrame:
    """Of rows that several files have those that some file has otherwise: as `other_<column>` the row of the first file
    that does, and as `differs` the first column in which the two differ."""
    # What is unlike the first row of its KEY is beside that; what is like it is beside the first that is unlike.
    # Groups are numbered as they come, so that `first` has them in order.
    group = rows.groupby(list(KEY), sort=False).ngroup().to_numpy()
    first = np.flatnonzero(~pd.Series(group).duplicated())[group]
    unlike = differing(rows, rows.take(first)).any(axis=1).to_numpy()
    second = pd.Series(np.flatnonzero(unlike), index=group[unlike])
    other = np.where(unlike, first, second[~second.index.duplicated()].reindex(group, fill_value=-1))
    mine, others = (rows.take(place[other >= 0]).reset_index(drop=True) for place in (np.arange(len(rows)), other))
    column = differing(mine, others).idxmax(axis=1) if len(mine) else ""
    return mine.join(others.add_prefix("other_")).assign(differs=column)


def _with(report: Report, rows: pd.DataFrame, reports: Sequence[Report]) -> Report:
    """The report with an error at each of the rows that other reports have otherwise."""
    errors = [_error(report, row, reports[row["other_of"]].file) for row in records(rows.head(MOST))]
    if len(rows) > MOST:
        errors.append(unlisted(FILES_DISAGREE, len(rows) - MOST, report.file))
    return replace(report, findings=in_order([*report.findings, *errors]))


def _error(report: Report, row: Row, other: str) -> Finding:
    about = ", ".join(row[name] for name in ("indicator", "area_code", "period_label", "breakdown") if row[name])
    there = finding(FILES_DISAGREE, "", file=other, sheet=row["other_sheet"], row=row["other_row"]).place
    message = f"{about}: '{row['differs']}' is {_cell(row)} here, and {_cell(row, 'other_')} in {there}."
    place = {name: row[name] for name in ("sheet", "row", "column", "indicator")}
    return finding(FILES_DISAGREE, message, file=report.file, value=figure(row["value"], row["status"]), **place)


def _cell(row: Row, of: str = "") -> str:
    """What a row says in the column in which two differ."""
    cell = row[of + row["differs"]]
    if isinstance(cell, str):
        return f"'{cell}'" if cell else "empty"
    if pd.isna(cell):
        return f"[{row[f'{of}status']}]" if row["differs"] == "value" else "empty"
    return f"{shortest(cell):,}".replace("-", MINUS)
