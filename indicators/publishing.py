"""From screened files to a release: what would change, which answers would move, and the one commit that does it."""

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

import pandas as pd

from indicators import access, store
from indicators import catalogue as catalogues
from indicators.assessment import Assessment, assess
from indicators.errors import PublishedMeanwhile, UserError
from indicators.model import KEY, Catalogue, Selection
from indicators.screening import Changes, Report, compare

#: What stands between the names of files that were published together; `named` leaves none in a name.
SEVERAL = " / "
#: The date that archives of kept files carry, so that equal files make equal archives.
EPOCH = (1980, 1, 1, 0, 0, 0)
#: Sentences of one refusal.
TOLD = 10


NO_NOTE = "A note is missing: say in a few words what is published and why."
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
    """What publishing screened files would do to the store as it was at `version`. `observations` are those that
    are new or revised."""

    reports: tuple[Report, ...]
    observations: pd.DataFrame
    changes: Changes
    moved: tuple[Moved, ...]
    version: int


def propose(
    where: str,
    reports: Iterable[Report],
    catalogue: Catalogue,
    on: date,
    selection: Selection | None = None,
    screened: int | None = None,
) -> Proposal:
    """The proposal for these reports against the store's current version.

    Two files that speak for the same row must agree; Blocked if they do not, or if no file has any row. `screened` is
    the version that the reports were made with: PublishedMeanwhile if it is not the current one any more.
    """
    told = tuple(reports)
    version = store.version(where)
    if screened is not None:
        _unmoved(version, screened)
    rows = _together(told)
    slugs = sorted(set(rows["indicator"]))
    held = store.read(where, version=version, indicators=slugs)
    found = compare(rows, held, _vanishing(told, rows))
    chosen = selection or Selection(catalogue.strategy.area, catalogues.country(catalogue))
    moved = _moved(held, found, _touched(found), catalogue, chosen, on)
    changed = pd.concat([found.new, found.revised[rows.columns]], ignore_index=True)
    return Proposal(told, changed, found, tuple(moved), version)


def publish(
    where: str, proposal: Proposal, *, by: str, note: str, accepted: Collection[str], contents: Mapping[str, bytes]
) -> store.Release | None:
    """The release that the proposal describes, in one commit; None if the store holds all of it already.

    `accepted` holds the ids of the checks whose warnings were acknowledged; `contents` the uploaded bytes by name,
    which are kept. Blocked if an error stands or a warning was not acknowledged; `PublishedMeanwhile` if somebody
    else published since the proposal was made: make it again and compare.
    """
    person, why = access.allow(by, "publish"), " ".join(note.split())
    errors = _sentences(proposal.reports, "error")
    nothing = not errors and proposal.changes.nothing
    waiting = [] if nothing else _sentences(proposal.reports, "warning", accepted)
    _refuse([*([] if why else [NO_NOTE]), *errors, *waiting])
    if nothing:
        _unmoved(store.version(where), proposal.version)
        return None
    names = sorted(contents)
    return store.publish(
        where,
        proposal.observations,
        by=person,
        note=why,
        file=SEVERAL.join(names),
        content=_kept(contents),
        layout=", ".join(sorted({report.layout or "" for report in proposal.reports} - {""})),
        withdraw=proposal.changes.vanishing[list(KEY)],
        expected=proposal.version,
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


def touched(proposal: Proposal) -> list[str]:
    """The slugs of the indicators that would change, by name."""
    return _touched(proposal.changes)


def lines(proposal: Proposal, where: str, slug: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An indicator's rows as they are and as they would be."""
    held = store.read(where, version=proposal.version, indicators=[slug])
    found = proposal.changes
    mine = Changes(
        found.new[found.new["indicator"] == slug],
        found.revised[found.revised["indicator"] == slug],
        found.unchanged,
        found.vanishing[found.vanishing["indicator"] == slug],
    )
    return held, _applied(held, mine)


def roll_back(where: str, version: int, *, by: str, reason: str, expected: int | None = None) -> store.Release:
    """The release, a new commit, that brings back a version. Refuses as `access.allow` and `store.roll_back` do."""
    person, why = access.allow(by, "roll back"), " ".join(reason.split())
    return store.roll_back(where, version, by=person, reason=why, expected=expected)


def difference(where: str, earlier: int, later: int, indicator: str | None = None) -> Changes:
    """What changed from one version to another, of one indicator or of all; `vanishing` are the rows gone since."""
    slugs = [indicator] if indicator else None
    before, after = store.read(where, earlier, slugs), store.read(where, later, slugs)
    found = before.merge(after[list(KEY)], on=list(KEY), how="left", indicator=True)
    gone = found.loc[found["_merge"] == "left_only", before.columns]
    return compare(after, before, gone.reset_index(drop=True))


def _together(reports: tuple[Report, ...]) -> pd.DataFrame:
    """The rows of all files, each once."""
    frames = [report.observations for report in reports if len(report.observations)]
    if not frames:
        _refuse(_sentences(reports, "error") or [NO_FIGURE])
    rows = pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)
    doubled = rows[rows.duplicated(list(KEY), keep=False)]
    if len(doubled):
        _refuse([_disagreement(doubled)])
    return rows


def _disagreement(doubled: pd.DataFrame) -> str:
    """The first row that files have differently, and the first column in which they differ."""
    first = doubled.iloc[0]
    same = doubled[(doubled[list(KEY)] == first[list(KEY)]).all(axis=1)]
    column = next(str(name) for name in same.columns if same[name].nunique(dropna=False) > 1)
    texts = [
        f"'{cell}'" if isinstance(cell, str) else "nothing" if pd.isna(cell) else f"{cell:.15g}"
        for cell in same[column]
    ]
    where = ", ".join(part for part in first[["indicator", "area_code", "period_label", "breakdown"]] if part)
    return f"The files disagree on {where}: '{column}' is {' and '.join(texts)}. Publish one of them at a time."


def _vanishing(reports: tuple[Report, ...], rows: pd.DataFrame) -> pd.DataFrame:
    """The held rows that none of the files has, though one of them should."""
    gone = pd.concat([report.vanishing for report in reports], ignore_index=True).drop_duplicates(list(KEY))
    found = gone.merge(rows[list(KEY)], on=list(KEY), how="left", indicator=True)
    return found.loc[found["_merge"] == "left_only", gone.columns].reset_index(drop=True)


def _unmoved(now: int, before: int) -> None:
    if now != before:
        told = f"the store is at version {now}, not {before}"
        raise PublishedMeanwhile(store.MEANWHILE.format(told))


def _touched(found: Changes) -> list[str]:
    return sorted({*found.new["indicator"], *found.revised["indicator"], *found.vanishing["indicator"]})


def _moved(
    held: pd.DataFrame,
    found: Changes,
    slugs: Iterable[str],
    catalogue: Catalogue,
    selection: Selection,
    on: date,
) -> Iterable[Moved]:
    """The answers of the touched indicators that would be other ones, for the chosen area and benchmark."""
    after = _applied(held, found)
    for slug in slugs:
        indicator = catalogue.indicators[slug]
        one, other = (
            assess(rows[rows["indicator"] == slug], indicator, selection, catalogue, on) for rows in (held, after)
        )
        yield from _differences(slug, one, other)


def _differences(slug: str, one: Assessment, other: Assessment) -> Iterable[Moved]:
    answers = (
        ("On plan?", one.plan, other.plan),
        ("Different from the benchmark?", one.difference, other.difference),
        ("Changing?", one.change, other.change),
    )
    return (
        Moved(slug, asked, before.word, after.word) for asked, before, after in answers if before.word != after.word
    )


def _applied(held: pd.DataFrame, found: Changes) -> pd.DataFrame:
    """The held rows as they would be."""
    gone = pd.concat([found.revised[list(KEY)], found.vanishing[list(KEY)]])
    kept = held.merge(gone, on=list(KEY), how="left", indicator=True)
    left = kept.loc[kept["_merge"] == "left_only", held.columns]
    return pd.concat([left, found.revised[held.columns], found.new], ignore_index=True)


def _sentences(reports: Iterable[Report], level: str, accepted: Collection[str] = ()) -> list[str]:
    """The findings of a level whose check was not accepted."""
    findings = (finding for report in reports for finding in report.findings)
    return [found.sentence for found in findings if found.level == level and found.check not in accepted]


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = f"\n… and {len(faults) - TOLD:,} more." if len(faults) > TOLD else ""
        raise Blocked("Nothing was published.\n" + "\n".join(faults[:TOLD]) + more)


def _kept(contents: Mapping[str, bytes]) -> bytes:
    """The uploaded file as it came; several as one archive whose bytes depend on theirs alone."""
    if len(contents) == 1:
        return next(iter(contents.values()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), contents[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()
