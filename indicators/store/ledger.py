"""The ledger: what people said about a quarter, comments and sign-offs, as a Delta Lake table beside the figures.

Entries are only ever added: an edited comment is a new entry, and what it replaces stays. Each commit adds one
entry and fails if anybody else's came in between; then the ledger is read and the entry judged afresh. So of two
people who sign at the same moment one is told that the other was first.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256 as sha256_of
from typing import Literal

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from indicators.errors import PublishedMeanwhile
from indicators.store import delta

#: Where the table is, below the store. Clean-ups of Delta tables pass over names that begin with an underscore.
FOLDER = "_ledger"

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
    """All entries of the store's ledger, the oldest first; none where nobody has said anything yet."""
    with delta.faults_in_words(where):
        return _read(delta.current(_table(where)))


def count(where: str) -> int:
    """How many entries there are: changes with every one, so that it can stand for the ledger in a cache's key."""
    with delta.faults_in_words(where):
        table = delta.current(_table(where))
        return table.version() + 1 if table else 0


def record(where: str, entry: Entry, judge: Callable[[Sequence[Entry]], None], content: bytes | None = None) -> Entry:
    """The entry as it was added. `judge` is told all entries so far and raises where this one must not follow them.

    `content`, the bytes of a signed snapshot, is kept under its SHA-256 before the entry is added. Refuses with
    PublishedMeanwhile if others keep being faster.
    """
    sha256 = "" if content is None else sha256_of(content).hexdigest()
    with delta.faults_in_words(where):
        for _ in range(delta.ATTEMPTS):
            table = delta.current(_table(where))
            judge(_read(table))
            if content is not None:
                delta.keep(where, sha256, content)
            number = table.version() + 1 if table else 0
            at = datetime.now(tz=UTC) if entry.at == UNSET else entry.at
            made = replace(entry, at=at, sha256=sha256, number=number)
            if _wrote(where, table, made):
                return made
    raise PublishedMeanwhile(f"Others were faster {delta.ATTEMPTS} times running. Nothing was written. Try again.")


def _table(where: str) -> str:
    return f"{where.rstrip('/')}/{FOLDER}"


def _read(table: DeltaTable | None) -> list[Entry]:
    if table is None:
        return []
    rows = pa.table(table.scan(columns=ENTRIES.names)).cast(ENTRIES).sort_by("number").to_pylist()
    return [Entry(**row) for row in rows]


def _wrote(where: str, table: DeltaTable | None, made: Entry) -> bool:
    """Whether the commit was made as the one right after `table`; False where somebody else's was."""
    once = CommitProperties(custom_metadata={"userName": made.by, "userMetadata": made.kind}, max_commit_retries=0)
    row = pa.Table.from_pylist([asdict(made)], schema=ENTRIES)
    try:
        if table is None:
            write_deltalake(_table(where), row, mode="error", configuration=delta.RETENTION, commit_properties=once)
        else:
            write_deltalake(table, row, mode="append", commit_properties=once)
    except DeltaError:
        latest = delta.current(_table(where))
        if latest is None or latest.version() < made.number:
            raise  # nobody else was faster, so trying again would not help
        return False
    return True
