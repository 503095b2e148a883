"""deltalake at arm's length: where it stops in a panic, that is a fault like any other, and nobody sees its last words.

Its engine is written in Rust, which writes a panic to standard error by itself, below Python, and raises what no
`except Exception` catches.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from threading import RLock

from deltalake.exceptions import DeltaError

_ONE_AT_A_TIME = RLock()
_PANIC = re.compile(rb"\n?thread '[^\n]*' (\(\d+\) )?panicked at [^\n]*\n([^\n]*\n)?(note: [^\n]*\n)?")


@contextmanager
def contained() -> Iterator[None]:
    """A panic inside becomes a DeltaError. What else is written to standard error meanwhile is written after."""
    with _ONE_AT_A_TIME, _without_panics():
        try:
            yield
        except BaseException as fault:
            if type(fault).__name__ != "PanicException":  # it belongs to no module that can be imported
                raise
            raise DeltaError(f"the engine stopped: {fault}") from None


@contextmanager
def _without_panics() -> Iterator[None]:
    try:
        real = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    with TemporaryFile() as written:
        with suppress(AttributeError, ValueError, OSError):
            sys.stderr.flush()
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            os.close(real)
            written.seek(0)
            if said := _PANIC.sub(b"", written.read()):
                os.write(2, said)
