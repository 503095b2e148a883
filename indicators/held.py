"""What is held of the indicators, read no further than a question needs: one of them whole, or all around one area.

Every frame is as `succession.by_indicator` gives it: by today's codes, and with what can be rebuilt of areas that
others became.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from threading import RLock

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators import lines, store, succession
from indicators.model import Catalogue, Indicator

#: The type of areas that have no place among others here.
SMALL = "lsoa"
#: Rows that stay unpacked: about 150 MB.
ROWS = 400_000


class Whole(Mapping[str, pd.DataFrame]):
    """The observations of each indicator of the catalogue that has some, by slug. One is read when it is asked for;
    those asked for last stay, up to so many rows."""

    def __init__(self, contents: store.Contents, catalogue: Catalogue, rows: int = ROWS) -> None:
        self._contents, self._catalogue, self._most = contents, catalogue, rows
        self._slugs = tuple(slug for slug in contents if slug in catalogue.indicators)
        self._kept: OrderedDict[str, pd.DataFrame] = OrderedDict()
        self._alone = RLock()

    def __getitem__(self, slug: str) -> pd.DataFrame:
        if slug not in self._slugs:
            raise KeyError(slug)
        with self._alone:
            if slug not in self._kept:
                rows = store.frame([self._contents.rows(slug).table()]).sort_values(store.ORDER, ignore_index=True)
                self._kept[slug] = succession.by_indicator(rows, self._catalogue)[slug]
                while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(slug)
            return self._kept[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._slugs

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)


#: Of the last days of an indicator's periods those that count, by its slug.
Counted = Callable[[str, Collection[date]], Collection[date]]


def around(
    contents: store.Contents, catalogue: Catalogue, area: str, benchmark: str, counted: Counted | None = None
) -> dict[str, pd.DataFrame]:
    """The observations from which an area is assessed, by slug: `assessment.assess` gives of them what it gives of all.

    Of the area, of those that it is compared with, that it lies in and that became it, everything; of all others what
    they have in the last period of the area, for its place among them, which an area that is no more has not. What
    counts are divided by is there for all. `counted` leaves periods out.
    """
    near, places, divisors = _near(catalogue, area, benchmark), _places(catalogue), _divisors(catalogue)
    slugs, tables = [slug for slug in contents if slug in catalogue.indicators], []
    placed = not catalogue.abolished(area)
    for slug in slugs:
        indicator, rows = catalogue.indicators[slug], contents.rows(slug)
        mine = rows.table(near | places if slug in divisors else near)
        if counted:
            ends = pc.unique(mine["period_end"])
            mine = mine.filter(pc.is_in(mine["period_end"], value_set=_days(counted(slug, ends.to_pylist()))))
        last = [] if slug in divisors or not placed else _last(mine, indicator, area, catalogue)
        tables += [mine, rows.table(places - near, last)] if last else [mine]
    every = store.frame(tables)
    return dict.fromkeys(slugs, every.iloc[:0]) | succession.by_indicator(every, catalogue)


def _days(days: Collection[date]) -> pa.Array:
    return pa.array(sorted(days), pa.date32())


def _near(catalogue: Catalogue, area: str, benchmark: str) -> frozenset[str]:
    """The codes of all areas of which every row counts: of the area and the strategy's own, what they lie in, what lies
    in them, what is compared with; each with those that became it, and old codes too."""
    areas = catalogue.areas
    matched = {indicator.benchmark for indicator in catalogue.indicators.values()}
    own = {area, catalogue.strategy.area}
    asked = ({*own, benchmark, *matched} & areas.keys()) | {each for one in own for each in _larger(catalogue, one)}
    counties = {code for code in asked if areas[code].type == "county"}
    within = {code for code, each in areas.items() if each.parent == area and each.type == SMALL}
    within |= {code for code, each in areas.items() if each.parent in counties}
    there = asked | within | set(catalogue.similar.get(area, ()))
    there |= {each for code in own for each in _before(catalogue, code)}
    return frozenset(code for code in areas if code in there or catalogue.current(code) in there)


def _larger(catalogue: Catalogue, code: str) -> Iterator[str]:
    """What an area lies in, the smallest first."""
    while code := catalogue.areas[code].parent:
        yield code


def _before(catalogue: Catalogue, code: str) -> Iterator[str]:
    """What became an area, and what became that."""
    for each in (*succession.origins(catalogue, code), catalogue.instead.get(code, "")):
        if each:
            yield each
            yield from _before(catalogue, each)


def _places(catalogue: Catalogue) -> frozenset[str]:
    """The codes of all areas among which one has a place: all but small ones."""
    return frozenset(code for code, area in catalogue.areas.items() if area.type != SMALL)


def _divisors(catalogue: Catalogue) -> frozenset[str]:
    """The slugs of the indicators by which the counts of others are divided."""
    return frozenset(each.per.indicator for each in catalogue.indicators.values() if each.per is not None)


def _last(rows: pa.Table, indicator: Indicator, area: str, catalogue: Catalogue) -> list[date]:
    """The last days of the latest periods with a value of the area's lines: one for each breakdown, fewer if alike."""
    codes = pc.unique(rows["area_code"]).to_pylist()
    shown = lines.shown_code({catalogue.current(code) for code in codes}, indicator, area, catalogue)[0]
    return sorted(
        {
            end
            for group in ({shown}, set(_before(catalogue, area)))  # its own, and what may be rebuilt
            for end in _latest(rows, [code for code in codes if catalogue.current(code) in group])
        }
    )


def _latest(rows: pa.Table, codes: Sequence[str]) -> Iterable[date]:
    """The last day of the latest period with a value that these areas have of each breakdown."""
    mine = pc.is_in(rows["area_code"], value_set=pa.array(codes, pa.string()))
    valued = rows.select(["breakdown", "period_end"]).filter(pc.and_(mine, pc.is_valid(rows["value"])))
    latest: dict[str, date] = {}
    for breakdown, end in zip(*(column.to_pylist() for column in valued.columns), strict=True):
        latest[breakdown] = max(end, latest.get(breakdown, end))
    return latest.values()
