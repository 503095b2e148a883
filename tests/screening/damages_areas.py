"""Damages to whole areas: one of them, or all alike."""

from collections.abc import Callable
from functools import partial

from tests.screening.damages import copied, damage, rewritten, with_rows
from tests.screening.damages_cells import rounded, times
from tests.screening.laid import Figure, Laid, Spot
from tests.screening.sheets import Sheets

_FIGURES = ("value", "lower", "upper", "count")
#: What all figures of a column may be times what they should be: factors of units, of periods, and plain mistakes.
FACTORS = (0.001, 0.01, 0.1, 0.23, 0.5, 0.8, 0.9, 1.25, 2, 4, 4.33, 10, 12, 52, 100, 1000)


def _scaled(factor: float, laid: Laid, figures: list[Figure]) -> Sheets | None:
    """The figures times a factor, those that are written twice once."""
    texts = {figure.spot: times(factor, laid.text(figure.spot)) for figure in figures}
    return rewritten(laid, {spot: text for spot, text in texts.items() if text is not None})


def _is_older(laid: Laid, figure: Figure) -> bool:
    return figure.start < laid.newest


for _factor in FACTORS:
    damage(f"all new figures: times {_factor:g}", "all areas")(
        partial(lambda factor, laid: _scaled(factor, laid, laid.new(*_FIGURES)), _factor)
    )
for _factor in (0.1, 0.8, 2, 10, 1000):
    damage(f"all figures of the file: times {_factor:g}", "unit")(
        partial(lambda factor, laid: _scaled(factor, laid, list(laid.figures)), _factor)
    )
for _factor in (0.1, 0.5, 2, 10):
    damage(f"own area's new figures: times {_factor:g}", "one area")(
        partial(lambda factor, laid: _scaled(factor, laid, laid.new(*_FIGURES, area=laid.own)), _factor)
    )
for _factor in (0.1, 10):
    damage(f"own area's figures: times {_factor:g}", "one area")(
        partial(
            lambda factor, laid: _scaled(factor, laid, [one for one in laid.figures if one.area == laid.own]), _factor
        )
    )
for _digits in (1, 2):
    damage(f"all new figures: {_digits} digits that count", "all areas")(
        partial(
            lambda digits, laid: _column(laid, lambda texts: [rounded(digits, text) or text for text in texts]), _digits
        )
    )


def _columns(laid: Laid) -> list[list[Figure]]:
    """The newest figures of each series, from top to bottom."""
    series = dict.fromkeys(figure.series for figure in laid.new())
    return [sorted(laid.new(series=each), key=lambda figure: figure.spot) for each in series]


def _column(laid: Laid, made: Callable[[list[str]], list[str]], first: bool = False) -> Sheets | None:
    """The newest figures of each series, or of the first, replaced by what is made of them."""
    texts: dict[Spot, str] = {}
    for figures in _columns(laid)[: 1 if first else None]:
        spots = [figure.spot for figure in figures]
        texts |= dict(zip(spots, made([laid.text(spot) for spot in spots]), strict=True))
    return rewritten(laid, texts)


damage("all new figures: the first filled down", "all areas")(
    lambda laid: _column(laid, lambda texts: texts[:1] * len(texts))
)
damage("all new figures: the last filled up", "all areas")(
    lambda laid: _column(laid, lambda texts: texts[-1:] * len(texts))
)
damage("new figures: filled down from the middle", "all areas")(
    lambda laid: _column(
        laid, lambda texts: [*texts[: len(texts) // 2], *texts[len(texts) // 2 :][:1] * (len(texts) - len(texts) // 2)]
    )
)
damage("all new figures: rotated by one", "all areas")(
    lambda laid: _column(laid, lambda texts: [*texts[1:], *texts[:1]])
)
damage("new figures of one line: rotated by one", "all areas")(
    lambda laid: _column(laid, lambda texts: [*texts[-1:], *texts[:-1]], first=True)
)
damage("all new figures: sorted alone", "all areas")(lambda laid: _column(laid, lambda texts: sorted(texts, key=_size)))
damage("all new figures: upside down", "all areas")(lambda laid: _column(laid, lambda texts: texts[::-1]))
damage("half the new figures: times 10", "all areas")(
    lambda laid: _scaled(10, laid, [figure for figures in _columns(laid) for figure in figures[: len(figures) // 2]])
)
damage("half the new figures: moved up by one", "all areas")(
    lambda laid: _column(laid, lambda texts: [*texts[: len(texts) // 2], *texts[len(texts) // 2 + 1 :], texts[-1]])
)


def _size(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1


@damage("all new figures: those of the period before", "all areas")
def repeated(laid: Laid) -> Sheets | None:
    older = {
        (figure.series, figure.area, figure.role): figure for figure in laid.figures if figure.start == _before(laid)
    }
    pairs = [(figure, older.get((figure.series, figure.area, figure.role))) for figure in laid.new(*_FIGURES)]
    return rewritten(laid, {new.spot: laid.text(old.spot) for new, old in pairs if old is not None})


def _before(laid: Laid) -> object:
    return max((figure.start for figure in laid.figures if _is_older(laid, figure)), default=None)


@damage("all new figures: those held last", "all areas")
def held_again(laid: Laid) -> Sheets | None:
    """What the last release had, typed or pasted under the new period's heading."""
    if laid.newest is None:
        return None
    held = laid.upload.held[laid.upload.held["value"].notna() & laid.upload.held["period_start"].lt(laid.newest)]
    names = (held["indicator"] + " " + held["breakdown"]).str.strip()
    last = held.assign(series=names).sort_values("period_start").drop_duplicates(["series", "area_code"], keep="last")
    values = {
        (series, area): value for series, area, value in last[["series", "area_code", "value"]].itertuples(index=False)
    }
    texts = {}
    for figure in laid.new():
        if (value := values.get((figure.series, figure.area))) is not None:
            texts[figure.spot] = f"{value / _unit(laid, figure):.10g}"
    return rewritten(laid, texts)


def _unit(laid: Laid, figure: Figure) -> float:
    """A hundred where a workbook keeps shares as parts of one."""
    return 100 if laid.upload.layout == "dwp-table" else 1


def _renamed(laid: Laid, area: str, code: str, name: str) -> Sheets | None:
    """The area's cells with another code and name, where these are given."""
    texts = {spot: code for spot, each in laid.codes.items() if each == area and code}
    texts |= {spot: _with_tail(laid.text(spot), name) for spot, each in laid.names.items() if each == area and name}
    return rewritten(laid, texts)


def _with_tail(text: str, name: str) -> str:
    """A name, with what a small area of it has behind it."""
    tail = text.rpartition(" ")[2]
    return f"{name} {tail}" if tail[:1].isdigit() else name


def _name(laid: Laid, area: str) -> str:
    return laid.upload.catalogue.areas[area].name


def _swap(laid: Laid, of: Callable[[Laid], list[Figure]]) -> Sheets | None:
    """The figures of the own area and another's, exchanged."""
    if not laid.others:
        return None
    other = laid.others[0]
    theirs = {(figure.series, figure.start, figure.role): figure for figure in of(laid) if figure.area == other}
    texts: dict[Spot, str] = {}
    for figure in of(laid):
        match = theirs.get((figure.series, figure.start, figure.role))
        if figure.area == laid.own and match is not None:
            texts |= {figure.spot: laid.text(match.spot), match.spot: laid.text(figure.spot)}
    return rewritten(laid, texts)


@damage("own area's new figures exchanged with another's", "one area")
def exchanged_new(laid: Laid) -> Sheets | None:
    return _swap(laid, lambda laid: laid.new(*_FIGURES, "denominator"))


@damage("own area and another exchanged, name and code", "one area")
def exchanged(laid: Laid) -> Sheets | None:
    if not laid.others:
        return None
    other, texts = laid.others[0], {}
    for area, instead in ((laid.own, other), (other, laid.own)):
        texts |= {spot: instead for spot, each in laid.codes.items() if each == area}
        name = _name(laid, instead)
        texts |= {spot: _with_tail(laid.text(spot), name) for spot, each in laid.names.items() if each == area}
    return rewritten(laid, texts)


@damage("own area's figures are those of another too", "one area")
def copied_from(laid: Laid) -> Sheets | None:
    if not laid.others:
        return None
    theirs = {(one.series, one.start, one.role): one for one in laid.figures if one.area == laid.others[0]}
    pairs = [(one, theirs.get((one.series, one.start, one.role))) for one in laid.figures if one.area == laid.own]
    return rewritten(laid, {mine.spot: laid.text(their.spot) for mine, their in pairs if their is not None})


@damage("code of another area", "one area")
def other_code(laid: Laid) -> Sheets | None:
    return _renamed(laid, laid.own, laid.others[0], "") if laid.others and laid.codes else None


@damage("code and name of another area", "one area")
def other_area(laid: Laid) -> Sheets | None:
    return _renamed(laid, laid.own, laid.others[0], _name(laid, laid.others[0])) if laid.others else None


@damage("old code", "one area")
def old_code(laid: Laid) -> Sheets | None:
    known = laid.upload.catalogue.areas
    old = next((code for code, area in known.items() if area.successor == laid.own), "")
    return _renamed(laid, laid.own, old, "") if old and laid.codes else None


for _what, _made in {
    "code in small letters": lambda code: code.lower(),
    "code with an apostrophe": lambda code: f"'{code}",
    "code as a formula": lambda code: f'="{code}"',
    "code one digit short": lambda code: code[:-1],
    "code with two digits exchanged": lambda code: f"{code[:-2]}{code[-1]}{code[-2]}",
    "code gone": lambda code: " ",
    "code unknown": lambda code: "E07999999",
}.items():
    damage(_what, "one area")(
        partial(lambda made, laid: _renamed(laid, laid.own, made(laid.own), "") if laid.codes else None, _made)
    )
for _what, _made in {
    "name misspelt": lambda name: name[:-2] + name[-1],
    "name in capitals": lambda name: name.upper(),
    "name with a footnote": lambda name: f"{name} [note 3]",
    "name gone": lambda name: " ",
    "name of a place elsewhere": lambda name: "Brookfield",
}.items():
    damage(_what, "one area")(
        partial(
            lambda made, laid: _renamed(laid, laid.own, "", made(_name(laid, laid.own))) if laid.names else None, _made
        )
    )


def without(laid: Laid, area: str) -> Sheets | None:
    """The file without the rows of an area; None where it would have no area left."""
    gone = set(laid.rows_of(area))
    sheets = {
        name: [row for at, row in enumerate(grid) if (name, at) not in gone] for name, grid in laid.sheets.items()
    }
    return sheets if gone and laid.others else None


damage("own area missing", "one area")(lambda laid: without(laid, laid.own))
damage("another area missing", "one area")(lambda laid: without(laid, laid.others[1]) if len(laid.others) > 1 else None)


@damage("own area missing in the newest period", "one area")
def missing_new(laid: Laid) -> Sheets | None:
    if all(figure.start == laid.newest for figure in laid.figures):
        return None
    rows = {figure.spot[:2] for figure in laid.new(area=laid.own)}
    if any(figure.spot[:2] in rows and figure.start != laid.newest for figure in laid.figures):
        return rewritten(laid, {figure.spot: "" for figure in laid.new(*_FIGURES, "denominator", area=laid.own)})
    sheet = laid.header[0]
    return with_rows(laid, [row for at, row in enumerate(laid.sheets[sheet]) if (sheet, at) not in rows])


@damage("two areas merged into one", "one area")
def merged(laid: Laid) -> Sheets | None:
    """The own area and a neighbour under a new code and name, their figures added or averaged."""
    if not laid.others:
        return None
    other, texts = laid.others[0], dict[Spot, str]()
    texts |= {spot: "E06000068" for spot, each in laid.codes.items() if each == laid.own}
    texts |= {
        spot: _with_tail(laid.text(spot), "Mid Hertfordshire") for spot, each in laid.names.items() if each == laid.own
    }
    sheets = rewritten(laid, texts)
    gone = set(laid.rows_of(other))
    return sheets and {
        name: [row for at, row in enumerate(grid) if (name, at) not in gone] for name, grid in sheets.items()
    }


@damage("an unknown area more", "one area")
def unknown(laid: Laid) -> Sheets | None:
    sheets = copied(laid.sheets)
    rows = laid.rows_of(laid.own)
    for sheet, at in reversed(rows):
        line = list(sheets[sheet][at])
        for (name, row, column), area in (*laid.codes.items(), *laid.names.items()):
            if (name, row) == (sheet, at) and area == laid.own:
                is_code = (name, row, column) in laid.codes
                line[column] = "E07999001" if is_code else _with_tail(line[column], "Brookfield")
        sheets[sheet].insert(at + 1, line)
    return sheets if rows else None


@damage("many areas missing", "all areas")
def many_missing(laid: Laid) -> Sheets | None:
    """The file breaks off: half of the areas are not there."""
    if len(laid.others) < 4:
        return None
    gone = {spot for area in laid.others[len(laid.others) // 2 :] for spot in laid.rows_of(area)}
    return {name: [row for at, row in enumerate(grid) if (name, at) not in gone] for name, grid in laid.sheets.items()}
