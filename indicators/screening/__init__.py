"""What may be published: a file is recognised, read, and everything that is wrong with it is found at once.

`screen_files` looks at whatever was uploaded. A check is one definition: a function that yields
findings below its words (`@check`, in `shape`, `areas`, `values`, `change`, `outliers` or `gaps`), and a fixture that
fails it. What can go wrong before a file's cells have a meaning is declared in `opening`, what only several files can
do in `agreement`.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from indicators import formats
from indicators.formats import File, UnreadableFile, opened, read, recognise
from indicators.formats.files import MAX_UNPACKED
from indicators.model import Catalogue
from indicators.screening import agreement, areas, change, gaps, meaning, opening, outliers, shape, suggestion, values
from indicators.screening.agreement import agreeing
from indicators.screening.checks import Rule, declared, listing
from indicators.screening.finding import STAGES, Check, Finding, as_frame, capped, counted, fitting, in_order
from indicators.screening.report import Answer, Report, no_observations, stored
from indicators.screening.screened import Screened

#: Where the analyst has said nothing.
UNASKED = Answer()
#: Measures of one file: the largest of the publishers' have some thousands.
MEASURES = 100_000
#: What a content can raise that a layout's reader did not think of. Readers do not raise for what is wrong in a file;
#: should one do so all the same, the person who uploaded it is told a sentence.
HARMFUL = (ValueError, LookupError, csv.Error)

#: Where checks are declared, in the order in which they are made.
_DECLARED = (opening, shape, areas, values, change, outliers, gaps, agreement)
#: Every check by its id.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {each.id: each for module in _DECLARED for each in declared(vars(module))}
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
    opened. What one file lacks another of the same upload may have, and two must not disagree.

    `held` are the observations of all indicators, as `store.read` has them. `answers` are by the SHA-256 of the file
    they are about, `otherwise` is for all others; `progress` is told the name of each file before it is looked at.
    Whatever the files hold, reports come back; KeyError only for an answer with a layout that does not exist.
    """
    files: list[File] = []
    failed: list[Report] = []
    for name, content in contents.items():
        try:
            files.extend(_opened(name, content, contents.values()))
        except UnreadableFile as error:
            failed.append(_unopened(File(name, content), error))
    screenings = []
    for file in files:
        if progress:
            progress(file.name)
        screenings.append(_understood(file, catalogue, stored(held), today, answers.get(file.sha256, otherwise)))
    rows = [no_observations() if each is None else stored(each.sound) for _, each in screenings]
    reports = [
        _finished(report, screened, pd.concat([*rows[:place], no_observations(), *rows[place + 1 :]]))
        for place, (report, screened) in enumerate(screenings)
    ]
    return agreement.agreeing([*reports, *failed])


def _opened(name: str, content: bytes, all_: Collection[bytes]) -> Iterator[File]:
    """The files of an upload, or why it is not opened: files that are looked at together share their memory."""
    if len(all_) > 1 and sum(map(len, all_)) > MAX_UNPACKED:
        message = f"{name} is one of {len(all_)} files of more than {MAX_UNPACKED // 2**20} MB together."
        raise UnreadableFile("too-large", message, "Upload fewer at once.")
    yield from opened(name, content)


def _understood(
    file: File, catalogue: Catalogue, held: pd.DataFrame, today: date, answer: Answer
) -> tuple[Report, Screened | None]:
    """The report as far as the first two stages go, and the content; None where there is no way to read it."""
    layout = answer.layout
    if layout is not None and layout not in formats.FORMATS:
        raise KeyError(layout)
    report = Report(file.name, file.sha256)
    try:
        layouts = tuple(recognise(file))
        findings = (*opening.layout_findings(file, layouts, layout), *opening.encoding_findings(file))
        report = replace(report, layouts=layouts, encoding=file.encoding, findings=findings)
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
        return replace(report, findings=(*report.findings, opening.unforeseen(error, file.name))), None
    report = replace(report, findings=(*findings, *opening.reading_findings(file, reading)))
    return report, meaning.understood(file, reading, catalogue, held, today, answer.markers)


def _unopened(file: File, error: UnreadableFile) -> Report:
    return Report(file.name, file.sha256, findings=(opening.unreadable(error, file.name, file.content),))


def _finished(report: Report, content: Screened | None, others: pd.DataFrame) -> Report:
    """The report with what every check finds; `others` are the observations of the other files of the upload."""
    if content is None:
        return replace(report, findings=in_order(capped(report.findings, CHECKS)))
    screened = content.among(others)
    rules = [each for each in CHECKS.values() if isinstance(each, Rule)]
    sound = screened.sound
    findings = (each for rule in rules if rule.stage == "shape" or len(screened.rows) for each in rule(screened))
    return replace(
        report,
        findings=in_order(capped([*report.findings, *findings], CHECKS)),
        observations=stored(sound),
        places=screened.placed(sound)[["sheet", "row", "column"]].reset_index(drop=True),
        withdrawn=stored(screened.withdrawn),
        unmatched=suggestion.unmatched(screened.reading, screened.pairs["measure"].tolist(), screened.catalogue),
    )
