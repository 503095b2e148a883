"""Uploaded bytes as files that a reader can look into: text with its encoding, or a workbook's sheets as grids.

Nothing is written to disk and no name inside an archive is ever used as a path. What is too large to be a publisher's
file is refused with a sentence before it is unpacked.
"""

import io
import lzma
import os
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Literal

import numpy as np
import orjson

from indicators.errors import UserError

#: The checks of `screening` that a file which cannot be opened is a finding of.
Check = Literal["empty-file", "binary-file", "damaged-file", "too-large"]

#: Limits that no file of the publishers comes near, and within which a gigabyte of memory is enough.
MAX_BYTES = 128 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 500
MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
MAX_LINE = 1_000_000
#: Lines at the beginning in which columns are counted: the header is among them.
FIRST_LINES = 100
#: Seconds that reading a workbook may take, in a process of its own.
WORKBOOK_SECONDS = 120
#: Why it was not read, by how that process ended: on its own, or stopped when it asked for too much memory.
REFUSALS: Mapping[int, tuple[Check, str]] = {
    3: ("too-large", "has far more cells or text than a publisher's workbook"),
    -signal.SIGABRT: ("too-large", "has far more cells or text than a publisher's workbook"),
}
DAMAGED_WORKBOOK: tuple[Check, str] = ("damaged-file", "cannot be read as a workbook: it is damaged")

#: How a ZIP member says that it is an Office or OpenDocument workbook rather than an archive of files.
OFFICE_MEMBERS = ("[Content_Types].xml", "mimetype", "content.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")  # the part that an XLSX file with a password consists of
ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # of files, and without any
#: What each entry in a ZIP's list of contents begins with. A workbook has a few dozen; a million cost a gigabyte.
ENTRY = b"PK\x01\x02"
MAX_ENTRIES = 10_000
#: What Python's own unpackers raise for content that is not what it should be.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)

Grid = list[list[str]]

_AGAIN, _UNPACKED = "Download it again.", "Unpack it first."


class UnreadableFile(UserError):
    """A file that cannot be opened at all: empty, binary, damaged or far too large. `check` names the finding; without
    `fix`, it is mended as that says."""

    def __init__(self, check: Check, message: str, fix: str = "") -> None:
        self.check, self.message, self.fix = check, message, fix
        super().__init__(f"{message} {fix}".rstrip())


@dataclass(frozen=True)
class File:
    """One file as uploaded, or one member of an uploaded archive (then `name` is "archive.zip/member.csv")."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return sha256(self.content).hexdigest()

    @cached_property
    def is_workbook(self) -> bool:
        """Whether it is an XLSX, XLS or ODS workbook, by its content."""
        return self.content.startswith(OLE) or _is_office(self.content)

    @cached_property
    def encoding(self) -> str:
        """utf-8-sig, utf-8 or cp1252, tried in this order; empty for a workbook."""
        if self.is_workbook:
            return ""
        if self.content.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"

    @cached_property
    def text(self) -> str:
        """The decoded text with LF line endings. Refuses what is not text."""
        if self.is_workbook:
            raise UnreadableFile("binary-file", f"{self.name} is a workbook, not text.")
        text = self.content.decode(self.encoding, errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def sheets(self) -> Mapping[str, Grid]:
        """A workbook's sheets by name, every cell as the text a person sees; a text file has none."""
        return _workbook(self) if self.is_workbook else {}

    @cached_property
    def head(self) -> str:
        """The first 20,000 characters: enough to recognise any layout of text."""
        return self.text[:20_000]


def opened(name: str, content: bytes) -> Iterator[File]:
    """The file, or each file of a ZIP. Refuses with UnreadableFile what is empty, binary, damaged or too large."""
    if not content:
        raise UnreadableFile("empty-file", f"{name} is empty.", _AGAIN)
    if len(content) > MAX_BYTES:
        raise UnreadableFile("too-large", f"{name} is larger than {MAX_BYTES // 2**20} MB.")
    if content.startswith(ZIP):
        if content.count(ENTRY) > MAX_ENTRIES:
            raise UnreadableFile("too-large", f"{name} is an archive of more than {MAX_ENTRIES:,} files.")
        if not _is_office(content):
            yield from _members(name, content)
            return
    file = File(name, content)
    if not file.is_workbook:
        _check_text(file)
    yield file


def _members(name: str, content: bytes) -> Iterator[File]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise UnreadableFile("damaged-file", f"{name} is a damaged ZIP archive.", _AGAIN) from error
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_hidden(member)]
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise UnreadableFile(
            "too-large",
            f"{name} holds {len(members):,} files of {unpacked // 2**20:,} MB in all; "
            f"no more than {MAX_MEMBERS} files and {MAX_UNPACKED // 2**20} MB are unpacked.",
        )
    if not members:
        raise UnreadableFile("empty-file", f"{name} is an archive without files.")
    for member in members:
        inside = f"{name}/{_path(member).name}"
        yield from _member(archive, member, inside)


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    """Whether it is what a Mac puts into every archive beside the files themselves."""
    return _path(member).name.startswith("._") or _path(member).name == ".DS_Store"


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: str) -> Iterator[File]:
    """A member, unpacked no further than it says it is long: a false length is a bomb."""
    if member.flag_bits & 1:
        raise UnreadableFile("damaged-file", f"{inside} is locked with a password.", _UNPACKED)
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except DAMAGED as error:
        raise UnreadableFile("damaged-file", f"{inside} is damaged.") from error
    if content.startswith(ZIP) and not _is_office(content):
        raise UnreadableFile("damaged-file", f"{inside} is an archive inside an archive.", _UNPACKED)
    yield from opened(inside, content)


def _is_office(content: bytes) -> bool:
    if not content.startswith(ZIP) or content.count(ENTRY) > MAX_ENTRIES:
        return False
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except DAMAGED:
        return False
    return bool(names & set(OFFICE_MEMBERS)) and any(name.endswith(".xml") for name in names)


def _check_text(file: File) -> None:
    """Refuse what is no text, and what is no table of a publisher by its rows, columns or lines."""
    content = file.content
    if b"\x00" in content[:4096]:
        raise UnreadableFile("binary-file", f"{file.name} is neither text nor a workbook.")
    end = "\r" if content.count(b"\r") > content.count(b"\n") else "\n"
    ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord(end))
    longest = int(np.diff(ends, prepend=-1, append=len(content)).max()) - 1
    first = content[: ends[FIRST_LINES - 1]] if len(ends) >= FIRST_LINES else content
    if len(ends) > MAX_ROWS:
        raise UnreadableFile("too-large", f"{file.name} has more than {MAX_ROWS:,} rows.")
    if longest > MAX_LINE:
        raise UnreadableFile("too-large", f"{file.name} has a line of {longest:,} characters: it is not a table.")
    if max(line.count(b",") for line in first.split(end.encode())) >= MAX_COLUMNS:
        raise UnreadableFile("too-large", f"{file.name} has more than {MAX_COLUMNS:,} columns.")


def _workbook(file: File) -> Mapping[str, Grid]:
    """The sheets, read in a process of its own with bounded memory and time, so that no workbook can harm this one."""
    if file.content.startswith(OLE) and LOCKED in file.content:
        raise UnreadableFile("damaged-file", f"{file.name} is locked with a password.", "Save it without one.")
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(Path(__file__).with_name("workbook.py"))],
            input=file.content,
            capture_output=True,
            # Without memory, Rust's trace of the calls waits for itself for ever.
            env=os.environ | {"RUST_BACKTRACE": "0"},
            timeout=WORKBOOK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("too-large", f"{file.name} takes too long to read as a workbook.") from error
    if done.returncode:
        check, reason = REFUSALS.get(done.returncode, DAMAGED_WORKBOOK)
        raise UnreadableFile(check, f"{file.name} {reason}.")
    sheets: Mapping[str, Grid] = orjson.loads(done.stdout)
    return sheets
