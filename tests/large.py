"""Large files, and small ones that become large: what a screening takes of the memory for them.

`python -m tests.large build NAME PATH` writes one of them; `python -m tests.large screen PATH` screens a file and
prints what was found, and the most memory that the process took.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import click
import pandas as pd

from benchmarks.upload import HEADINGS, street
from indicators.model import OBSERVATIONS
from indicators.screening import Report, counted, screen_upload
from tests.build import BROXBOURNE, OWN, WATFORD, observations, row
from tests.hostile import MEGABYTE, SHARED, archive, cell, deflated, ods, written, xlsx
from tests.screening.situation import HELD, TODAY, catalogue

#: A little less than may be uploaded at once.
MOST = 127 * MEGABYTE
TIDY = ",".join(OBSERVATIONS.names)
CELLS = {
    "indicator": "obesity",
    "area_code": "E07000241",
    "period_start": "2018-01-01",
    "period_end": "2018-12-31",
    "period_label": "2018",
    "value": "16.1",
}
FIRST_YEAR, YEARS = 1990, 36
#: What is held: residents too, which the crimes of a month are divided by.
RESIDENTS = observations(
    *(
        row(str(year), 100_000.0, kind="mid_year", indicator="population", area=area)
        for area in (OWN, WATFORD, BROXBOURNE)
        for year in range(2014, 2018)
    )
)


def tidy(**cells: str) -> str:
    """A row of the tidy layout, in which "{0}" is to be the row's number."""
    return ",".join((CELLS | cells).get(name, "") for name in OBSERVATIONS.names)


def numbered(line: str, rows: int) -> Iterator[str]:
    """The row so many times, each with its number."""
    return (line.format(place) for place in range(rows))


def table(header: str, rows: Iterator[str], most: int = MOST) -> bytes:
    """A CSV of these rows, as many as fit."""
    content = "\n".join([header, *rows, ""]).encode()
    return content if len(content) <= most else content[: content.rindex(b"\n", 0, most) + 1]


def equal(rows: int) -> bytes:
    """A CSV of one row so many times."""
    return f"{TIDY}\n".encode() + f"{tidy()}\n".encode() * rows


def fingertips(rows: int) -> bytes:
    """A Fingertips file of an indicator that is known, of districts that are kept and others."""

    def each() -> Iterator[str]:
        for place in range(rows):
            area, year = f"E07{place // YEARS % 300:06d}", FIRST_YEAR + place % YEARS
            sex = ("Persons", "Male", "Female")[place // YEARS // 300 % 3]
            yield (
                f"{1 + place // YEARS // 900},Obesity,E92000001,England,{area},District {area},District,{sex},4-5 yrs,"
                f",,{year},1{place % 10}.{place % 97},9.1,20.2,8.3,21.4,{place % 5000},{10_000 + place % 5000},,,"
                f"Not compared,Not compared,{year}0000,,"
            )

    return table(HEADINGS, each())


def months(number: int, records: int) -> bytes:
    """The ZIP of so many months of a police force."""
    month = street(records)
    names = [f"20{15 + place // 12}-{place % 12 + 1:02d}" for place in range(number)]
    return archive({f"{name}/{name}-street.csv": month.replace(b"2026-09", name.encode()) for name in names})


def kind_without_end() -> bytes:
    """An OpenDocument workbook whose kind unpacks to 3 GB."""
    kind = deflated(b"application/", b"x", 3000)
    return written([("mimetype", kind, 3000 * MEGABYTE + 12), ("content.xml", deflated(b"<a/>"), 4)])


#: What is refused or blocked, and by which check.
HARMFUL: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "equal-rows.zip": ("too-large", lambda: archive({"a.csv": equal(990_000)})),
    "equal-files.zip": ("too-large", lambda: archive({f"{place}.csv": equal(700_000) for place in range(4)})),
    "short-lines.csv": ("too-large", lambda: table(TIDY, numbered(tidy(value="{0}", note="n" * 45 + "{0}"), 905_000))),
    "long-lines.csv": (
        "too-large",
        lambda: table(TIDY, numbered(tidy(period_label="{0}", note="=" + "n" * 400_000), 330)),
    ),
    "columns.csv": ("unknown-layout", lambda: table("c," * 1_900, iter(["1,2,3," * 650] * 34_000))),
    "one-field.csv": ("truncated-file", lambda: table(TIDY, iter([tidy(note='"'), *["n" * 130] * 950_000]))),
    "own-texts.csv": (
        "too-large",
        lambda: table(HEADINGS, numbered(",".join(f"c{place}x{{0}}" for place in range(26)), 500_000)),
    ),
    "wide-letters.csv": ("too-large", lambda: table(TIDY, numbered(tidy(note="\U0001f600" + "n" * 380), 300_000))),
    "no-letters.csv": ("too-large", lambda: HEADINGS[:40].encode() + b"\n" + (b"\x81" * 120 + b"\n") * 900_000),
    "line-ends.csv": ("too-large", lambda: b"\n" * MOST),
    "quotation-marks.csv": ("bad-row", lambda: f"{TIDY}\n".encode() + (b'"' * 131 + b"\n") * 900_000),
    "numbers.json": ("unknown-layout", lambda: b'{"value":[' + b"1," * (MOST // 2 - 20) + b"1]}"),
    "lines.json": ("too-large", lambda: b'{"a":1}\n' + f"{TIDY}\n".encode() + b",,,,,,,,,,,,,,\n" * 8_000_000),
    "table.html": ("unknown-layout", lambda: b"<!DOCTYPE html><table>" + b"<tr><td>1</td></tr>" * 6_000_000),
    "cells.csv": (
        "unknown-layout",
        lambda: table("Area code,Area" + ",2018" * 60, iter(["E07000241,W" + ",1" * 60] * 200_000)),
    ),
    "cells.ods": ("unknown-layout", lambda: ods(99_000, 12)),
    "cells.zip": ("unknown-layout", lambda: archive({f"{place}.ods": ods(99_000, 12) for place in range(3)})),
    "text-and-workbook.zip": (
        "too-large",
        lambda: archive(
            {
                "a.csv": table(TIDY, numbered(tidy(value="{0}", note="n" * 30), 300_000)),
                "b.xlsx": xlsx(*(cell(f"A{place}", *SHARED) for place in range(1, 90_001)), text="y" * 30_000),
            }
        ),
    ),
    "kind.ods": ("damaged-file", kind_without_end),
    "faults.csv": (
        "not-a-number",
        lambda: table(
            TIDY, numbered(tidy(value="w{0}", lower="l{0}", count="c", status="?{0}", note="=1+{0}"), 300_000)
        ),
    ),
    "faults.zip": (
        "not-a-number",
        lambda: archive(
            {f"{place}.csv": table(TIDY, numbered(tidy(value="w{0}", note="=1+{0}"), 5_000)) for place in range(40)}
        ),
    ),
}
#: What goes on being read, and in which layout.
LEGITIMATE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "fingertips.csv": ("fingertips", lambda: fingertips(250_000)),
    "fingertips.zip": ("fingertips", lambda: archive({"fingertips.csv": fingertips(250_000)})),
    "months.zip": ("police-street", lambda: months(36, 7_000)),
}


def screened(path: Path) -> list[Report]:
    """The reports of a file, in the small world of the screening tests."""
    return screen_upload(path.name, path.read_bytes(), catalogue(), pd.concat([HELD, RESIDENTS]), TODAY)


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


@click.group()
def main() -> None:
    """Write or screen a large file."""


@main.command()
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path))
def build(name: str, path: Path) -> None:
    """Write it."""
    path.write_bytes((HARMFUL | LEGITIMATE)[name][1]())


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
def screen(path: Path) -> None:
    """Print what was found in it, each check with how often, and the megabytes that this process took."""
    reports = screened(path)
    found: dict[str, int] = {}
    for each in (found_ for report in reports for found_ in report.findings):
        found[each.check] = found.get(each.check, 0) + counted([each])
    listed = sum(len(report.findings) for report in reports)
    told = [found_.sentence for report in reports for found_ in report.findings]
    layouts = sorted({report.layout or "" for report in reports})
    rows = sum(report.rows for report in reports)
    click.echo(
        json.dumps(
            {
                "found": found,
                "listed": listed,
                "longest": max(map(len, told), default=0),
                "told": list(islice(told, 3)),
                "layouts": layouts,
                "rows": rows,
                "megabytes": _peak(),
            }
        )
    )


if __name__ == "__main__":
    main()
