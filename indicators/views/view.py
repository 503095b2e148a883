"""What somebody has chosen to look at, what that shows, and what every module of a view gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, Protocol

import pandas as pd

from indicators import lines
from indicators.assessment import Assessment, Process, assess, process
from indicators.charts import Chart, Mode
from indicators.model import Catalogue, Indicator, Selection

#: What a view lets people choose beside area and benchmark.
Choice = Literal["group", "dimension", "period", "years"]
NO_VALUE = "The publisher gives no value for what is chosen here, only the reasons."


@dataclass(frozen=True)
class View:
    """A view of an indicator: hashable, so that what is made of it can be kept under it.

    `name` is one of `VIEWS`. `end` is the day on which the period ends that is looked at ("2019-12-31"), `dimension`
    what it is broken down by; both are empty in views that let nobody choose them.
    """

    slug: str
    name: str
    selection: Selection
    end: str = ""
    dimension: str = ""

    @property
    def all_years(self) -> bool:
        """Whether no year is left out."""
        return self.selection.first_year is None and self.selection.last_year is None


@dataclass(frozen=True, eq=False)
class Shown:
    """What a view shows of the observations of its indicator: chart, table and file are all made from `frame`."""

    view: View
    kind: "Kind"
    rows: pd.DataFrame
    catalogue: Catalogue
    on: date
    held: Mapping[str, pd.DataFrame]  # observations of all indicators by slug, which counts are divided by

    @property
    def indicator(self) -> Indicator:
        """The definition."""
        return self.catalogue.indicators[self.view.slug]

    @property
    def area_name(self) -> str:
        """What the chosen area is called."""
        return lines.area_name(self.catalogue, self.view.selection.area)

    @cached_property
    def assessment(self) -> Assessment:
        """The three answers for what is chosen."""
        return assess(self.rows, self.indicator, self.view.selection, self.catalogue, self.on, self.held)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The observations that are shown, with `series`, the name that people read, and `role`, one of `ROLES`."""
        return self.kind.frame(self)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The same as people read it, on the page and in files."""
        return self.kind.figures(self)

    @cached_property
    def own(self) -> pd.DataFrame:
        """The rows of the chosen area."""
        return self.frame[self.frame["role"] == "area"].reset_index(drop=True)

    @cached_property
    def process(self) -> Process:
        """The chosen area's rows as a process chart."""
        return process(self.own, self.indicator)

    @property
    def title(self) -> str:
        """What the chart is called."""
        return self.kind.title(self)

    @property
    def nothing(self) -> str:
        """Why there is no chart, or nothing at all, in a sentence; empty where there is nothing to explain."""
        return self.kind.nothing(self)

    @property
    def elsewhere(self) -> Sequence[str]:
        """The codes of other areas that have what this one has not, the largest first."""
        return self.kind.elsewhere(self)

    def chart(self, mode: Mode = "light") -> Chart | None:
        """The figure with its text alternative; None where there is no value to draw."""
        return self.kind.chart(self, mode)

    def unheld(self, where: str = "", group: str = "") -> str:
        """That no figure is held, where none is."""
        what = f" for {lines.breakdown_name(self.indicator, group)}" if group else ""
        place = where or self.area_name
        return (
            f"{self.indicator.title}: no figure is held{what} for {place}. Another group, area or view may have some."
        )


class Kind(Protocol):
    """What a module of a view gives. Each function but `offered` is about what is `Shown`."""

    @property
    def CHOICES(self) -> Sequence[Choice]:
        """What people may choose in this view."""

    def offered(self, indicator: Indicator) -> str:
        """The name under which an indicator offers the view; empty where it does not."""

    def frame(self, shown: Shown) -> pd.DataFrame:
        """See `Shown.frame`."""

    def figures(self, shown: Shown) -> pd.DataFrame:
        """See `Shown.figures`."""

    def title(self, shown: Shown) -> str:
        """See `Shown.title`."""

    def chart(self, shown: Shown, mode: Mode) -> Chart | None:
        """See `Shown.chart`."""

    def nothing(self, shown: Shown) -> str:
        """See `Shown.nothing`."""

    def elsewhere(self, shown: Shown) -> Sequence[str]:
        """See `Shown.elsewhere`."""
