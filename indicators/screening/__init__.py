"""What may be published: a file is recognised, read, and everything that is wrong with it is found at once.

`screen_files` looks at whatever was uploaded. A check is one definition: a function that yields findings below its
words (`@check`, in the module on its subject: `_DECLARED` has them all), and a fixture that fails it. What can go wrong
before a file's cells have a meaning is declared in `opening`, what only several files can do in `agreement`.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from indicators import formats, store
from indicators.formats import File, UnreadableFile, opened, read, recognise
from indicators.formats.files import MAX_ROWS, MAX_UNPACKED, unpacked
from indicators.model import Catalogue
from indicators.screening import (
    agreement,
    apart,
    areas,
    bases,
    breakdowns,
    change,
    filled,
    gaps,
    levels,
    limits,
    matching,
    meaning,
    newest,
    offences,
    opening,
    order,
    outliers,
    poorer,
    ranges,
    ratios,
    repeats,
    revisions,
    saved,
    shape,
    suggestion,
    together,
    totals,
    unnamed,
    values,
)
from indicators.screening.agreement import agreeing
from indicators.screening.checks import Rule, declared, listing
from indicators.screening.finding import STAGES, Check, Finding, as_frame, capped, counted, fitting, in_order, share
from indicators.screening.known import Known, as_known
from indicators.screening.nearest import measure_in_words, nearest_in_words
from indicators.screening.precedence import once
from indicators.screening.report import Answer, Report, no_observations, stored
from indicators.screening.screened import Screened
from indicators.screening.told import summary

#: Where the analyst has said nothing.
UNASKED = Answer()
#: What is said of uploads that are too large together.
FEWER = "Upload fewer at once, or download fewer areas or years."
#: Measures of one file: the largest of the publishers' have some thousands.
MEASURES = 100_000
#: Indicators that a file without a name is held against before the analyst has said which it is.
SUPPOSED = 5
#: Checks of a file's content that are made for each indicator it could be, before anybody has said which it is: areas
#: that stand in a wrong order do so whatever is counted.
UNSAID = ("order-of-areas",)
#: What a content can raise that a layout's reader did not think of. Readers do not raise for what is wrong in a file;
#: should one do so all the same, the person who uploaded it is told a sentence.
HARMFUL = (ValueError, LookupError, csv.Error)

#: Where checks are declared, in the order in which they are made.
_DECLARED = (
    opening,
    shape,
    unnamed,
    offences,
    areas,
    saved,
    values,
    change,
    poorer,
    outliers,
    repeats,
    filled,
    revisions,
    totals,
    together,
    order,
    levels,
    ranges,
    ratios,
    bases,
    breakdowns,
    limits,
    newest,
    gaps,
    agreement,
)
#: Every check by its id.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {each.id: each for module in _DECLARED for each in declared(vars(module))}
)


def screen_upload(
    name: str,
    content: bytes,
    catalogue: Catalogue,
    held: pd.DataFrame | store.Contents,
    today: date,
    layout: str | None = None,
    markers: Mapping[str, str] | None = None,
    indicator: str = "",
) -> list[Report]:
    """As `screen_files` does for a single upload, with one answer for all the files that may be in it."""
    answer = Answer(layout, markers or {}, indicator)
    return screen_files({name: content}, catalogue, held, today, otherwise=answer)


def screen_files(
    contents: Mapping[str, bytes],
    catalogue: Catalogue,
    held: pd.DataFrame | store.Contents,
    today: date,
    answers: Mapping[str, Answer] = MappingProxyType({}),
    otherwise: Answer = UNASKED,
    progress: Callable[[str], None] | None = None,
) -> list[Report]:
    """A report for every file uploaded by its name, or for each file of a ZIP; one that says why, where it cannot be
    opened. What one file lacks another of the same upload may have, and two must not disagree.

    `held` are the observations of all indicators, as `store.read` has them, or the contents of a store, of which no
    more is read than the files ask for. `answers` are by the SHA-256 of the file
    they are about, `otherwise` is for all others; `progress` is told the name of each file before it is looked at.
    Whatever the files hold, reports come back, and no more than a gigabyte of memory is taken: an upload that is large,
    or of many files, has a process of its own. KeyError only for an answer with a layout that does not exist.
    """
    given = catalogue, held, today, dict(answers), otherwise
    if apart.fits(contents) or _refused(contents.values()):
        with suppress(apart.TooMuch):
            return screened_here(contents, *given, progress, apart.Room())
    try:
        return apart.ask(contents, given, progress)
    except apart.Apart as ended:
        return [_unopened(File(*each), _ended(each[0], ended, len(contents))) for each in contents.items()]


def screened_here(
    contents: Mapping[str, bytes],
    catalogue: Catalogue,
    held: pd.DataFrame | store.Contents,
    today: date,
    answers: Mapping[str, Answer],
    otherwise: Answer,
    progress: Callable[[str], None] | None = None,
    room: apart.Room | None = None,
) -> list[Report]:
    """As `screen_files`, in this process. TooMuch where that holds more than there is room for."""
    files: list[File] = []
    failed: list[Report] = []
    for name, content in contents.items():
        try:
            files.extend(_opened(name, content, contents.values()))
        except UnreadableFile as error:
            failed.append(_unopened(File(name, content), error))
    if (rows := sum(file.rows for file in files)) > MAX_ROWS:
        return [_unopened(File(*each), _too_many(each[0], rows, len(contents))) for each in contents.items()]
    screenings, beside = [], as_known(stored(held) if isinstance(held, pd.DataFrame) else held)
    for file in files:
        if progress:
            progress(file.name)
        answer = answers.get(file.sha256, otherwise)
        screenings.append(_understood(file, catalogue, beside, today, answer, room))
        if screenings[-1][1] is None:
            file.let_go()
    nothing = no_observations()
    if len(screenings) == 1:
        return agreement.agreeing([_finished(*screenings[0], nothing), *failed])
    sound = [nothing if each is None else stored(each.sound) for _, each in screenings]
    reports = [
        _finished(report, screened, pd.concat([*sound[:place], nothing, *sound[place + 1 :]]), len(files))
        for place, (report, screened) in enumerate(screenings)
    ]
    return agreement.agreeing([*reports, *failed])


def _opened(name: str, content: bytes, all_: Collection[bytes]) -> Iterator[File]:
    """The files of an upload, or why it is not opened: files that are looked at together share their memory."""
    if _refused(all_):
        message = f"{name} is one of {len(all_)} files of more than {MAX_UNPACKED // 2**20} MB together."
        raise UnreadableFile("too-large", message, FEWER)
    yield from opened(name, content)


def _refused(contents: Collection[bytes]) -> bool:
    """Whether files of an upload are too large together to be opened at all."""
    return len(contents) > 1 and sum(map(unpacked, contents)) > MAX_UNPACKED


def _too_many(name: str, rows: int, files: int) -> UnreadableFile:
    """Why files are not looked at that are few enough each, and too many together."""
    many = f"is one of {files} files that hold" if files > 1 else "holds"
    message = f"{name} {many} {rows:,} rows in all; no more than {MAX_ROWS:,} are screened at once."
    return UnreadableFile("too-large", message, FEWER)


def _ended(name: str, ended: apart.Apart, files: int) -> UnreadableFile:
    """Why the screening of an upload was stopped, and at which of its files."""
    many = f"is one of {files} files that together need" if files > 1 else "needs"
    most = f"more than {apart.SECONDS // 60:.0f} minutes" if ended.slow else "more memory than one upload may have"
    where = f" It was stopped at {ended.file}." if ended.file not in ("", name) else ""
    return UnreadableFile("too-large", f"{name} {many} {most} to be screened.{where}", FEWER)


def _understood(
    file: File,
    catalogue: Catalogue,
    held: Known,
    today: date,
    answer: Answer,
    room: apart.Room | None = None,
) -> tuple[Report, Screened | None]:
    """The report as far as the first two stages go, and the content; None where there is no way to read it."""
    layout = answer.layout
    if layout is not None and layout not in formats.FORMATS:
        raise KeyError(layout)
    report = Report(file.name, file.sha256)
    try:
        layouts = tuple(recognise(file))
        if room:
            room.take(cells=file.workbook.cells)
        findings = (
            *opening.layout_findings(file, layouts, layout),
            *opening.encoding_findings(file),
            *opening.hidden_findings(file),
        )
        report = replace(report, layouts=layouts, encoding=file.encoding, findings=findings)
        chosen = layout if layout is not None else layouts[0] if len(layouts) == 1 else ""
        if chosen not in layouts:
            return report, None
        report = replace(report, layout=chosen)
        reading = read(file, chosen)
        if room:
            room.take(len(reading.cells) / apart.READ_ALONE)
        if len(reading.measures) > MEASURES:
            raise UnreadableFile("too-large", f"{file.name} has {len(reading.measures):,} different measures.")
    except UnreadableFile as error:
        return _unopened(file, error), None
    except HARMFUL as error:
        return replace(report, findings=(*report.findings, opening.unforeseen(error, file.name))), None
    report = replace(report, findings=(*findings, *opening.reading_findings(file, reading)))
    could_be = matching.could_be(reading, catalogue)
    said = answer.indicator if answer.indicator in could_be else ""

    def taken_for(slug: str) -> Screened:
        return meaning.understood(file, reading, catalogue, held, today, answer.markers, slug, room)

    supposed = {} if said else {slug: taken_for(slug) for slug in could_be[:SUPPOSED]}
    return replace(report, could_be=could_be, said=said), replace(taken_for(said), supposed=supposed)


def _unopened(file: File, error: UnreadableFile) -> Report:
    return Report(file.name, file.sha256, findings=(opening.unreadable(error, file.name, file.content),))


def _finished(report: Report, content: Screened | None, others: pd.DataFrame, files: int = 1) -> Report:
    """The report with what every check finds; `others` are the observations of the other `files` of the upload."""
    most = share(files)
    if content is None:
        return replace(report, findings=in_order(capped(report.findings, CHECKS, most)))
    screened = content.among(others)
    rules = [each for each in CHECKS.values() if isinstance(each, Rule)]
    sound = screened.sound
    findings = (each for rule in rules if rule.stage == "shape" or len(screened.rows) for each in rule(screened))
    supposed = screened.supposed.values() if screened.reading.unnamed and screened.rows.empty else ()
    unsaid = (each for one in supposed for rule in rules if rule.id in UNSAID for each in rule(one))
    return replace(
        report,
        findings=in_order(capped([*report.findings, *once(findings), *unsaid], CHECKS, most)),
        observations=stored(sound),
        places=screened.placed(sound)[["sheet", "row", "column"]].reset_index(drop=True),
        withdrawn=stored(screened.withdrawn),
        sources=tuple(screened.catalogue.sources[slug] for slug in screened.origins),
        unmatched=suggestion.unmatched(screened.reading, screened.pairs["measure"].tolist(), screened.catalogue),
    )
