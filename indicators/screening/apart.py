"""What is too large, or too many files, to be screened in the process of all visitors is screened in one of its own,
with bounded memory and within a time.

`python -m indicators.screening` is that process: on standard input it gets what `screen_files` was given, and on
standard output it tells the name of each file that it looks at, then the reports. What asks for more memory than a
screening may have ends that process and nothing else, and is told as too large.
"""

import errno
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Lock, Timer
from types import MappingProxyType
from typing import Any, BinaryIO

import pyarrow as pa

from indicators.formats import files
from indicators.screening.report import Report

#: Memory that a process of its own may ask for, less what the files take that the server holds meanwhile: with the
#: 380 MB of a server that has drawn its pages, a gigabyte. A workbook that it reads takes of the same memory.
MEMORY = 640 * 2**20
#: Seconds that it may take: 36 months of a police force take a tenth of that on a slow machine.
SECONDS = 600
#: What is screened where everybody's pages are: so many bytes, unpacked, and so many rows. A Fingertips file of
#: 250,000 rows has 66 MB. With such an upload the server's process has taken 810 MB at most, of a file that was made to
#: do harm (`tests/large.py`), and no second process has to start, which takes longer than most files.
HERE_BYTES = 72 * 2**20
HERE_ROWS = 275_000
#: And so many files, those of archives among them: the smallest takes a fifth of a second, so that ten take as long as
#: a second process takes to start. Those 500 that one archive may have took minutes of the process of all visitors.
HERE_FILES = 10
#: How many figures may be read here, and how many cells of workbooks. A figure that is of an area and a measure that
#: are kept counts as one; one that is only read takes a sixth of the memory.
HERE_FIGURES = 250_000
HERE_CELLS = 1_200_000
READ_ALONE = 6
#: Bytes of the shortest row of a table: what is packed is taken for such rows until it is unpacked.
SHORTEST_ROW = 50
#: How the process ends where Python itself could get no more memory. Libraries that cannot go on abort it.
TOO_LARGE = 3
#: From here on Windows says by the code that the system or a library has ended a process; elsewhere a signal does,
#: which is told as a code below nothing.
ENDED_BY_WINDOWS = 0xC0000000

#: Where the process finds this package.
_ROOT = Path(__file__).parents[2]
#: Libraries keep to one thread and to the system's own memory: their own pools reserve gigabytes that they never use.
_PLAIN = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(2**17),  # what is given back is given back: half of it was not
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RUST_BACKTRACE": "0",  # without memory, Rust's trace of the calls waits for itself for ever
}
#: One large upload after another: each of them may take a gigabyte.
_TURN = Lock()


class TooMuch(Exception):
    """An upload turns out to hold more than is screened here."""


class Apart(Exception):
    """A process of its own did not come to an end. `file` is the one that it was looking at; `slow` says why."""

    def __init__(self, file: str, *, slow: bool) -> None:
        self.file, self.slow = file, slow
        super().__init__(file)


@dataclass
class Room:
    """How much more of an upload may be read here."""

    figures: float = HERE_FIGURES
    cells: int = HERE_CELLS

    def take(self, figures: float = 0, cells: int = 0) -> None:
        """Take some of it; TooMuch where there is not so much left."""
        self.figures -= figures
        self.cells -= cells
        if self.figures < 0 or self.cells < 0:
            raise TooMuch


def fits(contents: Mapping[str, bytes]) -> bool:
    """Whether an upload may be screened here, as far as can be told before it is opened."""
    counted = ((files.unpacked, HERE_BYTES), (_rows, HERE_ROWS), (files.within, HERE_FILES))
    return all(sum(map(count, contents.values())) <= most for count, most in counted)


def _rows(content: bytes) -> int:
    return files.unpacked(content) // SHORTEST_ROW if files.packed(content) else files.lines(content)


def ask(contents: Mapping[str, bytes], others: tuple[Any, ...], progress: Callable[[str], None] | None) -> list[Report]:
    """The reports of `answer` in a process of its own, with what `screened_here` is given. Apart where that takes too
    much or too long; what is raised there is raised here, RuntimeError with what it said where it could not begin."""
    memory = MEMORY - sum(map(len, contents.values()))
    with _TURN, TemporaryFile() as errors, _started(memory, errors) as process:
        late = Event()
        timer = Timer(SECONDS, _stop, (process, late))
        timer.start()
        try:
            _put((contents, *others), process)
            return _reports(process, progress, late)
        except EOFError as end:
            errors.seek(0)
            raise RuntimeError(errors.read().decode(errors="replace")) from end
        finally:
            timer.cancel()
            process.kill()


def _started(memory: int, errors: BinaryIO) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "indicators.screening", str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=_ROOT,
        env=os.environ | _PLAIN,
    )


def _put(question: tuple[Any, ...], process: "subprocess.Popen[bytes]") -> None:
    try:
        with process.stdin as stream:  # type: ignore[union-attr]  # it is a pipe
            _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(question)
    except OSError:  # the pipe is broken, for the process has ended already: how it ended says why
        return


def _reports(process: "subprocess.Popen[bytes]", progress: Callable[[str], None] | None, late: Event) -> list[Report]:
    """What the process tells; EOFError where it ends of itself without reports. `late` is set where its time was up:
    how a process that was ended says so is not the same on every system."""
    file = ""
    while True:
        try:
            kind, said = pickle.load(process.stdout)  # type: ignore[arg-type]  # it is a pipe
        except (EOFError, pickle.UnpicklingError) as error:
            if _was_ended(process.wait()) or late.is_set():
                raise Apart(file, slow=late.is_set()) from error
            raise EOFError from error
        if kind == "file":
            file = said
            if progress:
                progress(file)
        elif kind == "raised":
            raise said
        else:
            reports: list[Report] = said
            return reports


def _stop(process: "subprocess.Popen[bytes]", late: Event) -> None:
    late.set()
    process.terminate()


def _was_ended(code: int) -> bool:
    """Whether a process ended for its memory: by itself, a library or the system, which end it for little else."""
    return code == TOO_LARGE or code < 0 or code >= ENDED_BY_WINDOWS


class _Pickler(pickle.Pickler):
    """Takes read-only mappings, too."""

    def reducer_override(self, value: object) -> Any:
        """How a value is made again."""
        return (_read_only, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def _read_only(mapping: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)


def answer(screen: Callable[..., list[Report]]) -> None:
    """Be that process: read the question, screen within the memory that the command line says, write the reports."""
    _bound(int(sys.argv[1]))
    written = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library says is no answer

    def tell(kind: str, said: object) -> None:
        _Pickler(written, pickle.HIGHEST_PROTOCOL).dump((kind, said))
        written.flush()

    try:
        question = pickle.load(sys.stdin.buffer)
        tell("reports", screen(*question, progress=lambda name: tell("file", name)))
    except Exception as error:  # noqa: BLE001 - whoever asked raises it
        if _for_want_of_memory(error):
            sys.exit(TOO_LARGE)
        tell("raised", error)


def _for_want_of_memory(error: Exception) -> bool:
    """Whether it was raised because there was no more memory: also none for a thread, or for a process."""
    no_thread = type(error) is pa.ArrowException or (isinstance(error, RuntimeError) and "new thread" in str(error))
    no_process = isinstance(error, OSError) and error.errno in (errno.ENOMEM, errno.EAGAIN)
    return isinstance(error, MemoryError) or no_thread or no_process


def _bound(memory: int) -> None:
    """Refuse this process more memory, and a memory image on the disk when it ends, on systems that can."""
    pa.set_cpu_count(1)
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CORE, 0)):
        allowed = resource.getrlimit(limit)[1]
        bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(limit, (bound, bound))
