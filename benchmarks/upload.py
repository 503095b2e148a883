"""How long an uploaded file takes until every finding is there: `python -m benchmarks.upload`.

A Fingertips file of 250,000 rows (our own indicators, all English districts, the figures that are held and one period
more) is recognised, read and screened, beside pandas that only reads it. Both take turns on the same machine, so
what counts is the ratio. Then a month of street crime of one force, and one as large as London's. Best of five.
"""

import io
import math
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice, product

import numpy as np
import pandas as pd

from indicators import catalogue as catalogues
from indicators import periods, published, store
from indicators.errors import PeriodError
from indicators.model import Catalogue, Period
from indicators.screening import Report, screen_upload

ROWS = 250_000
TURNS = 5
RATIO, EXTRA, MONTH = 3, 1.0, 1.0  # times what pandas takes, plus seconds; seconds for a month of a force
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
#: Unitary authorities, districts, metropolitan districts and London boroughs by code, about as many as there are.
CODES = (("E06", 62), ("E07", 250), ("E08", 37), ("E09", 33))


def areas(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Codes and names of England's districts; those that are not kept here are called by their codes."""
    codes = [f"{kind}{number:06d}" for kind, most in CODES for number in range(1, most + 1)]
    kept = {code: area.name for code, area in catalogue.areas.items() if area.type != "lsoa" and not area.successor}
    old = {code for code, area in catalogue.areas.items() if area.successor}
    return list(({code: f"District {code}" for code in codes if code not in old} | kept).items())


def lines(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """Slug, breakdown, ID, sex, age, category type and category of each line that definitions ask Fingertips for."""
    for slug, indicator in catalogue.indicators.items():
        for entry in indicator.files:
            if entry.layout == "fingertips":
                told = [
                    entry.match.get(name, "") for name in ("Indicator ID", "Sex", "Age", "Category Type", "Category")
                ]
                yield slug, entry.breakdown, told[0], told[1], told[2] or "All ages", told[3], told[4]


def as_published(label: str) -> str:
    """A period as Fingertips writes it: "2010 - 12" and "2018/19 - 22/23" for years that are pooled."""
    first, dash, last = label.replace(" to ", "–").partition("–")
    return f"{first} - {last[-5:] if '/' in last else last[-2:]}" if dash else label


def following(rows: pd.DataFrame) -> str:
    """The label of the period after the last; empty where there is none."""
    last = rows.iloc[-1]
    period = Period(last["period_start"].date(), last["period_end"].date(), last["period_label"])
    for kind in periods.KINDS:
        try:
            if periods.label(period.start, period.end, kind) == period.label and (
                after := periods.following(period, kind)
            ):
                return after.label
        except (PeriodError, ValueError):
            continue
    return ""


def fingertips(catalogue: Catalogue, held: pd.DataFrame) -> bytes:
    """The file of 250,000 rows: what is held for the areas that are kept, and the borough's figures for all others."""
    return "\n".join([HEADINGS, *islice(_rows(catalogue, held), ROWS), ""]).encode("utf-8-sig")


def _rows(catalogue: Catalogue, held: pd.DataFrame) -> Iterator[str]:
    own = {key: rows.sort_values("period_end") for key, rows in held.groupby(["indicator", "breakdown"])}
    known = [line for line in lines(catalogue) if line[:2] in own]
    parents = ("E92000001,England", "E12000006,East of England region")  # the same area again under another parent
    sexes = ("", "Male", "Female", "Not stated")
    for other, parent in product(sexes, parents):
        for slug, breakdown, number, sex, age, kind, category in known:
            if other and sex != "Persons":
                continue
            start = f'{number},"{catalogue.indicators[slug].measure}",{parent}'
            middle = f"{other or sex},{age},{kind},{category}"
            yield from _line(own[slug, breakdown], areas(catalogue), start, middle)


def _line(rows: pd.DataFrame, everywhere: Iterable[tuple[str, str]], start: str, middle: str) -> Iterator[str]:
    """A row for each area and period of a line, and for the period after the last."""
    by_area = dict(iter(rows.groupby("area_code")))
    example = next(iter(by_area.values()))
    for code, name in everywhere:
        told = by_area.get(code, example)
        for row in told.itertuples():
            yield _row(start, code, name, middle, str(row.period_label), row)
        if after := following(told):
            yield _row(start, code, name, middle, after, row)


def _row(start: str, code: str, name: str, middle: str, label: str, row: object) -> str:
    value, lower, upper, count, of = (
        "" if math.isnan(number) else f"{number:.12g}"
        for number in (getattr(row, each) for each in ("value", "lower", "upper", "count", "denominator"))
    )
    note = "" if value else "Value not published for data quality reasons"
    figures = f"{value},{lower},{upper},{lower},{upper},{count},{of},{note}"
    return (
        f'{start},{code},"{name}",Districts & UAs,{middle},{as_published(label)},{figures},'
        f"Cannot be calculated,Similar,Better,{label[:4]}0000,,"
    )


def street(records: int) -> bytes:
    """A month of street crime: so many records of one force in the ten districts of a county."""
    dice = np.random.default_rng(2015)
    districts = ("Welwyn Hatfield", "Broxbourne", "Watford", "Dacorum", "Hertsmere", "Stevenage", "Three Rivers")
    names = [f"{name} {number:03d}{letter}" for name in districts for number in range(1, 17) for letter in "ABCDE"]
    force = "Hertfordshire Constabulary,Hertfordshire Constabulary"
    chosen, crimes = dice.choice(names, records), dice.choice(CRIMES, records)
    rows = (
        f"{place:064x},2026-09,{force},-0.21{place:04d},51.80{place:04d},On or near A Street,"
        f"E0102{place % 1000:04d},{name},"
        f"{crime},Investigation complete; no suspect identified,"
        for place, (name, crime) in enumerate(zip(chosen, crimes, strict=True))
    )
    return "\n".join([STREET, *rows, ""]).encode()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told(name: str, reports: list[Report], content: bytes) -> str:
    """What a file is, so that nobody measures a refusal."""
    report = reports[0]
    blocking = sum(found.level == "error" for found in report.findings)
    rows = content.count(b"\n") - 1
    size = f"{len(content) / 1e6:.1f} MB, {rows:,} rows"
    return f"{name}: {size}; {report.layout}, {report.rows:,} observations, {blocking} errors"


def measure() -> None:
    """Print the figures."""
    catalogue = catalogues.load()
    with tempfile.TemporaryDirectory() as folder:
        published.build(folder, catalogue)
        held = store.read(folder)

    def screened(content: bytes) -> list[Report]:
        return screen_upload("figures.csv", content, catalogue, held, TODAY)

    large = fingertips(catalogue, held)
    print(told("Fingertips", screened(large), large))
    turns = [(seconds(lambda: pd.read_csv(io.BytesIO(large))), seconds(lambda: screened(large))) for _ in range(TURNS)]
    pandas, ours = (min(times) for times in zip(*turns, strict=True))
    allowed = RATIO * pandas + EXTRA
    verdict = "yes" if ours <= allowed else "no"
    print(f"  pandas.read_csv {pandas:.2f} s, recognised, read and screened {ours:.2f} s: {ours / pandas:.1f} times")
    print(f"  within {RATIO} times pandas + {EXTRA:.0f} s ({allowed:.2f} s): {verdict}")
    for name, records in (("a month of a force", FORCE), ("a month of the largest force", CAPITAL)):
        content = street(records)
        print(told(name, screened(content), content))
        taken = min(seconds(lambda: screened(content)) for _ in range(TURNS))  # noqa
        print(f"  {taken:.2f} s, under {MONTH:.0f} s: {'yes' if taken < MONTH else 'no'}")


if __name__ == "__main__":
    measure()
