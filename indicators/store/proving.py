"""What proves figures: a SHA-256 over rows whose order and form are fixed, and files that bear theirs as their name.

docs/reliability.md defines the form, and has a script of a few lines that makes the same hash of exported rows.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256 as sha256_of
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from indicators.errors import Damaged
from indicators.model import OBSERVATIONS

#: Rows that are packed together: whoever asks for one area unpacks so many at a time.
GROUP = 8_192
#: A missing number, as eight bytes: the one quiet NaN.
MISSING = np.uint64(0x7FF8000000000000)

_PROVEN = re.compile(r"[0-9a-f]{32}-(?P<sha256>[0-9a-f]{64})\.parquet")
_RESTORE = "Restore it from a backup. `python -m indicators verify` says what else is wrong."


def digest(rows: pd.DataFrame) -> str:
    """The SHA-256 over rows that stand in the order of the store.

    How many there are, then column by column as in OBSERVATIONS: of texts the length of each in bytes, then all of
    them in UTF-8; of dates the days since 1970; of numbers their eight bytes. All of it with the lowest byte first.
    """
    hashed = sha256_of(np.int64(len(rows)).astype("<i8").tobytes())
    for field in OBSERVATIONS:
        column = rows[field.name]
        if field.type == pa.string():
            lengths, joined = _packed(column)
            hashed.update(lengths.astype("<i4").tobytes())
            hashed.update(joined)
        elif field.type == pa.date32():
            hashed.update(column.to_numpy("datetime64[D]").astype("<i4").tobytes())
        else:
            numbers = column.to_numpy("float64")
            hashed.update(np.where(np.isnan(numbers), MISSING, numbers.view("uint64")).astype("<u8").tobytes())
    return hashed.hexdigest()


def _packed(texts: "pd.Series[str]") -> "tuple[np.ndarray[Any, np.dtype[np.int64]], memoryview]":
    """The length of each text in bytes, and all of them one after the other, in UTF-8."""
    if texts.empty:
        return np.zeros(0, "int64"), memoryview(b"")
    column = pa.array(texts, pa.large_string())
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    _, places, joined = array.buffers()
    ends = np.frombuffer(places, "int64")[array.offset : array.offset + len(array) + 1]
    return np.diff(ends), memoryview(joined or b"")[ends[0] : ends[-1]]


def digests(rows: pd.DataFrame) -> dict[str, str]:
    """The digest of each indicator's rows, by slug."""
    return {str(slug): digest(mine) for slug, mine in rows.groupby("indicator", sort=True)}


def encoded(table: pa.Table) -> bytes:
    """The table as a Parquet file, in groups of rows of which a reader may pass over those that it does not need."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="snappy", row_group_size=GROUP)
    return bytes(sink.getvalue())


def named(content: bytes) -> str:
    """A name for a data file, like that of no other: a random half, and the SHA-256 of its bytes."""
    return f"{uuid4().hex}-{sha256_of(content).hexdigest()}.parquet"


def proven(name: str) -> bool:
    """Whether a data file bears its SHA-256 as its name. Older versions of the store had other names."""
    return _PROVEN.fullmatch(name.rpartition("/")[2]) is not None


def opened(name: str, content: bytes) -> pq.ParquetFile:
    """A data file. Damaged where its bytes are not those that were written, before anything reads them."""
    match = _PROVEN.fullmatch(name.rpartition("/")[2])
    if match and match["sha256"] != sha256_of(content).hexdigest():
        raise Damaged(f"The data file {name} is damaged: its bytes are not those that were written.", _RESTORE, name)
    with faults_in_words(name):
        return pq.ParquetFile(pa.BufferReader(content))


@contextmanager
def faults_in_words(name: str) -> Iterator[None]:
    """Damaged where a data file holds what cannot be unpacked."""
    try:
        yield
    except (pa.ArrowException, OSError) as fault:
        raise Damaged(
            f"The data file {name} cannot be read: {' '.join(str(fault).split())}.", _RESTORE, name
        ) from fault


def decoded(name: str, content: bytes, values: Mapping[str, str] | None = None) -> pa.Table:
    """The table of a data file. Damaged where its bytes are not those that were written, before anything reads them.

    `values` are texts that stand in the file's place and not in it: a column each.
    """
    file = opened(name, content)
    with faults_in_words(name):
        table = file.read()
    for key, value in (values or {}).items():
        table = table.append_column(
            pa.field(key, pa.string(), nullable=False), pa.array([value] * len(table), pa.string())
        )
    return table


def missing(where: str, name: str) -> Damaged:
    """What is said of a data file that a version names and that is not there."""
    return Damaged(
        f"The store at {where} cannot be read or written: the data file {name} is not found.", _RESTORE, name
    )
