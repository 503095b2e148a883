"""Damages to rows and columns."""

import re
from collections.abc import Callable
from functools import partial

from tests.screening.damages import copied, damage, rewritten, with_rows
from tests.screening.damages_cells import times
from tests.screening.laid import Laid, Spot
from tests.screening.sheets import Grid, Sheets

#: One row of a grid by its place, or none.
_Made = Callable[[Grid, int], Grid | None]


def _row(laid: Laid) -> int:
    """The row of the own area's newest figure, or of its first record."""
    own = laid.new(area=laid.own)
    return own[0].spot[1] if own else laid.rows_of(laid.own)[0][1]


def _with_row(made: _Made, laid: Laid) -> Sheets | None:
    rows = made([list(row) for row in laid.sheets[laid.header[0]]], _row(laid))
    return None if rows is None else with_rows(laid, rows)


def _other_value(rows: Grid, at: int, laid: Laid) -> Grid:
    """The row again, with other figures."""
    again = list(rows[at])
    for figure in laid.figures:
        if figure.spot[:2] == (laid.header[0], at):
            again[figure.spot[2]] = times(1.1, again[figure.spot[2]]) or again[figure.spot[2]]
    return [*rows[: at + 1], again, *rows[at + 1 :]]


for _name, _made in {
    "row deleted": lambda rows, at: [*rows[:at], *rows[at + 1 :]],
    "row doubled": lambda rows, at: [*rows[: at + 1], *rows[at:]],
    "row moved to the end": lambda rows, at: [*rows[:at], *rows[at + 1 :], rows[at]],
    "row blank": lambda rows, at: [*rows[:at], [""] * len(rows[at]), *rows[at + 1 :]],
    "blank row before": lambda rows, at: [*rows[:at], [], *rows[at:]],
    "note in the middle": lambda rows, at: [*rows[:at], ["Figures below are provisional."], *rows[at:]],
    "cell lost at the beginning of a row": lambda rows, at: [*rows[:at], rows[at][1:], *rows[at + 1 :]],
    "cell lost in the middle of a row": lambda rows, at: [
        *rows[:at],
        [*rows[at][: len(rows[at]) // 2], *rows[at][len(rows[at]) // 2 + 1 :]],
        *rows[at + 1 :],
    ],
    "cell too many at the beginning of a row": lambda rows, at: [*rows[:at], ["", *rows[at]], *rows[at + 1 :]],
}.items():
    damage(_name, "row")(partial(_with_row, _made))


@damage("row doubled with other figures", "row")
def doubled(laid: Laid) -> Sheets | None:
    return (
        with_rows(laid, _other_value(copied(laid.sheets)[laid.header[0]], _row(laid), laid)) if laid.figures else None
    )


@damage("a row of totals", "row")
def totals(laid: Laid) -> Sheets | None:
    """Below the areas a row that adds them all up, called so."""
    return _added(laid, lambda numbers: sum(numbers), "Total")


@damage("a row of totals with the county's name", "row")
def county(laid: Laid) -> Sheets | None:
    return _added(laid, lambda numbers: sum(numbers), "Hertfordshire", "E10000015")


def _added(laid: Laid, made: Callable[[list[float]], float], name: str, code: str = "") -> Sheets | None:
    if len(laid.rows) < 2 or not laid.figures:
        return None
    sheet, last = laid.header[0], laid.rows[-1]
    row = list(laid.sheets[sheet][last])
    for spots, text in ((laid.codes, code), (laid.names, name)):
        for spot in spots:
            if spot[:2] == (sheet, last):
                row[spot[2]] = text
    for figure in laid.values:
        if figure.spot[:2] == (sheet, last):
            cells = [
                laid.text(each.spot)
                for each in laid.values
                if each.series == figure.series and each.start == figure.start
            ]
            numbers = [float(cell) for cell in cells if re.fullmatch(r"-?[\d.]+", cell)]
            row[figure.spot[2]] = f"{made(numbers):.10g}"
    grid = laid.sheets[sheet]
    return with_rows(laid, [*grid[: last + 1], row, *grid[last + 1 :]])


@damage("rows in another order", "row")
def ordered(laid: Laid) -> Sheets | None:
    sheet, places = laid.header[0], laid.rows
    grid = copied(laid.sheets)[sheet]
    for place, row in zip(places, sorted((laid.sheets[sheet][at] for at in places), reverse=True), strict=True):
        grid[place] = row
    return with_rows(laid, grid)


@damage("every second row gone", "row")
def thinned(laid: Laid) -> Sheets | None:
    gone = set(laid.rows[1::2])
    return with_rows(laid, [row for at, row in enumerate(laid.sheets[laid.header[0]]) if at not in gone])


def _heading(laid: Laid) -> Spot:
    """The heading of the newest figures, else of the dates."""
    own = laid.new(area=laid.own)
    sheet, row = laid.header
    column = own[0].spot[2] if own else len(laid.sheets[sheet][row]) - 3
    above = [at for at in range(row, -1, -1) if column < len(laid.sheets[sheet][at]) and laid.sheets[sheet][at][column]]
    return sheet, above[0] if above else row, column


@damage("heading renamed", "column")
def renamed(laid: Laid) -> Sheets | None:
    return rewritten(laid, {_heading(laid): "Figure"})


@damage("heading gone", "column")
def unheaded(laid: Laid) -> Sheets | None:
    return rewritten(laid, {_heading(laid): ""})


@damage("headings one to the left", "column")
def shifted_headings(laid: Laid) -> Sheets | None:
    sheet, row = laid.header
    rows = copied(laid.sheets)[sheet]
    first = min((figure.spot[2] for figure in laid.values), default=1)
    rows[row] = [*rows[row][:first], *rows[row][first + 1 :], ""]
    return with_rows(laid, rows)


def _figure_columns(laid: Laid) -> list[int]:
    """The columns of newest figures, of limits and parts among them."""
    sheet = laid.header[0]
    return sorted({figure.spot[2] for figure in laid.figures if figure.spot[0] == sheet})


@damage("two headings exchanged", "column")
def swapped_headings(laid: Laid) -> Sheets | None:
    sheet, row, _ = _heading(laid)
    columns = [column for column in _figure_columns(laid) if laid.sheets[sheet][row][column]]
    if len(columns) < 2:
        return None
    one, other = (sheet, row, columns[-2]), (sheet, row, columns[-1])
    return rewritten(laid, {one: laid.text(other), other: laid.text(one)})


@damage("figures of two columns exchanged", "column")
def swapped_columns(laid: Laid) -> Sheets | None:
    columns = _figure_columns(laid)
    if len(columns) < 2:
        return None
    sheet, (one, other) = laid.header[0], columns[-2:]
    texts = {}
    for at in laid.rows:
        texts |= {(sheet, at, one): laid.text((sheet, at, other)), (sheet, at, other): laid.text((sheet, at, one))}
    return rewritten(laid, texts)


def _in_rows(laid: Laid, made: Callable[[list[str]], list[str]], heading: bool) -> Sheets:
    """The rows of areas, and the heading's if wanted, each changed."""
    sheet, header = laid.header
    places = {*laid.rows, *([header] if heading else [])}
    return with_rows(laid, [made(row) if at in places else row for at, row in enumerate(laid.sheets[sheet])])


def _at(laid: Laid) -> int:
    return _heading(laid)[2]


damage("column deleted", "column")(
    lambda laid: _in_rows(laid, lambda row: [*row[: _at(laid)], *row[_at(laid) + 1 :]], True)
)
damage("column doubled", "column")(
    lambda laid: _in_rows(laid, lambda row: [*row[: _at(laid) + 1], *row[_at(laid) :]], True)
)
damage("column doubled without its heading", "column")(
    lambda laid: _in_rows(laid, lambda row: [*row[: _at(laid) + 1], *row[_at(laid) :]], False)
)
damage("a column put in before", "column")(lambda laid: _in_rows(laid, lambda row: ["note", *row], True))
damage("a column put in without a heading", "column")(
    lambda laid: _in_rows(laid, lambda row: [*row[: _at(laid)], "1", *row[_at(laid) :]], False)
)
damage("columns in another order", "column")(
    lambda laid: _in_rows(laid, lambda row: row[::-1], True) if laid.is_text else None
)


@damage("columns one to the left in some rows", "column")
def shifted(laid: Laid) -> Sheets | None:
    """A text with a comma lost its quotes in some rows, or cells were deleted."""
    return _shifted(laid, lambda row, at: [*row[:at], *row[at + 1 :], ""])


@damage("columns one to the right in some rows", "column")
def shifted_right(laid: Laid) -> Sheets | None:
    return _shifted(laid, lambda row, at: [*row[:at], "", *row[at:-1]])


def _shifted(laid: Laid, made: Callable[[list[str], int], list[str]]) -> Sheets | None:
    sheet, columns = laid.header[0], _figure_columns(laid)
    if not columns:
        return None
    grid = copied(laid.sheets)[sheet]
    for at in laid.rows[len(laid.rows) // 3 :: 4]:
        grid[at] = made(grid[at], columns[0])
    return with_rows(laid, grid)


def _roles_swapped(laid: Laid, one: str, other: str) -> Sheets | None:
    """All figures of two roles, exchanged: the columns' contents, or their headings the other way round."""
    others = {(each.series, each.area, each.start): each for each in laid.figures if each.role == other}
    texts: dict[Spot, str] = {}
    for figure in laid.figures:
        match = others.get((figure.series, figure.area, figure.start))
        if figure.role == one and match is not None:
            texts |= {figure.spot: laid.text(match.spot), match.spot: laid.text(figure.spot)}
    return rewritten(laid, texts)


for _one, _other in (
    ("value", "lower"),
    ("lower", "upper"),
    ("value", "upper"),
    ("value", "count"),
    ("count", "denominator"),
):
    damage(f"all of {_one} and {_other} exchanged", "column")(partial(_roles_swapped, one=_one, other=_other))


@damage("limits gone", "column")
def no_limits(laid: Laid) -> Sheets | None:
    return rewritten(laid, {each.spot: "" for each in laid.figures if each.role in ("lower", "upper")})


@damage("new limits gone", "column")
def no_new_limits(laid: Laid) -> Sheets | None:
    return rewritten(laid, {each.spot: "" for each in laid.new("lower", "upper")})


@damage("new limits are those of the period before", "column")
def old_limits(laid: Laid) -> Sheets | None:
    days = sorted({each.start for each in laid.figures})
    older = {(each.series, each.area, each.role): each for each in laid.figures if each.start == days[-2:][0]}
    pairs = [(each, older.get((each.series, each.area, each.role))) for each in laid.new("lower", "upper")]
    return rewritten(laid, {new.spot: laid.text(old.spot) for new, old in pairs if old is not None and old != new})
