"""Uploaded bytes as files that a reader can look into: text with its encoding, or a workbook's sheets as grids.

Nothing is written to disk and no name inside an archive is ever used as a path. What is too large to be a publisher's
file is refused with a sentence before it is unpacked.
"""

import codecs
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
import pyarrow as pa

from indicators.errors import UserError
from indicators.formats import kinds

#: The checks of `screening` that a file which cannot be opened is a finding of.
Check = Literal["empty-file", "binary-file", "damaged-file", "too-large"]

#: How the names of files end that can be read, for whoever chooses one; what a file is, its content says.
ENDINGS = ("csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "zip")

#: Limits that no file of the publishers comes near, and within which a gigabyte of memory is enough.
MAX_BYTES = 128 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 500
MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
MAX_LINE = 1_000_000
#: Lines at the beginning in which columns are counted: the header is among them.
FIRST_LINES = 100
#: Bytes at the beginning that say what a text is that is no table.
FIRST_BYTES = 20_000
#: Bytes that are decoded together: what a text takes while it is decoded is no more than a few times this.
CHUNK = 1 << 20
#: Bytes that one letter has in UTF-8, at most.
WIDEST = 4
#: Bytes that a process needs for the smallest workbook.
SMALLEST_WORKBOOK = 160 * 2**20
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


@dataclass(frozen=True)
class Unseen:
    """What is on a sheet and not to be seen: the numbers of hidden rows and columns, as a spreadsheet counts them, and
    the cells of formulas whose value is not in the file ("B3")."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A workbook: all its sheets by name, those that are `hidden` with how well ("hidden", "very hidden"), and what is
    unseen on each."""

    sheets: Mapping[str, Grid]
    hidden: Mapping[str, str]
    unseen: Mapping[str, Unseen]

    @property
    def cells(self) -> int:
        """How many cells its sheets have, those that are empty among them."""
        return sum(len(row) for grid in self.sheets.values() for row in grid)


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
    def rows(self) -> int:
        """How many lines of a text end; of a workbook none, its cells are counted where it is read."""
        return 0 if self.is_workbook else lines(self.content)

    @cached_property
    def encoding(self) -> str:
        """utf-8-sig, utf-8 or cp1252, tried in this order; empty for a workbook."""
        if self.is_workbook:
            return ""
        if self.content.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        return "utf-8" if _is_utf_8(self.content) else "cp1252"

    @cached_property
    def body(self) -> bytes:
        """The text in UTF-8 with LF line endings and no mark before it: the content itself where it is so already.

        Refuses what is not text. A text in memory can be four times as long as its bytes, for a single letter in it.
        """
        if self.is_workbook:
            raise UnreadableFile("binary-file", f"{self.name} is a workbook, not text.")
        body = self.content.removeprefix(codecs.BOM_UTF8)
        if not (self.encoding == "utf-8" or _is_utf_8(body)):
            body = b"".join(_recoded(body, self.encoding))
        return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in body else body

    @property
    def text(self) -> str:
        """The decoded text with LF line endings, made anew each time. Refuses what is not text."""
        return self.body.decode()

    def let_go(self) -> None:
        """Forget what was made of the bytes: whoever asks for it has it made again."""
        for name in ("body", "sheets", "workbook"):
            vars(self).pop(name, None)

    def beginning(self, characters: int) -> str:
        """The text up to so many characters."""
        return self.body[: characters * WIDEST].decode(errors="ignore")[:characters]

    @cached_property
    def sheets(self) -> Mapping[str, Grid]:
        """The sheets of a workbook that a person sees, by name, every cell as its text; a text file has none. What is
        on hidden sheets is no part of a publication: an older edition, or what a program needs."""
        return {name: grid for name, grid in self.workbook.sheets.items() if name not in self.workbook.hidden}

    @cached_property
    def workbook(self) -> "Workbook":
        """All of a workbook, with what a person who looks at it does not see; empty for a text file."""
        return _workbook(self) if self.is_workbook else Workbook({}, {}, {})

    @cached_property
    def head(self) -> str:
        """The first 20,000 characters: enough to recognise any layout of text."""
        return self.beginning(20_000)


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
    if kind := kinds.document(content) if file.is_workbook else kinds.binary(content):
        raise UnreadableFile("binary-file", f"{name} is {kind.name}.", kind.fix)
    if not file.is_workbook:
        _check_text(file)
    yield file


def lines(content: bytes) -> int:
    """How many lines end in it, with LF, CRLF or CR."""
    return max(content.count(b"\n"), content.count(b"\r"))


def packed(content: bytes) -> bool:
    """Whether more may come out of it than its own bytes: an archive, or a workbook."""
    return content.startswith((*ZIP, OLE))


def unpacked(content: bytes) -> int:
    """How many bytes come out of an archive or a workbook, as it says itself; of anything else, how many it has."""
    if not content.startswith(ZIP) or content.count(ENTRY) > MAX_ENTRIES:
        return len(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except DAMAGED:  # whoever opens it says so
        return len(content)


def within(content: bytes) -> int:
    """How many files come out of an archive; of anything else, a workbook too, one."""
    if not content.startswith(ZIP) or content.count(ENTRY) > MAX_ENTRIES or _is_office(content):
        return 1
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return len(_of_people(archive))
    except DAMAGED:  # whoever opens it says so
        return 1


def _is_utf_8(content: bytes) -> bool:
    """Whether the bytes are UTF-8, without decoding them."""
    ends = pa.array([0, len(content)], pa.int64()).buffers()[1]
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _recoded(content: bytes, encoding: str) -> Iterator[bytes]:
    """The bytes in UTF-8, piece by piece; what has no meaning in their encoding is replaced."""
    decoder = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))("replace")
    for place in range(0, len(content), CHUNK):
        yield decoder.decode(content[place : place + CHUNK]).encode()
    yield decoder.decode(b"", final=True).encode()


def _members(name: str, content: bytes) -> Iterator[File]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise UnreadableFile("damaged-file", f"{name} is a damaged ZIP archive.", _AGAIN) from error
    members = _of_people(archive)
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


def _of_people(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive that somebody has put there."""
    return [member for member in archive.infolist() if not member.is_dir() and not _is_hidden(member)]


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
    """Refuse what is no text, and what is no table of a publisher by its rows, columns or lines. What is known to be
    something else is let through: whoever looks for its layout says what it is."""
    content = file.content
    if b"\x00" in content[:4096]:
        raise UnreadableFile("binary-file", f"{file.name} is neither text nor a workbook.")
    if kinds.text(file.content[:FIRST_BYTES].decode(file.encoding, errors="replace")):
        return
    if file.rows > MAX_ROWS:
        raise UnreadableFile("too-large", f"{file.name} has more than {MAX_ROWS:,} rows.")
    end, letters = "\n", np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(letters == ord(end))
    if len(ends) != file.rows:
        end, ends = "\r", np.flatnonzero(letters == ord("\r"))
    longest = int(np.diff(ends, prepend=-1, append=len(content)).max()) - 1
    if longest > MAX_LINE:
        raise UnreadableFile("too-large", f"{file.name} has a line of {longest:,} characters: it is not a table.")
    first = content[: ends[FIRST_LINES - 1]] if len(ends) >= FIRST_LINES else content
    if max(line.count(b",") for line in first.split(end.encode())) >= MAX_COLUMNS:
        raise UnreadableFile("too-large", f"{file.name} has more than {MAX_COLUMNS:,} columns.")


def memory_left() -> int | None:
    """The bytes that this process may still ask for, where it has a bound: those that it starts take no more together
    with it. None where it has none, or where the system does not tell."""
    try:
        import resource

        bound = resource.getrlimit(resource.RLIMIT_DATA)[0]
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except (ImportError, OSError):
        return None
    held = next((int(line.split()[1]) for line in told.splitlines() if line.startswith("VmData:")), 0)
    return None if bound == resource.RLIM_INFINITY else max(bound - 1024 * held, 0)


def _workbook(file: File) -> Workbook:
    """The workbook, read in a process of its own with bounded memory and time, so that none can harm this one."""
    if file.content.startswith(OLE) and LOCKED in file.content:
        raise UnreadableFile("damaged-file", f"{file.name} is locked with a password.", "Save it without one.")
    left = memory_left()
    if left is not None and left < SMALLEST_WORKBOOK:
        raise UnreadableFile("too-large", f"{file.name} needs more memory than is left.", "Upload it by itself.")
    try:
        done = subprocess.run(
            [
                sys.executable,
                "-P",
                str(Path(__file__).with_name("workbook.py")),
                *([] if left is None else [str(left)]),
            ],
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
        beside_others, fix = "", ""
        if left is not None and done.returncode in REFUSALS:
            beside_others, fix = ", or than there is memory left for beside other files", "Upload it by itself."
        raise UnreadableFile(check, f"{file.name} {reason}{beside_others}.", fix)
    read = orjson.loads(done.stdout)
    unseen = {
        name: Unseen(frozenset(each["rows"]), frozenset(each["columns"]), tuple(each["formulas"]))
        for name, each in read["unseen"].items()
    }
    return Workbook(read["sheets"], read["hidden"], unseen)
