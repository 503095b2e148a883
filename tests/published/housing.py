"""Homes, prices, and people without a home: each published figure as its source tells it."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.published.facts import KEPT, Fact

CENSUS_2011 = date(2011, 3, 27)
CENSUS_2021 = date(2021, 3, 21)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
AFFORDABILITY = "ons_aff1-ratio-of-house-price-to-workplace-based-earnings_2024.xlsx"
HCLIC = "mhclg-hclic_all-quarters_2018-06_to_2025-12_A1-TA1_all-districts.csv.gz"
LIVE_TABLE_100 = "mhclg_live-table-100_dwelling-stock-by-tenure-and-district_2009-2024.ods"
LAHS = "mhclg-lahs_LAHS_201112_to_202021_open_data_02_2022.csv"

Cell = object
Span = tuple[date, date]


def records(file: Path) -> list[dict[str, str]]:
    """Every line of a CSV file, by its heading."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def sheet_records(workbook: Path, sheet: str, code_heading: str) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Area code and cells by heading, for every line below the one that holds the heading of the codes."""
    headings: list[str] = []
    for row in CalamineWorkbook.from_path(workbook).get_sheet_by_name(sheet).to_python():
        texts = [" ".join(str(cell).replace("\xa0", " ").split()) for cell in row]
        if headings:
            cells: dict[str, Cell] = dict(zip(headings, row, strict=True))
            yield str(cells[code_heading]).strip(), cells
        elif code_heading in texts:
            headings = texts


def number(cell: Cell) -> float:
    """The cell as a number; refuses text, so that a marker never passes for a figure."""
    if not isinstance(cell, float):
        raise TypeError(f"not a number: {cell!r}")
    return cell


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def calendar_year(text: str) -> Span:
    """`2019`."""
    return date(int(text), 1, 1), date(int(text), 12, 31)


def financial_year(text: str) -> Span:
    """`2018-19`: April to March."""
    start = int(text[:4])
    if text != f"{start}-{(start + 1) % 100:02d}":
        raise ValueError(f"not a financial year: {text!r}")
    return date(start, 4, 1), date(start + 1, 3, 31)


def year_ending(text: str) -> Span:
    """`Sep 2024`: the twelve months to the end of that month."""
    month, year = MONTHS.index(text[:3]) + 1, int(text[4:])
    end = month_end(year, month)
    return month_end(year - 1, month) + timedelta(days=1), end


def share(count: float, total: float) -> float:
    """A percentage to two decimals, halves upwards."""
    exact = Decimal(count) * 100 / Decimal(total)
    return float(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


# Tenure -------------------------------------------------------------------------------------------------------------

TENURES_2011 = {
    "owned-outright": "Tenure: Owned: Owned outright; measures: Value",
    "owned-mortgage": "Tenure: Owned: Owned with a mortgage or loan; measures: Value",
    "shared-ownership": "Tenure: Shared ownership (part owned and part rented); measures: Value",
    "social-rented": "Tenure: Social rented: Total; measures: Value",
    "private-rented": "Tenure: Private rented: Total; measures: Value",
    "rent-free": "Tenure: Living rent free; measures: Value",
}
TENURES_2021 = {
    "Owned: Owns outright": "owned-outright",
    "Owned: Owns with a mortgage or loan": "owned-mortgage",
    "Shared ownership: Shared ownership": "shared-ownership",
    "Social rented: Rents from council or Local Authority": "social-rented",
    "Social rented: Other social rented": "social-rented",
    "Private rented: Private landlord or letting agency": "private-rented",
    "Private rented: Other private rented": "private-rented",
    "Lives rent free": "rent-free",
}
DWELLINGS = {
    "owned-outright": "Owned Outright",
    "owned-mortgage": "Owned with Mortgage or Loan",
    "private-rent": "Private Rent",
    "social-rent": "Social Rent",
}


def tenure_2011(folder: Path) -> Iterator[Fact]:
    """Households of the 2011 census in the districts."""
    for row in records(folder / "nomis-bulk_census2011-QS405EW-tenure_lad.csv"):
        if row["geography code"] not in KEPT or row["Rural Urban"] != "Total":
            continue
        households = float(row["Tenure: All categories: Tenure; measures: Value"])
        for tenure, heading in TENURES_2011.items():
            count = float(row[heading])
            yield Fact(
                row["geography code"],
                CENSUS_2011,
                CENSUS_2011,
                share(count, households),
                f"tenure={tenure}",
                count=count,
                denominator=households,
            )


def tenure_2021(folder: Path) -> Iterator[Fact]:
    """Households of the 2021 census in the borough: the sum of its small areas."""
    counts: dict[str, float] = defaultdict(float)
    households: dict[str, float] = {}
    for row in records(folder / "humaniverse-ons_census2021-tenure_lsoa21_welwyn-hatfield_converted.csv"):
        counts[TENURES_2021[row["tenure"]]] += float(row["n"])
        households[row["lsoa21_code"]] = float(row["total_households"])
    total = sum(households.values())
    for tenure, count in counts.items():
        yield Fact(
            "E07000241",
            CENSUS_2021,
            CENSUS_2021,
            share(count, total),
            f"tenure={tenure}",
            count=count,
            denominator=total,
        )


def dwellings_by_tenure(folder: Path) -> Iterator[Fact]:
    """Shares of table 2a with their limits, counts of table 1a; the social rented carry no interval."""
    workbook = folder / "ons_subnational-dwelling-stock-by-tenure_2012-2021.xlsx"
    counts = dict(sheet_records(workbook, "1a", "Local authority code"))
    for code, shares in sheet_records(workbook, "2a", "Local authority code"):
        if code not in KEPT:
            continue
        for year in map(str, range(2012, 2022)):
            for tenure, heading in DWELLINGS.items():
                surveyed = tenure != "social-rent"
                yield Fact(
                    code,
                    *calendar_year(year),
                    number(shares[f"{year} {heading} (%)"]),
                    f"dwellings={tenure}",
                    lower=number(shares[f"{year} {heading} LCI (%)"]) if surveyed else None,
                    upper=number(shares[f"{year} {heading} UCI (%)"]) if surveyed else None,
                    count=number(counts[code][f"{year} {heading}"]),
                    denominator=number(counts[code][f"{year} Total Dwellings"]),
                )


def tenure(folder: Path) -> Iterator[Fact]:
    """Two censuses of households and the yearly estimates of dwellings."""
    yield from tenure_2011(folder)
    yield from tenure_2021(folder)
    yield from dwellings_by_tenure(folder)


# Prices -------------------------------------------------------------------------------------------------------------


def average_house_price(folder: Path) -> Iterator[Fact]:
    """The borough's price index series, a month a line: `2005-01-01/P1M`."""
    for row in records(folder / "ons-els_average-house-price_monthly_welwyn-hatfield_2005-01_to_2026-05.csv"):
        first, length = row["period"].split("/")
        if length != "P1M":
            raise ValueError(f"not a month: {row['period']!r}")
        start = date.fromisoformat(first)
        yield Fact(row["areacd"], start, month_end(start.year, start.month), float(row["observation"]))


def median_house_price(folder: Path) -> Iterator[Fact]:
    """Rolling years of the edition to September 2024; the county's from the affordability workbook's own prices."""
    for row in records(folder / "openinnovations-ons_HPSSA-median-house-prices_1995-2024_cut.csv"):
        if row["geography_code"] in KEPT and row["Measure"] == "Median":
            yield Fact(row["geography_code"], *year_ending(row["date"]), float(row["value"]))
    for code, cells in sheet_records(folder / AFFORDABILITY, "3a", "Code"):
        if code == "E10000015":
            for year in range(1997, 2025):
                yield Fact(code, *year_ending(f"Sep {year}"), number(cells[f"Year ending Sep {year}"]))


def ratios(folder: Path, sheets: dict[str, str]) -> Iterator[Fact]:
    """Ratios of all years on the given sheets (with the heading of their codes); `[x]` is no value."""
    for sheet, heading in sheets.items():
        for code, cells in sheet_records(folder / AFFORDABILITY, sheet, heading):
            if code not in KEPT:
                continue
            for year in map(str, range(1997, 2025)):
                cell = cells[year]
                yield Fact(code, *calendar_year(year), None if cell == "[x]" else number(cell))


def affordability_median(folder: Path) -> Iterator[Fact]:
    """Middle price to middle pay."""
    return ratios(folder, {"1c": "Code", "3c": "Code", "5c": "Local authority code"})


def affordability_lower_quartile(folder: Path) -> Iterator[Fact]:
    """Lower quartile price to lower quartile pay."""
    return ratios(folder, {"2c": "Code", "4c": "Code", "6c": "Local authority code"})


# Supply and stock ---------------------------------------------------------------------------------------------------


def net_additional_dwellings(folder: Path) -> Iterator[Fact]:
    """Live table 122."""
    for row in records(folder / "openinnovations-mhclg_net-additional-dwellings_2001-02on_cut.csv"):
        if row["geography_code"] in KEPT:
            yield Fact(row["geography_code"], *financial_year(row["date"]), float(row["value"]))


def affordable_homes(folder: Path) -> Iterator[Fact]:
    """Completions by tenure and their sum, for districts: the copy's England rows are no published total."""
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for row in records(folder / "openinnovations-mhclg_affordable-homes-by-tenure_1991-92on_cut.csv"):
        code, year, value = row["geography_code"], row["date"], float(row["value"])
        if code not in KEPT or code == "E92000001":
            continue
        totals[code, year] += value
        yield Fact(code, *financial_year(year), value, f"tenure={row['Measure'].lower().replace(' ', '-')}")
    for (code, year), total in totals.items():
        yield Fact(code, *financial_year(year), total)


def vacant_dwellings(folder: Path) -> Iterator[Fact]:
    """Live table 615: all empty homes and those empty for long; its other columns are no empty homes."""
    kinds = {"AllVacants": "", "LongTermVacants": "duration=long-term"}
    for row in records(folder / "openinnovations-mhclg_vacant-dwellings_2004on_cut.csv"):
        if row["geography_code"] in KEPT and row["Measure"] in kinds:
            yield Fact(row["geography_code"], *calendar_year(row["date"]), float(row["Value"]), kinds[row["Measure"]])


def dwelling_stock(folder: Path) -> Iterator[Fact]:
    """Homes on the valuation list on 31 March; in 1993 on 1 April, the first day of council tax."""
    for row in records(folder / "openinnovations-voa_dwelling-stock_1993on_cut.csv"):
        year = int(row["date"])
        day = date(year, 4, 1) if year == 1993 else date(year, 3, 31)
        if row["geography_code"] in KEPT:
            yield Fact(row["geography_code"], day, day, float(row["value"]))


def lahs(folder: Path, questions: dict[str, str]) -> Iterator[Fact]:
    """Answers to the questions of the housing return, each with its breakdown."""
    for row in records(folder / LAHS):
        if row["LAD20CD"] in KEPT:
            for question, breakdown in questions.items():
                answer = row[question]
                yield Fact(row["LAD20CD"], *financial_year(row["Year"]), float(answer) if answer else None, breakdown)


def council_homes(folder: Path) -> Iterator[Fact]:
    """Question A1a, then live table 100, which gives England and the county for all years."""
    yield from lahs(folder, {"a1a": ""})
    for year in range(2012, 2025):
        sheet = CalamineWorkbook.from_path(folder / LIVE_TABLE_100).get_sheet_by_name(str(year)).to_python()
        for _, code, _, owned, *_ in sheet:
            if code in ("E92000001", "E10000015") or (code in KEPT and year > 2021):
                yield Fact(str(code), date(year - 1, 4, 1), date(year, 3, 31), number(owned))


def housing_register(folder: Path) -> Iterator[Fact]:
    """Question CC1a and its parts by bedrooms needed, then the total alone."""
    bedrooms = ("one", "two", "three", "four-or-more", "not-stated")
    parts = {f"cc1a{letter}": f"bedrooms={name}" for letter, name in zip("abcde", bedrooms, strict=True)}
    yield from lahs(folder, {"cc1a": "", **parts})
    for row in records(folder / "slendeavours-mhclg_LAHS_housing-register_2015-2025.csv"):
        year = int(row["reporting_year"])
        if row["lad24cd"] in KEPT and year > 2021:
            yield Fact(row["lad24cd"], date(year - 1, 4, 1), date(year, 3, 31), float(row["households_on_register"]))


# Homelessness -------------------------------------------------------------------------------------------------------


def hclic(folder: Path, columns: dict[str, str]) -> Iterator[Fact]:
    """Quarterly figures of the given columns, each with its breakdown; two dots stand for a missing return.

    Where both are there, a figure is a count of the households that table TA1 has for the area, in thousands.
    """
    with gzip.open(folder / HCLIC, "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["code"] in KEPT]
    households = {
        (row["code"], row["quarter_end"]): float(round(Decimal(row["value"]) * 1000))
        for row in rows
        if row["column"] == "households_in_area_thousands" and row["value"] != ".."
    }
    for row in rows:
        if row["column"] not in columns:
            continue
        year, month = (int(part) for part in row["quarter_end"].split("-"))
        period, breakdown = (date(year, month - 2, 1), month_end(year, month)), columns[row["column"]]
        value = None if row["value"] == ".." else float(row["value"])
        known = None if value is None else households.get((row["code"], row["quarter_end"]))
        count = None if known is None else value
        yield Fact(row["code"], *period, value, breakdown, count=count, denominator=known)


def homelessness_duty_owed(folder: Path) -> Iterator[Fact]:
    """Table A1."""
    return hclic(
        folder,
        {
            "total_owed_prevention_or_relief_duty": "",
            "prevention_duty_owed": "duty=prevention",
            "relief_duty_owed": "duty=relief",
        },
    )


def temporary_accommodation(folder: Path) -> Iterator[Fact]:
    """Table TA1."""
    return hclic(
        folder,
        {
            "total_households_in_TA_at_quarter_end": "",
            "households_in_TA_with_children": "household=with-children",
            "B&B_households_total": "accommodation=bed-and-breakfast",
        },
    )


FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    "tenure": tenure,
    "average-house-price": average_house_price,
    "median-house-price": median_house_price,
    "affordability-median": affordability_median,
    "affordability-lower-quartile": affordability_lower_quartile,
    "net-additional-dwellings": net_additional_dwellings,
    "affordable-homes": affordable_homes,
    "vacant-dwellings": vacant_dwellings,
    "dwelling-stock": dwelling_stock,
    "council-homes": council_homes,
    "housing-register": housing_register,
    "homelessness-duty-owed": homelessness_duty_owed,
    "temporary-accommodation": temporary_accommodation,
}
