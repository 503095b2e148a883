"""The Delta Lake table of observations: publish, read as at a version, history, roll back.

A release is one commit, and the commit's own metadata says who made it, when and why, so that figures and
audit trail cannot part. A commit is made against the version that was read and fails if anybody else's came
in between; then everything is read and compared afresh. The table is partitioned by indicator, so that a release
of one of 70 adds 16 KB; in one piece it would write all 330 KB again, and releases are kept for ever.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256 as sha256_of
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError
from pyarrow import types

from indicators.changes import Changes, applied, between
from indicators.errors import PublishedMeanwhile, StoreError, nearest
from indicators.model import COMPARISONS, FLAGS, KEY, OBSERVATIONS, STATUSES
from indicators.store import delta

#: The order in which rows are stored and read: each line of a chart in one piece, by date.
ORDER = ["indicator", "area_code", "breakdown", "period_start", "period_end"]

#: What a column may come as, in words and by its Arrow type. Text never becomes a number or a date.
ACCEPTED: Mapping[pa.DataType, tuple[str, Callable[[pa.DataType], bool]]] = {
    pa.string(): ("text", lambda kind: types.is_string(kind) or types.is_large_string(kind)),
    pa.date32(): ("dates", lambda kind: types.is_date(kind) or (types.is_timestamp(kind) and kind.tz is None)),
    pa.float64(): ("numbers", lambda kind: types.is_floating(kind) or types.is_integer(kind)),
}

#: What an indicator is called in files and addresses.
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"

#: The statuses that stand in place of a value. With the other, `u`, the value stays.
WITHOUT_VALUE = ("c", "x", "z", "low")

#: What stood between the names of files that were published together while releases held them as one text.
_JOINED = " / "


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


def exists(where: str) -> bool:
    """Whether anything has been published here yet."""
    with delta.faults_in_words(where):
        return DeltaTable.is_deltatable(where)


def version(where: str) -> int:
    """The current version, counted from 0. Refuses a missing store."""
    with delta.faults_in_words(where):
        return DeltaTable(where).version()


def read(where: str, version: int | None = None, indicators: Collection[str] | None = None) -> pd.DataFrame:
    """The observations as at a version (None: now), of all or of some indicators, sorted by ORDER.

    Columns are those of OBSERVATIONS: text as str, dates as datetime64[s], numbers as float64 with NaN for
    null. Refuses a missing store and a version that does not exist. An unknown indicator has no rows.
    """
    with delta.faults_in_words(where):
        table = DeltaTable(where)
        latest = table.version()
        if version is not None and not 0 <= version <= latest:
            raise StoreError(f"Version {version} does not exist: the store has versions 0 to {latest}.")
        return _rows(table if version in (None, latest) else DeltaTable(where, version=version), indicators)


def history(where: str) -> list[Release]:
    """Every release, newest first. Refuses a missing store.

    deltalake 1.6.6 numbers commits downwards from the version of the table object, which is wrong once the
    log is longer; so each of our commits carries its number, and those of others are counted upwards.
    """
    with delta.faults_in_words(where):
        commits = DeltaTable(where).history()
    releases: list[Release] = []
    for commit in reversed(commits):
        releases.append(_release(commit, releases[-1].version + 1 if releases else 0))
    return releases[::-1]


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
    expected: int | None = None,
    kind: Literal["build", "publish"] = "publish",
) -> Release | None:
    """The release, made in one commit, after which the store holds these observations; None if it does already.

    A row takes the place of the one with the same KEY or is new; rows of `withdraw` (of which only the columns
    of KEY count) are deleted where they exist; no other row is touched. The first release creates the table.
    `files` names what was uploaded; `content`, its bytes, is kept under its SHA-256 before the commit is made.

    Refuses with StoreError whatever is not an observation, duplicates, and nothing at all; with
    PublishedMeanwhile if `expected` is not the current version (-1: no store yet) or others keep publishing.
    """
    rows = _observations(observations)
    gone = _typed((rows.iloc[:0] if withdraw is None else withdraw).filter(items=list(KEY)), KEY)
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
        content=content,
    )


def roll_back(where: str, version: int, *, by: str, reason: str, expected: int | None = None) -> Release:
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


def _commit(
    where: str,
    compare: Callable[[pd.DataFrame], Changes],
    facts: dict[str, Any],
    *,
    indicators: Collection[str] | None = None,
    expected: int | None = None,
    content: bytes | None = None,
) -> Release | None:
    """The release that changes the rows of these indicators as `compare` says; None if that alters nothing."""
    if not facts["by"].strip():
        raise StoreError("A release needs the name of whoever makes it: it stays in the history.")
    sha256 = "" if content is None else sha256_of(content).hexdigest()
    with delta.faults_in_words(where):
        for _ in range(delta.ATTEMPTS):
            table = delta.current(where)
            now = table.version() if table else -1
            if expected is not None and now != expected:
                raise PublishedMeanwhile(delta.MEANWHILE.format(f"the store is at version {now}, not {expected}"))
            before = _rows(table, indicators)
            changes = compare(before)
            if changes.nothing:
                return None
            if content is not None:
                delta.keep(where, sha256, content)
            release = facts | _counts(changes) | {"sha256": sha256, "version": now + 1}
            touched = before[before["indicator"].isin(changes.indicators)]
            if _wrote(where, table, applied(touched, changes), release):
                return next(release for release in history(where) if release.version == now + 1)
    raise PublishedMeanwhile(delta.MEANWHILE.format(f"others were faster {delta.ATTEMPTS} times running"))


def _counts(changes: Changes) -> dict[str, Any]:
    rows = {"new": changes.new, "revised": changes.revised, "withdrawn": changes.withdrawn}
    return {name: len(changed) for name, changed in rows.items()} | {"indicators": changes.indicators}


def _wrote(where: str, table: DeltaTable | None, rows: pd.DataFrame, facts: dict[str, Any]) -> bool:
    """Whether the commit was made: as the version right after `table`, or not at all.

    With no retries, and only so, deltalake 1.6.6 refuses any commit in between. With its default it lets one pass
    that touched other files, and the version and the counts told in the commit would be wrong.
    """
    data = pa.Table.from_pandas(rows.sort_values(ORDER), schema=OBSERVATIONS, preserve_index=False)
    # userName and userMetadata are what other readers of Delta tables show in their history.
    metadata = {"release": facts, "userName": facts["by"], "userMetadata": facts["note"]}
    once = CommitProperties(custom_metadata=metadata, max_commit_retries=0)
    try:
        if table is None:
            write_deltalake(
                where, data, partition_by=["indicator"], configuration=delta.RETENTION, commit_properties=once
            )
        else:
            predicate = _one_of(facts["indicators"])
            write_deltalake(table, data, mode="overwrite", predicate=predicate, commit_properties=once)
    except DeltaError:
        latest = delta.current(where)
        if latest is None or latest.version() < facts["version"]:
            raise  # nobody else was faster, so trying again would not help
        return False
    return True


def _one_of(indicators: Iterable[str]) -> str:
    """The SQL predicate for these indicators. A quote in a name is doubled, so no name ends the string."""
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in indicators)
    return f"indicator IN ({names})" if names else "false"


def _rows(table: DeltaTable | None, indicators: Collection[str] | None) -> pd.DataFrame:
    if table is None:
        return _pandas(OBSERVATIONS.empty_table())
    batches = table.scan(columns=OBSERVATIONS.names, predicate=None if indicators is None else _one_of(indicators))
    return _pandas(pa.table(batches)).sort_values(ORDER, ignore_index=True)


def _pandas(table: pa.Table) -> pd.DataFrame:
    """The table in the types that `read` promises."""
    fields = [OBSERVATIONS.field(name) for name in table.column_names]
    wanted = [(field.name, pa.timestamp("s") if field.type == pa.date32() else field.type) for field in fields]
    frame: pd.DataFrame = table.cast(pa.schema(wanted)).to_pandas()
    return frame


def _release(commit: dict[str, Any], following: int) -> Release:
    outside = {"version": following, "kind": "outside", "by": commit.get("userName", ""), "note": commit["operation"]}
    facts = dict(commit.get("release", outside))
    joined = facts.pop("file", "")  # version 0.1.0 wrote the names as one text
    facts["files"] = tuple(facts.get("files", joined.split(_JOINED) if joined else ()))
    made = datetime.fromtimestamp(commit["timestamp"] / 1000, UTC)
    return Release(**facts | {"at": made, "indicators": tuple(facts.get("indicators", ()))})


def _observations(data: pa.Table | pd.DataFrame) -> pd.DataFrame:
    """The rows in the types that `read` promises. Refuses what is not an observation, naming every fault."""
    rows = _typed(data, OBSERVATIONS.names)
    filled = [field.name for field in OBSERVATIONS if not field.nullable]
    empty = [fault for name in filled for fault in _fault(rows, name, rows[name].isna(), "must not be empty")]
    if faults := empty or list(_contradictions(rows)):
        raise StoreError("\n".join(faults))
    return rows


def _typed(data: pa.Table | pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Exactly these columns in the types that `read` promises. Refuses others, missing ones and other types."""
    header = data.column_names if isinstance(data, pa.Table) else data.columns.tolist()
    unknown = [str(name) for name in header if name not in names]
    faults = [f"Column '{name}' is not known.{nearest(name, names)}" for name in unknown]
    columns: dict[str, Any] = {}
    for name in names:
        if header.count(name) == 1:
            columns[name], fault = _column(data[name], OBSERVATIONS.field(name).type)
            faults += [f"Column '{name}' must hold {fault}."] if fault else []
        else:
            faults.append(f"Column '{name}' is {'there twice' if name in header else 'missing'}.")
    if faults:
        raise StoreError("\n".join(faults))
    return _pandas(pa.table(columns))


def _column(data: Any, wanted: pa.DataType) -> tuple[pa.ChunkedArray | None, str]:
    """The column in that type, or what it must hold instead. A cast alone would parse text, and drop the hour."""
    words, accepts = ACCEPTED[wanted]
    try:
        column = pa.chunked_array([pa.array(data)]) if isinstance(data, pd.Series) else data
        if not types.is_null(column.type) and not accepts(column.type):
            return None, f"{words}, not {column.type}"
        cast = column.cast(wanted)
        if types.is_timestamp(column.type) and not cast.cast(column.type).equals(column):
            return None, f"{words} without a time of day"
    except pa.ArrowException as fault:
        return None, f"{words}: {fault}"
    return cast, ""


def _contradictions(rows: pd.DataFrame) -> Iterator[str]:
    """What no observation can say. Whether its figures are plausible is for `screening` to judge."""
    missing, status = rows["value"].isna(), rows["status"]
    unknown = [text for text in rows["flags"].unique() if not FLAGS.keys() >= set(text.split())]
    slug = rows["indicator"].str.fullmatch(SLUG)
    yield from _fault(rows, "indicator", ~slug, "must be a slug such as 'year-6-obesity'")
    for name in ("value", "lower", "upper", "count", "denominator"):
        yield from _fault(rows, name, np.isinf(rows[name]), "must be a finite number")
    for name, allowed in {"status": list(STATUSES), "published_comparison": list(COMPARISONS)}.items():
        yield from _fault(rows, name, ~rows[name].isin(["", *allowed]), f"must be empty or one of {', '.join(allowed)}")
    yield from _fault(rows, "flags", rows["flags"].isin(unknown), f"may hold {', '.join(FLAGS)}, separated by a space")
    yield from _fault(rows, "status", missing & (status == ""), "must say why there is no value")
    yield from _fault(rows, "value", ~missing & status.isin(WITHOUT_VALUE), "must be empty where the status says so")
    yield from _fault(rows, "indicator", rows.duplicated(list(KEY)), f"has the same {', '.join(KEY[1:])} twice")


def _fault(rows: pd.DataFrame, column: str, wrong: "pd.Series[bool]", rule: str) -> Iterator[str]:
    """One sentence about the rows that are wrong, if any, with the first three of them."""
    places = np.flatnonzero(wrong)
    if places.size:
        first = "; ".join(
            f"row {place + 1}, '{row[column]}' ({row['indicator']}, {row['area_code']}, {row['period_label']})"
            for place, row in zip(places, rows.iloc[places[:3]].to_dict("records"), strict=False)
        )
        yield f"Column '{column}' {rule}. Rows: {places.size} of {len(rows)}. First: {first}."
