"""What the titles of a live table say: its number, its subject, and the period of a table that has measures across."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from indicators.formats.area_tables import AreaTable
from indicators.formats.files import Grid
from indicators.formats.grids import filled
from indicators.formats.headings import heading, without_notes
from indicators.formats.tabular import plain
from indicators.period_kinds import MONTHS

#: Rows of a sheet that can be its title, and of a cover or list of contents that can be about another sheet.
_TITLES, _COVER = 4, 60
_TABLE = re.compile(r"\b(?:live )?table[ _]?(\d{1,4}(?:\.\d{1,2})?[a-z]?)\b|\bLT[ _]?(\d{3,4}[a-z]?)\b", re.IGNORECASE)
_LABEL = re.compile(r"^(?:[\w ]{1,25}, )?(?:live )?table [\w.]+ ?[:–-] ?(?=\S)", re.IGNORECASE)
_SOURCE = re.compile(r"^(?:source|back to|this (?:work)?sheet|this table|some cells|notes?\b|return to)", re.IGNORECASE)
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = re.compile(rf"\b\d{{1,2}} {_MONTH} \d{{4}}\b", re.IGNORECASE)
_PERIODS = (
    # from the first day of a month to the last of another: the months are what periods are written with
    re.compile(rf"between 1 (?P<first>{_MONTH} \d{{4}}) (?:to|and) \d\d (?P<last>{_MONTH} \d{{4}})", re.IGNORECASE),
    re.compile(rf"(?P<whole>{_MONTH} to {_MONTH} \d{{4}})", re.IGNORECASE),
    re.compile(r"(?P<whole>\b\d{4} ?Q[1-4]\b|\bQ[1-4] \d{4}[-/]\d\d\b)", re.IGNORECASE),
    re.compile(rf"(?P<whole>\b(?:year ending|year to) {_MONTH} \d{{4}})", re.IGNORECASE),
    re.compile(r"(?P<whole>\b(?:19|20)\d\d[-/]\d\d\b)", re.IGNORECASE),
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: A title that says from when to when a table is names no period of its own.
_RANGE = re.compile(r"\b(?:from|since|onwards)\b", re.IGNORECASE)
#: What a title says of its time, at its end.
_WHEN = re.compile(
    r"[,;:]?\s*\b(?:as at|at|on|in|from|since|between|for)?\s*"
    rf"(?:\d{{1,2}} )?(?:{_MONTH}\s*)?(?:19|20)\d\d(?:[-/]\d\d)?"
    rf"(?: ?(?:to|and|[-–]) ?(?:\d{{1,2}} )?(?:{_MONTH}\s*)?(?:19|20)\d\d(?:[-/]\d\d)?)?(?: onwards)?\s*$",
    re.IGNORECASE,
)
#: Tables that are worded anew from edition to edition, by the words that stay: those that must be in the table's own
#: titles, those that may stand on the cover, and those that make it another table.
_SUBJECTS: Sequence[tuple[str, str, str, str]] = (
    ("Council tax support claimants: pensioners", r"pension", r"council tax (?:support|reduction)", r"percent|cost|£"),
    ("Council tax support claimants: working age", r"working[- ]age", r"council tax (?:support|reduction)", r"cost|£"),
    ("Net additional dwellings", r"net additional dwellings", "", r"component|flows?\b|per 1,?000|percent"),
    ("All long-term vacant dwellings", r"\ball long[- ]term vacant dwellings", "", r"percent"),
    ("All vacant dwellings", r"\ball vacant dwellings", "", r"percent"),
    (
        "Properties by council tax band",
        r"(?:properties|stock of properties) by council tax band",
        "",
        r"property type|build|lsoa|percent",
    ),
    ("Dwellings by tenure", r"dwellings? (?:stock )?by tenure and (?:local authority )?district", "", r"percent"),
)
#: Tables of stocks whose title has the year alone, by number, and the day that their cover names.
_DAYS = {"100": "31 March"}


class About(NamedTuple):
    """A table's number and subject; its period and flags, where the table has measures across."""

    table: str
    subject: str
    period: str
    flags: str


def about(table: AreaTable, sheets: Mapping[str, Grid]) -> About:
    """What the texts above a table say of it, then the list of contents, the name of its sheet, and the cover."""
    own = titles(table)[:_TITLES]
    listed = _listed(table.sheet, sheets)
    named = table.sheet.replace("_", " ")
    cover = [text for name, grid in sheets.items() if name != table.sheet for text in _opening(grid)]
    number = _number([*own, table.sheet, listed]) or _number(cover[:_TITLES])
    period, flags = _period([*own, listed], named, number)
    return About(number, _subject(own, listed, named, cover), period, flags)


def titles(table: AreaTable) -> list[str]:
    """The texts above a table that are no remark on the sheet."""
    return [text for text in table.above if not _SOURCE.match(text)]


def explanations(sheets: Mapping[str, Grid]) -> list[str]:
    """Lines such as "[x] = Data is not available." from a sheet of notes, and every other line by itself."""
    lines: list[str] = []
    for grid in sheets.values():
        for row in grid:
            texts = filled(row)
            if len(texts) in (2, 3) and re.fullmatch(r"\[\w{1,4}\]", texts[0]):
                lines.append(f"{texts[0]} = {texts[1]}")
            elif len(texts) in (2, 3) and re.fullmatch(r"[^\w\s]{1,3}", texts[0]):
                lines.append(f"{texts[0]} {texts[1]}")
            elif len(texts) == 1:
                lines.append(texts[0])
    return lines


def _opening(grid: Grid) -> list[str]:
    return [text for row in grid[:_TITLES] for text in filled(row)[:1]]


def _listed(sheet: str, sheets: Mapping[str, Grid]) -> str:
    """What a list of contents says of a sheet; empty where there is no list or it does not name the sheet."""
    for name, grid in sheets.items():
        if name != sheet:
            for row in grid[:_COVER]:
                texts = filled(row)
                if len(texts) > 1 and without_notes(texts[0]).casefold() == without_notes(sheet).casefold():
                    return texts[1]
    return ""


def _number(texts: Iterable[str]) -> str:
    match = next(filter(None, map(_TABLE.search, texts)), None)
    return (match[1] or match[2]).upper() if match else ""


def _subject(own: list[str], listed: str, named: str, cover: list[str]) -> str:
    """The fixed subject by its words, else the first title without label, notes and years."""
    titles = " ".join([*own, listed, named])
    everywhere = " ".join([titles, *cover])
    for subject, words, anywhere, other in _SUBJECTS:
        wanted = re.search(words, titles, re.IGNORECASE) and re.search(anywhere, everywhere, re.IGNORECASE)
        if wanted and not re.search(other, titles, re.IGNORECASE):
            return subject
    return bare_title(next((text for text in own if _TABLE.search(text)), own[0] if own else ""))


def bare_title(title: str) -> str:
    """A title without the table's number, notes, flags, and the years at its end: as it will be in the next edition."""
    bare = _LABEL.sub("", heading(0, title).bare)
    bare = _PERIODS[0].sub("", bare)
    while _WHEN.search(bare):
        bare = _WHEN.sub("", bare)
    return plain(bare).rstrip(" ,;:")


def _period(texts: list[str], named: str, number: str) -> tuple[str, str]:
    """The period, and the flags that hang on the text that names it."""
    marked = [heading(0, text) for text in texts if text]
    flags = next((found.flags for found in marked if found.flags), heading(0, named).flags)
    bare = [found.bare for found in marked]
    for text in bare:
        days = _DAY.findall(text)
        if len(days) == 1:
            return days[0], flags
    for text in bare:
        for pattern in _PERIODS:
            matches = list(pattern.finditer(text))
            if len({match[0] for match in matches}) == 1 and not _RANGE.search(text):
                return _written(matches[0]), flags
    if found := heading(0, named).period:
        return _on_its_day(found, number), flags
    for text in bare:
        years = _YEAR.findall(text)
        if len(set(years)) == 1 and not _RANGE.search(text):
            return _on_its_day(years[0], number), flags
    return "", flags


def _written(match: re.Match[str]) -> str:
    return match.groupdict().get("whole") or f"{match['first']} to {match['last']}"


def _on_its_day(year: str, number: str) -> str:
    return f"{_DAYS[number]} {year}" if number in _DAYS and _YEAR.fullmatch(year) else year
