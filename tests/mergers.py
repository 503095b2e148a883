"""The councils that were merged from 2020 to 2023: which became which, and what publishers print for old and new ones.

Publishers print districts and their county for the same periods, and the new council has the place of the county or a
part of it: so that what is added up here can be held against what they print.
"""

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

from indicators.model import Area
from tests.published.extracts import table
from tests.published.facts import Fact
from tests.sources import EXTRACTS, Folder

FOLDER = EXTRACTS / "mergers"
#: The councils that came about, and how many districts became each.
NEW = {
    "E06000060": 4,  # Buckinghamshire
    "E06000061": 4,  # North Northamptonshire
    "E06000062": 3,  # West Northamptonshire
    "E06000063": 3,  # Cumberland
    "E06000064": 3,  # Westmorland and Furness
    "E06000065": 7,  # North Yorkshire
    "E06000066": 4,  # Somerset
}
#: Somerset West and Taunton, one of Somerset's four, was itself merged from two in 2019.
WEST_AND_TAUNTON = "E07000246"
COLUMNS = ("code", "name", "type", "valid_to", "successor")
_TYPES = {"CTY": "county", "NMD": "district", "UA": "district"}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Every line of a CSV file, packed or not, keyed by its header."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def last_day(text: str) -> str:
    """The last day of a council whose end is given as that, or as the first day of the next one's."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return str(day - timedelta(days=1) if day.day == 1 else day)


def areas(folder: Folder) -> Iterator[dict[str, str]]:
    """The new councils, the districts that became them and the counties in whose place they stand."""
    name = "mysociety_local-authorities-names-codes-successors_england_cut-columns.csv"
    every = list(rows(folder / name))
    codes = {row["local-authority-code"]: row["gss-code"] for row in every}
    wanted = {*NEW, WEST_AND_TAUNTON}
    for row in sorted(every, key=lambda row: row["gss-code"]):
        became = [codes[each] for each in row["replaced-by"].split(",") if each]
        if row["gss-code"] in wanted or wanted & set(became):
            kind, until = _TYPES[row["local-authority-type"]], last_day(row["end-date"])
            cells = (row["gss-code"], row["nice-name"], kind, until, " ".join(became))
            yield dict(zip(COLUMNS, cells, strict=True))


def known() -> dict[str, Area]:
    """The areas of the extract, by code."""
    return {
        row["code"]: Area(
            row["code"],
            row["name"],
            row["type"],
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor=row["successor"],
        )
        for row in rows(FOLDER / "areas.csv")
    }


def year(label: str) -> tuple[date, date]:
    """`2004`: from January to December."""
    return date(int(label), 1, 1), date(int(label), 12, 31)


def financial_year(label: str) -> tuple[date, date]:
    """`2018-19`: April to March."""
    first = int(label[:4])
    return date(first, 4, 1), date(first + 1, 3, 31)


def printed(folder: Folder, name: str, value: str, span: Callable[[str], tuple[date, date]]) -> Iterator[Fact]:
    """What a publisher prints for the old districts, their counties and the new councils; `value` is its column. What
    is counted stands as the breakdown."""
    codes = {row["code"] for row in areas(Folder())}
    for row in rows(folder / name):
        if row["geography_code"] in codes and row[value] not in ("", "NA"):
            yield Fact(row["geography_code"], *span(row["date"]), float(row[value]), breakdown=row["Measure"])


def areas_table() -> tuple[bytes, set[Path]]:
    """The extract of the areas, and its source."""
    folder, text = Folder(), StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(areas(folder))
    return text.getvalue().encode(), folder.taken


def printed_table(name: str) -> tuple[bytes, set[Path]]:
    """The extract of what a publisher prints, and its source."""
    folder = Folder()
    return table(READINGS[name](folder)).encode(), folder.taken


def makers() -> dict[Path, Callable[[], tuple[bytes, set[Path]]]]:
    """Every extract by where it belongs, with what makes it of its sources."""
    figures = {FOLDER / f"{name}.csv": partial(printed_table, name) for name in READINGS}
    return {FOLDER / "areas.csv": areas_table, **figures}


READINGS: dict[str, Callable[[Folder], Iterable[Fact]]] = {
    "net-additional-dwellings": partial(
        printed,
        name="openinnovations-mhclg_net-additional-dwellings_2001-02on.csv.gz",
        value="value",
        span=financial_year,
    ),
    "vacant-dwellings": partial(
        printed, name="openinnovations-mhclg_vacant-dwellings_2004on.csv.gz", value="Value", span=year
    ),
}
