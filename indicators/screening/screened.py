"""A file as far as it has been understood: what every check of its content looks at, and how it tells what it found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

import pandas as pd

from indicators.formats import File, Reading
from indicators.model import OBSERVATIONS, Catalogue
from indicators.screening.finding import MOST, Check, Finding, shortened, unlisted
from indicators.screening.headings import Headings
from indicators.screening.held import in_other_unit, revised_by_far, withdrawn
from indicators.screening.keys import beside, keyed, positions
from indicators.screening.known import Known
from indicators.screening.panel import Panel, panels
from indicators.wording import MINUS

#: Nobody published such figures more years ago than this.
LONG_AGO = 100

#: A number with one comma before three digits: thousands, or decimals where a comma stands for the point.
_ONE_COMMA = r"\s*[-+−£]*\d{1,3},\d{3}\s*%?\s*"
THOUSAND = 1000.0

#: A row of a frame, as the functions that word a finding get it.
Row = Mapping[str, Any]
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Screened:
    """Everything that is known about a file once its cells have a meaning.

    `areas` has a row for each different area of the file: its texts `code` and `name`, today's `area_code` (empty
    where it is not kept), `problem`. `cells` are the reader's cells of the measures in the catalogue, with `area`,
    the position in `areas`. `rows` are those of kept areas as observations, those that are not `sound` among them,
    and `texts` what stands in the file for each, by `position`. `problems` are cells that hold no number. `beside`
    are the observations of the other files of the same upload, `known` has what is held of all indicators.
    `supposed` has the same file by the slug of each indicator that it could be, where it does not say what it counts
    and nobody has said it yet.
    """

    file: File
    catalogue: Catalogue
    held: pd.DataFrame
    today: date
    reading: Reading
    pairs: pd.DataFrame
    areas: pd.DataFrame
    cells: pd.DataFrame
    rows: pd.DataFrame
    texts: pd.DataFrame
    problems: pd.DataFrame
    beside: pd.DataFrame
    known: Known
    supposed: Mapping[str, "Screened"] = field(default_factory=dict)

    def among(self, others: pd.DataFrame) -> "Screened":
        """The same, beside the observations of the other files of its upload."""
        mine = others[others["indicator"].isin(self.rows["indicator"].unique())]
        if mine.empty:
            return self
        rows, both = keyed(self.rows, pd.concat([self.held[OBSERVATIONS.names], mine]))
        held, beside = both.iloc[: len(self.held)], both.iloc[len(self.held) :]
        return replace(self, rows=rows, held=held, beside=beside[~beside["key"].duplicated()])

    @property
    def first(self) -> bool:
        """Whether the store holds nothing at all."""
        return self.known.empty

    @cached_property
    def answers(self) -> dict[object, Any]:
        """What functions of the file have answered that several checks ask, by function: `remembered`."""
        return {}

    @cached_property
    def headings(self) -> Headings:
        """For findings about cells that are not the value."""
        return Headings(self.file)

    @cached_property
    def sound(self) -> pd.DataFrame:
        """The rows without a problem of their own, each observation once, the first where there are several."""
        rows = self.rows if self.rows["sound"].all() else self.rows[self.rows["sound"]]
        again = rows["key"].duplicated()
        return rows[~again] if again.any() else rows

    @property
    def origins(self) -> list[str]:
        """The slugs of the sources that its observations are of, as far as the definitions say it."""
        origins = self.pairs.loc[self.pairs["pair"].isin(self.sound["pair"].unique()), "origin"]
        return [slug for slug in origins.unique() if slug in self.catalogue.sources]

    @cached_property
    def dated(self) -> pd.DataFrame:
        """The rows of plausible periods, sound or not; not of series in which any period could not be read."""
        wrong = self.rows.loc[~self.rows["dated"], "series"].unique()
        today = pd.Timestamp(self.today)
        plausible = self.rows["period_start"].between(today - pd.DateOffset(years=LONG_AGO), today)
        return self.rows[plausible & ~self.rows["series"].isin(wrong)]

    @cached_property
    def newest(self) -> pd.DataFrame:
        """Of the `dated` rows those of each series' newest period."""
        rows = self.dated
        last = rows.groupby("series")["period_end"].max().reindex(rows["series"])
        newest: pd.DataFrame = rows[rows["period_end"].to_numpy() == last.to_numpy()]
        return newest

    @cached_property
    def compared(self) -> pd.DataFrame:
        """`sound` beside what is held (`held_value`, `held_status`, `held_count`, `held_flags`): whether it is `known`,
        and whether it is `fresh`, that is new or of another value or status."""
        rows = self.sound
        place = positions(rows["key"], self.held["key"])
        past = {f"held_{name}": beside(self.held[name], place).array for name in ("value", "status", "count", "flags")}
        rows = rows.assign(**past, known=place >= 0)
        equal = (rows["value"] == rows["held_value"]) | (rows["value"].isna() & rows["held_value"].isna())
        return rows.assign(fresh=~(rows["known"] & equal & (rows["status"] == rows["held_status"].fillna(""))))

    @cached_property
    def other_unit(self) -> pd.DataFrame:
        """The rows that seem to be in another unit than what is held, with `times` and the figure `beside` them; and
        whether a `comma` for decimals was taken for one of thousands: 17,234 where 17.2 is held."""
        counts = [slug for slug, indicator in self.catalogue.indicators.items() if indicator.kind == "count"]
        rows = in_other_unit(self.compared, self.held, counts)
        texts = self.texts["text"].take(rows["position"].to_numpy())
        return rows.assign(comma=(rows["times"] == THOUSAND) & texts.str.fullmatch(_ONE_COMMA).to_numpy(dtype=bool))

    @cached_property
    def far_revised(self) -> pd.DataFrame:
        """The rows that are held and revised by far, or all by one `factor`, but for those in another unit."""
        rows = revised_by_far(self.compared, self.held)
        return rows[~rows["key"].isin(self.other_unit["key"])]

    @cached_property
    def only_far_revised(self) -> set[int]:
        """The series of which all that differs from what is held does so by far, as `large_revision` tells."""
        rows = self.compared
        less = rows["known"] & rows["fresh"] & ~rows["key"].isin(self.far_revised["key"])
        return set(self.far_revised["series"].unique()) - set(rows.loc[less, "series"].unique())

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """The series with new or other figures as tables of areas by periods, but for figures in another unit."""
        rows = self.compared
        other = rows["key"].isin(self.other_unit["key"])
        return tuple(panels(rows[~other] if other.any() else rows, self.held, self.beside))

    @cached_property
    def withdrawn(self) -> pd.DataFrame:
        """The rows held that no file of the upload has, though this one has their line before and after them.

        They would be withdrawn: `change.vanishing_rows` tells every one of them."""
        return withdrawn(self.dated, self.held, self.beside)

    def area(self, code: str) -> str:
        """The name that people read for an area."""
        return self.catalogue.areas[code].name if code in self.catalogue.areas else code

    def placed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with their texts and places in the file; cells have them already."""
        if "column" in rows:
            return rows
        return pd.concat([rows, self.texts.take(rows["position"].to_numpy()).set_axis(rows.index)], axis=1)

    def finding(self, check: Check, message: str, fix: str = "", **place: Any) -> Finding:
        """A finding in this file; the fix is the check's own where none is given."""
        return finding(check, message, fix, file=self.file.name, **place)

    def at(
        self,
        check: Check,
        rows: pd.DataFrame,
        message: str | Callable[[Row], str],
        fix: str | Callable[[Row], str] = "",
        value: str = "text",
    ) -> Iterator[Finding]:
        """A finding for each of the rows, in the column of the figure, or where the text of column `value` stands."""
        for row in records(self.placed(rows.head(MOST))) if len(rows) else ():
            text = str(row[value])
            place = {name: row[name] for name in ("sheet", "row", "column")}
            if value != "text":
                place["column"] = self.headings.over(text, row["row"], row["sheet"], row["column"])
            indicator = row.get("indicator", "")
            words = message if isinstance(message, str) else message(row)
            mend = fix if isinstance(fix, str) else fix(row)
            yield self.finding(check, words, mend, value=text, indicator=indicator, **place)
        yield from self.rest(check, len(rows))

    def rest(self, check: Check, number: int) -> Iterator[Finding]:
        """The finding that stands for all but the first MOST of so many places; none where there are no more."""
        if number > MOST:
            yield unlisted(check, number - MOST, self.file.name)


def remembered(find: Callable[[Screened], _Answer]) -> Callable[[Screened], _Answer]:
    """A decorator: a function that several checks ask of a file answers once; whoever asks does not change it."""

    @wraps(find)
    def answer(screened: Screened) -> _Answer:
        if answer not in screened.answers:
            screened.answers[answer] = find(screened)
        answered: _Answer = screened.answers[answer]
        return answered

    return answer


def finding(check: Check, message: str, fix: str = "", **place: Any) -> Finding:
    """A finding of a check, with its level and stage."""
    told: dict[str, Any] = {name: shortened(text) if isinstance(text, str) else text for name, text in place.items()}
    return Finding(check.id, check.level, check.stage, shortened(message), shortened(fix) or check.mend, **told)


def figure(value: float, status: str) -> str:
    """A value as it is written in a sentence, or the marker that stands for it."""
    return f"[{status}]" if pd.isna(value) else shown(value)


def records(rows: pd.DataFrame) -> list[Row]:
    """The rows of a frame, each with its columns by name."""
    return cast("list[Row]", rows.to_dict("records")) if len(rows) else []


def named(indicator: str, breakdown: str) -> str:
    """What a line is called in a sentence: its indicator, and of which breakdown it is."""
    return f"{indicator} for {breakdown}" if breakdown else indicator


def shown(number: float) -> str:
    """A number as it is written in a sentence."""
    return f"{number:,.10g}".replace("-", MINUS)
