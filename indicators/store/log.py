"""The log of a Delta table as it lies there: one entry for each version, each with what proves it.

An entry of ours holds facts (what was done) and a proof beside them: a random id, the time, the SHA-256 of the entry
before, which files hold what, and a SHA-256 over all of that. docs/reliability.md defines it. What is read here is read
without the engine of Delta tables, which trusts what it reads and can end the whole program over a damaged byte.
"""

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256 as sha256_of
from itertools import pairwise
from typing import Any, NamedTuple

import orjson

from indicators.errors import Damaged
from indicators.store import places

FOLDER = "_delta_log"

#: Beside the log, which version was the newest: entries at its end cannot go missing without a word.
HEAD = "_head.json"

#: So many entries are fetched at a time: in the cloud each takes a tenth of a second.
AT_ONCE = 16

_ENTRY = re.compile(r"(\d{20})\.json")
_RESTORE = "Restore it from a backup."
_VERIFY = "`python -m indicators verify` says what else is wrong."


class State(NamedTuple):
    """What a table holds: its version, and the SHA-256 of that version's log entry.

    The number alone is that of any store which was released as often; the hash is that of this one, with this history.
    """

    version: int
    sha256: str


#: Where there is no table yet.
NOTHING = State(-1, "")


@dataclass(frozen=True)
class Commit:
    """One entry of the log."""

    version: int
    sha256: str  # of the entry's bytes
    info: Mapping[str, Any]  # what the program that wrote it says of itself: "commitInfo"
    actions: Sequence[Mapping[str, Any]]

    @property
    def proof(self) -> Mapping[str, Any]:
        """What proves the entry; empty where another program or an older version of ours wrote it."""
        found: Mapping[str, Any] = self.info.get("proof") or {}
        return found

    @property
    def at(self) -> datetime:
        """When it was made (UTC)."""
        if self.proof:
            return datetime.fromisoformat(self.proof["at"])
        return datetime.fromtimestamp(self.info.get("timestamp", 0) / 1000, UTC)

    @property
    def state(self) -> State:
        """What the table held from then on."""
        return State(self.version, self.sha256)


def name(version: int) -> str:
    """The file of a version's entry."""
    return f"{FOLDER}/{version:020}.json"


def versions(where: str) -> list[int]:
    """The versions that have an entry, the oldest first."""
    found = (_ENTRY.fullmatch(each) for each in places.at(where).names(FOLDER))
    return sorted(int(match[1]) for match in found if match)


def state(where: str) -> State:
    """What the table holds now; NOTHING where there is none.

    Damaged where the newest entry is not the one that was written, or is missing.
    """
    last = head(where)
    found = versions(where)
    newest = found[-1] if found else -1
    if last and newest < last.version:
        raise missing(where, last.version)
    if newest < 0:
        return NOTHING
    content = _content(where, newest)
    current = State(newest, sha256_of(content).hexdigest())
    if last and last.version == newest and last != current:
        raise _damaged(where, newest, content)
    return current


def at(where: str, version: int) -> State:
    """What the table held at a version, without a look into its entry. Damaged where that is missing."""
    return State(version, sha256_of(_content(where, version)).hexdigest())


def newest(where: str) -> Commit | None:
    """The newest entry; None where there is no table. Damaged as `state` and `commit` are."""
    version, _ = state(where)
    return None if version < 0 else commit(where, version)


def commit(where: str, version: int) -> Commit:
    """The entry of a version. Damaged where it is missing, empty, cut short or not what was written."""
    content = _content(where, version)
    try:
        actions = [orjson.loads(line) for line in content.splitlines() if line.strip()]
        (info,) = [action["commitInfo"] for action in actions if "commitInfo" in action] or [{}]
        read = Commit(version, sha256_of(content).hexdigest(), info, actions)
        sound = bool(actions) and _sound(read)
    except (orjson.JSONDecodeError, TypeError, ValueError, KeyError, AttributeError) as fault:
        raise _damaged(where, version, content) from fault
    if not sound:
        raise _damaged(where, version, content)
    return read


def holds(where: str, version: int) -> bool:
    """Whether there is an entry of that version."""
    return places.at(where).holds(name(version))


def commits(where: str) -> list[Commit]:
    """Every entry, the oldest first. Damaged where one is missing, or is not the one that the next was made after.

    Entries that are missing at the beginning are passed over: other programs put them away when they clean up.
    """
    state(where)
    numbers = versions(where)
    gap = next((one + 1 for one, other in pairwise(numbers) if other != one + 1), None)
    if gap is not None:
        raise missing(where, gap)
    if "://" in where:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            every = list(pool.map(lambda version: commit(where, version), numbers))
    else:
        every = [commit(where, version) for version in numbers]
    for version in parted(every):
        raise damaged(where, version)
    return every


def parted(every: Sequence[Commit]) -> list[int]:
    """The versions, of entries the oldest first, that are not those which the next were made after.

    Where the links before and after an entry are both broken, it is of another history.
    """
    broken = [
        bool(other.proof) and other.version == one.version + 1 and other.proof["before"] != one.sha256
        for one, other in pairwise(every)
    ]
    strange = {place + 1 for place, (one, other) in enumerate(pairwise(broken)) if one and other}
    loose = {place for place, each in enumerate(broken) if each and not {place, place + 1} & strange}
    return sorted(every[place].version for place in strange | loose)


def proven(facts: Mapping[str, Any], proof: Mapping[str, Any]) -> dict[str, Any]:
    """The proof with the SHA-256 over it and the facts."""
    return {**proof, "sha256": _sealed(facts, proof)}


def facts_of(info: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was done, of a release or of an entry of the ledger."""
    found: Mapping[str, Any] = info.get("release") or info.get("entry") or {}
    return found


def write_head(where: str, current: State, note: str = HEAD) -> None:
    """Keep beside the log, or in another note, that this is the newest version."""
    places.at(where).write(note, orjson.dumps({**current._asdict(), "check": _checked(current)}))


def head_is_sound(where: str, note: str = HEAD) -> bool:
    """Whether what stands beside the log can be read, or there is nothing yet."""
    return head(where, note) is not None or not places.at(where).holds(note)


def head(where: str, note: str = HEAD) -> State | None:
    """The newest version as it was last written beside the log; None where nothing of the kind can be read."""
    try:
        read = orjson.loads(places.at(where).read(note))
        found = State(int(read["version"]), str(read["sha256"]))
        return found if read["check"] == _checked(found) else None
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None


def _checked(current: State) -> str:
    return sha256_of(f"{current.version} {current.sha256}".encode()).hexdigest()


def _sealed(facts: Mapping[str, Any], proof: Mapping[str, Any]) -> str:
    bare = {key: value for key, value in proof.items() if key != "sha256"}
    return sha256_of(orjson.dumps({"facts": facts, "proof": bare}, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _sound(read: Commit) -> bool:
    """Whether the entry says what was written, to its last line; of one without a proof nobody can tell."""
    if not read.proof:
        return True
    kinds = [kind for action in read.actions for kind in action]
    whole = kinds.count("add") + kinds.count("remove") == read.proof["files"]
    begun = read.version > 0 or {"metaData", "protocol"} <= set(kinds)
    return whole and begun and bool(read.proof["sha256"] == _sealed(facts_of(read.info), read.proof))


def _content(where: str, version: int) -> bytes:
    try:
        return places.at(where).read(name(version))
    except FileNotFoundError as fault:
        raise missing(where, version) from fault


def reaches(where: str, current: State, known: State) -> None:
    """Damaged where a table that holds `current` has not all that it was known to hold: it was put back to an older
    one, or another one is in its place."""
    if current.version < known.version:
        raise missing(where, known.version)
    if known != NOTHING and known != (current if known.version == current.version else at(where, known.version)):
        raise damaged(where, known.version)


def damaged(where: str, version: int) -> Damaged:
    """What is said of an entry that is not the one which the next was made after."""
    return _damaged(where, version, b"}")


def _is_cut(content: bytes) -> bool:
    """Whether a file ends in the middle of a line, which are JSON objects, or holds nothing at all."""
    last = content.rstrip(b"\r\n\0").rpartition(b"\n")[2]
    return not last.endswith(b"}") or last.count(b"{") > last.count(b"}")


def missing(where: str, version: int) -> Damaged:
    """What is said of an entry that is not there, though another knows it."""
    file = places.at(where).path(name(version))
    what = f"The log entry of version {version} is missing ({file}): who made it, when and why is lost."
    return Damaged(what, f"{_RESTORE} {_VERIFY}", file, version)


def _damaged(where: str, version: int, content: bytes) -> Damaged:
    file = places.at(where).path(name(version))
    entry = f"The log entry of version {version} ({file})"
    if not _is_cut(content):
        return Damaged(f"{entry} is damaged: it is not what was written.", f"{_RESTORE} {_VERIFY}", file, version)
    cut = "cut short" if content.strip(b"\0") else "empty"
    what = f"{entry} is {cut}, as a power cut or a full disk leaves it."
    otherwise = f"If there is no backup and nobody was told that version {version} is published, delete that file."
    return Damaged(what, f"{_RESTORE} {otherwise} {_VERIFY}", file, version)
