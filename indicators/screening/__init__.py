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
from indicators.formats import File, UnreadableFile, opened, read, recognise
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
    """A report for the file, or for each file of a ZIP; one that says why, where it cannot be opened. As `screen` does,
    but what one file lacks another of the same ZIP may have, and two must not disagree."""
    files: list[File] = []
    failed: list[Report] = []
    try:
        files.extend(opened(name, content))
    except UnreadableFile as error:
        failed.append(_unopened(File(name, content), error))
    found = [_understood(file, catalogue, stored(held), today, layout, markers or {}) for file in files]
    rows = [no_observations() if each is None else stored(each.sound) for _, each in found]
    reports = [
        _finished(report, screened, pd.concat([*rows[:place], no_observations(), *rows[place + 1 :]]))
        for place, (report, screened) in enumerate(found)
    ]
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
    return _finished(*_understood(file, catalogue, stored(held), today, layout, markers or {}), no_observations())


def _understood(
    file: File,
    catalogue: Catalogue,
    held: pd.DataFrame,
    today: date,
    layout: str | None,
    markers: Mapping[str, str],
) -> tuple[Report, Screened | None]:
    """The report as far as the first two stages go, and the content; None where there is no way to read it."""
    if layout is not None and layout not in formats.FORMATS:
        raise KeyError(layout)
    report = Report(file.name, file.sha256)
    try:
        layouts = tuple(recognise(file))
        told = (*opening.layout_findings(file, layouts, layout), *opening.encoding_findings(file))
        report = replace(report, layouts=layouts, encoding=file.encoding, findings=told)
        chosen = layout if layout is not None else layouts[0] if len(layouts) == 1 else ""
        if chosen not in layouts:
            return report, None
        report = replace(report, layout=chosen)
        reading = read(file, chosen)
    except UnreadableFile as error:
        return _unopened(file, error), None
    except HARMFUL as error:
        fault = found("unreadable-content", f"The content cannot be taken apart: {error}.", file=file.name)
        return replace(report, findings=(*report.findings, fault)), None
    report = replace(report, notes=reading.notes, findings=(*told, *opening.reading_findings(file, reading)))
    return report, meaning.understood(file, reading, catalogue, held, today, markers)


def _unopened(file: File, error: UnreadableFile) -> Report:
    return Report(file.name, file.sha256, findings=(opening.unreadable(error, file.name, file.content),))


def _finished(report: Report, content: Screened | None, others: pd.DataFrame) -> Report:
    """The report with what every check finds; `others` are the observations of the other files of the upload."""
    if content is None:
        return replace(report, findings=in_order(report.findings))
    screened = content.among(others)
    checks = (*_OF_SHAPE, *(_OF_FIGURES if len(screened.rows) else ()))
    sound = screened.sound
    return replace(
        report,
        findings=in_order([*report.findings, *(finding for check in checks for finding in check(screened))]),
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
