"""The Delta Lake table of observations: publish, read as at a version, history, roll back.

A release is one commit, and the commit's own metadata says who made it, when and why, so that figures and
audit trail cannot part. A commit is made against the version that was read and fails if anybody else's came
in between; then everything is read and compared afresh. The table is partitioned by indicator, so that a release
of one of 70 adds 16 KB; in one piece it would write all 330 KB again, and releases are kept for ever.

A release also says which file holds each indicator's rows from then on. So any version is read from its one entry in
the log and from files that bear their hash as their name.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256 as sha256_of
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from indicators import access
from indicators.changes import Changes, applied, between
from indicators.errors import PublishedMeanwhile, StoreError, StoreGone
from indicators.model import KEY, OBSERVATIONS
from indicators.store import commits, delta, engine, ledger, log, places, proving, seen, times, valid
from indicators.store.contents import Contents

#: The order in which rows are stored and read: each line of a chart in one piece, by date.
ORDER = ["indicator", "area_code", "breakdown", "period_start", "period_end"]

#: What stood between the names of files that were published together while releases held them as one text.
_JOINED = " / "

#: The columns of a data file: its folder says the indicator.
_IN_FILES = pa.schema([column for column in OBSERVATIONS if column.name != "indicator"])


@dataclass(frozen=True)
class Release:
    """One version of the store: who made it, when, why, from which files, and how many rows it changed."""

    version: int
    kind: Literal["build", "publish", "rollback", "outside"]  # outside: a commit made by another program
    by: str
    at: datetime  # UTC
    note: str
    files: tuple[str, ...] = ()  # the names of those that were uploaded
    sha256: str = ""  # of the uploaded file, of several of their archive; its bytes are `kept`
    layout: str = ""
    new: int = 0
    revised: int = 0
    withdrawn: int = 0
    restored: int | None = None  # the version that a rollback brought back
    indicators: tuple[str, ...] = ()  # slugs of those that it changed; empty in releases that did not say
    rows: tuple[tuple[str, str], ...] = ()  # the SHA-256 over the rows of each of them; empty in older releases
    entry: str = ""  # the SHA-256 of its entry in the log
    before: str = ""  # that of the release before; empty in the first, and in older releases

    @property
    def state(self) -> log.State:
        """What the store held from then on."""
        return log.State(self.version, self.entry)


def exists(where: str) -> bool:
    """Whether anything has been published here yet."""
    with delta.faults_in_words(where):
        return log.state(where) != log.NOTHING


def version(where: str) -> int:
    """The current version, counted from 0. Refuses a missing store."""
    return state(where).version


def state(where: str) -> log.State:
    """What the store holds now: the version, and what tells it from any other store.

    Refuses a missing store, with StoreGone where it was there before, or where all of its figures are gone.
    """
    with delta.faults_in_words(where):
        current = log.state(where)
        if current == log.NOTHING:
            raise delta.absent(where)
        delta.has_figures(where, current)
    seen.note(where, current)
    return current


def read(where: str, version: int | log.State | None = None, indicators: Collection[str] | None = None) -> pd.DataFrame:
    """The observations as at a version (None: now), of all or of some indicators, sorted by ORDER.

    Columns are those of OBSERVATIONS: text as str, dates as datetime64[s], numbers as float64 with NaN for
    null. Refuses a missing store and a version that does not exist, of a state also one of another store or history;
    Damaged where what is stored is not what was published. An unknown indicator has no rows.
    """
    number = _number(where, version)
    with delta.faults_in_words(where):
        return _rows(where, holdings(where, number), indicators)


def contents(where: str, version: int | log.State | None = None) -> Contents:
    """What the store held as at a version (None: now), to be read indicator by indicator. Refuses what `read` does."""
    number = _number(where, version)
    with delta.faults_in_words(where):
        return Contents(where, holdings(where, number))


def _number(where: str, version: int | log.State | None) -> int:
    """The number of a version that is there, and of a state the one that is meant."""
    latest = state(where).version
    number = version.version if isinstance(version, log.State) else latest if version is None else version
    if not 0 <= number <= latest:
        raise StoreError(f"Version {number} does not exist: the store has versions 0 to {latest}.")
    if isinstance(version, log.State):
        same(where, version)
    return number


def same(where: str, expected: log.State) -> None:
    """PublishedMeanwhile where what the store held at a version is not what was read then."""
    with delta.faults_in_words(where):
        if log.at(where, expected.version) != expected:
            raise PublishedMeanwhile(delta.REPLACED.format(where))


def unmoved(where: str, expected: log.State) -> None:
    """PublishedMeanwhile where the store is not at the version any more that was read, or is another one; StoreGone
    where it is not there any more."""
    with delta.faults_in_words(where):
        now = log.state(where)
        if now == expected:
            return
        if now == log.NOTHING:
            absent = delta.absent(where)
            raise absent if isinstance(absent, StoreGone) else delta.gone(where, expected.version)
        if now.version <= expected.version:
            raise PublishedMeanwhile(delta.REPLACED.format(where))
        if expected != log.NOTHING:
            same(where, expected)
    moved = f"the store is at version {now.version}, not {expected.version}"
    raise PublishedMeanwhile(delta.MEANWHILE.format(moved))


def untouched(where: str, expected: log.State, rows: pd.DataFrame | None) -> None:
    """PublishedMeanwhile where one of these rows, of which the columns of KEY count, is not what it was in a state.

    Releases of other rows are nobody's concern. Without rows none may have come in between.
    """
    try:
        unmoved(where, expected)
    except PublishedMeanwhile:
        now = state(where)
        if rows is None or now.version <= expected.version:
            raise
        keys = rows[list(KEY)].drop_duplicates()
        slugs = keys["indicator"].unique().tolist()
        then = _rows(where, {}, slugs) if expected == log.NOTHING else read(where, expected, slugs)
        one, other = (frame.merge(keys, on=list(KEY)) for frame in (then, read(where, now, slugs)))
        if not one.equals(other):
            raise


def history(where: str) -> list[Release]:
    """Every release, newest first. Refuses a missing store; Damaged where an entry of the log is missing or harmed."""
    with delta.faults_in_words(where):
        every = log.commits(where)
    if not every:
        raise delta.absent(where)
    return [_told(where, each) for each in reversed(every)]


def publish(
    where: str,
    observations: pa.Table | pd.DataFrame,
    *,
    by: str,
    note: str,
    files: Sequence[str] = (),
    content: bytes | None = None,
    layout: str = "",
    withdraw: pd.DataFrame | None = None,
    expected: log.State | None = None,
    rests_on: pd.DataFrame | None = None,
    kind: Literal["build", "publish"] = "publish",
) -> Release | None:
    """The release, made in one commit, after which the store holds these observations; None if it does already.

    A row takes the place of the one with the same KEY or is new; rows of `withdraw` (of which only the columns
    of KEY count) are deleted where they exist; no other row is touched. The first release creates the table.
    `files` names what was uploaded; `content`, its bytes, is kept under its SHA-256 before the commit is made.

    Refuses with StoreError whatever is not an observation, duplicates, and nothing at all; with
    PublishedMeanwhile if any row of `rests_on` (the columns of KEY; these rows where not said) is not what it was in
    the state `expected` (NOTHING: no store yet), if the store is another one by now, or if others keep publishing.
    """
    rows = valid.observations(observations)
    gone = valid.typed((rows.iloc[:0] if withdraw is None else withdraw).filter(items=list(KEY)), KEY)
    spoken_for = pd.concat([rows[list(KEY)], gone])
    if spoken_for.empty:
        raise StoreError("There is nothing to publish: not one row.")
    if len(gone.merge(rows[list(KEY)])):
        raise StoreError("A row cannot be published and withdrawn in the same release.")
    facts = {"kind": kind, "by": by, "note": note, "files": list(files), "layout": layout}
    return _commit(
        where,
        lambda before: between(before, rows, leaving=gone),
        facts,
        indicators=spoken_for["indicator"].unique().tolist(),
        expected=expected,
        rests_on=spoken_for if rests_on is None else valid.typed(rests_on.filter(items=list(KEY)), KEY),
        content=content,
    )


def roll_back(where: str, version: int, *, by: str, reason: str, expected: log.State | None = None) -> Release:
    """The release, a new commit, that brings back the content of a version. Nothing in between is lost.

    Refuses a version that does not exist or already holds what the current one does, and a blank reason; with
    PublishedMeanwhile as `publish` does.
    """
    if not reason.strip():
        raise StoreError("A rollback needs a reason: it stays in the history.")
    content = read(where, version)
    facts = {"kind": "rollback", "by": by, "note": reason, "restored": version}
    release = _commit(where, lambda before: between(before, content), facts, expected=expected)
    if release is None:
        raise StoreError(f"There is nothing to roll back: the store already holds what version {version} held.")
    return release


def holdings(where: str, version: int) -> dict[str, list[str]]:
    """The names of each indicator's data files in a version, by slug: as its release says, or as deltalake does."""
    return _holdings(where, log.commit(where, version) if log.holds(where, version) else None, version)


def _holdings(where: str, made: log.Commit | None, version: int) -> dict[str, list[str]]:
    if made and made.proof:
        return {str(slug): list(names) for slug, names in made.proof["holds"].items()}
    with engine.contained():
        return commits.files(commits.opened(where, version))


def _commit(
    where: str,
    compare: Callable[[pd.DataFrame], Changes],
    facts: dict[str, Any],
    *,
    indicators: Collection[str] | None = None,
    expected: log.State | None = None,
    rests_on: pd.DataFrame | None = None,
    content: bytes | None = None,
) -> Release | None:
    """The release that changes the rows of these indicators as `compare` says; None if that alters nothing."""
    if not facts["by"].strip():
        raise StoreError("A release needs the name of whoever makes it: it stays in the history.")
    access.bounded("name", facts["by"], access.NAME)
    access.bounded("note", facts["note"], access.NOTE)
    sha256 = "" if content is None else sha256_of(content).hexdigest()
    with delta.faults_in_words(where):
        for attempt in range(delta.ATTEMPTS):
            delta.pause(attempt)
            last = log.newest(where)
            now = last.version if last else -1
            if expected is not None:
                untouched(where, expected, rests_on)
            if last is None:
                _may_begin(where, facts["kind"])
            else:
                delta.has_figures(where, last.state)
            held = _holdings(where, last, now) if last else {}
            before = _rows(where, held, indicators)
            changes = compare(before)
            if changes.nothing:
                return None
            beside = ledger.said(where) if last else log.NOTHING
            at = times.following(ledger.said_and_published(where))
            if content is not None:
                delta.keep(where, sha256, content)
            release = facts | _counts(changes) | {"sha256": sha256, "version": now + 1}
            touched = before[before["indicator"].isin(changes.indicators)]
            made = commits.commit(where, last, _change(held, applied(touched, changes), release, at, beside))
            if made:
                return _release(made)
    raise PublishedMeanwhile(delta.MEANWHILE.format(f"others were faster {delta.ATTEMPTS} times running"))


def _may_begin(where: str, kind: str) -> None:
    """StoreError where the first release must not be made: there is nothing to go back to, or only the figures of a
    store are gone."""
    if kind == "rollback":
        raise delta.absent(where)
    if log.state(ledger.table_of(where)) != log.NOTHING:
        what = f"The figures of the store at {where} are gone; its comments and signatures are still there."
        raise StoreGone(f"{what} {delta.BRING_BACK}")


def _counts(changes: Changes) -> dict[str, Any]:
    rows = {"new": changes.new, "revised": changes.revised, "withdrawn": changes.withdrawn}
    return {name: len(changed) for name, changed in rows.items()} | {"indicators": changes.indicators}


def _change(
    held: Mapping[str, list[str]], rows: pd.DataFrame, facts: Mapping[str, Any], at: datetime, beside: log.State
) -> commits.Change:
    """The commit after which the indicators of the release have these rows and no others."""
    slugs, ordered = facts["indicators"], rows.sort_values(ORDER, ignore_index=True)
    mine = {str(slug): group for slug, group in ordered.groupby("indicator")}
    files = {slug: _file(slug, group) for slug, group in mine.items()}
    stays = {slug: names for slug, names in held.items() if slug not in slugs}
    return commits.Change(
        key="release",
        facts=facts,
        by=facts["by"],
        note=facts["note"],
        at=at,
        schema=OBSERVATIONS,
        added=list(files.values()),
        removed=[(name, {"indicator": slug}) for slug in slugs for name in held.get(slug, [])],
        partition_by=["indicator"],
        proves={
            "beside": list(beside),
            "rows": {slug: proving.digest(mine.get(slug, ordered.iloc[:0])) for slug in slugs},
            "holds": dict(sorted((stays | {slug: [file.name] for slug, file in files.items()}).items())),
        },
    )


def _file(slug: str, rows: pd.DataFrame) -> commits.DataFile:
    table = pa.Table.from_pandas(rows[_IN_FILES.names], schema=_IN_FILES, preserve_index=False)
    content = proving.encoded(table)
    return commits.DataFile(f"indicator={slug}/{proving.named(content)}", {"indicator": slug}, content, len(rows))


def _rows(where: str, held: Mapping[str, list[str]], indicators: Collection[str] | None) -> pd.DataFrame:
    """The rows of these indicators, or of all, in the files that hold them."""
    wanted = sorted(held if indicators is None else held.keys() & set(indicators))
    tables = [data(where, name, slug) for slug in wanted for name in held[slug]]
    if not tables:
        return valid.as_read(nothing())
    rows = valid.as_read(pa.concat_tables(tables))
    if all(proving.proven(name) for slug in wanted for name in held[slug]):
        return rows  # one file for each, written in order
    return rows.sort_values(ORDER, ignore_index=True)


def nothing() -> pa.Table:
    """Not one row."""
    return OBSERVATIONS.empty_table()


def data(where: str, name: str, slug: str) -> pa.Table:
    """The rows of one data file. Damaged where it is missing or not what was written."""
    try:
        content = places.at(where).read(name)
    except FileNotFoundError as fault:
        raise proving.missing(where, name) from fault
    table = proving.decoded(places.at(where).path(name), content, {"indicator": slug})
    return table.select(OBSERVATIONS.names).cast(OBSERVATIONS)


def _told(where: str, made: log.Commit) -> Release:
    """The release of an entry. Damaged where it, of the time before hashes, says what no release says."""
    try:
        return _release(made)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise log.damaged(where, made.version) from fault


def _release(made: log.Commit) -> Release:
    outside = {"kind": "outside", "by": made.info.get("userName", ""), "note": made.info.get("operation", "")}
    facts: dict[str, Any] = dict(made.info.get("release") or outside)
    joined = facts.pop("file", "")  # version 0.1.0 wrote the names as one text
    facts["files"] = tuple(facts.get("files", joined.split(_JOINED) if joined else ()))
    facts |= {"version": made.version, "at": made.at, "indicators": tuple(facts.get("indicators", ()))}
    rows = tuple(sorted(made.proof.get("rows", {}).items()))
    return Release(**facts, rows=rows, entry=made.sha256, before=made.proof.get("before", ""))
