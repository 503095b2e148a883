"""Freezing a snapshot: sign-off, and the one file under one hash that holds everything about it.

That file is a ZIP archive with the snapshot as data, all observations that were known, the files of the catalogue,
and the rendered documents. It is kept beside the store under its SHA-256, which the sign-off in the ledger names;
opening it checks the hash. What is signed is never made again from the store: it is only read.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from indicators import access, store, wording
from indicators import catalogue as catalogues
from indicators.errors import UserError
from indicators.model import Catalogue
from indicators.snapshot import comments, making
from indicators.snapshot.known import Known, gather
from indicators.snapshot.model import Signature, Snapshot, from_json, to_json
from indicators.snapshot.quarters import Quarter, of, parse

#: The data inside an archive, and the folder of its documents.
DATA, DOCUMENTS = "snapshot.json", "documents/"
#: The date that everything in an archive carries, so that equal content makes equal bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: Renders a snapshot: its documents by file name.
Render = Callable[[Snapshot], Mapping[str, bytes]]


class NotSigned(UserError):
    """The quarter cannot be signed off as things are. Nothing was written."""


@dataclass(frozen=True)
class Frozen:
    """A signed snapshot, its documents by file name, and the hash of it all."""

    snapshot: Snapshot
    documents: Mapping[str, bytes]
    sha256: str


def hashed(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the hash of everything else in it."""
    bare = replace(snapshot, hash="")
    return replace(bare, hash=hashlib.sha256(to_json(bare)).hexdigest())


def draft(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Snapshot:
    """The snapshot of a quarter as it would be signed now: what was known at its end, with the comments so far."""
    return _made(where, gather(where, quarter, catalogue, today), store.entries(where), catalogue, today)


def _made(where: str, known: Known, entries: Sequence[store.Entry], catalogue: Catalogue, today: date) -> Snapshot:
    """What was known, beside the quarter before as that was signed, or else as it can be put together now."""
    said, before = comments.latest(entries, known.quarter), None
    if known.quarter > of(catalogue.strategy.start):
        signed = standing(where, known.quarter.previous, entries)
        before = (
            signed.snapshot
            if signed
            else making.make(gather(where, known.quarter.previous, catalogue, today), {}, None)
        )
    return hashed(making.make(known, said, before))


def signatures(entries: Iterable[store.Entry], quarter: Quarter | None = None) -> list[store.Entry]:
    """The sign-offs of a quarter, or of all, in the order in which they were made: the last one stands."""
    signed = (entry for entry in entries if entry.kind == "sign-off")
    return [entry for entry in signed if quarter is None or entry.quarter == quarter.name]


def frozen(where: str, sha256: str) -> Frozen:
    """What was signed under a hash. StoreError where it is missing or no longer has that hash."""
    with zipfile.ZipFile(io.BytesIO(store.kept(where, sha256))) as archive:
        documents = {
            name.removeprefix(DOCUMENTS): archive.read(name)
            for name in archive.namelist()
            if name.startswith(DOCUMENTS)
        }
        return Frozen(from_json(archive.read(DATA)), documents, sha256)


def standing(where: str, quarter: Quarter, entries: Sequence[store.Entry] | None = None) -> Frozen | None:
    """What stands signed for a quarter; None where nobody has signed it."""
    signed = signatures(store.entries(where) if entries is None else entries, quarter)
    return frozen(where, signed[-1].sha256) if signed else None


def sign_off(
    where: str,
    quarter: Quarter,
    *,
    by: str,
    catalogue: Catalogue,
    today: date,
    render: Render,
    corrects: str = "",
    reason: str = "",
) -> store.Entry:
    """The sign-off, after which the quarter's snapshot is frozen with its documents.

    A quarter that is signed already can only be corrected: `corrects` is the hash of the snapshot that stands (or how
    it begins) and `reason` says why. NotSigned for a quarter that has not ended, an indicator off plan without a
    comment, a second sign-off, and a correction of anything but what stands.
    """
    person, why = access.allow(by, "sign off"), comments.plain("reason", reason)
    entries = store.entries(where)
    old = _corrected(entries, quarter, corrects.strip().lower(), why)
    if today <= quarter.end:
        ends = wording.day(quarter.end)
        raise NotSigned(f"{quarter.label} runs until {ends}: it can be signed off from the day after.")
    known = gather(where, quarter, catalogue, today)
    made = _made(where, known, entries, catalogue, today)
    _commented(made)
    at = wording.moment(datetime.now(tz=UTC))
    signed = hashed(replace(made, signed=Signature(person, at, old, why)))
    content = archive(signed, render(signed), making.observations(known), catalogues.files())
    entry = store.Entry("sign-off", quarter.name, person, text=why, corrects=old)

    def judge(now: Sequence[store.Entry]) -> None:
        _corrected(now, quarter, old, why)
        if comments.latest(now, quarter) != comments.latest(entries, quarter):
            raise NotSigned(f"Somebody commented on {quarter.label} in the meantime. Read it, then sign again.")

    return store.record(where, entry, judge, content)


def archive(
    snapshot: Snapshot, documents: Mapping[str, bytes], observations: bytes, catalogue: Mapping[str, bytes]
) -> bytes:
    """Everything about a snapshot as one ZIP archive, always the same bytes for the same content."""
    members = {DATA: to_json(snapshot), "observations.csv": observations}
    members |= {f"{DOCUMENTS}{name}": content for name, content in documents.items()}
    members |= {f"catalogue/{name}": content for name, content in catalogue.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as found:
        for name in sorted(members):
            found.writestr(zipfile.ZipInfo(name, _EPOCH), members[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _corrected(entries: Sequence[store.Entry], quarter: Quarter, corrects: str, reason: str) -> str:
    """The whole hash of what is corrected; empty for a first sign-off. NotSigned where the two do not fit."""
    signed = signatures(entries, quarter)
    if not signed:
        if corrects:
            raise NotSigned(f"{quarter.label} has not been signed off yet, so there is nothing to correct.")
        return ""
    stands = signed[-1]
    when = f"{wording.day(stands.at.date())} by {stands.by} ({stands.sha256[:12]})"
    if not corrects:
        raise NotSigned(f"{quarter.label} was signed off on {when}. It can be corrected: name that hash and a reason.")
    if len(corrects) < 8 or not stands.sha256.startswith(corrects):
        raise NotSigned(f"“{corrects[:64]}” is not what stands for {quarter.label}: that was signed on {when}.")
    if not reason:
        raise NotSigned("A correction needs a reason: it stays with the snapshot.")
    return stands.sha256


def _commented(made: Snapshot) -> None:
    waiting = [finding.title for finding in made.findings.values() if finding.needs_comment and not finding.comment]
    if waiting:
        which = "; ".join(waiting)
        raise NotSigned(f"Off plan without a comment: {which}. Comment on each before {made.label} is signed off.")


def quarter_of(text: str, catalogue: Catalogue, today: date) -> Quarter:
    """A quarter of the strategy by its name. PeriodError for any other."""
    return parse(text, catalogue.strategy.start, today)
