"""The figures about people, work and money, read afresh from the files they were published in."""

import calendar
import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.published.facts import KEPT, SUCCESSORS, Fact

CENSUS_2011 = date(2011, 3, 27)
CENSUS_2021 = date(2021, 3, 21)
BOROUGH = "E07000241"

#: Headings of table TS007 that are whole age bands, and what they are called here.
AGE_BANDS = {
    "Total": "",
    "Aged 4 years and under": "age=0-to-4",
    "Aged 5 to 9 years": "age=5-to-9",
    "Aged 10 to 15 years": "age=10-to-15",
    "Aged 16 to 19 years": "age=16-to-19",
    "Aged 20 to 24 years": "age=20-to-24",
    "Aged 25 to 34 years": "age=25-to-34",
    "Aged 35 to 49 years": "age=35-to-49",
    "Aged 50 to 64 years": "age=50-to-64",
    "Aged 65 to 74 years": "age=65-to-74",
    "Aged 75 to 84 years": "age=75-to-84",
    "Aged 85 years and over": "age=85-and-over",
}
#: How table TS021 begins the names of its detailed groups, and the broad group each belongs to.
ETHNIC_GROUPS = {
    "Asian, Asian British or Asian Welsh": "asian",
    "Black, Black British, Black Welsh, Caribbean or African": "black",
    "Mixed or Multiple ethnic groups": "mixed",
    "Other ethnic group": "other",
    "White": "white",
}
#: Rows of the commuting matrix of 2011 that are no district.
AT_HOME, NO_FIXED_PLACE = "Mainly work at or from home", "No fixed place"
BEYOND_THE_COUNTRY = ("Offshore installation", "Outside UK")


def is_kept(code: str) -> bool:
    return SUCCESSORS.get(code, code) in KEPT


def csv_rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)


def sheet_rows(file: Path, sheet: str) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python()]


def number(cell: object) -> float | None:
    """The number in a cell, None for a marker in its place."""
    try:
        return float(str(cell))
    except ValueError:
        return None


def calendar_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def district_codes(folder: Path) -> dict[str, str]:
    """Codes of the kept areas by name, from a file that gives both."""
    rows = csv_rows(folder / "openinnovations-ons_population_1991on_cut.csv")
    return {row["geography_name"]: row["geography_code"] for row in rows if is_kept(row["geography_code"])}


# Explore Local Statistics: one layout for nine of the files.


def year_from(period: str) -> tuple[date, date]:
    """First and last day of twelve months written like 2019-08-01/P1Y."""
    first, length = period.split("/")
    if length != "P1Y":
        raise ValueError(f"not a year: {period}")
    start = date.fromisoformat(first)
    return start, start.replace(year=start.year + 1) - timedelta(days=1)


def month_of(day: str) -> tuple[date, date]:
    """First and last day of the month in which a day written like 2019-04-10 lies."""
    first = date.fromisoformat(day).replace(day=1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def local_statistics(
    file: str, indicator: str, measure: str = "Percentage", period: Callable[[str], tuple[date, date]] = year_from
) -> Callable[[Path], Iterator[Fact]]:
    """A reader of one indicator; it refuses rows in another measure than this."""

    def facts(folder: Path) -> Iterator[Fact]:
        for row in csv_rows(folder / f"ons-els_{file}.csv"):
            if row["indicator"] == indicator and is_kept(row["areacd"]):
                if row["measure"] != measure:
                    raise ValueError(f"measured as {row['measure']}, not as {measure}")
                value, lower, upper = (number(row[name]) for name in ("observation", "lci_95", "uci_95"))
                yield Fact(row["areacd"], *period(row["period"]), value, lower=lower, upper=upper)

    return facts


# Population and households.


def population(folder: Path) -> Iterator[Fact]:
    name = "ons-els-app_population_1991-2024_persons-sex-broad-age_converted.csv.gz"
    with gzip.open(folder / name, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            if row["indicator"] == "persons" and is_kept(row["areacd"]):
                mid_year = date(int(row["year"]), 6, 30)
                yield Fact(row["areacd"], mid_year, mid_year, number(row["value"]))


def population_by_age(folder: Path) -> Iterator[Fact]:
    for row in csv_rows(folder / "nomis-bulk_census2021-ts007-age_ltla.csv"):
        if is_kept(row["geography code"]):
            for heading, breakdown in AGE_BANDS.items():
                value = number(row[f"Age: {heading}; measures: Value"])
                yield Fact(row["geography code"], CENSUS_2021, CENSUS_2021, value, breakdown)


def households(folder: Path) -> Iterator[Fact]:
    for row in csv_rows(folder / "nomis-bulk_census2011-QS405EW-tenure_lad.csv"):
        if is_kept(row["geography code"]) and row["Rural Urban"] == "Total":
            total = number(row["Tenure: All categories: Tenure; measures: Value"])
            yield Fact(row["geography code"], CENSUS_2011, CENSUS_2011, total)
    tenures = csv_rows(folder / "humaniverse-ons_census2021-tenure_lsoa21_welwyn-hatfield_converted.csv")
    yield Fact(BOROUGH, CENSUS_2021, CENSUS_2021, sum(float(row["n"]) for row in tenures))


def share(code: str, day: date, count: int, denominator: int, breakdown: str = "") -> Fact:
    """A percentage of our own on a census day, with the two counts it comes from."""
    value = 100 * count / denominator
    return Fact(code, day, day, value, breakdown, count=count, denominator=denominator)


def ethnic_groups_2011(folder: Path) -> Iterator[Fact]:
    profile = json.loads((folder / "ons-dataviz_census2001-2011_E07000241_place-profile.json").read_text("utf-8"))
    shares = profile["data"]["ethnicity"]["perc"]["2011"]
    counts = profile["data"]["ethnicity"]["value"]["2011"]
    for group in ETHNIC_GROUPS.values():
        yield Fact(
            profile["code"],
            CENSUS_2011,
            CENSUS_2011,
            shares[group],
            f"ethnic-group={group}",
            count=counts[group],
            denominator=counts["all"],
        )


def ethnic_groups_2021(folder: Path) -> Iterator[Fact]:
    people: Counter[tuple[str, str]] = Counter()
    for row in csv_rows(folder / "humaniverse-ons_census2021-ethnic-group_ltla_converted.csv"):
        if is_kept(row["ltla21_code"]) and row["ethnic_group"].endswith("(number)"):
            broad = row["ethnic_group"].partition(": ")[0]
            people[row["ltla21_code"], ETHNIC_GROUPS[broad]] += int(float(row["value"]))
    everybody: Counter[str] = Counter()
    for (code, _), count in people.items():
        everybody[code] += count
    for (code, group), count in people.items():
        yield share(code, CENSUS_2021, count, everybody[code], f"ethnic-group={group}")


def ethnic_group(folder: Path) -> Iterator[Fact]:
    yield from ethnic_groups_2011(folder)
    yield from ethnic_groups_2021(folder)


# Travel to work.


def leavers(code: str, day: date, *, home: int, settled: int, elsewhere: int, beyond: int) -> Iterator[Fact]:
    """Those who work outside their district, among all in work and among those with a fixed workplace in the country.

    `settled` work at a fixed place in their own district, `elsewhere` in another; `home` have none to travel to;
    `beyond` work offshore or abroad.
    """
    yield share(code, day, elsewhere + beyond, home + settled + elsewhere + beyond)
    yield share(code, day, elsewhere, settled + elsewhere, "among=fixed-workplace")


def commuting_2011(folder: Path) -> Iterator[Fact]:
    """Columns are where people live, rows where they work."""
    flows: dict[str, Counter[str]] = {name: Counter() for name in district_codes(folder)}
    for row in csv_rows(folder / "nomis_census2011-WU03UK-commute-matrix_lad-names.csv"):
        workplace = row.pop("")
        for residence in flows.keys() & row.keys():
            flows[residence][workplace] += int(row[residence])
    for name, code in district_codes(folder).items():
        if flow := flows[name]:
            beyond = sum(flow[place] for place in BEYOND_THE_COUNTRY)
            home = flow[AT_HOME] + flow[NO_FIXED_PLACE]
            elsewhere = flow.total() - flow[name] - home - beyond
            yield from leavers(code, CENSUS_2011, home=home, settled=flow[name], elsewhere=elsewhere, beyond=beyond)


def commuting_2021(folder: Path) -> Iterator[Fact]:
    """Indicator 1 is at home or without a fixed place, 2 offshore or abroad, 3 elsewhere in the country, -8 no work."""
    flows: dict[str, Counter[str]] = {}
    with gzip.open(
        folder / "ons_census2021-ODWP01EW-residence-by-workplace_ltla.csv.gz", "rt", encoding="utf-8"
    ) as text:
        for row in csv.DictReader(text):
            code = row["Lower tier local authorities code"]
            if is_kept(code):
                kind = row["Place of work indicator (4 categories) code"]
                stays = kind == "3" and row["LTLA of workplace code"] == code
                flows.setdefault(code, Counter())["settled" if stays else kind] += int(row["Count"])
    for code, flow in flows.items():
        yield from leavers(
            code, CENSUS_2021, home=flow["1"], settled=flow["settled"], elsewhere=flow["3"], beyond=flow["2"]
        )


def commuting_out(folder: Path) -> Iterator[Fact]:
    yield from commuting_2011(folder)
    yield from commuting_2021(folder)


# Jobs.


def jobs(folder: Path) -> Iterator[Fact]:
    book = folder / "ons_labour-productivity-by-local-authority_incl-productivity-jobs_2002-2023.xls"
    rows = sheet_rows(book, "Productivity Jobs")
    header = next(row for row in rows if row[0] == "LAD_Code")
    for row in rows:
        if is_kept(str(row[0])):
            for heading, cell in zip(header[2:], row[2:], strict=True):
                yield Fact(str(row[0]), *calendar_year(int(str(heading).removeprefix("Jobs_"))), number(cell))


def jobs_density(folder: Path) -> Iterator[Fact]:
    codes = district_codes(folder)
    rows = sheet_rows(folder / "nomis-wizard_jobs-density_2013-2019.xlsx", "Data")
    header = next(row for row in rows if str(row[0]).startswith("local authority"))
    for row in rows:
        if str(row[0]) in codes:
            for year, cell in zip(header[1:], row[1:], strict=True):
                yield Fact(codes[str(row[0])], *calendar_year(int(float(str(year)))), number(cell))


# Businesses.


def enterprises_by_year(book: Path, table: str) -> dict[tuple[str, int], float]:
    """What the four sheets of a table count, by area and year; some have a blank behind each code."""
    counts: dict[tuple[str, int], float] = {}
    for part in "abcd":
        rows = sheet_rows(book, f"Table {table}{part}")
        years = next([int(float(str(cell))) for cell in row[2:]] for row in rows if number(row[2]) is not None)
        for row in rows:
            code = str(row[0]).strip()
            if is_kept(code):
                counts |= {(code, year): float(str(cell)) for year, cell in zip(years, row[2:], strict=True)}
    return counts


def enterprise_births(folder: Path) -> Iterator[Fact]:
    """Rates of Explore Local Statistics with the two counts of the workbook, which must give them."""
    book = folder / "ons_business-demography-excel-tables-2024_counts_2019-2024.xlsx"
    births, active = enterprises_by_year(book, "1.1"), enterprises_by_year(book, "3.1")
    for fact in local_statistics("business-demography", "Business births")(folder):
        key = fact.area, fact.start.year
        if fact.value is None or abs(births[key] / active[key] * 100 - fact.value) > 1e-9:
            raise ValueError(f"the counts of {key} do not give the rate")
        yield replace(fact, count=births[key], denominator=active[key])


FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    "population": population,
    "population-by-age": population_by_age,
    "households": households,
    "ethnic-group": ethnic_group,
    "commuting-out": commuting_out,
    "jobs": jobs,
    "jobs-density": jobs_density,
    "employment-rate": local_statistics("employment-rate", "Employment rate"),
    "unemployment-rate": local_statistics("modelled-unemployment", "Modelled unemployment rate"),
    "claimant-rate": local_statistics("claimant-count", "Claimant Count"),
    "weekly-pay": local_statistics("gross-median-weekly-pay", "Gross median weekly pay", "Pounds", month_of),
    "enterprises": local_statistics("business-demography", "Active businesses", "Number of enterprises"),
    "enterprise-births": enterprise_births,
    "gross-disposable-household-income": local_statistics(
        "gross-disposable-household-income-per-head_cut", "Gross disposable household income", "Pounds"
    ),
    "gross-value-added": local_statistics("gross-value-added_cut", "Gross value added per hour worked", "Pounds"),
    "apprenticeship-starts": local_statistics(
        "apprenticeships_cut", "Apprenticeship starts (England)", "Rate per 100,000 population"
    ),
    "qualifications-level-3": local_statistics(
        "qualifications-level-3-or-above", "Level 3 or above qualifications (Great Britain)"
    ),
}
