"""GOV.UK live tables and others laid out like them: areas down; measures across for one period, or years across.

The period of a table of measures stands in its title, in the list of contents or in the name of its sheet, and so
does the table's number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from indicators.formats import area_tables, live_titles
from indicators.formats.area_tables import AreaTable
from indicators.formats.files import File, Grid
from indicators.formats.grids import Part, filled, first_rows, grids, stacked
from indicators.formats.headings import Heading, without_notes
from indicators.formats.live_titles import About
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import plain

TITLE = "GOV.UK live tables (XLS, XLSX, ODS or CSV)"
DESCRIPTORS = ("Table", "Subject", "Figure")
DOWNLOAD = (
    "The numbered tables of the government department for housing and local government on GOV.UK (“Live tables on …”), "
    "as the workbook or one of its sheets saved as CSV: dwelling stock (100), net additional dwellings (122), vacant "
    "dwellings (615), claimants of council tax support and many more. Tables of other departments that are laid out "
    "alike are read too."
)
RECOGNISED = (
    "By a row of headings with `ONS code` (`Old ONS code`, `New ONS code`, `Current ONS code`), or with `Area code` "
    "below a title such as “Table 2.7: …”."
)
MATCH = (
    "`Table` is the number in the title, the name of the sheet or on the cover. `Subject` is the title without number, "
    "notes and years; for a few tables that the publisher words anew from time to time it is fixed: “Dwellings by "
    "tenure”, “Net additional dwellings”, “All vacant dwellings”, “All long-term vacant dwellings”, “Properties by "
    "council tax band”, “Council tax support claimants: pensioners” and “…: working age”. `Figure` is the heading of a "
    "table of measures, in sentence case; a table with years across has none: leave it out of `match`."
)
TRAPS = (
    "A table of measures has its year in the title or in the list of contents: a sheet saved as CSV without its title "
    "cannot be read.",
    "Cells of counts of dwellings hold fractions that the table does not show: they are read as shown, in whole "
    "dwellings.",
    "Codes such as `26UL` are older than those of nine characters: such rows go by the area's name.",
    "Live table 100's total is the department's estimate of dwellings, not the council tax list of “Number of homes”.",
    "The years of a table are those of one edition: earlier ones are adjusted to each census.",
    "Percentages of change beside quarters are not read.",
)

_HEADER_WITHIN = 15
_ONS_CODE = re.compile(
    r"(?:(?:old|new|former|current|lower tier|local authority) )?(?:ons|gss)(?: area)? codes?", re.IGNORECASE
)
_AREA_CODE = re.compile(r"area code", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:live )?table [\w.]+ ?[:–-]", re.IGNORECASE)
#: How a heading says that its period is not all of it: DWP's tables are another layout.
_MIXED = re.compile(r"\bFYE \d{4}\b")
_FAMILY = "This looks like a GOV.UK live table, but"
_FEWEST = 3
_DWELLINGS = re.compile(r"dwelling|vacant|\bhomes\b", re.IGNORECASE)
_NOT_WHOLE = re.compile(r"per |percent|%|ratio|average|rate\b|median|mean\b", re.IGNORECASE)
#: With a large E a spreadsheet has dropped digits, which is told of the text as it stands.
_FRACTION = re.compile(r"-?\d+\.\d+(?:e[-+]\d+)?")
#: Words that a sentence-case heading keeps: "LA", "PRP".
_TITLE_CASE = re.compile(r"(?<=[\w,;:)(/-] )[A-Z](?=[a-z])")


@dataclass(frozen=True)
class _Sheet:
    """A table with what its titles say about it; `groups` are the texts above its headings, by their places."""

    table: AreaTable
    about: About
    groups: Mapping[int, str]

    def figure(self, heading: Heading) -> str:
        """What a column of a table of measures counts: its heading, with the text that spans it and its like."""
        own = _TITLE_CASE.sub(lambda letter: letter[0].lower(), heading.bare)
        return f"{self.groups[heading.place]}: {own}" if heading.place in self.groups else own


def recognises(file: File) -> bool:
    """Whether one of the first rows, of any sheet, has a heading of ONS codes, or of area codes below "Table …:"."""
    if not file.is_workbook:
        return _place(first_rows(file, _HEADER_WITHIN)) is not None
    return any(_place(grid) is not None for grid in file.sheets.values())


def read(file: File) -> Reading:
    """Every figure of every table, years across or measures across, with the areas' codes where they have nine
    characters. A sheet without headings is a cover or a note."""
    sheets, faults = grids(file)
    measures: dict[tuple[str, ...], int] = {}
    parts: list[Part] = []
    found = False
    for name, grid in sheets.items():
        place = _place(grid)
        if place is None:
            continue
        found = True
        table, wrong = area_tables.table(name, grid, place, not file.is_workbook)
        sheet = _Sheet(table, live_titles.about(table, sheets), _groups(table, grid))
        faults += [*wrong, *_faults(sheet)]
        parts += _parts(sheet, file.is_workbook, measures)
    if not found:
        sought = f"None of the first {_HEADER_WITHIN} rows of a sheet has a heading such as 'ONS code'."
        faults.append(Fault("no-header", sought))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    lines = live_titles.explanations(sheets)
    return Reading(described, stacked(parts), tuple(faults), _notes(parts, sheets), markers(lines))


def _place(grid: Sequence[Sequence[str]]) -> int | None:
    """The position of the row of headings; None where there is none in this layout."""
    titled = False
    for place, row in enumerate(grid[:_HEADER_WITHIN]):
        texts = filled(row)
        bare = [without_notes(text) for text in texts]
        codes = any(map(_ONS_CODE.fullmatch, bare)) or (titled and any(map(_AREA_CODE.fullmatch, bare)))
        if codes and len(texts) >= _FEWEST and not any(map(_MIXED.search, texts)):
            return place
        titled = titled or any(map(_NUMBERED.match, texts))
    return None


def _groups(table: AreaTable, grid: Grid) -> dict[int, str]:
    """The texts that span columns of the same heading, in the row above the headings; none where no heading comes
    twice."""
    bare = [heading.bare.casefold() for heading in table.figures]
    if len(set(bare)) == len(bare) or table.header_row < 2:
        return {}
    above = [without_notes(text) for text in grid[table.header_row - 2]]
    groups: dict[int, str] = {}
    text = ""
    for heading in table.figures:
        before = max((other.place for other in table.figures if other.place < heading.place), default=heading.place - 1)
        text = next((found for found in reversed(above[before + 1 : heading.place + 1]) if found), text)
        if text:
            groups[heading.place] = text
    return groups


def _faults(sheet: _Sheet) -> Iterator[Fault]:
    table = sheet.table
    where = (table.sheet, table.header_row)
    if not table.rows and not (table.below and not table.figures):
        yield Fault("nothing-to-read", f"{_FAMILY} no row below its headings is an area's.", *where)
    elif not table.figures:
        yield Fault("missing-column", f"{_FAMILY} no column of it holds figures.", *where)
    elif not sheet.about.period and not _dated(table):
        lost = f"{_FAMILY} neither its title nor a heading says of which year or quarter its figures are."
        fix = "Write the table's title, with its year, into the row above the headings, or upload the whole workbook."
        yield Fault("no-header", lost, *where, fix=fix)
    if not sheet.groups:
        yield from area_tables.doubled(table)


def _dated(table: AreaTable) -> list[Heading]:
    """The columns of periods, each once; none where the table has measures across."""
    dated = {heading.period: heading for heading in reversed(table.figures) if heading.period}
    return list(dated.values())[::-1]


def _parts(sheet: _Sheet, workbook: bool, measures: dict[tuple[str, ...], int]) -> Iterator[Part]:
    """The cells of each column; a measure that is new gets the next place in `measures`."""
    table, about = sheet.table, sheet.about
    columns = [(heading, "", heading.period, heading.flags) for heading in _dated(table)]
    if not columns and about.period:
        once = {sheet.figure(heading).casefold(): heading for heading in reversed(table.figures)}
        columns = [
            (heading, sheet.figure(heading), about.period, " ".join(filter(None, (about.flags, heading.flags))))
            for heading in reversed(once.values())
        ]
    for heading, figure, period, flags in columns:
        if not table.rows:
            continue
        measure = measures.setdefault((about.table, about.subject, figure), len(measures))
        whole = workbook and _counts_dwellings(f"{about.subject} {figure}")
        values = [row[heading.place] for _, row in table.rows]
        of_column = {
            "area_code": table.codes,
            "area_name": table.names,
            "period": period,
            "value": [_as_shown(value) for value in values] if whole else values,
            "flags": flags,
            "sheet": table.sheet,
            "column": heading.text,
        }
        yield Part([measure] * len(values), [number for number, _ in table.rows], of_column)


def _counts_dwellings(words: str) -> bool:
    return bool(_DWELLINGS.search(words)) and not _NOT_WHOLE.search(words)


def _as_shown(text: str) -> str:
    """A number of dwellings without the fraction that the table does not show: 46676.6 is shown as 46,677."""
    if not _FRACTION.fullmatch(text.strip()):
        return text
    return f"{Decimal(text.strip()).quantize(Decimal(1), ROUND_HALF_UP):f}"


def _notes(parts: Iterable[Part], sheets: Mapping[str, Grid]) -> tuple[str, ...]:
    """What the file says of itself: the first line of each sheet that was read."""
    names = dict.fromkeys(str(part.columns["sheet"]) for part in parts)
    firsts = (next((" ".join(filled(row)) for row in sheets[name] if filled(row)), "") for name in names)
    return tuple(dict.fromkeys(plain(text) for text in firsts if text))
