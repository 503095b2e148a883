"""What the tables of the store share: where they are, how long they keep, files under their hash, faults in words."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256 as sha256_of
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError
from pyarrow import fs

from indicators.errors import StoreError

#: 100 years. As properties of the table they bind programs of other makes that clean up Delta tables too.
RETENTION: Mapping[str, str] = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.checkpointInterval": "20",  # keeps `version` under 10 ms; deltalake's own 100 lets it grow to 25 ms
}

#: An attempt fails only because somebody else's succeeded: so many others may be faster before we give up.
ATTEMPTS = 10

#: What is said when they are, or when the version is no longer the expected one.
MEANWHILE = "Somebody else published in the meantime: {}. Nothing was written. Compare and publish again."

#: The folder of kept files. Clean-ups of Delta tables pass over names that begin with an underscore.
KEPT = "_kept"


def location() -> str:
    """Where the store is: the setting INDICATORS_STORE (a path or an address), else `data/store`."""
    return os.environ.get("INDICATORS_STORE") or str(Path(__file__).parents[2] / "data" / "store")


def current(where: str) -> DeltaTable | None:
    """The table as it is now, or None where there is none yet."""
    return DeltaTable(where) if DeltaTable.is_deltatable(where) else None


def kept(where: str, sha256: str) -> bytes:
    """The bytes of a kept file. Refuses a hash that no kept file has, and a file that has changed since."""
    with faults_in_words(where):
        filesystem, path = _kept_path(where, sha256)
        if filesystem.get_file_info(path).type != fs.FileType.File:
            raise StoreError(f"No file with the SHA-256 '{sha256}' is kept beside the store.")
        with filesystem.open_input_stream(path) as stream:
            content = bytes(stream.read())
    if sha256_of(content).hexdigest() != sha256:
        raise StoreError(f"The file kept as {path} is damaged: it no longer has that SHA-256.")
    return content


def _kept_path(where: str, sha256: str) -> tuple[fs.FileSystem, str]:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise StoreError(f"'{sha256}' is not a SHA-256: 64 characters from 0 to 9 and a to f.")
    try:
        filesystem, root = fs.FileSystem.from_uri(where if "://" in where else str(Path(where).absolute()))
    except pa.ArrowInvalid as fault:
        raise StoreError(f"Files cannot be kept at {where}: use a path, s3://, gs:// or abfss://. ({fault})") from fault
    return filesystem, f"{root}/{KEPT}/{sha256}"


def keep(where: str, sha256: str, content: bytes) -> None:
    """Wholly or not at all: what is interrupted never bears the hash as its name."""
    filesystem, path = _kept_path(where, sha256)
    if filesystem.get_file_info(path).type == fs.FileType.File:
        return
    filesystem.create_dir(path.rpartition("/")[0])
    unfinished = f"{path}.{uuid4().hex}"
    with filesystem.open_output_stream(unfinished) as stream:
        stream.write(content)
    filesystem.move(unfinished, path)


@contextmanager
def faults_in_words(where: str) -> Iterator[None]:
    """Faults of deltalake, pyarrow and the disk become a StoreError that says where.

    In a folder with `#` or `?` in its name deltalake 1.6.6 finds no history; `%20` and brackets stop it altogether.
    """
    if odd := re.search(r"[][#?%]", where):
        raise StoreError(f"The store cannot be at {where}: its address must not contain '{odd[0]}'.")
    try:
        yield
    except TableNotFoundError as fault:
        raise StoreError(f"There is no store at {where}. Build it with: python -m indicators build") from fault
    except (DeltaError, OSError, pa.ArrowException) as fault:
        words = " ".join(re.sub(r"\x1b\[\d+m", "", str(fault)).split())
        raise StoreError(f"The store at {where} cannot be read or written: {words}") from fault
