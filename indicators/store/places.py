"""Files where a store lies, on this computer or in the cloud: read, written whole and flushed to disk, listed, removed.

On this computer nothing counts as written before the file and the folders that name it are on the disk itself: a
power cut forgets what only stood in memory. In the cloud what is written is there when the call returns.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
from pyarrow import fs

from indicators.errors import StoreError


@dataclass(frozen=True)
class Found:
    """A file in a place: its name from there on, its bytes, when it was last written (UTC)."""

    name: str
    size: int
    at: datetime


class Place:
    """A folder and all below it. Names are paths from there on, with slashes. Faults are OSErrors."""

    def __init__(self, filesystem: fs.FileSystem, root: str) -> None:
        self._filesystem, self._root = filesystem, root.rstrip("/")
        self._local = isinstance(filesystem, fs.LocalFileSystem)

    def path(self, name: str) -> str:
        """The whole path of a name, for people."""
        return f"{self._root}/{name}"

    def read(self, name: str) -> bytes:
        """The bytes of a file. FileNotFoundError where there is none."""
        if self._local:
            return Path(self.path(name)).read_bytes()
        with self._filesystem.open_input_stream(self.path(name), compression=None) as stream:
            return bytes(stream.read())

    def holds(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return bool(self._filesystem.get_file_info(self.path(name)).type == fs.FileType.File)

    def names(self, folder: str) -> list[str]:
        """The names of what is in a folder, without it; none where there is no folder."""
        if self._local:
            try:
                return os.listdir(self.path(folder))
            except (FileNotFoundError, NotADirectoryError):
                return []
        selector = fs.FileSelector(self.path(folder), allow_not_found=True)
        return [found.base_name for found in self._filesystem.get_file_info(selector)]

    def everything(self) -> Iterator[Found]:
        """Every file in any folder."""
        selector = fs.FileSelector(self._root, allow_not_found=True, recursive=True)
        for found in self._filesystem.get_file_info(selector):
            if found.type == fs.FileType.File:
                yield Found(found.path[len(self._root) + 1 :], found.size, found.mtime or datetime.now(tz=UTC))

    def write(self, name: str, content: bytes) -> None:
        """Wholly or not at all, and on the disk when it returns: what is interrupted never bears the name."""
        self.write_all({name: content})

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Each file as `write` does, by name; the folders are flushed once for all."""
        folders: set[Path] = set()
        for name, content in files.items():
            if self._local:
                folders |= _written(Path(self.path(name)), content)
            else:
                self._upload(name, content)
        for folder in sorted(folders, reverse=True):
            flush(folder)

    def _upload(self, name: str, content: bytes) -> None:
        unfinished = f"{self.path(name)}.{uuid4().hex}"
        self._filesystem.create_dir(unfinished.rpartition("/")[0])
        with self._filesystem.open_output_stream(unfinished, compression=None) as stream:
            stream.write(content)
        self._filesystem.move(unfinished, self.path(name))

    def remove(self, name: str) -> None:
        """Take a file away; nothing where there is none."""
        with suppress(FileNotFoundError):
            self._filesystem.delete_file(self.path(name))

    def flush(self, name: str) -> None:
        """A file that another program has written, and the folders that name it, are on the disk when it returns."""
        if self._local:
            target = Path(self.path(name))
            for each in (target, target.parent, target.parent.parent):
                flush(each)


@lru_cache(maxsize=16)
def at(where: str) -> Place:
    """The place of an address: a path, s3://, gs:// or abfss://. StoreError for others."""
    try:
        filesystem, root = fs.FileSystem.from_uri(where if "://" in where else str(Path(where).absolute()))
    except pa.ArrowInvalid as fault:
        raise StoreError(f"Files cannot be kept at {where}: use a path, s3://, gs:// or abfss://. ({fault})") from fault
    return Place(filesystem, root)


def flush(path: Path) -> None:
    """A file or a folder is on the disk when it returns."""
    if path.is_dir() and os.name == "nt":
        return  # Windows flushes no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _written(target: Path, content: bytes) -> set[Path]:
    """Write a file whole and flush it; the folders that must be flushed for it to be found: its own, and those that
    name a folder which was made for it."""
    missing = [each for each in (target.parent, *target.parents) if not each.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{uuid4().hex}")
    try:
        unfinished.write_bytes(content)
        flush(unfinished)
        unfinished.replace(target)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    return {target.parent, *(each.parent for each in missing)}
