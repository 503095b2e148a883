"""When a commit is made: never before the last one, or the clock is wrong.

What the store held on a day, and so what a snapshot says was known, goes by these times.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from indicators import clock, wording
from indicators.errors import WrongClock
from indicators.store import log

#: By so much the clocks of two computers may differ that keep time by the network: it is a second or two, more where
#: one has just been woken. Within it a commit has the time of the last one.
SLACK = timedelta(minutes=2)

_MEND = (
    "Set the clock right, then try again. If it is right, the last one was made by a clock that was wrong: restore the "
    "store from a backup of before."
)


def following(tables: Mapping[str, str], said: datetime | None = None) -> datetime:
    """The time of a commit that is made now, or of one that was said to be made then.

    `tables` are those that it must not go back behind, and what the last commit of each is called. WrongClock where it
    would.
    """
    latest = {what: found for table, what in tables.items() if (found := _latest(table)) is not None}
    now = said or clock.now()
    if not latest:
        return now
    what = max(latest, key=lambda each: latest[each])
    if now < latest[what] - SLACK:
        says, was = wording.moment(now), wording.moment(latest[what])
        told = f"This computer's clock says {says}; {what} was made on {was}. Nothing was written. {_MEND}"
        raise WrongClock(told)
    return now if said else max(now, latest[what])


def _latest(table: str) -> datetime | None:
    """The latest time of all commits: of ours the last has it. Before they held times of ours, any may."""
    last = log.newest(table)
    if last is None or last.proof:
        return last.at if last else None
    return max(each.at for each in log.commits(table))
