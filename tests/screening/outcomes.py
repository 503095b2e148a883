"""What becomes of a damaged file: it is told, it does no harm, or a wrong figure passes in silence."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import screening
from indicators.formats import UnreadableFile, opened
from indicators.model import KEY
from indicators.screening import Finding, Report
from indicators.screening.checks import Rule
from indicators.screening.known import Known, as_known
from indicators.screening.report import stored
from indicators.screening.screened import Screened
from tests.screening.sheets import content
from tests.screening.uploads import TODAY, Upload

Word = Literal["told", "harmless", "silent"]
#: What is published of an observation and may be wrong.
FIGURES = ("value", "lower", "upper", "count", "denominator", "status")
_NAME = "upload.csv"
#: How many damages of a name, of a part of it, and of all each rule has told so far.
_TOLD: dict[str, Counter[str]] = defaultdict(Counter)

#: A finding by what it says.
_Said = tuple[str, str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of a damaged file, and the check that told it, or what differs."""

    word: Word
    by: str = ""


@dataclass(frozen=True)
class Undamaged:
    """An upload as it is, with what the screening says of it."""

    upload: Upload

    def outcome(self, damaged: bytes, name: str = "") -> Outcome:
        """What becomes of the upload when it is damaged so.

        It is told by an error or a warning that the undamaged file does not have. It is harmless where the same could
        be published of it. Checks are asked until one has told it: what the others say makes no difference, so those
        that have told most damages of that `name` are asked first.
        """
        try:
            report, screened = self._understood(damaged)
        except UnreadableFile as error:
            return Outcome("told", error.check)
        if (by := _new(report.findings, self._opened)) is not None:
            return Outcome("told", by)
        if screened is None:
            return Outcome("told", "unreadable")
        different = self._different(screened)
        if not different:
            return Outcome("harmless")
        like = [_TOLD[each] for each in (name, name.partition(":")[2], "")]
        for rule in sorted(_rules(screened), key=lambda rule: [-told[rule.id] for told in like]):
            findings = [finding for finding in rule(screened) if finding.level != "note"]
            if findings and (by := _new(findings, self._said_by(rule))) is not None:
                for told in like:
                    told[rule.id] += 1
                return Outcome("told", by)
        return Outcome("silent", different)

    def _understood(self, content: bytes) -> tuple[Report, Screened | None]:
        (file,) = opened(_NAME, content)
        return screening._understood(file, self.upload.catalogue, self._held, TODAY, screening.UNASKED)

    @cached_property
    def _held(self) -> Known:
        return as_known(stored(self.upload.held))

    @cached_property
    def _itself(self) -> tuple[Report, Screened]:
        report, screened = self._understood(content(self.upload.sheets))
        assert screened is not None, report.findings
        return report, screened

    @property
    def screened(self) -> Screened:
        """The undamaged file as it is understood."""
        return self._itself[1]

    @cached_property
    def _opened(self) -> Counter[_Said]:
        return _sayings(self._itself[0].findings)

    @cached_property
    def _asked(self) -> dict[str, Counter[_Said]]:
        return {}

    def _said_by(self, rule: Rule) -> Counter[_Said]:
        """What a check says of the undamaged file."""
        if rule.id not in self._asked:
            self._asked[rule.id] = _sayings(rule(self._itself[1]))
        return self._asked[rule.id]

    @cached_property
    def _published(self) -> pd.DataFrame:
        return _by_key(self._itself[1].sound)

    @cached_property
    def _withdrawn(self) -> "pd.Index[Any]":
        return _by_key(self._itself[1].withdrawn).index

    def _different(self, screened: Screened) -> str:
        """How what could be published differs from what could be of the undamaged file; empty if it does not."""
        mine, theirs = self._published, _by_key(screened.sound)
        place = mine.index.get_indexer(theirs.index)
        both = theirs[place >= 0]
        unlike = {name: _unlike(mine[name].take(place[place >= 0]), both[name]) for name in FIGURES}
        withdrawn = screened.withdrawn
        parts = {
            "other": int(np.count_nonzero(np.any(list(unlike.values()), axis=0))),
            "missing": len(mine) - len(both),
            "more": len(theirs) - len(both),
            "withdrawn": len(_by_key(withdrawn).index.difference(self._withdrawn)) if len(withdrawn) else 0,
        }
        columns = ", ".join(name for name, differs in unlike.items() if differs.any())
        return "; ".join(f"{many} {what}" for what, many in parts.items() if many) + (
            f" ({columns})" if columns else ""
        )


def _by_key(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index(list(KEY))[list(FIGURES)]


def _unlike(one: "pd.Series[float]", other: "pd.Series[float]") -> NDArray[np.bool_]:
    mine, theirs = one.to_numpy(), other.to_numpy()
    unlike: NDArray[np.bool_] = (mine != theirs) & ~(pd.isna(mine) & pd.isna(theirs))
    return unlike


def _new(findings: Iterable[Finding], before: Counter[_Said]) -> str | None:
    """The check of the first error or warning that was not said before; it is none merely because it counts fewer or
    more of the same."""
    said: Counter[_Said] = Counter()
    for finding in findings:
        if finding.level == "note":
            continue
        key = _said(finding)
        said[key] += 1
        if said[key] > before[key]:
            return finding.check
    return None


def _sayings(findings: Iterable[Finding]) -> Counter[_Said]:
    """What is said of an undamaged file, in which nothing is an error."""
    every = list(findings)
    assert not [finding for finding in every if finding.level == "error"], every
    return Counter(map(_said, every))


def _said(finding: Finding) -> _Said:
    """A finding by what it says: of a whole file the check alone, as its sentence only counts, unless it names what is
    missing."""
    whole = finding.row is None and finding.check not in ("fewer-areas", "not-in-newest")
    return finding.check, finding.indicator, "" if whole else finding.message


def _rules(screened: Screened) -> list[Rule]:
    rules = [rule for rule in screening.CHECKS.values() if isinstance(rule, Rule)]
    return [rule for rule in rules if rule.stage == "shape" or len(screened.rows)]
