"""The second reading of a source as a table in `tests/data/published/`, for who has not the source itself."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from tests.published import economy, health, homelessness, housing, safer, wellbeing
from tests.published.facts import Fact
from tests.sources import EXTRACTS, REAL_DATA, Folder, held_to_sources

FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    **health.FACTS,
    **wellbeing.FACTS,
    **economy.FACTS,
    **housing.FACTS,
    **safer.FACTS,
}
#: What each extract is made of, by its name in the folder.
READINGS = {**FACTS, **homelessness.WORKBOOK_FACTS}
NUMBERS = ("value", "lower", "upper", "count", "denominator")
KEY = ("breakdown", "start", "end", "number")
#: What is written where the source has a place for a value and shows none.
NONE = ".."

Line = tuple[str, date, date, str]


def table(facts: Iterable[Fact]) -> str:
    """The facts as CSV: a line for each breakdown, period and number, a column for each area under today's code."""
    cells: dict[Line, dict[str, str]] = {}
    for (area, start, end, breakdown), fact in {fact.key: fact for fact in facts}.items():
        for name in NUMBERS:
            number = getattr(fact, name)
            if number is not None or name == "value":
                line = cells.setdefault((breakdown, start, end, name), {})
                line[area] = NONE if number is None else repr(float(number)).removesuffix(".0")
    areas = sorted({area for line in cells.values() for area in line})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*KEY, *areas])
    for (breakdown, start, end, name), line in sorted(cells.items(), key=lambda item: place(item[0])):
        writer.writerow([breakdown, start, end, name, *(line.get(area, "") for area in areas)])
    return text.getvalue()


def place(line: Line) -> tuple[str, date, date, int]:
    """Where a line stands in its table."""
    return (*line[:3], NUMBERS.index(line[3]))


def facts(text: str) -> list[Fact]:
    """The facts that a table was made of. An area has a fact where the table has a value or says that there is none."""
    found: dict[tuple[str, str, str, str], dict[str, float | None]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        breakdown, start, end, name = (row.pop(key) for key in KEY)
        for area, cell in row.items():
            if cell:
                numbers = found.setdefault((area, start, end, breakdown), {})
                numbers[name] = None if cell == NONE else float(cell)
    return [
        Fact(
            area, date.fromisoformat(start), date.fromisoformat(end), breakdown=breakdown, **{"value": None, **numbers}
        )
        for (area, start, end, breakdown), numbers in found.items()
    ]


def extract(name: str) -> Path:
    """Where an extract is."""
    return EXTRACTS / "published" / f"{name}.csv"


def kept(name: str) -> list[Fact]:
    """The facts in an extract."""
    return facts(extract(name).read_text(encoding="utf-8"))


def read_again(name: str) -> tuple[str, set[Path]]:
    """An extract as its sources give it now, and these sources."""
    folder = Folder()
    return table(READINGS[name](folder)), folder.taken


def held_to_source(name: str) -> None:
    """Fails where the sources are beside this checkout and are others, or say something else, than the extract."""
    if REAL_DATA.is_dir():
        held_to_sources(extract(name), *read_again(name))
