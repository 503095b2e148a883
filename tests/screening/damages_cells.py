"""Damages to cells: another figure, or the same one written so that it is another."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from tests.screening.damages import damage, rewritten
from tests.screening.laid import Figure, Laid
from tests.screening.sheets import Sheets

Rewriting = Callable[[str], str | None]


def times(factor: float, text: str) -> str | None:
    """The number times a factor; None where there is no number."""
    try:
        product = float(text) * factor
    except ValueError:
        return None
    return f"{product:.10g}"


def rounded(digits: int, text: str) -> str | None:
    """The number with only so many digits that count."""
    try:
        return f"{float(f'{float(text):.{digits - 1}e}'):.10g}"
    except ValueError:
        return None


def exchanged_digits(text: str) -> str | None:
    """The first two different digits that stand beside each other, exchanged."""
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        if pair.isdigit() and pair[0] != pair[1]:
            return text[:place] + pair[::-1] + text[place + 2 :]
    return None


def thousands(text: str) -> str | None:
    """The number as people write it, with a comma between thousands."""
    return f"{float(text):,.10g}" if re.fullmatch(r"\d{4,}(\.\d+)?", text) else None


def scientific(text: str) -> str | None:
    """The number as a spreadsheet shows it in a narrow column, with two digits that count."""
    return f"{float(text):.1E}" if re.fullmatch(r"[\d.]+", text) and float(text) else None


def spaced(text: str) -> str | None:
    """A blank among the digits."""
    return f"{text[0]} {text[1:]}" if re.fullmatch(r"\d[\d.]+", text) else None


def as_day(text: str) -> str | None:
    """What a spreadsheet makes of 4.5 or 12.3, or of any other number that it takes for a day."""
    match = re.match(r"(\d+)\.(\d)", text)
    if match and 0 < int(match[2]) <= 12 and int(match[1]) <= 31:
        return (
            f"{int(match[1]):02}-{('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep')[int(match[2]) - 1]}"
        )
    return "1999-10-13" if text else None


#: What may become of the text of one figure.
REWRITINGS: Mapping[str, Rewriting] = {
    "ten times": partial(times, 10),
    "a tenth": partial(times, 0.1),
    "a hundred times": partial(times, 100),
    "a thousand times": partial(times, 1000),
    "a thousandth": partial(times, 0.001),
    "doubled": partial(times, 2),
    "half": partial(times, 0.5),
    "first digit dropped": lambda text: text[1:] if len(text) > 1 and text[1] != "." else None,
    "last digit dropped": lambda text: text[:-1] if len(text) > 1 and text[-2] != "." else None,
    "a digit doubled": lambda text: text[0] + text if text else None,
    "digits exchanged": exchanged_digits,
    "sign changed": lambda text: f"-{text}" if text else None,
    "point lost": lambda text: text.replace(".", "") if "." in text else None,
    "decimal comma": lambda text: text.replace(".", ",") if "." in text else None,
    "thousands point": lambda text: thousands(text).replace(",", ".") if thousands(text) else None,
    "blank inside": spaced,
    "blanks around": lambda text: f"  {text} ",
    "a word": lambda text: "see note",
    "emptied": lambda text: "",
    "zero": lambda text: "0",
    "one": lambda text: "1",
    "marker": lambda text: "..",
    "hyphen": lambda text: "-",
    "not applicable": lambda text: "#N/A",
    "per cent sign": lambda text: f"{text}%",
    "pound sign": lambda text: f"£{text}",
    "scientific": scientific,
    "footnote stuck on": lambda text: f"{text}2",
    "footnote in brackets": lambda text: f"{text} [2]",
    "letter for a digit": lambda text: text.replace("0", "O").replace("1", "l") if set("01") & set(text) else None,
    "a day": as_day,
    "nines": lambda text: "9999",
}
#: Those that may befall all figures of a column: a program wrote them so.
OF_ALL = (
    "sign changed",
    "point lost",
    "decimal comma",
    "thousands point",
    "blank inside",
    "emptied",
    "zero",
    "marker",
    "per cent sign",
    "pound sign",
    "scientific",
    "footnote stuck on",
    "first digit dropped",
    "last digit dropped",
)


def _one(rewriting: Rewriting, laid: Laid, figures: list[Figure]) -> Sheets | None:
    """The first of the figures that can be rewritten so, rewritten."""
    for figure in figures:
        text = rewriting(laid.text(figure.spot))
        if text is not None:
            return rewritten(laid, {figure.spot: text})
    return None


def own_new(laid: Laid) -> list[Figure]:
    """The newest figures of the dashboard's own area."""
    return laid.new(area=laid.own)


def other_new(laid: Laid) -> list[Figure]:
    """The newest figures of another district."""
    return laid.new(area=laid.others[2]) if len(laid.others) > 2 else []


def own_older(laid: Laid) -> list[Figure]:
    """Figures of the own area that are held already, the last of them first."""
    mine = [figure for figure in laid.values if figure.area == laid.own and figure.start < laid.newest]
    return sorted(mine, key=lambda figure: figure.start, reverse=True)


def _each(rewriting: Rewriting, laid: Laid) -> Sheets | None:
    figures = {figure.spot: rewriting(laid.text(figure.spot)) for figure in laid.new()}
    return rewritten(laid, {spot: text for spot, text in figures.items() if text is not None})


for _name, _rewriting in REWRITINGS.items():
    damage(f"own new figure: {_name}", "cell")(partial(lambda how, laid: _one(how, laid, own_new(laid)), _rewriting))
    damage(f"another's new figure: {_name}", "cell")(
        partial(lambda how, laid: _one(how, laid, other_new(laid)), _rewriting)
    )
    damage(f"figure held: {_name}", "cell")(partial(lambda how, laid: _one(how, laid, own_older(laid)), _rewriting))
for _name in OF_ALL:
    damage(f"all new figures: {_name}", "all areas")(partial(_each, REWRITINGS[_name]))


def _swapped(laid: Laid, one: Figure | None, other: Figure | None) -> Sheets | None:
    if one is None or other is None:
        return None
    return rewritten(laid, {one.spot: laid.text(other.spot), other.spot: laid.text(one.spot)})


@damage("exchanged with the figure above", "cell")
def above(laid: Laid) -> Sheets | None:
    own = own_new(laid)
    if not own:
        return None
    sheet, row, column = own[0].spot
    rows = [
        figure
        for figure in laid.values
        if figure.spot[0] == sheet and figure.spot[2] == column and figure.spot[1] < row
    ]
    return _swapped(laid, own[0], max(rows, key=lambda figure: figure.spot[1], default=None))


@damage("exchanged with the figure beside it", "cell")
def beside(laid: Laid) -> Sheets | None:
    own = own_new(laid)
    if not own:
        return None
    row = [figure for figure in laid.figures if figure.spot[:2] == own[0].spot[:2] and figure.spot != own[0].spot]
    return _swapped(laid, own[0], min(row, key=lambda figure: abs(figure.spot[2] - own[0].spot[2]), default=None))


@damage("limits exchanged", "cell")
def limits(laid: Laid) -> Sheets | None:
    lower, upper = laid.new("lower", area=laid.own), laid.new("upper", area=laid.own)
    return _swapped(laid, *(each[0] if each else None for each in (lower, upper)))


@damage("value and limit exchanged", "cell")
def value_and_limit(laid: Laid) -> Sheets | None:
    value, lower = own_new(laid), laid.new("lower", area=laid.own)
    return _swapped(laid, *(each[0] if each else None for each in (value, lower)))
