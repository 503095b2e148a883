"""Everything that is stored, looked at: each version, entry of the ledger and kept file, the history in one piece.

A fault says what is wrong and how to mend it. Litter is no fault: what a killed or refused release left behind.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256 as sha256_of
from typing import Any
from urllib.parse import unquote

import orjson

from indicators.errors import Damaged, StoreError
from indicators.store import commits, delta, ledger, log, observations, places, probe, proving, valid

#: Litter that is younger may be of a release that is being made just now. One takes seconds, on a slow line minutes.
YOUNG = timedelta(hours=1)

_RESTORE = "Restore it from a backup."
_HASH = re.compile("[0-9a-f]{64}")
#: What is written before it gets its name, by us and by deltalake.
_UNFINISHED = re.compile(r".*\.[0-9a-f]{32}|.*/_delta_log/.*(\.tmp|#\d+)")
_NO_ROWS = proving.digest(valid.as_read(observations.nothing()))
_DATA = re.compile(r"(indicator=[^/]+/|_ledger/)[^/_][^/]*\.parquet")


@dataclass(frozen=True)
class Fault:
    """What is not as it was written, and how to mend it; which file, of which version if of one."""

    what: str
    mend: str
    file: str
    version: int | None = None


@dataclass(frozen=True)
class Litter:
    """A file that no version names."""

    file: str
    size: int
    young: bool


@dataclass(frozen=True)
class Verdict:
    """What was found in a store."""

    versions: int
    entries: int  # of the ledger
    kept: int
    unproven: tuple[int, ...]  # versions of the time before releases held hashes
    faults: tuple[Fault, ...]
    checkpoints: tuple[str, ...]  # those among the faults that can be passed over: the log has all that they said
    litter: tuple[Litter, ...]


def verify(where: str) -> Verdict:
    """The verdict on the store at an address. Refuses a missing store; faults are told, not raised."""
    with delta.faults_in_words(where):
        if not log.versions(where) and not places.at(where).names(log.FOLDER):
            raise delta.absent(where)
        look = _Look(where)
        look.everything()
        return look.verdict()


def mend(where: str) -> tuple[str, ...]:
    """Take away damaged checkpoints that can be passed over, and litter, where the history is whole; the files gone.

    Nothing else is touched: what a version names is for a backup to mend.
    """
    with delta.faults_in_words(where):
        found, place = verify(where), places.at(where)
        gone = list(found.checkpoints)
        if all(fault.file in found.checkpoints for fault in found.faults):
            gone += [each.file for each in found.litter if not each.young]
        for name in gone:
            place.remove(name)
        return tuple(gone)


class _Look:
    """One look at a store: what was found so far."""

    def __init__(self, where: str) -> None:
        self.where, self.place = where, places.at(where)
        self.faults: list[Fault] = []
        self.checkpoints: list[str] = []
        self.named: set[str] = set()  # every file that something names
        self.unproven: list[int] = []
        self.whole = True  # whether each entry of both logs could be read
        self.counts = {"versions": 0, "entries": 0, "kept": 0}

    def everything(self) -> None:
        """Look at all there is."""
        tables = {"": self.where, f"{ledger.FOLDER}/": ledger.table_of(self.where)}
        noted = log.head(self.where, ledger.NOTE)  # before the ledger itself, which may grow meanwhile
        logs = {prefix: self._log(table, prefix) for prefix, table in tables.items()}
        self._beside(self.where, logs[f"{ledger.FOLDER}/"], ledger.table_of(self.where), logs[""])
        self._note(self.where, "", ledger.NOTE)
        if noted:
            self._vouched(noted, logs[f"{ledger.FOLDER}/"], ledger.table_of(self.where))
        for prefix, table in tables.items():
            made = logs[prefix]
            self._checkpoints(table, prefix, complete=self.whole)
            if prefix:
                self._entries(table, made)
            else:
                self._releases(made)
        self._kept()

    def verdict(self) -> Verdict:
        """What was found."""
        unproven = tuple(self.unproven)
        return Verdict(
            **self.counts,
            unproven=unproven,
            faults=tuple(self.faults),
            checkpoints=tuple(self.checkpoints),
            litter=tuple(self._litter()),
        )

    def _fault(self, what: str, mend: str, file: str, version: int | None = None) -> None:
        if not any((fault.file, fault.version) == (file, version) for fault in self.faults):
            self.faults.append(Fault(what, mend, file, version))

    @contextmanager
    def _told(self, version: int | None = None) -> Iterator[None]:
        """Whatever is found damaged meanwhile is told as a fault."""
        try:
            yield
        except Damaged as found:
            name = found.file.removeprefix(self.place.path(""))
            self._fault(found.what, found.mend, name, found.version if version is None else version)

    # The logs

    def _log(self, table: str, prefix: str) -> dict[int, log.Commit]:
        """The entries that are what was written, by version."""
        numbers, made = log.versions(table), {}
        sound = False
        with self._told():
            sound = log.state(table).version == (numbers[-1] if numbers else -1)
        self._note(table, prefix, log.HEAD)
        for version in range(numbers[-1] + 1) if numbers else ():
            with self._told():
                made[version] = log.commit(table, version)
        for version in log.parted(list(made.values())):
            with self._told():
                raise log.damaged(table, version)
        self.whole &= sound and len(made) == (numbers[-1] + 1 if numbers else 0)
        self.named |= {f"{prefix}{name}" for each in made.values() for name in _names(each)}
        return made

    def _note(self, table: str, prefix: str, name: str) -> None:
        if not log.head_is_sound(table, name):
            again = "Nothing is lost. Delete it: the next release, comment or signature writes it again."
            self._fault(f"The note beside the log ({prefix}{name}) is damaged.", again, f"{prefix}{name}")

    def _vouched(self, state: log.State, known: Mapping[int, log.Commit], table: str) -> None:
        """A log has the entry that was its newest one, as another knows it."""
        version, sha256 = state
        if version >= 0 and (version not in known or known[version].sha256 != sha256):
            self.whole = False
            with self._told():
                raise log.damaged(table, version) if version in known else log.missing(table, version)

    def _beside(
        self, store: str, said: Mapping[int, log.Commit], table: str, published: Mapping[int, log.Commit]
    ) -> None:
        """Each log vouches for the other: what was its newest entry at that time is there, and is that one."""
        for made, known, of in ((published, said, table), (said, published, store)):
            for each in made.values():
                self._vouched(log.State(*each.proof.get("beside", log.NOTHING)), known, of)

    def _checkpoints(self, table: str, prefix: str, complete: bool) -> None:
        place, names = places.at(table), places.at(table).names(log.FOLDER)
        versions = sorted(commits.checkpoints(table))
        unhashed = [each for each in versions if not place.holds(commits.checkpoint_hash_name(each))]
        questions = [{"ask": "checkpoint", "where": table, "name": commits.checkpoint_name(each)} for each in unhashed]
        unread = {each for each, answer in zip(unhashed, probe.ask(questions), strict=True) if answer is None}
        damaged = [each for each in versions if each in unread or not commits.checkpoint_is_sound(table, each)]
        for version in damaged:
            file = f"{prefix}{commits.checkpoint_name(version)}"
            self._passed_over(f"The checkpoint {file} is damaged.", file, complete)
        if "_last_checkpoint" in names and _hinted(place) not in set(versions) - set(damaged):
            file = f"{prefix}{log.FOLDER}/_last_checkpoint"
            self._passed_over(f"{file} names no checkpoint that can be read.", file, complete)

    def _passed_over(self, what: str, file: str, complete: bool) -> None:
        if complete:
            self._fault(what, "`python -m indicators verify --mend` takes it away: the log has all that it said.", file)
            self.checkpoints.append(file)
            if file.endswith(".parquet"):
                self.checkpoints.append(f"{file.removesuffix('.parquet')}.sha256")
        else:
            self._fault(what, f"{_RESTORE} Entries of the log that it stands for are missing.", file)

    # Figures

    def _releases(self, made: Mapping[int, log.Commit]) -> None:
        self.counts["versions"] = len(made)
        self.unproven = [version for version, each in made.items() if not each.proof]
        looked: dict[str, str | None] = {}
        for version, each in made.items():
            if each.proof:
                self._release(version, each, looked)
            self._keeps(str(log.facts_of(each.info).get("sha256") or ""), f"version {version}")
        self._unproven(looked)

    def _release(self, version: int, made: log.Commit, looked: dict[str, str | None]) -> None:
        """One release: every file that it names is there and sound, and what it changed has the hashes it says."""
        holds = made.proof["holds"]
        for slug, names in holds.items():
            for name in names:
                if name not in looked and proving.proven(name):
                    looked[name] = self._digest(name, slug, version)
        for slug, expected in made.proof["rows"].items():
            found = [looked[name] for name in holds.get(slug, [])] or [_NO_ROWS]
            if found != [expected] and None not in found:
                what = f"The rows of {slug} in version {version} are not those that were published."
                self._fault(what, _RESTORE, "; ".join(holds.get(slug, [])), version)

    def _digest(self, name: str, slug: str, version: int) -> str | None:
        """The hash of the rows in a file; None where it is missing or damaged."""
        with self._told(version):
            return proving.digest(valid.as_read(observations.data(self.where, name, slug)))
        return None

    def _unproven(self, looked: Mapping[str, Any]) -> None:
        """Versions of the time before hashes: whether what they hold can be read."""
        versions = self.unproven
        answers = probe.ask([{"ask": "files", "where": self.where, "version": each} for each in versions])
        held: dict[str, int] = {}
        for version, answer in zip(versions, answers, strict=True):
            if answer is None:
                self._fault(f"Version {version} cannot be read.", _RESTORE, log.name(version), version)
            for names in (answer or {}).values():
                held |= {name: held.get(name, version) for name in names if name not in looked}
        rows = probe.ask([{"ask": "rows", "where": self.where, "name": name} for name in held])
        for (name, version), count in zip(held.items(), rows, strict=True):
            if count is None:
                self._fault(f"The data file {name} of version {version} cannot be read.", _RESTORE, name, version)

    # The ledger and what is kept

    def _entries(self, table: str, made: Mapping[int, log.Commit]) -> None:
        self.counts["entries"] = len(made)
        for version, each in made.items():
            facts = log.facts_of(each.info)
            if not each.proof:
                continue
            for name in each.proof["holds"][""]:
                with self._told(version):
                    self._row(table, name, facts)
            self._keeps(str(facts["sha256"]), f"entry {version} of the ledger")
        if any(not each.proof for each in made.values()):
            self._older(table)

    def _row(self, table: str, name: str, facts: Mapping[str, Any]) -> None:
        file = f"{ledger.FOLDER}/{name}"
        try:
            content = places.at(table).read(name)
        except FileNotFoundError as fault:
            raise proving.missing(self.where, file) from fault
        (row,) = proving.decoded(file, content).to_pylist()
        if row | {"at": row["at"].isoformat()} != facts:
            raise Damaged(f"The data file {file} does not say what its entry in the log says.", _RESTORE, file)

    def _older(self, table: str) -> None:
        version = log.versions(table)[-1]
        (names,) = probe.ask([{"ask": "files", "where": table, "version": version}])
        files = [name for name in (names or {}).get("", []) if not proving.proven(name)]
        rows = probe.ask([{"ask": "rows", "where": table, "name": name} for name in files])
        for name, count in zip(files, rows, strict=True):
            if count is None:
                self._fault("An entry of the ledger cannot be read.", _RESTORE, f"{ledger.FOLDER}/{name}")
        if all(count is not None for count in rows):
            for row in ledger.older(table):
                self._keeps(row["sha256"], f"entry {row['number']} of the ledger")

    def _keeps(self, sha256: str, of: str) -> None:
        """Whether the file that goes with a release or an entry is kept."""
        name = f"{delta.KEPT}/{sha256}"
        if sha256 and name not in self.named:
            self.named.add(name)
            if not self.place.holds(name):
                self._fault(f"The file that was kept with {of} is missing.", _RESTORE, name)

    def _kept(self) -> None:
        for name in sorted(self.place.names(delta.KEPT)):
            if _HASH.fullmatch(name):
                self.counts["kept"] += 1
                if sha256_of(self.place.read(f"{delta.KEPT}/{name}")).hexdigest() != name:
                    what = f"The kept file {delta.KEPT}/{name} is damaged: it no longer has that SHA-256."
                    self._fault(what, _RESTORE, f"{delta.KEPT}/{name}")

    def _litter(self) -> Iterator[Litter]:
        """What only a release that never was can have left; none where an entry that might name it is missing.

        Without a ledger a whole kept file may be what people signed: no release since says that there was one.
        """
        now = datetime.now(tz=UTC)
        kept = f"{delta.KEPT}/{_HASH.pattern}" if log.versions(ledger.table_of(self.where)) else "(?!)"
        for found in self.place.everything():
            data = _DATA.fullmatch(found.name) or re.fullmatch(kept, found.name)
            if _UNFINISHED.fullmatch(f"/{found.name}") or (data and self.whole and found.name not in self.named):
                yield Litter(found.name, found.size, now - found.at < YOUNG)


def _names(made: log.Commit) -> Iterator[str]:
    """The data files that an entry names."""
    for names in made.proof.get("holds", {}).values():
        yield from names
    for action in made.actions:
        for each in ("add", "remove"):
            named = action.get(each) if isinstance(action, dict) else None
            if isinstance(named, dict) and "path" in named:
                yield unquote(str(named["path"]))


def _hinted(place: places.Place) -> int | None:
    with suppress(OSError, StoreError, orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return int(orjson.loads(place.read(f"{log.FOLDER}/_last_checkpoint"))["version"])
    return None
