"""From screened files to a release: what would change, which answers would move, and the one commit that does it."""

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

import pandas as pd

from indicators import access, store, succession
from indicators import catalogue as catalogues
from indicators.assessment import Assessment, assess, measure_of
from indicators.changes import Changes, applied, between
from indicators.errors import UserError
from indicators.model import KEY, Catalogue, Selection
from indicators.screening import Report, agreeing

#: The date that archives of kept files carry, so that equal files make equal archives.
EPOCH = (1980, 1, 1, 0, 0, 0)
#: Sentences of one refusal.
TOLD = 10


NO_NOTE = "A note is missing: say in a few words what is published and why."
NO_CHANGE = "Nothing would change: the store holds all of these figures already."
NO_FIGURE = "No figure in these files belongs to an indicator and an area that are held here."


class Blocked(UserError):
    """Findings stand in the way of publishing. Nothing was written."""


@dataclass(frozen=True)
class Moved:
    """An answer that publishing would change."""

    indicator: str
    question: str
    before: str
    after: str


@dataclass(frozen=True)
class Proposal:
    """What publishing screened files would do to the store as it was in `state`."""

    reports: tuple[Report, ...]
    changes: Changes
    moved: tuple[Moved, ...]
    state: store.State

    @property
    def version(self) -> int:
        """The version that the files were compared with."""
        return self.state.version


def propose(
    where: str,
    reports: Iterable[Report],
    catalogue: Catalogue,
    on: date,
    selection: Selection | None = None,
    screened: store.State | None = None,
) -> Proposal:
    """The proposal for these reports against the store's current version.

    Blocked if two files have the same row otherwise, also where they were not screened together, or if no file has any
    row. `screened` is the state that the reports were made with: PublishedMeanwhile if a row of theirs has changed.
    """
    given = tuple(reports)
    state = screened or store.state(where)
    rows = _together(given)
    store.untouched(where, state, _keys(given))
    leaving = pd.concat([report.withdrawn for report in given], ignore_index=True)
    concerned = {*rows["indicator"], *leaving["indicator"]}
    concerned |= _resting_on(concerned, catalogue)
    held = store.read(where, state, indicators=concerned | _beside(concerned, catalogue))
    changes = between(held, rows, leaving)
    chosen = selection or Selection(catalogue.strategy.area, catalogues.country(catalogue))
    return Proposal(given, changes, tuple(_moved(held, changes, catalogue, chosen, on)), state)


def publish(
    where: str, proposal: Proposal, *, by: str, note: str, accepted: Collection[str], contents: Mapping[str, bytes]
) -> store.Release | None:
    """The release that the proposal describes, in one commit; None if the store holds all of it already.

    `accepted` holds the ids of the checks whose warnings were acknowledged; `contents` the uploaded bytes by name,
    which are kept. Blocked if an error stands or a warning was not acknowledged; `PublishedMeanwhile` if somebody
    else published any of these rows since the proposal was made: make it again and compare.
    """
    person, why = access.allow(by, "publish"), access.bounded("note", " ".join(note.split()), access.NOTE)
    errors = _sentences(proposal.reports, "error")
    nothing = not errors and proposal.changes.nothing
    waiting = [] if nothing else _sentences(proposal.reports, "warning", accepted)
    _refuse([*([] if why else [NO_NOTE]), *errors, *waiting])
    if nothing:
        store.untouched(where, proposal.state, _keys(proposal.reports))
        return None
    return store.publish(
        where,
        proposal.changes.observations,
        by=person,
        note=why,
        files=sorted(contents),
        content=_bundle(contents),
        layout=", ".join(sorted({report.layout or "" for report in proposal.reports} - {""})),
        withdraw=proposal.changes.withdrawn[list(KEY)],
        expected=proposal.state,
        rests_on=_keys(proposal.reports),
    )


def named(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files by name, without folders; of several with one name the later ones get a number: none is lost."""
    contents: dict[str, bytes] = {}
    for path, content in files:
        name = label = PurePosixPath(path.replace("\\", "/")).name
        copies = 1
        while label in contents:
            copies += 1
            label = f"({copies}) {name}"
        contents[label] = content
    return contents


def lines(proposal: Proposal, where: str, slug: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An indicator's rows as they are and as they would be."""
    held = store.read(where, proposal.state, indicators=[slug])
    after = applied(held, proposal.changes)
    return held, after[after["indicator"] == slug]


def roll_back(where: str, version: int, *, by: str, reason: str, expected: store.State | None = None) -> store.Release:
    """The release, a new commit, that brings back a version. Refuses as `access.allow` and `store.roll_back` do."""
    person = access.allow(by, "roll back")
    why = access.bounded("reason", " ".join(reason.split()), access.NOTE)
    return store.roll_back(where, version, by=person, reason=why, expected=expected)


def difference(where: str, earlier: int, later: int, indicator: str | None = None) -> Changes:
    """What changed from one version to another, of one indicator or of all."""
    slugs = [indicator] if indicator else None
    return between(store.read(where, earlier, slugs), store.read(where, later, slugs))


def _beside(slugs: Iterable[str], catalogue: Catalogue) -> set[str]:
    """The indicators that the answers of these rest on too: what counts are divided by, whose line has the baseline."""
    pers = {catalogue.indicators[slug].per for slug in slugs if slug in catalogue.indicators}
    measures = {measure_of(catalogue, slug) for slug in slugs}
    divided = {per.indicator for per in pers if per is not None}
    return divided | {one.baseline_of for one in measures if one is not None and one.baseline_of}


def _resting_on(slugs: Collection[str], catalogue: Catalogue) -> set[str]:
    """The other indicators whose answers rest on one of these: that divides their counts, or has their baseline."""
    others = catalogue.indicators.keys() - set(slugs)
    return {slug for slug in others if not _beside([slug], catalogue).isdisjoint(slugs)}


def _keys(reports: Iterable[Report]) -> pd.DataFrame:
    """Every row that the files speak for, also where nothing changes, by the columns of KEY."""
    frames = [rows[list(KEY)] for report in reports for rows in (report.observations, report.withdrawn)]
    return pd.concat(frames, ignore_index=True)


def _together(reports: tuple[Report, ...]) -> pd.DataFrame:
    """The rows of all files, each once."""
    frames = [report.observations for report in reports if len(report.observations)]
    if not frames:
        _refuse(_sentences(reports, "error") or [NO_FIGURE])
    rows = pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)
    if rows.duplicated(list(KEY)).any():
        _refuse(_sentences(agreeing(reports), "error"))
    return rows


def _moved(
    held: pd.DataFrame, changes: Changes, catalogue: Catalogue, selection: Selection, on: date
) -> Iterable[Moved]:
    """The answers that would be other ones, for the chosen area and benchmark: of the indicators that change, and of
    those that rest on them."""
    before, after = (succession.by_indicator(rows, catalogue) for rows in (held, applied(held, changes)))
    for slug in dict.fromkeys((*changes.indicators, *sorted(_resting_on(changes.indicators, catalogue)))):
        indicator, nothing = catalogue.indicators[slug], held.iloc[:0]
        one, other = (
            assess(every.get(slug, nothing), indicator, selection, catalogue, on, every) for every in (before, after)
        )
        yield from _differences(slug, one, other)


def _differences(slug: str, one: Assessment, other: Assessment) -> Iterable[Moved]:
    answers = (
        ("On plan?", one.plan, other.plan),
        ("Different from the benchmark?", one.difference, other.difference),
        ("Changing?", one.change, other.change),
    )
    return (
        Moved(slug, asked, before.text, after.text) for asked, before, after in answers if before.text != after.text
    )


def _sentences(reports: Iterable[Report], level: str, accepted: Collection[str] = ()) -> list[str]:
    """The findings of a level whose check was not accepted."""
    findings = (finding for report in reports for finding in report.findings)
    return [finding.sentence for finding in findings if finding.level == level and finding.check not in accepted]


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = f"\n… and {len(faults) - TOLD:,} more." if len(faults) > TOLD else ""
        raise Blocked("Nothing was published.\n" + "\n".join(faults[:TOLD]) + more)


def _bundle(contents: Mapping[str, bytes]) -> bytes:
    """The uploaded file as it came; several as one archive whose bytes depend on theirs alone."""
    if len(contents) == 1:
        return next(iter(contents.values()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), contents[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()
