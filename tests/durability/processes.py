"""Commands as processes of their own that can be killed. They are forked from one that has imported everything already
and runs nothing itself, so that hundreds are cheap."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median
from types import MappingProxyType
from typing import Any, Literal

NOTHING: Mapping[str, str] = MappingProxyType({})
PATIENCE = 300  # seconds, after which a process is taken to hang
WRITING = os.O_WRONLY | os.O_RDWR
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.durability.work"])

#: What a process is after: its own start, or its first write into the store, which most of a command comes before.
Anchor = Literal["start", "writing"]


@dataclass(frozen=True)
class Moment:
    """When to kill: a share of the time from the start, or from the first write, to the end."""

    anchor: Anchor
    share: float


@dataclass(frozen=True)
class Done:
    """What came of a process: its exit code, negative where a signal ended it, and all that it said."""

    code: int
    said: str

    @property
    def killed(self) -> bool:
        """Whether it was before it could end by itself."""
        return self.code == -signal.SIGKILL

    @property
    def refused(self) -> bool:
        """Whether it ended by itself and did nothing."""
        return self.code not in (0, -signal.SIGKILL)

    @property
    def told(self) -> bool:
        """Whether it said why in a sentence, and nothing else."""
        return self.code == 1 and "Error: " in self.said and not any(word in self.said for word in UNTOLD)


UNTOLD = ("Traceback", "panicked")


def moments(many: int, seed: int) -> list[Moment]:
    """So many moments, spread from start to end and drawn within each stretch: half after the start, half after the
    first write. The last ones come when the process should have ended."""
    drawn = Random(seed)
    anchors: list[Anchor] = ["start", "writing"]
    each = [Moment(anchors[place % 2], (place + drawn.random()) / many * 1.05) for place in range(many)]
    drawn.shuffle(each)
    return each


@dataclass
class Times:
    """When a process began, first wrote into the store and ended, on the clock that all processes share; 0 where it
    did not."""

    began: float = 0.0
    wrote: float = 0.0
    ended: float = 0.0


class Lengths:
    """How long the processes of a kind take from their start and from their first write, by the latest that did it."""

    def __init__(self) -> None:
        self._seen: dict[Anchor, list[float]] = {"start": [], "writing": []}

    def add(self, times: Times) -> None:
        """Count a process that did what it should. In the cloud nobody hears it write."""
        self._seen["start"].append(times.ended - times.began)
        if times.wrote:
            self._seen["writing"].append(times.ended - times.wrote)

    def after(self, moment: Moment) -> float:
        """The seconds after the anchor of a moment."""
        return moment.share * median(self._seen[moment.anchor][-3:])


class Running:
    """A function in a forked process, which tells when it begins and when it first writes into the store."""

    def __init__(
        self, work: Callable[..., None], *given: Any, store: str, out: Path, settings: Mapping[str, str] = NOTHING
    ) -> None:
        self._told, theirs = FORKED.Pipe(duplex=False)
        self.out, self.times = out, Times()
        settings = {"INDICATORS_STORE": store, **settings}
        self.process = FORKED.Process(target=_forked, args=(theirs, settings, str(out), work, given), daemon=True)
        self.process.start()
        theirs.close()
        while not self.times.began and self._hears():
            pass

    def _hears(self) -> bool:
        """Take the next that the process tells, the time of something; False where it has ended."""
        if not self._told.poll(PATIENCE):
            raise TimeoutError(self.said)
        try:
            what, at = self._told.recv()
        except EOFError:
            return False
        setattr(self.times, what, at)
        return True

    @property
    def said(self) -> str:
        """All that it has written to standard output and standard error so far."""
        return self.out.read_text(encoding="utf-8", errors="replace")

    def kill(self, moment: Moment, lengths: Lengths) -> None:
        """Kill it at this moment, if it runs so long, and writes."""
        while moment.anchor == "writing" and not self.times.wrote and self._hears():
            pass
        since = self.times.began if moment.anchor == "start" else self.times.wrote
        if since:
            time.sleep(max(0.0, since + lengths.after(moment) - time.monotonic()))
            self.process.kill()

    def listen(self) -> None:
        """Take what the process has told so far."""
        while self._told.poll(0) and self._hears():
            pass

    def wait(self) -> Done:
        """What came of it, once it has ended."""
        while self._hears():
            pass
        self.process.join(PATIENCE)
        code = self.process.exitcode
        assert code is not None, self.said
        self._told.close()
        self.process.close()
        return Done(code, self.said)


def _forked(
    told: Connection, settings: Mapping[str, str], out: str, work: Callable[..., None], given: Sequence[Any]
) -> None:
    """Do the work, with what it says in a file."""
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for standard in (1, 2):
        os.dup2(handle, standard)
    quiet, store = False, settings["INDICATORS_STORE"]

    def listen(event: str, values: tuple[Any, ...]) -> None:
        nonlocal quiet
        if not quiet and event == "open" and values[2] & WRITING and str(values[0]).startswith(store):
            quiet = True
            told.send(("wrote", time.monotonic()))

    os.environ |= settings
    sys.addaudithook(listen)
    told.send(("began", time.monotonic()))
    try:
        work(*given)
    finally:
        told.send(("ended", time.monotonic()))
