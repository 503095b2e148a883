"""Crime, benefits, poverty and deprivation, each read from the layout its publisher, or a tidied copy, gives it."""

import csv
import gzip
import json
from calendar import month_name, monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.published.facts import KEPT, SUCCESSORS, Fact

Period = tuple[date, date]

BOROUGH = "E07000241"
COUNTY = "E10000015"
REGION = "E12000006"
ENGLAND = "E92000001"
HERTFORDSHIRE_POLICE = "E23000027"


# Files and periods


def table(path: Path) -> list[list[str]]:
    """All lines of a CSV file, cells without the spaces around them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[cell.strip() for cell in line] for line in csv.reader(file)]


def records(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file whose first line names the columns, each by those names."""
    heading, *lines = table(path)
    return [dict(zip(heading, line, strict=False)) for line in lines]


def sheet(path: Path, name: str) -> list[list[object]]:
    """All rows of one sheet, text without the spaces around it."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows]


def number(cell: object) -> float:
    """The number in a cell, which may be text with separators or a percent sign."""
    return float(str(cell).replace(",", "").removesuffix("%"))


def codes_by_name(folder: Path) -> dict[str, str]:
    """Codes of the kept areas by the name the population estimates give them."""
    rows = records(folder / "openinnovations-ons_population_1991on_cut.csv")
    return {row["geography_name"]: row["geography_code"] for row in rows}


def year(year_: int) -> Period:
    return date(year_, 1, 1), date(year_, 12, 31)


def financial_year(first: int) -> Period:
    return date(first, 4, 1), date(first + 1, 3, 31)


def months(first: int, year_: int, how_many: int = 1) -> Period:
    """The period of so many months that starts with month `first` of the year."""
    last = first + how_many - 1
    return date(year_, first, 1), date(year_, last, monthrange(year_, last)[1])


# Street-level records of data.police.uk


def hertfordshire_districts(folder: Path) -> set[str]:
    rows = records(folder / "ons_LAD-to-CSP-to-police-force_December-2023_lookup.csv")
    return {row["LAD23CD"] for row in rows if row["PFA23CD"] == HERTFORDSHIRE_POLICE}


def districts_by_lsoa(folder: Path) -> dict[str, str]:
    """District of every LSOA of 2011, by code, from the Indices of Deprivation 2019."""
    rows = table(folder / "mhclg_IoD2019_File_1_Index_of_Multiple_Deprivation_lsoa11.csv")[1:]
    return {row[0]: row[2] for row in rows}


def populations(folder: Path) -> dict[tuple[str, int], int]:
    rows = records(folder / "openinnovations-ons_population_1991on_cut.csv")
    return {(row["geography_code"], int(row["date"])): int(float(row["value"])) for row in rows}


def street_rates(folder: Path, counts_as: Callable[[str], bool]) -> Iterator[Fact]:
    """Records of the wanted types per 1,000 residents, of every Hertfordshire district in each month's file."""
    county, district_of, people = hertfordshire_districts(folder), districts_by_lsoa(folder), populations(folder)
    for path in sorted(folder.glob("police-uk_*-hertfordshire-street*.csv")):
        rows = [row for row in records(path) if row["Falls within"] == "Hertfordshire Constabulary"]
        (month,) = {row["Month"] for row in rows}
        start, end = months(int(month[5:]), int(month[:4]))
        places = [(district_of.get(row["LSOA code"], ""), row["Crime type"]) for row in rows]
        found = Counter(place for place, kind in places if counts_as(kind))
        for place in county & {place for place, _ in places}:
            count, residents = found[place], people[place, start.year]
            # Divided first and then multiplied, as the definition says: the other order may differ in the last digit.
            yield Fact(place, start, end, count / residents * 1000, count=count, denominator=residents)


# Police recorded crime

#: Column in table C2, column in the reworked copy of March 2026, and our breakdown.
OFFENCES = (
    ("Total recorded crime (excluding fraud)", "totalRecordedCrime", ""),
    ("Violence against the person", "violenceAgainstPerson", "violence-against-the-person"),
    ("Homicide", "homicide", "homicide"),
    (
        "Death or serious injury caused by illegal driving",
        "deathSeriousInjuryUnlawfulDriving",
        "death-or-serious-injury-by-driving",
    ),
    ("Violence with injury", "violenceWithInjury", "violence-with-injury"),
    ("Violence without injury", "violenceWithoutInjury", "violence-without-injury"),
    ("Stalking and harassment", "stalkingHarassment", "stalking-and-harassment"),
    ("Sexual offences", "sexualOffences", "sexual-offences"),
    ("Robbery", "robbery", "robbery"),
    ("Theft offences", "theftOffences", "theft-offences"),
    ("Burglary", "burglary", "burglary"),
    ("Residential burglary", "residentialBurglary", "residential-burglary"),
    ("Non-residential burglary", "nonResidentialBurglary", "non-residential-burglary"),
    ("Vehicle offences", "vehicleOffences", "vehicle-offences"),
    ("Theft from the person", "theftFromPerson", "theft-from-the-person"),
    ("Bicycle theft", "bicycleTheft", "bicycle-theft"),
    ("Shoplifting", "shoplifting", "shoplifting"),
    ("All other theft offences", "otherTheftOffences", "other-theft"),
    ("Criminal damage and arson", "criminalDamageArson", "criminal-damage-and-arson"),
    ("Drug offences", "drugOffences", "drug-offences"),
    ("Possession of weapons offences", "possessionWeapons", "possession-of-weapons"),
    ("Public order offences", "publicOrderOffences", "public-order-offences"),
    ("Miscellaneous crimes against society", "miscellaneousCrimes", "miscellaneous-crimes"),
)


def recorded_crime(folder: Path) -> Iterator[Fact]:
    name = "ons_police-force-area-tables_Table-C2_CSP-recorded-crime_year-ending-June-2025.csv"
    lines = table(folder / name)
    top = next(row for row, line in enumerate(lines) if line[0].startswith("Police Force"))
    heading = [" ".join(cell.split()) for cell in lines[top]]
    for line in lines[top + 1 :]:
        cells = dict(zip(heading, line, strict=True))
        # The force's own row, without a partnership, is the county; a partnership of one district names that district.
        whole_force = line[0] == HERTFORDSHIRE_POLICE and not cells["Community Safety Partnership name"]
        area = COUNTY if whole_force else cells["Local Authority code"]
        if area in KEPT:
            for column, _, offence in OFFENCES:
                yield offence_fact(area, date(2024, 7, 1), date(2025, 6, 30), offence, cells[column])
    for row in records(folder / "ons_CSP-recorded-crime_Hertfordshire_year-ending-March-2026_converted.csv"):
        for _, column, offence in OFFENCES:
            yield offence_fact(row["ladCode"], *financial_year(2025), offence, row[column])


def crime_by_district(folder: Path, breakdown: str) -> Iterator[Fact]:
    """One line of recorded crime without the county, whose districts add up to less than its force recorded."""
    for fact in recorded_crime(folder):
        if fact.breakdown == breakdown and fact.area != COUNTY:
            yield replace(fact, breakdown="")


def offence_fact(area: str, start: date, end: date, offence: str, cell: str) -> Fact:
    return Fact(area, start, end, number(cell), f"offence={offence}" if offence else "")


# Benefits and low income


def stat_xplore(path: Path, codes: dict[str, str]) -> Iterator[tuple[str, str, float | None]]:
    """Area code, period heading and number of a Stat-Xplore export; two dots mean nil or negligible there."""
    heading, *lines = table(path)
    for line in lines:
        if line[0] not in codes:
            continue
        for title, cell in zip(heading[1:], line[1:], strict=False):
            if title and not title.endswith("Annotations"):
                yield codes[line[0]], title, None if cell == ".." else number(cell)


def universal_credit(folder: Path) -> Iterator[Fact]:
    path = folder / "dwp-statxplore_households-on-universal-credit_ltla_2015-22.csv"
    for area, title, value in stat_xplore(path, codes_by_name(folder)):
        month, year_ = title.split()[:2]
        yield Fact(area, *months(list(month_name).index(month), int(year_)), value)
    codes = codes_by_name(folder)
    rows = sheet(folder / "dwp-statxplore_households-on-universal-credit_ltla_2025-05.xlsx", "Data Sheet 0")
    assert rows[4][3] == "May 2025 (p)"
    for _, _, name, cell in rows:
        if name in codes:
            yield Fact(codes[str(name)], *months(5, 2025), number(cell))


def children_number(folder: Path) -> Iterator[Fact]:
    path = folder / "dwp-statxplore_children-relative-low-income_ltla_14-22.csv"
    for area, title, value in stat_xplore(path, codes_by_name(folder)):
        yield Fact(area, *financial_year(int(title[:4])), value)


def children_low_income(folder: Path) -> Iterator[Fact]:
    yield from children_to_2021(folder)
    yield from children_from_2022(folder)
    yield from children_hmrc(folder)


def children_to_2021(folder: Path) -> Iterator[Fact]:
    """Table 1: seven columns of numbers, then seven of shares, which the publisher rounded to one decimal."""
    rows = sheet(folder / "dwp_Children_low_income_families_FYE2015-2021.ods", "1_Relative_Local_Authority")
    for row in rows:
        if row[1] in KEPT:
            for place in range(7):
                share = round(100 * number(row[9 + place]), 1)
                yield Fact(str(row[1]), *financial_year(2014 + place), share, count=number(row[2 + place]))


def children_from_2022(folder: Path) -> Iterator[Fact]:
    """Shares as ONS shows them; after housing costs with the numbers of DWP's own table."""
    lines = table(folder / "dwp_children-in-low-income-families_relative-AHC_LA_FYE2024-2025.csv")
    numbers = {
        (line[1], start): number(line[at]) for line in lines if line[1] in KEPT for at, start in ((2, 2023), (3, 2024))
    }
    for row in records(folder / "ons-els_children-in-relative-poverty.csv"):
        area, start = row["areacd"], int(row["period"][:4])
        if area in KEPT:
            after = row["indicator"].endswith("after housing costs")
            breakdown, count = ("measure=after-housing-costs", numbers.get((area, start))) if after else ("", None)
            yield Fact(area, *financial_year(start), number(row["observation"]), breakdown, count=count)


def children_hmrc(folder: Path) -> Iterator[Fact]:
    """The earlier measure, with limits and counts of 2016 for districts whose value is the same in both copies.

    England's limits (17.025 to 17.0716) belong to an unrounded value and do not hold the 17.0 shown: left out.
    """
    extra = walkthrough(folder, "Children in low income families (under 16s)")
    for row in records(folder / "trafford-fingertips-2001to18_low_income_families_cut.csv"):
        area, year_, value = row["area_code"], int(row["period"]), number(row["value"])
        area = SUCCESSORS.get(area, area)
        found = extra.get(area, {}) if year_ == 2016 else {}
        if found.get("Value") != value:
            found = {}
        yield Fact(
            area,
            *year(year_),
            value,
            "measure=hmrc-2006-2016",
            lower=found.get("Lower_CI"),
            upper=found.get("Upper_CI"),
            count=found.get("Numerator"),
            denominator=found.get("Denominator"),
        )


def walkthrough(folder: Path, name: str) -> dict[str, dict[str, float]]:
    """Fingertips figures of one period, by code of the kept districts, which the file names without codes."""
    codes = codes_by_name(folder)
    path = folder / "psychty-ohid_LA-walkthrough_35-indicators-with-CI_lower-tier_2020-01_nearest-neighbours.json"
    rows = json.loads(path.read_text(encoding="utf-8-sig"))
    return {codes[row["Area_name"]]: row for row in rows if row["Name"] == name and row["Area_name"] in codes}


def council_tax_support(folder: Path) -> Iterator[Fact]:
    for row in records(folder / "openinnovations-dluhc_council-tax-support-claimants_2015-2022_quarterly_cut.csv"):
        last = date.fromisoformat(row["date"])
        value = None if row["value"] == "NA" else number(row["value"])
        age = row["variable_code"].replace("_", "-")
        yield Fact(row["geography_code"], *months(last.month - 2, last.year, 3), value, f"age={age}")


LANDLORDS = {"Social_Landlord": "social", "Private_Landlord": "private", "Accelerated_Landlord": "accelerated"}
CLAIMANTS = LANDLORDS | {"Mortgage": "mortgage"}


def possession_claims(folder: Path) -> Iterator[Fact]:
    """Claims by kind and the sum over landlords; the file holds no zero at all, so a kind not listed means none."""
    rows = records(folder / "openinnovations-moj_mortgage-and-landlord-possession_2003Q1-2023Q3_converted_cut.csv")
    claims = {
        (row["geography_code"], row["date"], row["possession_type"]): number(row["value"])
        for row in rows
        if row["possession_action"] == "Claims"
    }
    for area, quarter in sorted({key[:2] for key in claims}):
        period = months(3 * int(quarter[-1]) - 2, int(quarter[:4]), 3)
        for kind, breakdown in CLAIMANTS.items():
            yield Fact(area, *period, claims.get((area, quarter, kind), 0), f"type={breakdown}")
        yield Fact(area, *period, sum(claims.get((area, quarter, kind), 0) for kind in LANDLORDS))


# Fuel poverty


def fuel_poverty(folder: Path) -> Iterator[Fact]:
    yield from fuel_2011(folder)
    yield from fuel_2012_and_2013(folder)
    yield from fuel_2014_to_2019(folder)
    yield from fuel_2017(folder)
    for year_, name in (
        (2020, "beis_sub-regional-fuel-poverty-2022-tables_2020-data_LILEE.xlsx"),
        (2021, "desnz_sub-regional-fuel-poverty-2023-tables_2021-data_LILEE.xlsx"),
    ):
        for row in sheet(folder / name, "Table 2"):
            if row[0] in KEPT:
                yield fuel_fact(str(row[0]), year_, number(row[6]), row[4], row[5])


def fuel_fact(area: str, year_: int, share: float, households: object, poor: object) -> Fact:
    return Fact(area, *year(year_), share, count=number(poor), denominator=number(households))


def fuel_2011(folder: Path) -> Iterator[Fact]:
    """Names only, as the codes are older than ours; shares as fractions with three decimals."""
    path = folder / "decc_sub-regional-fuel-poverty_2011-data_LIHC.xlsx"
    codes = codes_by_name(folder) | {"St. Albans": "E07000240", "East of England": REGION}
    for table_name, at in (("Local Authority", 1), ("County", 0), ("English Region", 0)):
        for row in sheet(path, table_name):
            if row[at] in codes:
                households, poor, share = row[-3:]
                yield fuel_fact(codes[str(row[at])], 2011, round(100 * number(share), 1), households, poor)


def fuel_2012_and_2013(folder: Path) -> Iterator[Fact]:
    """Districts and county by code, the region by its name; percentages with one decimal."""
    for year_ in (2012, 2013):
        path = folder / f"decc_sub-regional-fuel-poverty_{year_}-data_LIHC.xlsx"
        found = {SUCCESSORS.get(str(row[0]), str(row[0])): row[3:] for row in sheet(path, "Table 2")}
        found |= {str(row[0]): row[2:] for row in sheet(path, "Table 4") if row[0] == COUNTY}
        (found[REGION],) = (row[1:] for row in sheet(path, "Table 1") if row[0] in ("East", "East of England"))
        for area in KEPT & found.keys():
            households, poor, share = found[area]
            yield fuel_fact(area, year_, round(number(share), 1), households, poor)


def fuel_2014_to_2019(folder: Path) -> Iterator[Fact]:
    """Shares of districts alone; the years left out are in files with counts, or follow the definition before."""
    for row in records(folder / "caithrobinson-desnz_fuel-poverty-percentage_lad_2010-2019.csv"):
        if row["LACode"] in KEPT:
            for year_ in (2014, 2015, 2016, 2018, 2019):
                yield Fact(row["LACode"], *year(year_), number(row[str(year_)]))


def fuel_2017(folder: Path) -> Iterator[Fact]:
    """Fingertips' indicator 90356, which has no limits."""
    name = "psychty-ohid_31-fingertips-indicators-with-CI-count-denominator_one-period_all-districts_2020-01_converted"
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["indicator_id"] == "90356" and row["area_code"] in KEPT:
                yield fuel_fact(row["area_code"], 2017, number(row["value"]), row["denominator"], row["count"])


# Deprivation

#: Names of the copies without the word "Deprivation", sheets of the workbook of 2019, and our breakdowns.
DOMAINS = (
    ("Index of Multiple", "IMD", ""),
    ("Income", "Income", "domain=income"),
    ("Employment", "Employment", "domain=employment"),
    ("Education, Skills and Training", "Education", "domain=education"),
    ("Health and Disability", "Health", "domain=health"),
    ("Crime", "Crime", "domain=crime"),
    ("Barriers to Housing and Services", "Barriers", "domain=housing-and-services"),
    ("Living Environment", "Living", "domain=living-environment"),
    ("Income Affecting Children", "IDACI", "domain=income-children"),
    ("Income Affecting Older People", "IDAOPI", "domain=income-older-people"),
)


def district_summaries(folder: Path, column: str) -> Iterator[Fact]:
    """`rank_average_score` or `average_score` in each edition that has it, 2019 from the publisher's own workbook."""
    names = {name: breakdown for name, _, breakdown in DOMAINS}
    for edition in (2015, 2025):
        for row in records(folder / f"trafford-mhclg_IoD{edition}_local-authority-district_cut.csv"):
            domain = " ".join(word for word in row["index_domain"].split() if word != "Deprivation")
            area = row["lad19cd"] if edition == 2015 else row["area_code"]
            if column in row:
                yield Fact(area, *year(edition), number(row[column]), names[domain])
    ending = {"rank_average_score": "- Rank of average score", "average_score": "- Average score"}[column]
    for _, name, breakdown in DOMAINS:
        heading, *lines = sheet(folder / "mhclg_IoD2019_File_10_Local_Authority_District_Summaries.xlsx", name)
        (place,) = (at for at, title in enumerate(heading) if str(title).endswith(ending))
        yield from (Fact(str(row[0]), *year(2019), number(row[place]), breakdown) for row in lines if row[0] in KEPT)


def deprivation_score(folder: Path) -> Iterator[Fact]:
    """The overall index alone: scores of single domains are on scales of their own."""
    return (fact for fact in district_summaries(folder, "average_score") if not fact.breakdown)


def deprivation_deciles(folder: Path) -> Iterator[Fact]:
    for edition, lsoa, rank, decile in neighbourhoods(folder):
        yield Fact(str(lsoa), *year(edition), number(decile))
        yield Fact(str(lsoa), *year(edition), number(rank), "measure=rank")


def neighbourhoods(folder: Path) -> Iterator[tuple[int, object, object, object]]:
    """Edition, LSOA, rank and decile of every neighbourhood of the borough; the file of 2010 holds no other."""
    for row in records(folder / "humaniverse-mhclg_IMD2010_lsoa01_welwyn-hatfield_converted.csv"):
        yield 2010, row["lsoa01_code"], row["IMD_rank"], row["IMD_decile"]
    editions: dict[int, Iterable[list[object]]] = {
        2015: sheet(folder / "mhclg_IoD2015_File_1_Index_of_Multiple_Deprivation_lsoa11.xlsx", "IMD 2015"),
        2019: map(list, table(folder / "mhclg_IoD2019_File_1_Index_of_Multiple_Deprivation_lsoa11.csv")),
        2025: sheet(folder / "mhclg_IoD2025_File_1_Index_of_Multiple_Deprivation_lsoa21.xlsx", "IMD25"),
    }
    for edition, rows in editions.items():
        yield from ((edition, row[0], row[4], row[5]) for row in rows if row[2] == BOROUGH)


FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    "burglary": partial(street_rates, counts_as="Burglary".__eq__),
    "anti-social-behaviour": partial(street_rates, counts_as="Anti-social behaviour".__eq__),
    "drug-offences": partial(street_rates, counts_as="Drugs".__eq__),
    "violence-sexual-offences": partial(street_rates, counts_as="Violence and sexual offences".__eq__),
    "crime-recorded-street": partial(street_rates, counts_as="Anti-social behaviour".__ne__),
    "recorded-crime": recorded_crime,
    "residential-burglary": partial(crime_by_district, breakdown="offence=residential-burglary"),
    "all-recorded-crime": partial(crime_by_district, breakdown=""),
    "universal-credit-households": universal_credit,
    "children-low-income": children_low_income,
    "children-low-income-number": children_number,
    "council-tax-support": council_tax_support,
    "landlord-possession-claims": possession_claims,
    "fuel-poverty": fuel_poverty,
    "deprivation-rank": partial(district_summaries, column="rank_average_score"),
    "deprivation-score": deprivation_score,
    "deprivation-deciles": deprivation_deciles,
}
