"""The rows of one version, read no further than a question needs: of an indicator, of some areas, of some periods.

A data file is read and held against its hash as a whole, which is cheap; of its rows no more are unpacked than asked
for. They lie by area, in groups that say which areas they begin and end with, so most groups are passed over.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from indicators.model import OBSERVATIONS
from indicators.store import delta, places, proving, valid


@dataclass(frozen=True)
class Rows:
    """The rows of an indicator in one version, as yet packed: by area, breakdown and period."""

    slug: str
    files: Sequence[tuple[str, pq.ParquetFile]]  # with their names

    def table(
        self,
        areas: Collection[str] | None = None,
        ends: Collection[date] | None = None,
        values: Collection[float] | None = None,
    ) -> pa.Table:
        """The rows of these areas whose periods end on these days with one of these values (None: all), with the schema
        OBSERVATIONS."""
        wanted = {"area_code": areas, "period_end": ends, "value": values}
        asked = {name: each for name, each in wanted.items() if each is not None}
        found = pa.concat_tables([_rows(name, file, asked) for name, file in self.files])
        named = pa.array([self.slug] * len(found), pa.string())
        return pa.Table.from_arrays([named, *found.columns], schema=OBSERVATIONS)

    def last(self) -> date:
        """The last day of the latest period."""
        each = (file.read(columns=["period_end"])["period_end"] for _, file in self.files)
        latest: date = max(pc.max(column).as_py() for column in each)
        return latest


@dataclass(frozen=True)
class Contents:
    """What a version holds: the names of each indicator's data files, by its slug."""

    where: str
    holdings: Mapping[str, Sequence[str]]

    def __iter__(self) -> Iterator[str]:
        """The slugs of the indicators that have rows."""
        return iter(sorted(self.holdings))

    def rows(self, slug: str) -> Rows:
        """The rows of an indicator; none of an unknown one. Damaged where a file is missing or not what was written."""
        with delta.faults_in_words(self.where):
            return Rows(slug, [(name, self._file(name)) for name in self.holdings.get(slug, ())])

    def _file(self, name: str) -> pq.ParquetFile:
        place = places.at(self.where)
        try:
            content = place.read(name)
        except FileNotFoundError as fault:
            raise proving.missing(self.where, name) from fault
        return proving.opened(place.path(name), content)


def frame(tables: Sequence[pa.Table]) -> pd.DataFrame:
    """The rows of tables with the schema OBSERVATIONS in the types that `store.read` promises, one after the other."""
    return valid.as_read(pa.concat_tables([OBSERVATIONS.empty_table(), *tables]))


#: The columns of a data file: its folder says the indicator.
_IN_FILES = pa.schema([column for column in OBSERVATIONS if column.name != "indicator"])


def _rows(name: str, file: pq.ParquetFile, asked: Mapping[str, Collection[Any]]) -> pa.Table:
    """The rows of a file that have in each of these columns one of the texts, days or numbers asked for. The columns
    that are asked about are unpacked first, the others where a row is found."""
    groups = list(range(file.num_row_groups))
    if "area_code" in asked:
        areas = sorted(asked["area_code"])
        groups = [group for group in groups if _may_hold(file, group, areas)]
    with proving.faults_in_words(name):
        if "value" in asked:
            groups = [group for group in groups if _holds(file.read_row_group(group, columns=list(asked)), asked)]
        table = file.read_row_groups(groups, columns=_IN_FILES.names).select(_IN_FILES.names).cast(_IN_FILES)
    return table.filter(_matching(table, asked)) if asked else table


def _holds(table: pa.Table, asked: Mapping[str, Collection[Any]]) -> bool:
    return bool(pc.any(_matching(table, asked), min_count=0).as_py())


def _matching(table: pa.Table, asked: Mapping[str, Collection[Any]]) -> pa.ChunkedArray:
    """Which rows have what is asked for."""
    each = [
        pc.is_in(table[column], value_set=pa.array(sorted(wanted), _IN_FILES.field(column).type))
        for column, wanted in asked.items()
    ]
    return reduce(pc.and_, each)


def _may_hold(file: pq.ParquetFile, group: int, areas: Sequence[str]) -> bool:
    """Whether a group of rows may have one of these areas, which stand in order: what it says of itself."""
    column = file.schema_arrow.get_field_index("area_code")
    said = file.metadata.row_group(group).column(column).statistics if column >= 0 else None
    if said is None or not said.has_min_max:
        return True
    place = bisect_left(areas, str(said.min))
    return place < len(areas) and areas[place] <= str(said.max)
