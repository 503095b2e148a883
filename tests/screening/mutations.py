"""All damages to the uploads of all layouts, and what became of them, as a table for people.

`python -m tests.screening.mutations tidy lahs` makes all of them to the uploads of two layouts, of every layout where
none is named, which takes long. `--list` makes EACH for each layout, some minutes for all, and writes anew what
of these passes in silence and how many were made; the test tries a tenth of them. Look at each line of the list: one
without a reason is for a check to mend.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pandas as pd

from indicators import catalogue, shipped
from indicators.formats import FORMATS, files
from indicators.model import Catalogue
from tests.screening import (
    damages_areas,
    damages_cells,
    damages_files,
    damages_parts,
    damages_periods,
    damages_tables,
    sheets,
)
from tests.screening.damages import DAMAGES, Damage
from tests.screening.laid import laid
from tests.screening.outcomes import Undamaged
from tests.screening.uploads import upload

MODULES = (damages_cells, damages_areas, damages_tables, damages_periods, damages_files, damages_parts)
#: Damages that are done to the uploads of each layout and counted, a part of all there are; sixty are asked for.
EACH = 66
#: Of these the test tries one in so many, which ones is drawn for each layout: all of them take five minutes.
ONE_IN = 10
#: Those that pass in silence, each with the reason why it cannot be known; and how many were made to each layout.
SILENT, COUNTED = (Path(__file__).parents[1] / "data" / "mutations" / name for name in ("silent.csv", "counted.csv"))


_ONE = "One new figure changes by no more than figures of this line and of its areas do, and no total holds it."
_NONE = "The publisher may have no figure for the area: this line has lacked one before."
_NOTED = "The figure is right and says that it has a footnote; its interval alone cannot be worked out from it."
_ALIKE = "The areas together change by less than can be told from an unusual year of this line."
_COARSE = "The figures have few digits as it is, and with fewer they change by less than they do each year."
_RECORD = "It is one crime of a month's thousands, and nothing in the file says how many there are."
_LABEL = "Nothing in the file but the label says when it is, and the period that it names is not held."


_GONE = "Of the areas that are gone nothing is held, so that nobody misses them."
_SHARE = "The share stays within what it may be, and how many people it is of is held against nothing."
_ORDER = "Nothing is held of the line that shows an order of its areas, or it changes as much by itself."
_UNREAD = "Tables have columns that are no year; no wrong figure is published, the newest one is missing."
_EARLIER = "The file ends a period earlier, as one downloaded before; no wrong figure is published."
_SAME = "The file has one new figure, which may be that of the period before by chance."


class Line(NamedTuple):
    """What became of one damage to a layout's upload: the one that goes on where what is held ends ("next"), or the one
    after a gap. `by` is the check that told it, or what differs."""

    layout: str
    place: str
    kind: str
    damage: str
    outcome: str
    by: str


def counted() -> Mapping[str, int]:
    """How many damages were made to the uploads of each layout."""
    with COUNTED.open(encoding="utf-8", newline="") as rows:
        return {row["layout"]: int(row["damages"]) for row in csv.DictReader(rows)}


def known_silent() -> Mapping[tuple[str, str, str], str]:
    """The reasons by layout, place and damage."""
    with SILENT.open(encoding="utf-8", newline="") as rows:
        return {(row["layout"], row["place"], row["damage"]): row["reason"] for row in csv.DictReader(rows)}


#: Why a damage of a name that begins so cannot be known, where it is not. The first that fits.
REASONS: Mapping[str, str] = {
    "own new figure: emptied": _NONE,
    "another's new figure: emptied": _NONE,
    "own new figure: hyphen": _NONE,
    "another's new figure: hyphen": _NONE,
    "own new figure: marker": _NONE,
    "another's new figure: marker": _NONE,
    "all new figures: emptied": "A publisher may leave a whole period empty, and nothing wrong is published of it.",
    "own new figure: not applicable": _NONE,
    "another's new figure: not applicable": _NONE,
    "own new figure: footnote in brackets": _NOTED,
    "another's new figure: footnote in brackets": _NOTED,
    "figure held: footnote in brackets": _NOTED,
    "own new figure": _ONE,
    "another's new figure": _ONE,
    "figure held": "One figure is revised by less than publishers revise figures of this line.",
    "exchanged with the figure above": "Two areas with figures so alike may have exchanged places themselves.",
    "exchanged with the figure beside it": "Two figures of a row are so alike that either may be the other's.",
    "all new figures: 1 digit": _COARSE,
    "all new figures: 2 digits": _COARSE,
    "all new figures: last digit dropped": _COARSE,
    "all new figures: scientific": _COARSE,
    "all new figures: times 0.8": _ALIKE,
    "all new figures: times 0.9": _ALIKE,
    "all new figures: times 1.25": _ALIKE,
    "all figures of the file: times 0.8": _ALIKE,
    "own area's new figures exchanged": "Two areas so alike may have exchanged places themselves.",
    "own area and another exchanged": "Two areas so alike may have exchanged places themselves.",
    "own area's new figures: times": _ONE,
    "row deleted": _RECORD,
    "row blank": _RECORD,
    "own area's figures are those of another too": "A single figure may be the same in two areas.",
    "many areas missing": _GONE,
    "another area missing": _GONE,
    "own counts": _SHARE,
    "all counts": _SHARE,
    "all new figures: upside down": _ORDER,
    "all new figures: rotated by one": _ORDER,
    "new figures of one line: rotated by one": _ORDER,
    "half the new figures: times 10": "Nothing is held of the line, and areas differ in size.",
    "headings one to the left": "One line is then not in the file, and nothing is held of it.",
    "heading renamed": _UNREAD,
    "column deleted": _EARLIER,
    "own area missing in the newest period": _EARLIER,
    "all new figures: those held last": _SAME,
    "all new figures: those of the period before": _SAME,
    "row doubled": "The rows of an area are added up, and two of one size are usual in the file.",
    "one line holds the figures of the next": "Which of the two lines is larger differs by area and year.",
    "a byte flipped among the figures": "A category of another name is left out, as all are that nobody asks for.",
    "newest period a century ago": "A publisher may add earlier years, and this one is not more than a century ago.",
    "newest period one year": _LABEL,
    "all periods one year": _LABEL,
    "month of the newest period another": _LABEL,
    "newest period of another kind": _LABEL,
    "joined with another vintage": "Half of the areas are 3% higher, which is within what areas differ by each year.",
}


def reason(damage: str) -> str:
    """Why it cannot be known; empty where nobody has found a reason, and a check is to be mended."""
    return next((text for name, text in REASONS.items() if damage.startswith(name)), "")


def summary(lines: Iterable[Line]) -> str:
    """How many of each kind were told, did no harm or passed in silence, and which these are."""
    frame = pd.DataFrame(lines, columns=list(Line._fields))
    table = pd.crosstab(frame["kind"], frame["outcome"], margins=True, margins_name="all")
    silent = frame[frame["outcome"] == "silent"]
    return f"{table}\n\n{silent[['layout', 'place', 'damage', 'by']].to_string(index=False)}"


def ordered(layout: str) -> list[Damage]:
    """All damages in an order of its own for each layout, the same each time: those that come first are tried."""
    return sorted(DAMAGES.values(), key=lambda damage: crc32(f"{layout} {damage.name}".encode()))


def outcomes(layout: str, known: Catalogue, rows: pd.DataFrame, every: bool = False, one_in: int = 1) -> Iterator[Line]:
    """What became of EACH damages, or of one in so many of them, one of a layout's two uploads each; or for `every`
    damage that can be done, to both."""
    undamaged = {after: Undamaged(upload(layout, after, known, rows)) for after in (False, True)}
    places = {after: laid(each.upload, each.screened) for after, each in undamaged.items()}
    before = {after: sheets.content(place.sheets) for after, place in places.items()}
    number, drawn = 0, crc32(layout.encode()) % one_in
    for damage in ordered(layout):
        first = bool(crc32(f"{damage.name} {layout}".encode()) % 2)
        for after in (first, not first):
            damaged = damage.done(places[after])
            if damaged is None or damaged == before[after]:
                continue
            if number % one_in == drawn:
                outcome = undamaged[after].outcome(damaged, damage.name)
                yield Line(layout, "gap" if after else "next", damage.kind, damage.name, outcome.word, outcome.by)
            number += 1
            if not every:
                break
        if number == EACH and not every:
            return


def listing(layouts: Sequence[str]) -> None:
    """Writes both lists anew for these layouts: what passes in silence, with the reason that it had or that is given
    for its damage, and how many were made."""
    known, before, numbers = catalogue.load(), dict(known_silent()), dict(counted())
    rows = _rows(known)
    lines = [line for layout in layouts for line in outcomes(layout, known, rows)]
    silent = [line[:2] + line[3:4] for line in lines if line.outcome == "silent"]
    kept = {key: text for key, text in before.items() if key[0] not in layouts}
    found = {key: before.get(key) or reason(key[2]) for key in silent}
    _write(
        SILENT, ["layout", "place", "damage", "reason"], ([*key, text] for key, text in sorted((kept | found).items()))
    )
    numbers |= Counter(line.layout for line in lines)
    _write(COUNTED, ["layout", "damages"], sorted((name, str(number)) for name, number in numbers.items()))
    sys.stdout.write(f"{len(found)} of {len(lines)} pass in silence.\n")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(words: list[str]) -> None:
    """A line for each on standard output, then the table of all; with `--list` what is listed, written anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="write anew what passes in silence")
    parser.add_argument("layouts", nargs="*", metavar="LAYOUT", help="all where none is named")
    said = parser.parse_args(words)
    files._workbook = sheets.unpacked
    if said.list:
        listing(said.layouts or list(FORMATS))
        return
    known = catalogue.load()
    lines = []
    for layout in said.layouts or FORMATS:
        for line in outcomes(layout, known, _rows(known), every=True):
            lines.append(line)
            sys.stdout.write("\t".join(line) + "\n")
    sys.stdout.write(f"{summary(lines)}\n")


def _rows(known: Catalogue) -> pd.DataFrame:
    """What is shipped, as the store holds it."""
    rows = shipped.read(known).to_pandas()
    return rows.astype(dict.fromkeys(("period_start", "period_end"), "datetime64[s]"))


if __name__ == "__main__":
    main(sys.argv[1:])
