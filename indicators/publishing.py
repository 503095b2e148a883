"""From screened files to a release: what would change, which answers would move, and the one commit that does it."""

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators import access, store
from indicators import catalogue as catalogues
from indicators.assessment import Assessment, assess
from indicators.errors import UserError
from indicators.model import KEY, Catalogue, Selection
from indicators.screening import Changes, Report, compare

#: What stands between the names of files that were published together.
SEVERAL = " + "
#: The date that archives of kept files carry, so that equal files make equal archives.
EPOCH = (1980, 1, 1, 0, 0, 0)


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
    where: str, reports: Iterable[Report], catalogue: Catalogue, on: date, selection: Selection | None = None
) -> Proposal:
    """The proposal for these reports against the store's current version.

    Two files that speak for the same row must agree; Blocked if they do not, or if no file has any row.
    """
    told = tuple(reports)
    rows = _together(told)
    version = store.version(where)
    slugs = sorted(set(rows["indicator"]))
    held = store.read(where, version=version, indicators=slugs)
    vanishing = pd.concat([report.vanishing for report in told], ignore_index=True).drop_duplicates(list(KEY))
    found = compare(rows, held, vanishing)
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
    person = access.allow(by, "publish")
    _refuse(proposal, note, accepted)
    if proposal.changes.nothing:
        return None
    names = sorted(contents)
    return store.publish(
        where,
        proposal.observations,
        by=person,
        note=note.strip(),
        file=SEVERAL.join(names),
        content=_kept(contents),
        layout=", ".join(sorted({report.layout or "" for report in proposal.reports} - {""})),
        withdraw=proposal.changes.vanishing[list(KEY)],
        expected=proposal.version,
    )


def named(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files by name; of several with one name the later ones get a number, so that none is lost."""
    contents: dict[str, bytes] = {}
    for name, content in files:
        copies = sum(known == name or known.endswith(f") {name}") for known in contents)
        contents[f"({copies + 1}) {name}" if copies else name] = content
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
    return store.roll_back(where, version, by=access.allow(by, "roll back"), reason=reason, expected=expected)


def difference(where: str, earlier: int, later: int, indicator: str | None = None) -> Changes:
    """What changed from one version to another, of one indicator or of all; `vanishing` are the rows gone since."""
    slugs = [indicator] if indicator else None
    before, after = store.read(where, earlier, slugs), store.read(where, later, slugs)
    found = before.merge(after[list(KEY)], on=list(KEY), how="left", indicator=True)
    gone = found.loc[found["_merge"] == "left_only", before.columns]
    return compare(after, before, gone.reset_index(drop=True))


def _together(reports: tuple[Report, ...]) -> pd.DataFrame:
    frames = [report.observations for report in reports if len(report.observations)]
    if not frames:
        raise Blocked("No figure in these files belongs to an indicator and an area that are held here.")
    rows = pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)
    doubled = rows[rows.duplicated(list(KEY), keep=False)]
    if len(doubled):
        first = doubled.iloc[0]
        raise Blocked(
            f"The files disagree on {first['indicator']}, {first['area_code']}, {first['period_label']}"
            f"{' (' + first['breakdown'] + ')' if first['breakdown'] else ''}: "
            f"{', '.join(str(value) for value in doubled.loc[_same_key(doubled, first), 'value'])}. "
            "Publish one of them at a time."
        )
    return rows


def _same_key(rows: pd.DataFrame, row: pd.Series) -> "pd.Series[bool]":
    return (rows[list(KEY)] == row[list(KEY)]).all(axis=1)


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


def _refuse(proposal: Proposal, note: str, accepted: Collection[str]) -> None:
    faults = [
        finding.sentence
        for report in proposal.reports
        for finding in report.findings
        if finding.level == "error" or (finding.level == "warning" and finding.check not in accepted)
    ]
    if not note.strip():
        faults.insert(0, "A note is missing: say in a few words what is published and why.")
    if faults:
        more = f"\n… and {len(faults) - 10} more." if len(faults) > 10 else ""
        raise Blocked("Nothing was published.\n" + "\n".join(faults[:10]) + more)


def _kept(contents: Mapping[str, bytes]) -> bytes:
    """The uploaded file as it came; several as one archive whose bytes depend on theirs alone."""
    if len(contents) == 1:
        return next(iter(contents.values()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), contents[name])
    return stream.getvalue()
