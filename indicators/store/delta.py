"""What the tables of the store share: where they are, how long they keep, files under their hash, faults in words."""

import os
import random
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from hashlib import sha256 as sha256_of
from pathlib import Path

import pyarrow as pa
from deltalake.exceptions import DeltaError, TableNotFoundError

from indicators import clock, wording
from indicators.errors import Damaged, StoreError, StoreGone
from indicators.store import log, places, seen

#: 100 years. As properties of the table they bind programs of other makes that clean up Delta tables too.
RETENTION: Mapping[str, str] = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.checkpointInterval": "20",  # keeps opening a table for a commit under 20 ms, however many there were
}

#: An attempt fails only because somebody else's succeeded: so many others may be faster before we give up.
ATTEMPTS = 10

#: How long an attempt waits for the others at most: twice as long each time, up to the second figure, in seconds. It
#: is drawn, so that those who met do not meet again.
PAUSES = (0.01, 0.5)

#: What is said when they are, or when the version is no longer the expected one.
MEANWHILE = "Somebody else published in the meantime: {}. Nothing was written. Compare and publish again."

#: What is said when the store is not the one any more that was read.
REPLACED = (
    "The store at {} is another one than the one that was read: it was replaced or restored in the meantime. Nothing "
    "was written. Open the page again, or compare and publish again."
)

#: What is said of what has vanished, and what helps.
BRING_BACK = (
    "Nothing is written. Bring back what was there, from where it was moved to, by mounting its disk again or from a "
    "backup: then everything goes on as before."
)

#: The folder of kept files. Clean-ups of Delta tables pass over names that begin with an underscore.
KEPT = "_kept"


def location() -> str:
    """Where the store is: the setting INDICATORS_STORE (a path or an address), else `store` in the folder that
    INDICATORS_DATA names, whose figures are others, else `data/store`."""
    own = os.environ.get("INDICATORS_DATA")
    data = Path(own) if own else Path(__file__).parents[2] / "data"
    return os.environ.get("INDICATORS_STORE") or str(data.resolve() / "store")


def kept(where: str, sha256: str) -> bytes:
    """The bytes of a kept file. Refuses a hash that no kept file has, and a file that has changed since."""
    with faults_in_words(where):
        place, name = _kept(where, sha256)
        try:
            content = place.read(name)
        except FileNotFoundError as fault:
            what = f"No file with the SHA-256 '{sha256}' is kept beside the store."
            raise StoreError(f"{what} If a release or a signature names it, restore it from a backup.") from fault
    if sha256_of(content).hexdigest() != sha256:
        what = f"The file kept as {place.path(name)} is damaged: it no longer has that SHA-256."
        raise Damaged(what, "Restore it from a backup.", name)
    return content


def keep(where: str, sha256: str, content: bytes) -> None:
    """Wholly or not at all, and on the disk: what is interrupted never bears the hash as its name."""
    place, name = _kept(where, sha256)
    if not place.holds(name):
        place.write(name, content)


def _kept(where: str, sha256: str) -> tuple[places.Place, str]:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise StoreError(f"'{sha256}' is not a SHA-256: 64 characters from 0 to 9 and a to f.")
    return places.at(where), f"{KEPT}/{sha256}"


def pause(attempt: int) -> None:
    """Wait before an attempt, the first of which is 0 and does not wait."""
    if attempt:
        first, longest = PAUSES
        time.sleep(random.uniform(0, min(longest, first * 2**attempt)))


def absent(where: str) -> StoreError:
    """What is said where there is no store: StoreGone where there was one, as this process or what is left says."""
    last, left = seen.last(where), log.head(where)
    if last:
        return gone(where, last.state.version, last.at)
    if left:
        return gone(where, left.version)
    return StoreError(f"There is no store at {where}. Build it with: python -m indicators build")


def gone(where: str, version: int, at: datetime | None = None) -> StoreGone:
    """What is said where a store was at a version, as it was seen last, and is not any more."""
    return StoreGone(f"The store at {where} is gone; it was at version {version}{_moment(at)}. {BRING_BACK}")


def has_figures(where: str, current: log.State) -> None:
    """StoreGone where not one data file is left of those that the current version holds, though its log is there.

    One that is there is enough: which others are missing is told to whoever reads them.
    """
    place, held = places.at(where), _held(where, current)
    if held is None:
        there = any(each.startswith("indicator=") and place.names(each) for each in place.names(""))
    else:
        there = not held or any(map(place.holds, held))
    if not there:
        last = seen.last(where)
        at = last.at if last and last.state == current else None
        what = f"The figures of the store at {where} are gone, though its log is there"
        raise StoreGone(f"{what}; it was at version {current.version}{_moment(at)}. {BRING_BACK}")


@lru_cache(maxsize=16)
def _held(where: str, current: log.State) -> tuple[str, ...] | None:
    """The names of the data files of a version; None where its entry, of the time before hashes, does not say."""
    made = log.commit(where, current.version)
    return tuple(name for names in made.proof["holds"].values() for name in names) if made.proof else None


def said_gone(where: str, many: int, at: datetime | None) -> StoreGone:
    """What is said where the ledger beside the figures had so many entries, as it was seen last, and has vanished."""
    held = wording.count(many, "entry", "entries")
    were = "was" if many == 1 else "were"
    what = f"The comments and signatures of the store at {where} are gone; there {were} {held}"
    return StoreGone(f"{what}{_moment(at)}. {BRING_BACK}")


def _moment(at: datetime | None) -> str:
    """ " at 19:56 UTC", with the day where it was not today."""
    if at is None:
        return ""
    return f" at {at:%H:%M} UTC" if at.date() == clock.today() else f" on {wording.moment(at)}"


@contextmanager
def faults_in_words(where: str) -> Iterator[None]:
    """Faults of deltalake, pyarrow and the disk become a StoreError that says where.

    In a folder with `#` or `?` in its name deltalake 1.6.6 finds no history; `%20` and brackets stop it altogether.
    """
    if odd := re.search(r"[][#?%]", where):
        raise StoreError(f"The store cannot be at {where}: its address must not contain '{odd[0]}'.")
    try:
        yield
    except TableNotFoundError as fault:
        raise absent(where) from fault
    except StoreGone:
        raise
    except (StoreError, OSError, DeltaError, pa.ArrowException) as fault:
        if vanished(where):
            raise absent(where) from fault
        if isinstance(fault, StoreError):
            raise
        raise StoreError(f"The store at {where} cannot be read or written: {_in_words(where, fault)}") from fault


def vanished(where: str) -> bool:
    """Whether there is nothing any more where there was a store."""
    try:
        return not log.versions(where) and isinstance(absent(where), StoreGone)
    except (StoreError, OSError):  # the place cannot be reached: what was there may be there still
        return False


def _in_words(where: str, fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.strerror.lower()} ({fault.filename or where})."
    return f"{_tidied(fault)}." if isinstance(fault, OSError) else _tidied(fault)


def _tidied(fault: Exception) -> str:
    """What another program says is wrong, in one line and without colours."""
    return " ".join(re.sub(r"\x1b\[\d+m", "", str(fault)).split())
