"""Damages to the periods of a file, and to what its figures are said to be."""

import re
from collections.abc import Callable
from functools import partial

import pandas as pd

from tests.screening.damages import copied, damage, rewritten, with_rows
from tests.screening.damages_cells import times
from tests.screening.laid import Laid, Spot
from tests.screening.sheets import Sheets


def _moved_years(text: str, by: int) -> str:
    """Every year in a text moved, 2018/19 and 2018-19 among them."""

    def moved(match: re.Match[str]) -> str:
        year, short = int(match[1]) + by, match[3]
        return f"{year}{match[2] or ''}{(int(short) + by) % 100:02}" if short else str(year)

    return re.sub(r"(?<!\d)((?:19|20)\d\d)(?:([/-])(\d\d)(?![\d-]))?(?!\d)", moved, text)


def _relabelled(laid: Laid, made: Callable[[str], str], *days: pd.Timestamp) -> Sheets | None:
    """The cells that name some of the periods, or all, and those beside that say the same, with other texts."""
    texts = {spot: made(laid.text(spot)) for spot, day in laid.dated.items() if not days or day in days}
    for sheet, row, column in list(texts):
        line = laid.sheets[sheet][row]
        for at, cell in enumerate(line):
            if at != column and _names_a_period(laid, at, column) and cell:
                texts[sheet, row, at] = made(cell)
    return rewritten(laid, texts)


def _names_a_period(laid: Laid, at: int, column: int) -> bool:
    """Whether a column beside that of the period says the period too, as our template and Nomis do."""
    sheet, header = laid.header
    names = laid.sheets[sheet][header]
    mine = {"period_start", "period_end", "period_label", "DATE", "DATE_NAME", "DATE_CODE"}
    return at < len(names) and column < len(names) and {names[at], names[column]} <= mine


def _two(laid: Laid) -> list[pd.Timestamp]:
    return sorted(set(laid.dated.values()))[-2:]


damage("newest period one year later", "period")(
    lambda laid: _relabelled(laid, lambda text: _moved_years(text, 1), laid.newest)
)
damage("newest period one year earlier", "period")(
    lambda laid: _relabelled(laid, lambda text: _moved_years(text, -1), laid.newest)
)
damage("all periods one year later", "period")(lambda laid: _relabelled(laid, lambda text: _moved_years(text, 1)))
damage("all periods one year earlier", "period")(lambda laid: _relabelled(laid, lambda text: _moved_years(text, -1)))
damage("newest period in the future", "period")(
    lambda laid: _relabelled(laid, lambda text: _moved_years(text, 9), laid.newest)
)
damage("newest period a century ago", "period")(
    lambda laid: _relabelled(laid, lambda text: _moved_years(text, -100), laid.newest)
)
damage("newest period cannot be read", "period")(
    lambda laid: _relabelled(laid, lambda text: re.sub(r"20(\d)\d", r"20\1x", text), laid.newest)
)
damage("newest period empty", "period")(lambda laid: _relabelled(laid, lambda text: "", laid.newest))


@damage("two periods exchanged", "period")
def periods_exchanged(laid: Laid) -> Sheets | None:
    if len(_two(laid)) < 2:
        return None
    one, other = _two(laid)
    texts = {day: next(laid.text(spot) for spot, each in laid.dated.items() if each == day) for day in (one, other)}
    ends = {spot: texts[one] if day == other else texts[other] for spot, day in laid.dated.items() if day in texts}
    return rewritten(laid, ends) if laid.upload.layout != "tidy" else None


def _other_kind(text: str) -> str:
    """A calendar year for a financial one, and the other way round; a month for a quarter."""
    if match := re.fullmatch(r"(.*?)(20\d\d)[/-](\d\d)", text):
        return f"{match[1]}{match[2]}"
    if match := re.fullmatch(r"(20\d\d)-04-01/P1Y", text):
        return f"{match[1]}-01-01/P1Y"
    if match := re.fullmatch(r"(.*?[^/-])?(20\d\d)", text):
        return f"{match[1] or ''}{match[2]}/{(int(match[2]) + 1) % 100:02}"
    return re.sub(r"(\w+) to \w+ (20\d\d)", r"\1 \2", text)


damage("newest period of another kind", "period")(lambda laid: _relabelled(laid, _other_kind, laid.newest))
damage("all periods of another kind", "period")(lambda laid: _relabelled(laid, _other_kind))

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def _next_month(text: str) -> str:
    names = _MONTHS.split("|")

    def moved(match: re.Match[str]) -> str:
        return names[(names.index(match[0]) + 3) % 12]

    if match := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text):
        return f"{match[2]}/{match[1]}/{match[3]}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)(.*)", text):
        return f"{match[1]}-{int(match[2]) % 12 + 1:02}{match[3]}"
    return re.sub(_MONTHS, moved, text)


damage("month of the newest period another", "period")(lambda laid: _relabelled(laid, _next_month, laid.newest))


@damage("a period missing", "period")
def period_missing(laid: Laid) -> Sheets | None:
    days = sorted(set(laid.dated.values()))
    return _without(laid, days[-2]) if len(days) > 2 else None


def _without(laid: Laid, day: pd.Timestamp) -> Sheets:
    """The rows or the columns of a period gone."""
    sheet = laid.header[0]
    spots = [figure.spot for figure in laid.figures if figure.start == day and figure.spot[0] == sheet]
    others = [figure.spot for figure in laid.figures if figure.start != day and figure.spot[0] == sheet]
    rows = {row for _, row, _ in spots} - {row for _, row, _ in others}
    columns = {column for *_, column in spots} - {column for *_, column in others}
    kept = [row for at, row in enumerate(laid.sheets[sheet]) if at not in rows]
    if not rows:
        kept = [[cell for at, cell in enumerate(row) if at not in columns] for row in kept]
    return with_rows(laid, kept)


@damage("newest figures put under the period before too", "period")
def twice(laid: Laid) -> Sheets | None:
    """Two periods with the same figures: the newer is copied over the older."""
    if len(_two(laid)) < 2:
        return None
    older = {(one.series, one.area, one.role): one for one in laid.figures if one.start == _two(laid)[0]}
    pairs = [(one, older.get((one.series, one.area, one.role))) for one in laid.new("value", "lower", "upper", "count")]
    return rewritten(laid, {old.spot: laid.text(new.spot) for new, old in pairs if old is not None})


@damage("half a year more", "period")
def half_year(laid: Laid) -> Sheets | None:
    """A further column or further rows for a half-year, with figures half as large."""
    sheet = laid.header[0]
    grid = copied(laid.sheets)[sheet]
    new = [figure for figure in laid.new("value") if figure.spot[0] == sheet]
    own_rows = sorted({figure.spot[1] for figure in new})
    wide = any(spot[0] == sheet and spot[1] not in own_rows for spot in laid.dated)
    if not new:
        return None
    if wide:
        for row in grid:
            row.append("")
        for figure in new:
            if figure.series == laid.series:
                grid[figure.spot[1]][-1] = times(0.5, laid.text(figure.spot)) or ""
        head = next(spot for spot, day in laid.dated.items() if day == laid.newest and spot[0] == sheet)
        grid[head[1]][-1] = _half(grid[head[1]][head[2]])
    else:
        for at in own_rows:
            row = list(grid[at])
            for figure in new:
                if figure.spot[1] == at:
                    row[figure.spot[2]] = times(0.5, row[figure.spot[2]]) or ""
            for spot, day in laid.dated.items():
                if spot[:2] == (sheet, at) and day == laid.newest:
                    row[spot[2]] = _half(row[spot[2]])
            grid.append(row)
    return with_rows(laid, grid)


def _half(text: str) -> str:
    """The first half of the year after that in a text."""
    later = _moved_years(text, 1)
    return later.replace("/P1Y", "/P6M") if "/P1Y" in later else f"{later} H1"


@damage("sexes exchanged", "unit")
def sexes(laid: Laid) -> Sheets | None:
    words = {"Male": "Female", "Female": "Male", "sex=male": "sex=female", "sex=female": "sex=male"}
    texts = {
        (sheet, at, place): words[cell]
        for sheet, grid in laid.sheets.items()
        for at, row in enumerate(grid)
        for place, cell in enumerate(row)
        if cell in words
    }
    return rewritten(laid, texts)


@damage("persons are women", "unit")
def women(laid: Laid) -> Sheets | None:
    """A filter was left on one sex: its figures stand for all."""
    series = {figure.series for figure in laid.figures}
    other = next((each for each in series if each.endswith("sex=female")), None)
    if other is None:
        return None
    theirs = {(one.area, one.start, one.role): one for one in laid.figures if one.series == other}
    pairs = [
        (one, theirs.get((one.area, one.start, one.role)))
        for one in laid.figures
        if one.series == other.rpartition(" ")[0]
    ]
    return rewritten(laid, {mine.spot: laid.text(their.spot) for mine, their in pairs if their is not None})


#: Words of a file that say what is counted, and what else they could say.
_WORDS = {
    "per 100,000": "per 1,000",
    "%": "proportion",
    "Percentage": "Number",
    "Score out of 10": "Score out of 100",
    "£": "£000",
    "Total": "Male",
    "Persons": "Male",
    "Median": "Mean",
    "Weekly pay - gross": "Weekly pay - excluding overtime",
    "All Ages": "Aged 16 to 64",
    "Households on Universal Credit": "People on Universal Credit",
    "workplace-based": "residence-based",
    "Median price paid": "Mean price paid",
    "Relative": "Absolute",
    "Jobs by": "Hours by",
    "total recorded": "Total recorded",
    "Happiness": "Anxiety",
    "Dataset 9": "Dataset 8",
    "Value": "Percent",
    "excluding fraud": "including fraud",
    "all employee": "full-time employee",
    "Burglary": "Robbery",
}


def _said_otherwise(word: str, other: str, laid: Laid) -> Sheets | None:
    texts = {
        (sheet, at, place): cell.replace(word, other)
        for sheet, grid in laid.sheets.items()
        for at, row in enumerate(grid)
        for place, cell in enumerate(row)
        if word in cell
    }
    return rewritten(laid, texts)


for _word, _instead in _WORDS.items():
    damage(f"'{_word}' is '{_instead}'", "unit")(partial(_said_otherwise, _word, _instead))


@damage("one line holds the figures of the next", "unit")
def next_line(laid: Laid) -> Sheets | None:
    """The measure of a line is another's: figures of two lines of one file exchanged, all areas, newest period."""
    series = list(dict.fromkeys(figure.series for figure in laid.new()))
    if len(series) < 2:
        return None
    other = {(one.area, one.role): one for one in laid.new("value", "lower", "upper", series=series[1])}
    texts: dict[Spot, str] = {}
    for figure in laid.new("value", "lower", "upper", series=series[0]):
        match = other.get((figure.area, figure.role))
        if match is not None:
            texts |= {figure.spot: laid.text(match.spot), match.spot: laid.text(figure.spot)}
    return rewritten(laid, texts)


@damage("a part holds the figures of the whole", "unit")
def whole(laid: Laid) -> Sheets | None:
    series = list(dict.fromkeys(figure.series for figure in laid.new()))
    if len(series) < 2:
        return None
    first = {(one.area, one.role): one for one in laid.new("value", "lower", "upper", series=series[0])}
    pairs = [(one, first.get((one.area, one.role))) for one in laid.new("value", "lower", "upper", series=series[1])]
    return rewritten(laid, {part.spot: laid.text(all_.spot) for part, all_ in pairs if all_ is not None})
