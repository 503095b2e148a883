"""What users are shown when something cannot be done: one base class, and a child for each situation.

A message says where, what was found, what is allowed, and the nearest match or the next step.
"""

from collections.abc import Iterable
from difflib import get_close_matches


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


class PublishedMeanwhile(StoreError):
    """Somebody else published between reading and writing. Nothing was written."""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """A hint such as " Nearest: 'polarity'.", or an empty string where nothing is near."""
    close = get_close_matches(name, list(allowed), n=1, cutoff=0.6)
    return f" Nearest: '{close[0]}'." if close else ""
