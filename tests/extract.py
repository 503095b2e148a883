"""Makes the extracts of the sources in `tests/data/` anew, where ../shared is beside the checkout.

`python -m tests.extract` makes all of them, `python -m tests.extract published/jobs.csv` this one. Nothing of it comes
from what ships, so that the one can be held against the other.
"""

import csv
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests import mergers
from tests.formats import cuts
from tests.published import extracts
from tests.sources import EXTRACTS, HEADINGS, LIST, REAL_DATA, SHARED, digests, listed, name_of

#: Folders of `tests/data/` that hold extracts and nothing else.
FOLDERS = ("mergers", "published", "releases", "vectors")

Made = tuple[bytes, set[Path]]


def vector(path: Path) -> Made:
    """The numbers of others that a method is held against."""
    source = SHARED / "vectors" / path.name
    return source.read_bytes(), {source}


def makers() -> dict[Path, Callable[[], Made]]:
    """Every extract by where it belongs, with what makes it of its sources."""
    figures = {extracts.extract(name): partial(extracts.read_again, name) for name in extracts.READINGS}
    vectors = {path: partial(vector, path) for path in (EXTRACTS / "vectors").glob("*.csv")}
    releases = {cuts.extract(name): partial(cut.made, name) for name, cut in cuts.CUTS.items()}
    return figures | vectors | releases | mergers.makers()


def main(names: list[str]) -> None:
    """Writes the extracts of these names, or all, and the list of the sources of all."""
    if not REAL_DATA.is_dir():
        raise SystemExit("The sources are not beside this checkout: there is nothing to make an extract from.")
    sources = {}
    for path, make in makers().items():
        if not names or name_of(path) in names:
            content, read = make()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sources[path] = digests(read)
        else:
            sources[path] = listed(path)
    rows = [(name_of(path), *source) for path, each in sources.items() for source in each.items()]
    with LIST.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([HEADINGS, *sorted(rows)])


if __name__ == "__main__":
    main(sys.argv[1:])
