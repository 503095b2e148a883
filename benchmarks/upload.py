"""How long an uploaded file takes until every finding is there: `python -m benchmarks.upload`.

A Fingertips file of 250,000 rows (our own indicators, all English districts, the figures that are held and one period
more) is recognised, read and screened, beside pandas that only reads it. Then a month of street crime of one force,
and one as large as London's. All in one process and in turns; counted is its processor time, so that a busy machine
does not matter much, and the best of five turns is told.
"""

import io
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import islice, product
from typing import Any

import numpy as np
import pandas as pd

from indicators import catalogue as catalogues
from indicators import periods, shipped, store
from indicators.model import Catalogue, Indicator, Period
from indicators.screening import Report, screen_upload
from indicators.tables import shortest

ROWS = 250_000
TURNS = 5
TIMES, EXTRA, MONTH = 3, 1.0, 1.0  # times what pandas takes, plus seconds; seconds for a month of crime
FORCE, CAPITAL = 7_000, 95_000  # records in a month of Hertfordshire Constabulary and of the Metropolitan Police
TODAY = date(2026, 11, 23)

HEADINGS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal"
)
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
CRIMES = ("Anti-social behaviour", "Burglary", "Drugs", "Violence and sexual offences", "Vehicle crime", "Public order")
NOTES = {"c": "Value suppressed for disclosure control", "x": "Value not published for data quality reasons"}
#: The same areas come under several parents, and lines for each sex that no definition asks for.
PARENTS = ("E92000001,England", "E12000006,East of England region")
SEXES = ("", "Male", "Female", "Not stated")
#: Unitary authorities, districts, metropolitan districts, London boroughs: about as many codes as there are.
CODES = (("E06", 62), ("E07", 250), ("E08", 37), ("E09", 33))

#: Indicator, breakdown, ID, sex, age, category type and category.
Line = tuple[Indicator, str, str, str, str, str, str]


def areas(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Codes and names of England's districts; those that are not kept here are called by their codes."""
    codes = [f"{kind}{number:06d}" for kind, most in CODES for number in range(1, most + 1)]
    kept = {code: area.name for code, area in catalogue.areas.items() if area.type != "lsoa" and not area.successor}
    return list(({code: f"District {code}" for code in codes if code not in catalogue.areas} | kept).items())


def lines(catalogue: Catalogue) -> Iterator[Line]:
    """Each line that a definition asks a Fingertips file for."""
    descriptors = ("Indicator ID", "Sex", "Age", "Category Type", "Category")
    for indicator in catalogue.indicators.values():
        for entry in (each for each in indicator.files if each.layout == "fingertips"):
            number, sex, age, kind, category = (entry.match.get(name, "") for name in descriptors)
            yield indicator, entry.breakdown, number, sex, age or "All ages", kind, category


def as_published(label: str) -> str:
    """A period as Fingertips writes it: "2010 - 12" and "2018/19 - 22/23" for years that are pooled."""
    first, dash, last = label.replace(" to ", "–").partition("–")
    return f"{first} - {last[-5:] if '/' in last else last[-2:]}" if dash else label


def following(row: Mapping[Hashable, Any]) -> str:
    """The label of the period after the row's own; empty where there is none."""
    period = Period(row["period_start"].date(), row["period_end"].date(), row["period_label"])
    for kind in periods.KINDS:
        try:
            after = periods.following(period, kind) if periods.label(period.start, period.end, kind) else None
        except ValueError:
            continue
        if after and periods.label(period.start, period.end, kind) == period.label:
            return after.label
    return ""


def fingertips(catalogue: Catalogue, held: pd.DataFrame) -> bytes:
    """The file: what is held for the areas that are kept, and another area's figures for all others."""
    return "\n".join([HEADINGS, *islice(_rows(catalogue, held), ROWS), ""]).encode("utf-8-sig")


def _rows(catalogue: Catalogue, held: pd.DataFrame) -> Iterator[str]:
    everywhere = areas(catalogue)
    known = {key: rows.sort_values("period_end") for key, rows in held.groupby(["indicator", "breakdown"])}
    for other, parent in product(SEXES, PARENTS):
        for indicator, breakdown, number, sex, age, kind, category in lines(catalogue):
            rows = known.get((indicator.slug, breakdown))
            if rows is None or (other and sex != "Persons"):
                continue
            start = f'{number},"{indicator.measure}",{parent}'
            yield from _line(rows, everywhere, start, f"{other or sex},{age},{kind},{category}")


def _line(rows: pd.DataFrame, everywhere: Iterable[tuple[str, str]], start: str, middle: str) -> Iterator[str]:
    """A row for each area and period of a line, and for the period after the last."""
    by_area = {code: of_area.to_dict("records") for code, of_area in rows.groupby("area_code")}
    example = next(iter(by_area.values()))
    for code, name in everywhere:
        told = by_area.get(code, example)
        where = f'{start},{code},"{name}",Districts & UAs,{middle}'
        yield from (f"{where},{as_published(row['period_label'])},{_figures(row)}" for row in told)
        if after := following(told[-1]):
            yield f"{where},{as_published(after)},{_figures(told[-1])}"


def _figures(row: Mapping[Hashable, Any]) -> str:
    """What follows the period."""
    names = ("value", "lower", "upper", "count", "denominator")
    value, lower, upper, count, of = ("" if pd.isna(row[name]) else str(shortest(row[name])) for name in names)
    told = f"{value},{lower},{upper},{lower},{upper},{count},{of},{NOTES.get(row['status'], '')}"
    compared = row["published_comparison"].capitalize() or "Not compared"
    return f"{told},Cannot be calculated,{compared},{compared},{row['period_label'][:4]}0000,,"


def street(records: int) -> bytes:
    """A month of street crime: so many records of one force, spread over its districts."""
    dice = np.random.default_rng(2015)
    districts = [
        "Welwyn Hatfield",
        "Broxbourne",
        "Watford",
        *(f"District {place}" for place in range(min(records // 700, 30))),
    ]
    names = [f"{name} {number:03d}{letter}" for name in districts for number in range(1, 17) for letter in "ABCDE"]
    force = "Hertfordshire Constabulary,Hertfordshire Constabulary"
    rows = (
        f"{place:064x},2026-09,{force},-0.21{place:04d},51.80{place:04d},On or near A Street,E0102{place % 1000:04d},"
        f"{name},{crime},Investigation complete; no suspect identified,"
        for place, (name, crime) in enumerate(
            zip(dice.choice(names, records), dice.choice(CRIMES, records), strict=True)
        )
    )
    return "\n".join([STREET, *rows, ""]).encode()


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process, all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def told(name: str, reports: list[Report], content: bytes) -> str:
    """What a file is, so that nobody measures a refusal."""
    levels = [found.level for report in reports for found in report.findings]
    findings = ", ".join(f"{levels.count(level)} {level}s" for level in ("error", "warning", "note"))
    rows, size = content.count(b"\n") - 1, len(content) / 1e6
    return f"{name}: {size:.1f} MB, {rows:,} rows; {reports[0].layout}, {reports[0].rows:,} observations, {findings}"


def measure() -> None:
    """Print the figures."""
    catalogue = catalogues.load()
    with tempfile.TemporaryDirectory() as folder:
        shipped.build(folder, catalogue)
        held = store.read(folder)

    def screened(content: bytes) -> list[Report]:
        return screen_upload("figures.csv", content, catalogue, held, TODAY)

    large = fingertips(catalogue, held)
    print(told("Fingertips", screened(large), large))
    turns = [(seconds(lambda: pd.read_csv(io.BytesIO(large))), seconds(lambda: screened(large))) for _ in range(TURNS)]
    pandas, ours = (min(times) for times in zip(*turns, strict=True))
    allowed = TIMES * pandas + EXTRA
    print(f"  pandas.read_csv {pandas:.2f} s; recognised, read and screened {ours:.2f} s: {ours / pandas:.1f} times")
    print(f"  within {TIMES} times pandas and {EXTRA:.0f} s ({allowed:.2f} s): {'yes' if ours <= allowed else 'no'}")
    for name, content in (("A month of a force", street(FORCE)), ("A month of the largest force", street(CAPITAL))):
        print(told(name, screened(content), content))
        taken = min(seconds(partial(screened, content)) for _ in range(TURNS))
        print(f"  {taken:.2f} s; under {MONTH:.0f} s: {'yes' if taken < MONTH else 'no'}")
    print(f"Most memory, all files together: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    # pandas reads in pieces, of which some hold numbers and some texts: not what is measured
    warnings.simplefilter("ignore", pd.errors.DtypeWarning)
    measure()
