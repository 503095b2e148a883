"""What may be published: a file is recognised, read, and everything that is wrong with it is found at once.

`screen` looks at one file, `screen_upload` at whatever was uploaded. A new check is one function that yields findings,
in the list below, with its line in `checks.CHECKS` and a fixture that fails it.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from indicators import formats
from indicators.formats import File, UnreadableFile, opened, read, recognise
from indicators.formats.files import MAX_UNPACKED
from indicators.model import Catalogue
from indicators.screening import areas, change, gaps, meaning, opening, outliers, shape, suggestion, values
from indicators.screening.agreement import agreeing
from indicators.screening.checks import CHECKS
from indicators.screening.finding import (
    LEVELS,
    STAGES,
    Check,
    Finding,
    Level,
    Stage,
    as_frame,
    capped,
    counted,
    fitting,
    in_order,
)
from indicators.screening.report import Answer, Report, no_observations, stored
from indicators.screening.screened import Screened, found
from indicators.screening.suggestion import Unmatched

__all__ = [
    "CHECKS",
    "LEVELS",
    "STAGES",
    "Answer",
    "Check",
    "Finding",
    "Level",
    "Report",
    "Stage",
    "Unmatched",
    "agreeing",
    "as_frame",
    "counted",
    "fitting",
    "screen",
    "screen_files",
    "screen_upload",
]

#: Where the analyst has said nothing.
UNASKED = Answer()
#: Measures of one file: the largest of the publishers' have some thousands.
MEASURES = 100_000
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
    values.formula_text,
    values.small_count,
    change.overlapping_periods,
    change.unit_changed,
    outliers.outliers,
    gaps.missing_period,
    change.fewer_areas,
    change.fewer_digits,
    change.older_release,
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
    """As `screen_files` does for a single upload, with one answer for all the files that may be in it."""
    return screen_files({name: content}, catalogue, held, today, otherwise=Answer(layout, markers or {}))


def screen_files(
    contents: Mapping[str, bytes],
    catalogue: Catalogue,
    held: pd.DataFrame,
    today: date,
    answers: Mapping[str, Answer] = MappingProxyType({}),
    otherwise: Answer = UNASKED,
    progress: Callable[[str], None] | None = None,
) -> list[Report]:
    """A report for every file uploaded by its name, or for each file of a ZIP; one that says why, where it cannot be
    opened. As `screen` does, but what one file lacks another of the same upload may have, and two must not disagree.

    `answers` are by the SHA-256 of the file they are about, `otherwise` is for all others; `progress` is told the name
    of each file before it is looked at.
    """
    files: list[File] = []
    failed: list[Report] = []
    for name, content in contents.items():
        try:
            files.extend(_opened(name, content, contents.values()))
        except UnreadableFile as error:
            failed.append(_unopened(File(name, content), error))
    found = []
    for file in files:
        if progress:
            progress(file.name)
        answer = answers.get(file.sha256, otherwise)
        found.append(_understood(file, catalogue, stored(held), today, answer.layout, answer.markers))
    rows = [no_observations() if each is None else stored(each.sound) for _, each in found]
    reports = [
        _finished(report, screened, pd.concat([*rows[:place], no_observations(), *rows[place + 1 :]]))
        for place, (report, screened) in enumerate(found)
    ]
    return agreeing([*reports, *failed])


def _opened(name: str, content: bytes, all_: Collection[bytes]) -> Iterator[File]:
    """The files of an upload, or why it is not opened: files that are looked at together share their memory."""
    if len(all_) > 1 and sum(map(len, all_)) > MAX_UNPACKED:
        told = f"{name} is one of {len(all_)} files of more than {MAX_UNPACKED // 2**20} MB together."
        raise UnreadableFile("too-large", f"{told} Upload fewer at once.")
    yield from opened(name, content)


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
        if len(reading.measures) > MEASURES:
            raise UnreadableFile("too-large", f"{file.name} has {len(reading.measures):,} different measures.")
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
        return replace(report, findings=in_order(capped(report.findings, CHECKS)))
    screened = content.among(others)
    checks = (*_OF_SHAPE, *(_OF_FIGURES if len(screened.rows) else ()))
    sound = screened.sound
    findings = (finding for check in checks for finding in check(screened))
    return replace(
        report,
        findings=in_order(capped([*report.findings, *findings], CHECKS)),
        observations=stored(sound),
        places=screened.placed(sound)[["sheet", "row", "column"]].reset_index(drop=True),
        withdrawn=stored(screened.withdrawn),
        unmatched=suggestion.unmatched(screened.reading, screened.pairs["measure"].tolist(), screened.catalogue),
    )
