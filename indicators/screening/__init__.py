"""What may be published: a file is recognised, read, and everything that is wrong with it is found at once.

`screen` looks at one file, `screen_upload` at whatever was uploaded. A new check is one function that yields findings,
in the list below, with its line in `checks.CHECKS` and a fixture that fails it.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from indicators import formats
from indicators.formats import File, Reading, UnreadableFile, opened, read, recognise
from indicators.model import KEY, Catalogue
from indicators.screening import areas, change, gaps, meaning, opening, outliers, shape, suggestion, values
from indicators.screening.checks import CHECKS
from indicators.screening.comparison import Changes, compare
from indicators.screening.finding import LEVELS, STAGES, Check, Finding, Level, Stage, as_frame, in_order
from indicators.screening.report import Report, no_observations, stored
from indicators.screening.screened import Screened, figure, found, records
from indicators.screening.suggestion import Unmatched

__all__ = [
    "CHECKS",
    "LEVELS",
    "STAGES",
    "Changes",
    "Check",
    "Finding",
    "Level",
    "Report",
    "Stage",
    "Unmatched",
    "as_frame",
    "compare",
    "screen",
    "screen_upload",
]

#: What a content can raise that a layout's reader did not think of. Readers do not raise for what is wrong in a file;
#: should one do so all the same, the person who uploaded it is told a sentence.
HARMFUL = (ValueError, LookupError, csv.Error)

#: Every check of a file's content, in the order in which it is made: of what it is about, and of its figures.
_OF_SHAPE: Sequence[Callable[[Screened], Iterator[Finding]]] = (
    shape.no_known_measure,
    shape.unknown_indicator,
    shape.other_measures,
    shape.unknown_breakdown,
    areas.no_known_area,
    areas.unknown_area,
    areas.other_areas,
    areas.ambiguous_area_name,
    areas.area_name_differs,
    areas.old_code,
    areas.old_code_new_period,
    shape.unreadable_period,
    shape.ambiguous_period,
    shape.duplicate_rows,
    shape.repeated_rows,
)
_OF_FIGURES: Sequence[Callable[[Screened], Iterator[Finding]]] = (
    values.not_a_number,
    values.decimal_comma,
    values.marker_without_meaning,
    values.number_and_marker,
    values.unknown_flag,
    values.unit_symbol,
    values.no_population,
    values.future_period,
    values.unfinished_period,
    values.improbable_period,
    values.percentage_range,
    values.negative_value,
    values.sentinel,
    values.count_above_denominator,
    values.outside_interval,
    values.small_count,
    change.overlapping_periods,
    change.unit_changed,
    outliers.outliers,
    gaps.missing_period,
    change.fewer_areas,
    change.mixed_vintage,
    change.vanishing_rows,
)


def screen_upload(
    name: str,
    content: bytes,
    catalogue: Catalogue,
    held: pd.DataFrame,
    today: date,
    layout: str | None = None,
    markers: Mapping[str, str] | None = None,
) -> list[Report]:
    """A report for the file, or for each file of a ZIP; one that says why, where it cannot be opened. Never raises."""
    files: list[File] = []
    failed: list[Report] = []
    try:
        files.extend(opened(name, content))
    except UnreadableFile as error:
        file = File(name, content)
        failed = [Report(name, file.sha256, findings=(opening.unreadable(error, name, content),))]
    reports = [screen(file, catalogue, held, today, layout, markers) for file in files]
    return _agreeing([*reports, *failed])


def screen(
    file: File,
    catalogue: Catalogue,
    held: pd.DataFrame,
    today: date,
    layout: str | None = None,
    markers: Mapping[str, str] | None = None,
) -> Report:
    """Everything there is to say about a file. `held` are the observations of all indicators, as `store.read` has them.

    `layout` is the analyst's choice where several fit; `markers` are symbols of the file that the analyst has given a
    meaning, as statuses of OBSERVATIONS. Whatever the file holds, a report comes back; KeyError only for a `layout`
    that does not exist.
    """
    try:
        return _screened(file, catalogue, stored(held), today, layout, markers or {})
    except UnreadableFile as error:
        return Report(file.name, file.sha256, findings=(opening.unreadable(error, file.name, file.content),))


def _screened(
    file: File,
    catalogue: Catalogue,
    held: pd.DataFrame,
    today: date,
    layout: str | None,
    markers: Mapping[str, str],
) -> Report:
    try:
        layouts = tuple(recognise(file))
    except HARMFUL as error:
        told = [found("unreadable-content", f"The content cannot be looked into: {error}.", file=file.name)]
        return Report(file.name, file.sha256, encoding=file.encoding, findings=in_order(told))
    told = [*opening.layout_findings(file, layouts, layout), *opening.encoding_findings(file)]
    chosen = layout if layout is not None else layouts[0] if len(layouts) == 1 else None
    report = Report(file.name, file.sha256, None, layouts, file.encoding, findings=in_order(told))
    if chosen is None or chosen not in layouts:
        return report
    reading = _read(file, chosen, told)
    if reading is None:
        return replace(report, layout=chosen, findings=in_order(told))
    told += opening.reading_findings(file, reading)
    return _of_content(
        replace(report, layout=chosen), told, meaning.understood(file, reading, catalogue, held, today, markers)
    )


def _read(file: File, layout: str, told: list[Finding]) -> Reading | None:
    """The reading; None, and a finding, where the content breaks the layout's own reader."""
    try:
        return read(file, layout)
    except HARMFUL as error:
        title = formats.FORMATS[layout].TITLE
        told.append(found("unreadable-content", f"The content cannot be read as {title}: {error}.", file=file.name))
        return None


def _of_content(report: Report, told: list[Finding], screened: Screened) -> Report:
    for check in (*_OF_SHAPE, *(_OF_FIGURES if len(screened.rows) else ())):
        told += check(screened)
    sound = screened.sound
    return replace(
        report,
        notes=screened.reading.notes,
        findings=in_order(told),
        observations=stored(sound),
        places=screened.placed(sound)[["sheet", "row", "column"]].reset_index(drop=True),
        vanishing=stored(screened.vanishing),
        unmatched=suggestion.unmatched(screened.reading, screened.pairs["measure"].tolist(), screened.catalogue),
    )


def _agreeing(reports: list[Report]) -> list[Report]:
    """The reports, with an error at every observation that another file of the same upload has otherwise."""
    if len(reports) < 2:
        return reports
    parts = [each.observations.join(each.places).assign(of=place) for place, each in enumerate(reports)]
    rows = pd.concat([part for part in parts if len(part)] or [no_observations().assign(of=0)], ignore_index=True)
    shared = rows[rows.duplicated(list(KEY), keep=False)]
    different = shared.drop_duplicates([*KEY, "value", "status"])
    wrong = shared.merge(different[different.duplicated(list(KEY))][list(KEY)].drop_duplicates(), on=list(KEY))
    more: dict[int, list[Finding]] = {}
    for row in records(wrong):
        value = figure(row["value"], row["status"])
        message = f"Another file of the upload has a different figure for {row['area_code']}, {row['period_label']}."
        place = {name: row[name] for name in ("sheet", "row", "column", "indicator")}
        finding = found("files-disagree", message, file=reports[row["of"]].file, value=value, **place)
        more.setdefault(row["of"], []).append(finding)
    return [
        replace(report, findings=in_order([*report.findings, *more.get(place, ())]))
        for place, report in enumerate(reports)
    ]
