"""What users are shown when something cannot be done: one base class, and a child for each situation.

A message says where, what was found, what is allowed, and the nearest match or the next step.
"""

import logging
from collections.abc import Iterable
from difflib import get_close_matches
from secrets import token_hex

#: What is said of an error that nobody foresaw, with the reference under which it stands in the log.
WENT_WRONG = (
    "Something went wrong that nobody foresaw. Reference {}: tell it to whoever looks after this dashboard; what "
    "happened stands under it in the server’s log. If you were publishing or going back, Revisions shows whether it "
    "was done; if you were commenting or signing, the snapshot does."
)

_LOG = logging.getLogger(__name__)


class UserError(Exception):
    """Something the person at the screen can mend. Shown as a sentence, never as a traceback."""


class CatalogueError(UserError):
    """A file in `data/` says something that cannot be: every fault found, one a line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class PeriodError(UserError):
    """A period that cannot be read, or that could mean more than one stretch of time; and how to write it, if known."""

    def __init__(self, message: str, fix: str = "") -> None:
        self.message, self.fix = message, fix
        super().__init__(f"{message} {fix}".rstrip())


class UnknownName(UserError):
    """An indicator, area or breakdown that does not exist."""


class StoreError(UserError):
    """The store of observations cannot be read or written as asked."""


class Damaged(StoreError):
    """Something in the store is not what was written: what, how to mend it, which file, of which version if any."""

    def __init__(self, what: str, mend: str, file: str, version: int | None = None) -> None:
        self.what, self.mend, self.file, self.version = what, mend, file, version
        super().__init__(f"{what} {mend}")


class StoreGone(StoreError):
    """What was there, a store or the ledger beside its figures, is not there any more. Nothing was written."""


class WrongClock(StoreError):
    """The computer's clock is behind what was written last. Nothing was written."""


class PublishedMeanwhile(StoreError):
    """Somebody else published between reading and writing. Nothing was written."""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """A hint such as " Nearest: 'polarity'.", or an empty string where nothing is near."""
    close = get_close_matches(name, list(allowed), n=1, cutoff=0.6)
    return f" Nearest: '{close[0]}'." if close else ""


def logged(error: Exception) -> str:
    """The reference, eight characters, under which an error that nobody foresaw now stands in the log."""
    reference = token_hex(4).upper()
    _LOG.error("Reference %s", reference, exc_info=error)
    return reference
