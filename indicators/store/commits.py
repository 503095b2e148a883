"""One commit: data files, then the entry in the log that names them, proven by its hash, and on the disk.

deltalake makes the entry, because it knows how each kind of storage lets only one of two writers be first. Whether it
was made is never taken from its word: the log is looked at for the random id of the entry.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256 as sha256_of
from typing import Any
from uuid import uuid4

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from indicators.errors import Damaged, StoreError
from indicators.store import delta, engine, log, places

#: After so many versions what the log says so far is written down in one file, from which deltalake opens the table.
CHECKPOINT = 20

_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint\.parquet")
#: How a Parquet file begins and ends.
_MAGIC = b"PAR1"


@dataclass(frozen=True)
class DataFile:
    """A file of rows: its name below the table, the partition it belongs to, its bytes, how many rows it has."""

    name: str
    partition: Mapping[str, str]
    content: bytes
    rows: int


@dataclass(frozen=True)
class Change:
    """What a commit does: the facts it tells, the files it adds and removes, and what of it is proven."""

    key: str  # what the facts are called in the log: "release", "entry"
    facts: Mapping[str, Any]
    by: str
    note: str
    at: datetime
    schema: pa.Schema
    added: Sequence[DataFile]
    removed: Sequence[tuple[str, Mapping[str, str]]] = ()  # names, and the partition of each
    partition_by: Sequence[str] = ()
    proves: Mapping[str, Any] = field(default_factory=dict)  # what is proven beside time, id and the entry before


def commit(where: str, after: log.Commit | None, change: Change) -> log.Commit | None:
    """The entry, as the one right after `after`; None where somebody else's is. On the disk when it returns."""
    version = after.version + 1 if after else 0
    proof = {
        "id": uuid4().hex,
        "at": change.at.isoformat(),
        "before": after.sha256 if after else "",
        "files": len(change.added) + len(change.removed),
        **change.proves,
    }
    place = places.at(where)
    landed = False
    try:
        place.write_all({file.name: file.content for file in change.added})
        fault = _attempt(where, version, change, log.proven(change.facts, proof))
        made = _found(where, version)
        landed = made is not None and made.proof.get("id") == proof["id"]
        if fault and made is None:
            raise fault  # nobody else was faster, so trying again would not help
    finally:
        if not landed:
            for file in change.added:
                with suppress(OSError):
                    place.remove(file.name)
    if made is None or not landed:
        return None
    try:
        place.flush(log.name(version))
    except OSError as fault:
        told = f"Version {version} was written, but the disk does not answer for it: {fault}."
        raise StoreError(f"{told} Do not write it again: look at the disk, then run `verify`.") from fault
    _afterwards(where, made)
    return made


def opened(where: str, version: int | None = None) -> DeltaTable:
    """The table as deltalake sees it. Damaged where the checkpoint that it would read is."""
    newest = max(checkpoints(where), default=None)
    if newest is not None and not checkpoint_is_sound(where, newest):
        file = checkpoint_name(newest)
        mend = "`python -m indicators verify --mend` takes it away: the log has all that it said."
        raise Damaged(f"The checkpoint {file} is damaged.", mend, file, newest)
    return DeltaTable(where) if version is None else DeltaTable(where, version=version)


def files(table: DeltaTable) -> dict[str, list[str]]:
    """The names of the data files that deltalake says are the table's, by the indicator that they belong to."""
    actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    found: dict[str, list[str]] = {}
    for action in sorted(actions, key=lambda action: str(action["path"])):
        found.setdefault(str(action.get("partition.indicator", "")), []).append(str(action["path"]))
    return found


def checkpoints(where: str) -> list[int]:
    """The versions that have a checkpoint."""
    found = (_CHECKPOINT.fullmatch(each) for each in places.at(where).names(log.FOLDER))
    return [int(match[1]) for match in found if match]


def checkpoint_name(version: int) -> str:
    """The file of a version's checkpoint."""
    return f"{log.FOLDER}/{version:020}.checkpoint.parquet"


def checkpoint_hash_name(version: int) -> str:
    """The file that says which SHA-256 the checkpoint has."""
    return f"{log.FOLDER}/{version:020}.checkpoint.sha256"


def checkpoint_is_sound(where: str, version: int) -> bool:
    """Whether a checkpoint's bytes are those that were written; of one without a hash, whether it is whole."""
    place = places.at(where)
    content = place.read(checkpoint_name(version))
    try:
        return place.read(checkpoint_hash_name(version)) == sha256_of(content).hexdigest().encode()
    except FileNotFoundError:
        return len(content) > 2 * len(_MAGIC) and content.startswith(_MAGIC) and content.endswith(_MAGIC)


def _attempt(where: str, version: int, change: Change, proof: Mapping[str, Any]) -> Exception | None:
    """Why deltalake says that it did not work; None where it says that it did."""
    told = {change.key: dict(change.facts), "proof": dict(proof), "userName": change.by, "userMetadata": change.note}
    try:
        with engine.contained():
            _write(where, version, change, told)
    except (DeltaError, OSError, pa.ArrowException) as fault:
        return fault
    return None


def _write(where: str, version: int, change: Change, told: Mapping[str, Any]) -> None:
    """Have deltalake make the entry.

    With no retries, and only so, deltalake 1.6.6 refuses any commit in between. With its default it lets one pass
    that touched other files, and the version and the counts told in the commit would be wrong.
    """
    once = CommitProperties(custom_metadata=dict(told), max_commit_retries=0)
    hook = PostCommitHookProperties(create_checkpoint=False)  # ours comes after, and may be wanting
    now, parts = round(change.at.timestamp() * 1000), list(change.partition_by)
    schema = Schema.from_arrow(change.schema)
    actions: list[Any] = [
        AddAction(file.name, len(file.content), file.partition, now, True, f'{{"numRecords": {file.rows}}}')
        for file in change.added
    ]
    both = {"commit_properties": once, "post_commithook_properties": hook}
    if version == 0:
        settings: dict[str, Any] = {"configuration": delta.RETENTION, **both}
        create_table_with_add_actions(where, schema, actions, "error", parts, **settings)
        return
    table = opened(where)
    if table.version() != version - 1:
        raise DeltaError("the log is at another version than it was")
    actions += [RemoveAction(name, True, now, partition_values=dict(values)) for name, values in change.removed]
    options: dict[str, Any] = both
    table.create_write_transaction(actions, "append", schema, parts, **options)


def _found(where: str, version: int) -> log.Commit | None:
    """The entry of a version, whoever made it; None where there is none."""
    return log.commit(where, version) if places.at(where).holds(log.name(version)) else None


def _afterwards(where: str, made: log.Commit) -> None:
    """What helps later ones, and is no part of the commit: where there is no room for it, it is left."""
    with suppress(OSError, DeltaError, StoreError):
        log.write_head(where, made.state)
        if made.version and made.version % CHECKPOINT == 0:
            write_checkpoint(where, made.version)


def write_checkpoint(where: str, version: int) -> None:
    """Write down in one file what the log says up to a version, and that file's hash. Half a file is taken away."""
    place, name = places.at(where), checkpoint_name(version)
    try:
        with engine.contained():
            opened(where, version).create_checkpoint()
        content = place.read(name)
        place.write(checkpoint_hash_name(version), sha256_of(content).hexdigest().encode())
        place.flush(name)
        place.flush(f"{log.FOLDER}/_last_checkpoint")
    except BaseException:
        with suppress(OSError):
            if place.holds(name) and not checkpoint_is_sound(where, version):
                place.remove(name)
        raise
