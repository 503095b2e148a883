"""What this process has last seen of a store, so that one that is gone is never taken for one that was never there.

A server runs for months. A share that is no longer mounted, or a folder that somebody has emptied, looks like a place
where nothing was ever built.
"""

from datetime import datetime
from typing import NamedTuple

from indicators import clock
from indicators.store import log


class Seen(NamedTuple):
    """What a table held when it was last looked at, beside what, and when that was (UTC)."""

    state: log.State
    beside: log.State  # of the ledger: what the figures were at that time
    at: datetime


_LAST: dict[str, Seen] = {}


def note(table: str, state: log.State, beside: log.State = log.NOTHING) -> None:
    """Remember what the table at an address holds now."""
    _LAST[table] = Seen(state, beside, clock.now())


def last(table: str) -> Seen | None:
    """What it was seen to hold last; None where this process has never seen it."""
    return _LAST.get(table)
