"""Which family a file is of that no layout recognises: what it looks like by part of its marks, and what is missing.

A file that was saved in another form, or has lost headings, still has most of them; a publisher's other product has
words of its own in titles, headings and sheet names. Neither is read: it is named, with what to upload instead.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import NamedTuple

from indicators.formats import (
    explore_local_statistics,
    fingertips,
    iod_file_1,
    kinds,
    lahs,
    nomis_api,
    nomis_bulk,
    police_street,
    tidy,
    uk_hpi,
)
from indicators.formats.files import File
from indicators.formats.tabular import HEADER_WITHIN, plain

#: So large a part of a family's headings in one row is its likeness: with half of them and no other it is nothing else.
_LIKE = 0.5
#: Columns of a table that one sentence names.
_NAMED = 4
_SEPARATORS = (",", ";", "\t", "|")


class Likeness(NamedTuple):
    """What a file looks like, with what is missing or wrong with it, as a sentence; and what to do instead."""

    message: str
    fix: str = ""


class Headings(NamedTuple):
    """A family of text known by headings: its name with the article, those that its files have, those it needs."""

    name: str
    some: Sequence[str]
    needed: Sequence[str]


class Words(NamedTuple):
    """A family known by words in its first rows or the names of its sheets: why it is not read, what to do instead."""

    name: str
    pattern: str
    why: str
    fix: str = ""


#: Families that are read, by the headings of their files.
_READ = (
    Headings("the tidy template of this dashboard", tidy.COLUMNS, tidy.SIGNATURE),
    Headings(
        "a CSV of Explore Local Statistics",
        ("areacd", "areanm", "indicator", "period", "observation", "lci_95", "uci_95", "geography"),
        explore_local_statistics.NEEDED,
    ),
    Headings(
        "a Fingertips CSV",
        (*fingertips.NEEDED, "Area Name", "Parent Code", "Parent Name", "Area Type", "Count", "Denominator"),
        fingertips.SIGNATURE,
    ),
    Headings(
        "a Nomis API CSV",
        ("DATE_NAME", "DATE_CODE", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "MEASURES_NAME", "RECORD_COUNT"),
        (nomis_api.VALUE, "DATE", "GEOGRAPHY"),
    ),
    Headings("a Nomis bulk census CSV", nomis_bulk.SIGNATURE, nomis_bulk.SIGNATURE),
    Headings(
        "the full file of the UK House Price Index",
        ("Date", "RegionName", "AreaCode", "AveragePrice", "Index", "SalesVolume", "DetachedPrice", "FlatPrice"),
        uk_hpi.SIGNATURE,
    ),
    Headings("a street file of data.police.uk", (*police_street.SIGNATURE, "Location"), police_street.SIGNATURE),
    Headings("the open data of Local Authority Housing Statistics", lahs.KEYS, lahs.KEYS),
    Headings(
        "File 1 of the Indices of Deprivation",
        ("LSOA code", "LSOA name", "Local Authority District code", "Local Authority District name"),
        (iod_file_1.WANTED,),
    ),
)

_SHEET = "Upload the workbook as published: one of its sheets alone has not all that tells its figures apart."
_NO_YEAR = "Put the figures into the tidy template, with their period."
_NO_FIGURES = "it has no figures of indicators, only which areas belong together"

#: Products that are not read, by words of their headings and titles.
_UNREAD = (
    Words(
        "an outcomes file of data.police.uk",
        r"\bCrime ID\b.*\bOutcome type\b",
        "it says what became of crimes, not which there were",
        "Choose the street-level crime file of the same month.",
    ),
    Words(
        "a CSV of the ONS Subnational Indicators Dataset",
        r"\bAREACD\b.*\bVariable Name\b.*\bPeriod\b.*\bValue\b",
        "there is no layout for it: its columns Variable Name, Period and Value are those of an older service",
        "Download the same indicator from Explore Local Statistics.",
    ),
    Words(
        "a lookup of areas of the ONS Open Geography Portal",
        r"\b(?:LAD|WD|CTY|RGN|LSOA|MSOA|CSP|PFA|UTLA|CAUTH)(?:\d\d)?CD\b.*"
        r"\b(?:(?:LAD|RGN|CTY|CSP|LSOA|UTLA|PFA)(?:\d\d)?(?:CD|NM)|pfa_name)\b",
        _NO_FIGURES,
        "Areas are kept in data/areas.csv.",
    ),
    Words(
        "a list of similar areas of the Office for National Statistics",
        r"\bAREACD\b.*(?:\bGlobal\b.*\bEconomic\b|\b1\b.*\b2\b.*\b3\b)|Clustering similar local authorities",
        _NO_FIGURES,
        "Similar areas are kept in data/neighbours.csv.",
    ),
    Words(
        "a census table of origins and destinations",
        r"LTLA of workplace code|Mainly work at or from home",
        "its figures are about pairs of areas, here and there, and an indicator is about one",
        "Sum it up by area first, and put the sums into the tidy template.",
    ),
    Words(
        "the monthly UK House Price Index summary for England",
        r"^Local authorities?\b.*\bDifference\b",
        "it has names without codes and no column AreaCode",
        "Download the full file of the UK House Price Index.",
    ),
    Words(
        "the ONS Health Index",
        r"ltla\d\d_code.*domain_score|Health Index for England",
        "there is no layout for it: it has scores by domain, and no indicator here is one of them",
        "Put the scores into the tidy template, if an indicator is to have them.",
    ),
    Words(
        "Private Rental Market Statistics",
        r"Private Rental Market (?:Summary )?Statistics",
        "there is no layout for it: its tables have a size of home each, and its last edition is of 2023",
        _NO_YEAR,
    ),
    Words(
        "the Business Demography workbook of the Office for National Statistics",
        r"Business Demography \d{4}",
        "there is no layout for it: each year and kind of count stands on a sheet of its own",
        "Download business demography from Explore Local Statistics.",
    ),
    Words(
        "table P1 or another police force table of the Office for National Statistics",
        r"Table P\d+\w?:",
        "its figures are for police forces, and no force is the borough",
        "Download table C2, by Community Safety Partnership.",
    ),
    Words(
        "a P1E homelessness return, as collected until 2018",
        r"homeless in emergency|\bP1E\b",
        "it counts other households than H-CLIC does since 2018, and says no quarter",
        _NO_YEAR,
    ),
    Words(
        "a DWP table of children in out-of-work benefit households",
        r"Age 0-4\W.*Number of Households|children.*out-of-work benefit",
        "no column and no title says its year",
        _NO_YEAR,
    ),
    Words(
        "NHS disease prevalence by condition (QOF)",
        r"group_code\W.*prevalence|Quality and Outcomes Framework",
        "there is no layout for it: its conditions are codes, and no column says its year",
        "Download the same prevalence from Fingertips.",
    ),
    Words(
        "a model of loneliness by neighbourhood",
        r"lsoa\d\d_code.*\bperc\b.*deciles",
        "no column says what is measured, or when",
        _NO_YEAR,
    ),
    Words(
        "File 10 of the Indices of Deprivation",
        r"Local Authority District code.*(?:Average rank|Average score)|\bimd_(?:average|rank_of_average)_",
        "no column of it holds ranks or deciles of neighbourhoods",
        "Upload File 1 of the same edition.",
    ),
    Words(
        "possession statistics of the Ministry of Justice",
        r"possession_(?:type|action)|(?:Landlord|Mortgage)[ _]possession|\bpossession claims\b",
        "no column of it is a local authority with year, quarter, claim type and stage",
        "Upload the CSV of possession claims by local authority as published.",
    ),
    Words(
        "a census table of the Office for National Statistics",
        r"Lower tier local authorities Code.*Observation",
        "no column between the areas and the observations says what is counted",
        "Choose CSV in the dataset's own download.",
    ),
)
#: Families of which some files are read, by words of their titles and the names of their sheets.
_TITLED = (
    Words(
        "a GOV.UK live table",
        r"\bLive tables?\b|\bTable \d{3,4}[a-z]?\b|(?:Old|New) ONS code|This worksheet contains one table",
        "no column of it is a measure or a year beside the ONS code of each authority",
        "Upload the table as published, with its title and headings.",
    ),
    Words(
        "a file of Explore Education Statistics",
        r"time_period.*time_identifier|geographic_level.*country_code",
        "the columns time_period, time_identifier and geographic_level are not all there",
        "Download the data file as CSV, with all its columns.",
    ),
    Words(
        "a Stat-Xplore table",
        r"Counting: |^Stat-Xplore$|\(Place of residence\)|^Annotations\b",
        "no row of it has Month, Quarter or Year before its periods, as its CSV has",
        "Save the table from Stat-Xplore as CSV.",
    ),
    Words(
        "what the query page of Nomis saves",
        r"\bnomis\b|ONS Crown Copyright Reserved",
        "the line 'ONS Crown Copyright Reserved [from Nomis on …]' is not below its title",
        "Save it again from the query page, as CSV or XLSX, and upload it as it is.",
    ),
    Words(
        "a table of recorded crime of the Office for National Statistics",
        r"Community Safety Partnership|Police recorded crime",
        "it has not the title of table C2",
        "Upload table C2 with its title.",
    ),
    Words(
        "an H-CLIC homelessness workbook",
        r"H-?CLIC|statutory homelessness|owed a (?:prevention|relief|homelessness)|threatened with homelessness",
        "it has not the sheets A1 and on with their titles",
        "Upload the workbook of detailed local authority tables as published.",
    ),
    Words(
        "a table of earnings (ASHE) of the Office for National Statistics",
        r"Annual Survey of Hours and Earnings|Table \d+\.\d+\w? +(?:Weekly|Hourly|Annual|Basic|Gross|Overtime|Paid)",
        "no sheet has the title of a table above the headings Description and Code",
        _SHEET,
    ),
    Words(
        "the House Price Statistics for Small Areas",
        r"HPSSA|(?:price paid|residential property sales).*(?:administrative|geograph)",
        "no sheet has headings such as 'Year ending Dec 1995' below its title",
        _SHEET,
    ),
    Words(
        "the ratios of house prices to earnings",
        r"ratio of .*(?:house )?price.*earnings|house price to .*earnings",
        "no sheet has a column for each year below its title",
        _SHEET,
    ),
    Words(
        "estimates of dwellings by tenure of the Office for National Statistics",
        r"Owned Outright|dwellings by tenure",
        "its title, which says what the figures are, is not above the headings",
        "Upload the workbook as published, with its title rows.",
    ),
    Words(
        "labour productivity by local authority",
        r"productivity jobs|subregional productivity|labour productivity",
        "it has no sheet 'Productivity Jobs' with a column for each year",
        _SHEET,
    ),
    Words(
        "mid-year population estimates of the Office for National Statistics",
        r"\bMYEB\d|mid-year population estimates|population_\d{4}",
        "no row has the codes and names of local authorities before a column for each year",
        "Upload one of the detailed tables MYEB1 to MYEB3.",
    ),
    Words(
        "sub-regional fuel poverty",
        r"fuel poverty|fuel poor",
        "no sheet has a code, a name, households and fuel poor households in one row of headings",
        _SHEET,
    ),
    Words(
        "a table of the Department for Work and Pensions",
        r"children in (?:low income|relative|absolute)|\bFYE ?20\d\d|Department for Work and Pensions",
        "no row has headings such as 'FYE 2015' beside the local authority",
        "Upload it with its title rows, as published.",
    ),
)


def likeness(file: File) -> Likeness | None:
    """What a file looks like that is in no layout; None where nothing tells."""
    if not file.is_workbook and (kind := kinds.text(file.head)):
        return Likeness(f"This is {kind.name}, not a table.", kind.fix)
    rows = list(_rows(file))
    lines = [" ".join(row) for row in rows] + ([*file.sheets] if file.is_workbook else [])
    unread, titled = (map(_other, (each for each in words if _said(each, lines))) for words in (_UNREAD, _TITLED))
    return next(unread, None) or _read(file, rows) or next(titled, None)


def _rows(file: File) -> Iterator[list[str]]:
    """The cells of the first rows, of each sheet or of the text, whatever separates them there."""
    if file.is_workbook:
        for grid in file.sheets.values():
            yield from ([plain(cell) for cell in row if plain(cell)] for row in grid[:HEADER_WITHIN])
        return
    head = file.head.removeprefix("\ufeff")
    separator = max(_SEPARATORS, key=lambda sign: max(line.count(sign) for line in head.split("\n")[:HEADER_WITHIN]))
    try:
        for cells in islice(csv.reader(StringIO(head, newline=""), delimiter=separator), HEADER_WITHIN):
            yield [plain(cell) for cell in cells if plain(cell)]
    except csv.Error:  # a quoted text longer than any heading
        return


def _said(family: Words, lines: Iterable[str]) -> bool:
    return any(re.search(family.pattern, line, re.IGNORECASE) for line in lines)


def _other(family: Words) -> Likeness:
    return Likeness(f"This looks like {family.name}, but {family.why}.", family.fix)


def _read(file: File, rows: Iterable[Sequence[str]]) -> Likeness | None:
    """The family that is read whose headings a row has most of, with those that it has not."""
    best, share, there = None, 0.0, frozenset[str]()
    for row in rows:
        headings = frozenset(cell.casefold() for cell in row)
        for family in _READ:
            found = sum(_among(name, headings) for name in family.some)
            if found > 1 and found / len(family.some) > max(share, _LIKE - 1e-9):
                best, share, there = family, found / len(family.some), headings
    if best is None:
        return None
    lost = [name for name in best.needed if not _among(name, there)]
    if lost:
        return Likeness(
            f"This looks like {best.name}, but {_missing(lost)}.", "Download it again with all its columns."
        )
    if file.is_workbook:
        return Likeness(
            f"This looks like {best.name}, but it was saved as a workbook.", "Upload the CSV as downloaded."
        )
    first = "its cells are not separated by commas, or its headings are not in one row near the top"
    return Likeness(f"This looks like {best.name}, but {first}.", "")


def _among(name: str, headings: Iterable[str]) -> bool:
    """Whether a heading is there, alone or with what editions write behind it: "LSOA code (2021)", "DATE_NAME"."""
    wanted = name.casefold()
    return any(cell == wanted or cell.startswith((f"{wanted} (", f"{wanted}_")) for cell in headings)


def _missing(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"the column {names[0]} is missing"
    shown = list(names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"the columns {', '.join(shown[:-1])}{',' if more else ' and'} {shown[-1]}{more} are missing"
