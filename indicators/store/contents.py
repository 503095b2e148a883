"""The rows of one version, read no further than a question needs: of an indicator, of some areas, of some periods.

A data file is read and held against its hash as a whole, which is cheap; of its rows no more are unpacked than asked
for. They lie by area, in groups that say which areas they begin and end with, so most groups are passed over.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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

    def table(self, areas: Collection[str] | None = None, ends: Collection[date] | None = None) -> pa.Table:
        """The rows of these areas whose periods end on these days (None: of all), with the schema OBSERVATIONS."""
        wanted = None if areas is None else sorted(areas)
        found = pa.concat_tables([_rows(name, file, wanted, ends) for name, file in self.files])
        named = pa.array([self.slug] * len(found), pa.string())
        return pa.Table.from_arrays([named, *found.columns], schema=OBSERVATIONS)


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


def _rows(name: str, file: pq.ParquetFile, areas: Sequence[str] | None, ends: Collection[date] | None) -> pa.Table:
    groups = [each for each in range(file.num_row_groups) if areas is None or _may_hold(file, each, areas)]
    with proving.faults_in_words(name):
        table = file.read_row_groups(groups, columns=_IN_FILES.names).select(_IN_FILES.names).cast(_IN_FILES)
    for column, wanted in (("area_code", areas), ("period_end", ends)):
        if wanted is not None:
            asked = pa.array(list(wanted), _IN_FILES.field(column).type)
            table = table.filter(pc.is_in(table[column], value_set=asked))
    return table


def _may_hold(file: pq.ParquetFile, group: int, areas: Sequence[str]) -> bool:
    """Whether a group of rows may have one of these areas, which stand in order: what it says of itself."""
    column = file.schema_arrow.get_field_index("area_code")
    said = file.metadata.row_group(group).column(column).statistics if column >= 0 else None
    if said is None or not said.has_min_max:
        return True
    place = bisect_left(areas, str(said.min))
    return place < len(areas) and areas[place] <= str(said.max)
