"""The commands that write, each killed at a moment and then given again: what it was told to do was done, once, or it
was not, and can be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators import publishing, snapshot, store, tables
from indicators.screening import CHECKS
from tests.durability import work
from tests.durability.accounts import Account, Held
from tests.durability.processes import NOTHING, Done, Lengths, Moment, Running

QUARTER = "2018Q2"


@dataclass(frozen=True)
class Kind:
    """A command that writes: its words for the nth time, what then bears which mark, what it says when it is done,
    and when it is given once more though it was done; nothing where it may be done twice."""

    words: Callable[[str, Path, int], list[str]]
    mark: str
    success: str
    again: str


#: Every warning that there may be.
ACCEPTED = [word for check in CHECKS for word in ("--accept", check)]


def publish(where: str, folder: Path, number: int) -> list[str]:
    """The figures of jobs as they are held, the last of them a little larger each time."""
    rows = store.read(where, indicators=["jobs"])
    rows.loc[rows.index[-1], "value"] += 1
    file = folder / f"jobs-{number}.csv"
    file.write_text(tables.tidy_csv(rows), encoding="utf-8")
    return ["publish", str(file), "--by", "Analyst", "--note", f"Time {number}", *ACCEPTED]


def comment(where: str, folder: Path, number: int) -> list[str]:
    return ["comment", QUARTER, "jobs", "--text", f"Because of {number}", "--by", f"Time {number}"]


def roll_back(where: str, folder: Path, number: int) -> list[str]:
    """Back to whichever of the first two versions is not held now."""
    version = int(store.read(where).equals(store.read(where, 0)))
    return ["rollback", str(version), "--by", "Analyst", "--reason", f"Time {number}"]


def sign_off(where: str, folder: Path, number: int) -> list[str]:
    signed = snapshot.signatures(store.entries(where))
    corrects = ["--corrects", signed[-1].sha256, "--reason", "A slip"] if signed else []
    return ["sign-off", QUARTER, "--by", f"Time {number}", *corrects]


KINDS = {
    "publish": Kind(publish, "Time {}", ". Time {}\n", publishing.NO_CHANGE),
    "comment": Kind(comment, "Time {}", "the comment of Time {} is saved", ""),
    "rollback": Kind(roll_back, "Time {}", ". Time {}\n", "Error: There is nothing to roll back"),
    "sign-off": Kind(sign_off, "Time {}", "is signed off by Time {}", "is not what stands for 2018 Q2"),
    "build": Kind(lambda *_: ["build"], "The figures that the dashboard ships with", "is at version 0", "nothing new"),
}


class Rounds:
    """A command, again and again, in processes with these settings."""

    def __init__(self, kind: Kind, account: Account, folder: Path, settings: Mapping[str, str] = NOTHING) -> None:
        self.kind, self.account, self._folder, self._settings = kind, account, folder, settings
        self._lengths = Lengths()

    def whole(self, words: list[str], where: str) -> Done:
        """The command, undisturbed."""
        before = Held.at(where)
        running = self._start(words, where)
        done = running.wait()
        if Held.at(where) != before:
            self._lengths.add(running.times)
        self.account.refusal(done)
        return done

    def killed(self, where: str, number: int, moment: Moment) -> None:
        """The command for the nth time, killed at this moment, what it left, and the command once more."""
        mark = self.kind.mark.format(number)
        before, words = Held.at(where), self.kind.words(where, self._folder, number)
        running = self._start(words, where)
        running.kill(moment, self._lengths)
        done = running.wait()
        self.account.done(done)
        made = self.account.look(where, before, mark, told=self.kind.success.format(number) in done.said)
        self.account.made += made * done.killed
        if made and not self.kind.again:
            return
        again = self.whole(words, where)
        refused = bool(self.kind.again) and self.kind.again in again.said
        if refused != bool(made) or (again.code and not made):
            self.account.fault("lost", f"{mark}: made {made} times, and then: {again.said}")
        self.account.look(where, before, mark, told=True)

    def _start(self, words: list[str], where: str) -> Running:
        out = self._folder / "said"
        return Running(work.command, *words, store=where, out=out, settings=self._settings)
