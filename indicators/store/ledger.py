"""The ledger: what people said about a quarter, comments and sign-offs, as a Delta Lake table beside the figures.

Entries are only ever added: an edited comment is a new entry, and what it replaces stays. Each commit adds one
entry, tells it in the log, and fails if anybody else's came in between; then the ledger is read and the entry judged
afresh. So of two people who sign at the same moment one is told that the other was first.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256 as sha256_of
from typing import Any, Literal

import pyarrow as pa

from indicators import access
from indicators.errors import PublishedMeanwhile, StoreError
from indicators.store import commits, delta, engine, log, places, proving, seen, times

#: Where the table is, below the store. Clean-ups of Delta tables pass over names that begin with an underscore.
FOLDER = "_ledger"

#: Beside the figures, which entry was the newest: a ledger that is gone, or was put back to an older one, is not taken
#: for one in which nobody has said anything yet, or since.
NOTE = "_said.json"

UNSET = datetime(1, 1, 1, tzinfo=UTC)

ENTRIES = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),  # from 0, in the order in which they were made
        pa.field("kind", pa.string(), nullable=False),
        pa.field("quarter", pa.string(), nullable=False),  # "2018Q2"
        pa.field("indicator", pa.string(), nullable=False),  # slug, of a comment
        pa.field("by", pa.string(), nullable=False),
        pa.field("at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("text", pa.string(), nullable=False),  # the comment; of a correction its reason
        pa.field("action", pa.string(), nullable=False),  # what is done about it
        pa.field("sha256", pa.string(), nullable=False),  # of a signed snapshot; its bytes are kept
        pa.field("corrects", pa.string(), nullable=False),  # the hash of the one it takes the place of
    ]
)


@dataclass(frozen=True)
class Entry:
    """A comment on an indicator in a quarter, or the sign-off of a quarter."""

    kind: Literal["comment", "sign-off"]
    quarter: str
    by: str
    indicator: str = ""
    text: str = ""
    action: str = ""
    sha256: str = ""
    corrects: str = ""
    at: datetime = UNSET  # UTC; when it is recorded, unless said
    number: int = -1  # the same


def entries(where: str) -> list[Entry]:
    """All entries of the store's ledger, the oldest first; none where nobody has said anything yet.

    StoreGone where there were some and the ledger is not there any more; Damaged where one is missing or is not what
    was written.
    """
    with delta.faults_in_words(where):
        return _read(where)


def count(where: str) -> int:
    """How many entries there are."""
    return said(where).version + 1


def said(where: str) -> log.State:
    """What the ledger holds now, so that it can stand for the ledger in a cache's key; NOTHING where nobody has said
    anything yet.

    StoreGone where there were entries and the ledger is not there any more: as this process has seen it last, as the
    newest release vouches for it, or as the note beside the figures says. Damaged where these know of more than is
    there.
    """
    with delta.faults_in_words(where):
        table = table_of(where)
        if delta.vanished(where):
            raise delta.absent(where)
        known = _known(where)  # before the ledger itself, which may grow meanwhile
        if log.versions(table):
            current = log.state(table)
            for each, _ in known:
                log.reaches(table, current, each)
            figures = seen.last(where)
            seen.note(table, current, figures.state if figures else log.state(where))
            return current
        if before := _before(where, known):
            raise delta.said_gone(where, *before)
        return log.NOTHING


def record(where: str, entry: Entry, judge: Callable[[Sequence[Entry]], None], content: bytes | None = None) -> Entry:
    """The entry as it was added. `judge` is told all entries so far and raises where this one must not follow them.

    `content`, the bytes of a signed snapshot, is kept under its SHA-256 before the entry is added. Refuses a missing
    store, where nobody would look for the entry; with StoreGone where store or ledger have vanished; with
    PublishedMeanwhile if others keep being faster.
    """
    access.bounded("name", entry.by, access.NAME)
    for what, text in (("comment", entry.text), ("action", entry.action)):
        access.bounded(what, text, access.COMMENT)
    sha256 = "" if content is None else sha256_of(content).hexdigest()
    with delta.faults_in_words(where):
        for attempt in range(delta.ATTEMPTS):
            delta.pause(attempt)
            last = _newest(where)
            judge(_read(where))
            at = times.following(said_and_published(where), None if entry.at == UNSET else entry.at)
            if content is not None:
                delta.keep(where, sha256, content)
            made = replace(entry, at=at, sha256=sha256, number=last.version + 1 if last else 0)
            landed = commits.commit(table_of(where), last, _change(made, log.state(where)))
            if landed:
                with suppress(OSError, StoreError):  # it helps later, as all that comes after a commit
                    log.write_head(where, landed.state, NOTE)
                return made
    raise PublishedMeanwhile(f"Others were faster {delta.ATTEMPTS} times running. Nothing was written. Try again.")


def table_of(where: str) -> str:
    """Where the ledger's table is, of the store at an address."""
    return f"{where.rstrip('/')}/{FOLDER}"


def said_and_published(where: str) -> dict[str, str]:
    """Both tables of a store, and what the last commit of each is called."""
    return {where: "the last release", table_of(where): "the last comment or signature"}


def _newest(where: str) -> log.Commit | None:
    """The last entry; None where nobody has said anything yet in a store that is there."""
    if (current := log.state(where)) == log.NOTHING:
        raise delta.absent(where)
    delta.has_figures(where, current)
    said(where)
    return log.newest(table_of(where))


def _known(where: str) -> list[tuple[log.State, datetime | None]]:
    """What others than the ledger know that it held, and when: the newest release, and the note beside the figures."""
    newest, noted = log.newest(where), log.head(where, NOTE)
    vouched = log.State(*newest.proof.get("beside", log.NOTHING)) if newest else log.NOTHING
    told = [(vouched, newest.at)] if newest and vouched != log.NOTHING else []
    return told + ([(noted, None)] if noted and noted != vouched else [])


def _before(where: str, known: Sequence[tuple[log.State, datetime | None]]) -> tuple[int, datetime | None] | None:
    """How many entries the ledger of this very store had once, and when: as it was seen here, else as those who know
    of it or what is left of it say."""
    last, left = seen.last(table_of(where)), log.head(table_of(where))
    if last and log.holds(where, last.beside.version) and log.at(where, last.beside.version) == last.beside:
        return last.state.version + 1, last.at
    told = [*known, *([(left, None)] if left else [])]
    state, at = max(told, key=lambda each: each[0].version, default=(log.NOTHING, None))
    return None if state == log.NOTHING else (state.version + 1, at)


def _read(where: str) -> list[Entry]:
    """What the log says; of entries that older versions made, which stand in files alone, what these say."""
    table, now = table_of(where), said(where)
    read = [_entry(made.info["entry"]) for made in log.commits(table) if made.proof]
    if len(read) <= now.version:
        read += [Entry(**row) for row in older(table)]
    return sorted(read, key=lambda entry: entry.number)


def older(table: str) -> list[dict[str, Any]]:
    """The entries that stand in files without a hash, as they were written before each was told in the log."""
    with engine.contained():
        names = commits.files(commits.opened(table)).get("", [])
    contents = {name: places.at(table).read(name) for name in names if not proving.proven(name)}
    rows = [proving.decoded(places.at(table).path(name), content) for name, content in contents.items()]
    return [row for each in rows for row in each.select(ENTRIES.names).cast(ENTRIES).to_pylist()]


def _entry(facts: Mapping[str, Any]) -> Entry:
    return Entry(**{**facts, "at": datetime.fromisoformat(facts["at"])})


def _change(made: Entry, beside: log.State) -> commits.Change:
    """The commit that adds an entry: told in the log, and as a row for other readers of Delta tables."""
    content = proving.encoded(pa.Table.from_pylist([asdict(made)], schema=ENTRIES))
    file = commits.DataFile(proving.named(content), {}, content, 1)
    return commits.Change(
        key="entry",
        facts=asdict(made) | {"at": made.at.isoformat()},
        by=made.by,
        note=made.kind,
        at=made.at,
        schema=ENTRIES,
        added=[file],
        proves={"beside": list(beside), "holds": {"": [file.name]}},
    )
