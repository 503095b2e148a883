"""Freezing a snapshot: the draft, what stands in the way of its sign-off, and the sign-off itself.

What is signed is one archive under one hash, which the entry in the ledger names. It is never made again from the
store: it is only read.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from indicators import access, clock, store, wording
from indicators import catalogue as catalogues
from indicators.errors import UnknownName, UserError
from indicators.model import Catalogue
from indicators.snapshot import comments, making
from indicators.snapshot.archives import Frozen, archive, frozen
from indicators.snapshot.known import gather
from indicators.snapshot.model import Signature, Snapshot, to_json
from indicators.snapshot.quarters import Quarter, of

#: Characters of a hash that name a snapshot at least.
SHORTEST = 8

#: Renders a snapshot: its documents by file name.
Render = Callable[[Snapshot], Mapping[str, bytes]]


#: The quarters that were put together last, by all that they rest on: while people comment and sign, only the comments
#: change.
_LAST: deque[tuple[tuple[object, ...], Snapshot]] = deque(maxlen=8)


class NotSigned(UserError):
    """The quarter cannot be signed off as things are. Nothing was written."""


def hashed(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the hash of everything else in it."""
    bare = replace(snapshot, hash="")
    return replace(bare, hash=hashlib.sha256(to_json(bare)).hexdigest())


def draft(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Snapshot:
    """The snapshot of a quarter as it would be signed now: what was known at its end, with the comments so far."""
    made = _uncommented(where, quarter, catalogue, today)
    return _finished(where, made, quarter, store.entries(where), catalogue, today)


def _uncommented(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Snapshot:
    """The snapshot of a quarter without comments, put together once for the same store, catalogue and day."""
    state = store.state(where)
    told = (where, state, quarter, min(quarter.end, today), catalogue)
    made = next((made for kept, made in tuple(_LAST) if kept == told), None)
    if made is None:
        made = making.make(gather(where, quarter, catalogue, today))
        if store.state(where) == state:  # else somebody published meanwhile, and it may be of either
            _LAST.append((told, made))
    return made


def _finished(
    where: str,
    made: Snapshot,
    quarter: Quarter,
    entries: Sequence[store.Entry],
    catalogue: Catalogue,
    today: date,
) -> Snapshot:
    """The snapshot with its comments, beside the quarter before as that was signed, or else as it can be put together
    now."""
    before = None
    if quarter > of(catalogue.strategy.start):
        signed = standing(where, quarter.previous, entries)
        before = signed.snapshot if signed else _uncommented(where, quarter.previous, catalogue, today)
    return hashed(making.finished(made, comments.latest(entries, quarter), before))


def signatures(entries: Iterable[store.Entry], quarter: Quarter | None = None) -> list[store.Entry]:
    """The sign-offs of a quarter, or of all, in the order in which they were made: the last one stands."""
    signed = (entry for entry in entries if entry.kind == "sign-off")
    return [entry for entry in signed if quarter is None or entry.quarter == quarter.name]


def standing(where: str, quarter: Quarter, entries: Sequence[store.Entry] | None = None) -> Frozen | None:
    """What stands signed for a quarter; None where nobody has signed it."""
    signed = signatures(store.entries(where) if entries is None else entries, quarter)
    return frozen(where, signed[-1].sha256) if signed else None


def by_hash(where: str, start: str) -> Frozen:
    """What was signed under a hash that begins so, that of the archive or of the snapshot; also where a correction
    has taken its place. UnknownName where there is none, or more than one."""
    every = [entry.sha256 for entry in signatures(store.entries(where))] if len(start) >= SHORTEST else []
    snapshots = [frozen(where, sha256) for sha256 in every]
    named = [one for one in snapshots if start.lower() in (one.sha256[: len(start)], one.snapshot.hash[: len(start)])]
    if len(named) != 1:
        raise UnknownName(f"No signed snapshot has a hash that begins with “{start[:64]}”. `snapshots` lists them.")
    return named[0]


def sign_off(
    where: str,
    quarter: Quarter,
    *,
    by: str,
    catalogue: Catalogue,
    files: Mapping[str, bytes],
    today: date,
    render: Render,
    corrects: str = "",
    reason: str = "",
    read: str = "",
) -> store.Entry:
    """The sign-off, after which the quarter's snapshot is frozen with its documents.

    `files` are those that the catalogue was read from. A quarter that is signed already can only be corrected:
    `corrects` is the hash of what stands, or how it begins, that of the archive or of the snapshot in it, and `reason`
    says why. `read` is the hash of the draft that the person has read. NotSigned for a quarter that has not ended, an
    indicator off plan without a comment, a second sign-off, a correction of anything but what stands, a catalogue
    that is no longer that of its files, and a draft that is not what was read.
    """
    person, why = access.allow(by, "sign off"), comments.plain("reason", reason)
    entries = store.entries(where)
    old = _corrected(where, entries, quarter, corrects.strip().lower(), why)
    if today <= quarter.end:
        ends = wording.day(quarter.end)
        raise NotSigned(f"{quarter.label} runs until {ends}: it can be signed off from the day after.")
    if catalogues.digest(files) != catalogue.hash:
        raise NotSigned("The files in data/ have changed since the dashboard was started. Start it again, then sign.")
    known = gather(where, quarter, catalogue, today)
    made = _finished(where, making.make(known), quarter, entries, catalogue, today)
    if read and made.hash != read:
        raise NotSigned(f"{quarter.label} has changed since you opened it. Read it again, then sign.")
    _commented(made)
    at = clock.now()
    named = frozen(where, old).snapshot.hash if old else ""
    number = len(signatures(entries, quarter))
    signed = hashed(replace(made, signed=Signature(person, wording.moment(at), named, why, number)))
    content = archive(signed, render(signed), making.observations(known), files)
    entry = store.Entry("sign-off", quarter.name, person, text=why, corrects=old, at=at)

    def judge(now: Sequence[store.Entry]) -> None:
        _corrected(where, now, quarter, old, why)
        if comments.latest(now, quarter) != comments.latest(entries, quarter):
            raise NotSigned(f"Somebody commented on {quarter.label} in the meantime. Read it, then sign again.")

    return store.record(where, entry, judge, content)


def _corrected(where: str, entries: Sequence[store.Entry], quarter: Quarter, corrects: str, reason: str) -> str:
    """The hash of the archive that is corrected; empty for a first sign-off. NotSigned where the two do not fit."""
    signed = signatures(entries, quarter)
    if not signed:
        if corrects or reason:
            raise NotSigned(f"{quarter.label} has not been signed off yet, so there is nothing to correct.")
        return ""
    stands = signed[-1]
    when = f"{wording.day(stands.at.date())} by {stands.by} ({stands.sha256[:12]})"
    if not corrects:
        raise NotSigned(f"{quarter.label} was signed off on {when}. It can be corrected: name that hash and a reason.")
    hashes = (stands.sha256, frozen(where, stands.sha256).snapshot.hash)
    if len(corrects) < SHORTEST or not any(each.startswith(corrects) for each in hashes):
        raise NotSigned(f"“{corrects[:64]}” is not what stands for {quarter.label}: that was signed on {when}.")
    if not reason:
        raise NotSigned("A correction needs a reason: it stays with the snapshot.")
    return stands.sha256


def _commented(made: Snapshot) -> None:
    if made.uncommented:
        which = "; ".join(one.title for one in made.uncommented)
        raise NotSigned(f"Off plan without a comment: {which}. Comment on each before {made.label} is signed off.")
