"""Damages to files whose figures are made of several cells, as shares are of a census table's counts: to its counts."""

import re
from collections.abc import Callable
from functools import partial

from tests.screening.damages import damage, rewritten
from tests.screening.damages_cells import REWRITINGS
from tests.screening.laid import Laid, Spot
from tests.screening.sheets import Sheets

_NUMBER = re.compile(r"\d+")


def _counts(laid: Laid, area: str = "") -> list[Spot]:
    """The cells of the counts, of all areas or of one; none in a file whose figures stand in cells of their own, or
    that lists single records."""
    sheet, _ = laid.header
    grid, rows = laid.sheets[sheet], laid.rows
    if laid.figures or not rows or not laid.codes:
        return []
    columns = [at for at in range(len(grid[rows[0]])) if all(re.fullmatch(r"-?\d+", grid[row][at]) for row in rows)]
    if not columns:
        return []
    largest = max(columns, key=lambda at: sum(int(grid[row][at]) for row in rows))
    mine = {at for _, at in laid.rows_of(area)} if area else set(rows)
    return [(sheet, row, largest) for row in rows if row in mine and _NUMBER.fullmatch(grid[row][largest])]


def _largest(laid: Laid) -> list[Spot]:
    """The own area's largest count."""
    return sorted(_counts(laid, laid.own), key=lambda spot: -int(laid.text(spot)))[:1]


def _all(laid: Laid) -> list[Spot]:
    return _counts(laid)


def _own(laid: Laid) -> list[Spot]:
    return _counts(laid, laid.own)


def _rewritten(chosen: Callable[[Laid], list[Spot]], name: str, laid: Laid) -> Sheets | None:
    texts = {spot: REWRITINGS[name](laid.text(spot)) for spot in chosen(laid)}
    return rewritten(laid, {spot: text for spot, text in texts.items() if text is not None})


for _name in ("ten times", "a tenth", "emptied", "zero", "a word", "thousands point", "sign changed", "blank inside"):
    damage(f"own largest count: {_name}", "cell")(partial(_rewritten, _largest, _name))
for _name in ("ten times", "doubled", "footnote stuck on", "last digit dropped"):
    damage(f"all counts: {_name}", "all areas")(partial(_rewritten, _all, _name))
    damage(f"own counts: {_name}", "one area")(partial(_rewritten, _own, _name))


def _moved(laid: Laid, made: Callable[[list[str]], list[str]]) -> Sheets | None:
    spots = _counts(laid)
    return rewritten(laid, dict(zip(spots, made([laid.text(spot) for spot in spots]), strict=True)))


damage("all counts: moved down by one row", "column")(
    lambda laid: _moved(laid, lambda texts: [*texts[-1:], *texts[:-1]])
)
damage("all counts: the first filled down", "column")(lambda laid: _moved(laid, lambda texts: texts[:1] * len(texts)))
