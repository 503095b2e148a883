"""What a store holds before and after something was done to it, held against what was told: nothing lost, nothing
doubled, every refusal told, and `verify` clean."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from indicators import store
from indicators.__main__ import main
from indicators.model import KEY
from indicators.store import verifying
from tests.durability.processes import Done


@dataclass(frozen=True)
class Held:
    """What a store holds: every release and every entry of the ledger, the oldest first; nothing where there is no
    store."""

    releases: tuple[store.Release, ...]
    entries: tuple[store.Entry, ...]

    @classmethod
    def at(cls, where: str) -> "Held":
        """What the store holds now. One that was never built holds nothing."""
        if not store.exists(where):
            return cls((), ())
        return cls(tuple(store.history(where)[::-1]), tuple(store.entries(where)))

    def since(self, before: "Held") -> list[str]:
        """The marks of what has come since; of a release its note, of an entry who made it."""
        releases = [release.note for release in self.releases[len(before.releases) :]]
        return releases + [entry.by for entry in self.entries[len(before.entries) :]]

    def begins_with(self, before: "Held") -> bool:
        """Whether all that was there is there as it was."""
        releases, entries = self.releases[: len(before.releases)], self.entries[: len(before.entries)]
        return releases == before.releases and entries == before.entries


@dataclass
class Account:
    """What came of all that was tried of a kind. Each fault says where; a kind without one holds what is promised."""

    kind: str
    tried: int = 0
    killed: int = 0
    made: int = 0  # though it was killed, or the disk was full
    refused: int = 0
    litter: int = 0
    remark: str = ""  # other figures, in words
    faults: dict[str, list[str]] = field(default_factory=dict)  # by the column of the table: lost, doubled, ...

    def fault(self, column: str, what: str) -> None:
        """Remember what does not hold."""
        self.faults.setdefault(column, []).append(what)

    def done(self, done: Done) -> None:
        """Count what came of a process, and whether its refusal was told."""
        self.tried += 1
        self.killed += done.killed
        self.refusal(done)

    def refusal(self, done: Done) -> None:
        """Count a refusal, which must be told."""
        self.refused += done.refused
        if done.refused and not done.told:
            self.fault("not told", f"exit code {done.code}: {done.said}")

    def look(self, where: str, before: Held, mark: str, *, told: bool) -> int:
        """How often what bears the mark has come since. At most once, at least once where that was told; nothing else
        has, and all that was there before is."""
        after = Held.at(where)
        if not after.begins_with(before):
            self.fault("lost", f"{mark}: what was there before is not")
        came = after.since(before)
        if told and mark not in came:
            self.fault("lost", f"{mark}: was told as done, and is not there")
        if came not in ([], [mark]):
            self.fault("doubled", f"{mark}: {came} came of it")
        if after.releases:
            self.verify(where)
            if store.read(where).duplicated(list(KEY)).any():
                self.fault("doubled", f"{mark}: a row is there twice")
        return came.count(mark)

    def verify(self, where: str) -> dict[str, Any]:
        """What `python -m indicators verify` says, which must find the store sound."""
        done = CliRunner().invoke(main, ["verify", "--json"], env={"INDICATORS_STORE": where})
        verdict: dict[str, Any] = json.loads(done.stdout) if done.exit_code in (0, 1) and done.stdout else {}
        if done.exit_code or not verdict.get("sound"):
            self.fault("unsound", f"{done.output}")
        return verdict

    def mend(self, where: str) -> None:
        """Take away the litter, and look that it was nothing else: releases and entries are as before, and `verify` has
        held rows and files against them."""
        before = Held.at(where)
        self.litter += len(self.verify(where)["litter"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(verifying, "YOUNG", timedelta(hours=-1))  # as if everything were of yesterday
            done = CliRunner().invoke(main, ["verify", "--mend"], env={"INDICATORS_STORE": where})
        left = self.verify(where)["litter"]
        if done.exit_code or left:
            self.fault("unsound", f"what mending leaves: {left} {done.output}")
        if Held.at(where) != before:
            self.fault("lost", "mending took away what is not litter")

    def close(self, keep: Callable[[str, object], None]) -> None:
        """Hand the figures to the table at the end of the run, and fail where there is a fault."""
        keep("durability", json.dumps(asdict(self)))
        assert self.faults == {}


FAULTS = ("lost", "doubled", "not told", "unsound")


def table(accounts: Sequence[dict[str, Any]]) -> list[str]:
    """The accounts as a Markdown table, the lines of it, then what is remarked of some."""
    rows = [["what", "tried", "killed", "made", "refused and told", *FAULTS, "litter, mended"]]
    for each in accounts:
        faults = [len(each["faults"].get(column, [])) for column in FAULTS]
        told = each["refused"] - len(each["faults"].get("not told", []))
        counts = [each["tried"], each["killed"], each["made"], told, *faults, each["litter"]]
        rows.append([each["kind"], *(f"{count:,}" for count in counts)])
    lines = ["| " + " | ".join(row) + " |" for row in (rows[0], ["---"] * len(rows[0]), *rows[1:])]
    return lines + [f"{each['kind']}: {each['remark']}." for each in accounts if each["remark"]]
