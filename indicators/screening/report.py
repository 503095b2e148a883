"""What a screening says of one file: what it is, what was found, and the observations that could be published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from indicators.model import OBSERVATIONS, Source
from indicators.screening.finding import Finding
from indicators.screening.suggestion import Unmatched
from indicators.screening.values import marker_without_meaning

#: A number before a symbol: "12.4 *".
_BEHIND = re.compile(r"^[-+−£\d.,]*\d%?\s*")
#: What `check --json` says of a finding.
_FIELDS = ("level", "message", "fix", "sheet", "row", "column", "value", "indicator")


def no_observations() -> pd.DataFrame:
    """A frame with the columns of OBSERVATIONS in the types of the store, without rows."""
    return _nothing().copy()


@cache
def _nothing() -> pd.DataFrame:
    frame: pd.DataFrame = OBSERVATIONS.empty_table().to_pandas()
    return stored(frame)


def stored(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of OBSERVATIONS in order and in the types that `store.read` promises."""
    types = {"string": "str", "double": "float64", "date32[day]": "datetime64[s]"}
    table: pd.DataFrame = rows[OBSERVATIONS.names].astype({each.name: types[str(each.type)] for each in OBSERVATIONS})
    return table.reset_index(drop=True)


@dataclass(frozen=True)
class Answer:
    """What the analyst has said of a file: its layout where several fit, what its symbols mean, as statuses, and the
    slug of the indicator that it has figures for, where it does not say itself what it counts."""

    layout: str | None = None
    markers: Mapping[str, str] = field(default_factory=dict)
    indicator: str = ""


@dataclass(frozen=True)
class Report:
    """One file as screened. `observations` are ready for `store.publish` unless the report is blocked.

    `layout` is None where the file could not be read in one; `layouts` are all that it could be. `places` has for
    each observation the sheet, row and column it comes from. `withdrawn` are rows held that the file has not, though
    it has the same line before and after them. `could_be` are the slugs of the indicators that a file could have
    figures for that does not say what it counts, `said` is the one that the analyst has chosen of them.
    `sources` are those that the definitions name for such a file: none where it may be of one or another.
    """

    file: str
    sha256: str
    layout: str | None = None
    layouts: tuple[str, ...] = ()
    encoding: str = ""
    findings: tuple[Finding, ...] = ()
    observations: pd.DataFrame = field(default_factory=no_observations)
    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["sheet", "row", "column"]))
    withdrawn: pd.DataFrame = field(default_factory=no_observations)
    unmatched: tuple[Unmatched, ...] = ()
    could_be: tuple[str, ...] = ()
    said: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether there is any error: then nothing of the file may be published."""
        return any(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What must be acknowledged before publishing."""
        return tuple(finding for finding in self.findings if finding.level == "warning")

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The symbols that somebody must give a meaning: the keys of `markers` when the file is screened again."""
        texts = [finding.value for finding in self.findings if finding.check == marker_without_meaning.id]
        return tuple(dict.fromkeys(_BEHIND.sub("", text) or text for text in texts))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The slugs that the file has figures for, by name."""
        return tuple(sorted(self.observations["indicator"].unique()))

    @property
    def rows(self) -> int:
        """How many observations the file holds for the dashboard."""
        return len(self.observations)

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the areas that it has figures for."""
        return tuple(sorted(self.observations["area_code"].unique()))

    @property
    def first_period(self) -> str:
        """The label of the period that ends first; empty where there is none."""
        return self._period(0)

    @property
    def last_period(self) -> str:
        """The label of the period that ends last; empty where there is none."""
        return self._period(-1)

    def _period(self, place: int) -> str:
        ordered = self.observations.sort_values(["period_end", "period_start"], kind="stable")["period_label"]
        return str(ordered.iloc[place]) if len(ordered) else ""

    def as_dict(self) -> Mapping[str, Any]:
        """The report without its rows, for JSON: plain texts, numbers and lists."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "layout": self.layout,
            "layouts": list(self.layouts),
            "encoding": self.encoding,
            "indicators": list(self.indicators),
            "could_be": list(self.could_be),
            "sources": [source.slug for source in self.sources],
            "rows": self.rows,
            "areas": list(self.areas),
            "first_period": self.first_period,
            "last_period": self.last_period,
            "blocked": self.blocked,
            "findings": [
                {"id": finding.check} | {name: getattr(finding, name) for name in _FIELDS} for finding in self.findings
            ],
        }
