"""What can happen to a file before it is uploaded: each a named function from an upload to the bytes that are left.

A damage knows no layout: it takes cells, rows and columns by what they hold (`laid`). It is None where it cannot be
done to a file, as in one that has no limits, or a single area.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.screening.laid import Laid, Spot
from tests.screening.sheets import Sheets, content

Texts = Mapping[Spot, str]


@dataclass(frozen=True)
class Damage:
    """What is done to a file. `kind` is what it happens to: a cell, a row, a column, an area, all areas, a period, a
    unit, or the file."""

    name: str
    kind: str
    done: Callable[[Laid], bytes | None]


#: Every damage by its name, in the order in which the modules of damages declare them.
DAMAGES: dict[str, Damage] = {}


def damage(name: str, kind: str) -> Callable[[Callable[[Laid], bytes | Sheets | None]], Damage]:
    """A decorator for a function that gives the sheets, or the bytes, of the damaged file."""

    def declared(made: Callable[[Laid], bytes | Sheets | None]) -> Damage:
        def done(laid: Laid) -> bytes | None:
            result = made(laid)
            if result is None or isinstance(result, bytes):
                return result
            return content(result)

        assert name not in DAMAGES, name
        DAMAGES[name] = Damage(name, kind, done)
        return DAMAGES[name]

    return declared


def rewritten(laid: Laid, texts: Texts) -> Sheets | None:
    """The sheets with other texts in some cells; None where that changes nothing."""
    sheets = copied(laid.sheets)
    changed = False
    for (sheet, row, column), text in texts.items():
        changed |= sheets[sheet][row][column] != text
        sheets[sheet][row][column] = text
    return sheets if changed else None


def copied(sheets: Sheets) -> dict[str, list[list[str]]]:
    """The sheets, so that they can be changed."""
    return {name: [list(row) for row in grid] for name, grid in sheets.items()}


def with_rows(laid: Laid, rows: list[list[str]]) -> Sheets:
    """The sheets with other rows on the sheet of the figures."""
    return {**laid.sheets, laid.header[0]: rows}
