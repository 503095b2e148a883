"""How long a large file takes in its layout, beside pandas that only reads it: `python -m benchmarks.reading`.

The rows of a fixture many times over. Processor time of this
process, in turns, the best of five; a ratio, because machines differ.
"""

import io
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from indicators.formats import FORMATS, File

FIXTURES = Path(__file__).parents[1] / "tests" / "data"
TURNS = 5
#: Fixture of each layout, and how often its rows stand in the large file.
LARGE = {
    "fingertips": ("fingertips/26-columns.csv", 40_000),
    "police-street": ("police-street/street.csv", 8_000),
    "uk-hpi": ("uk-hpi/full-file.csv", 12_000),
}


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def large(name: str) -> bytes:
    """A file of a layout with the rows of its fixture many times over."""
    fixture, times = LARGE[name]
    header, *rows = (FIXTURES / fixture).read_text(encoding="utf-8-sig").splitlines(keepends=True)
    areas = name == "fingertips"  # which leaves out what it has read of an area already
    many = (row.replace("E07000241", f"E{place:08}") if areas else row for place in range(times) for row in rows)
    return (header + "".join(many)).encode()


def turn(name: str, content: bytes) -> tuple[float, float]:
    """Seconds of pandas and of the layout's reader."""
    pandas = seconds(lambda: pd.read_csv(io.BytesIO(content)))
    return pandas, seconds(lambda: FORMATS[name].read(File("large.csv", content)))


def measure() -> None:
    """Print a line for each layout."""
    for name in LARGE:
        content = large(name)
        pandas, ours = (min(times) for times in zip(*(turn(name, content) for _ in range(TURNS)), strict=True))
        rows = len(content.splitlines()) - 1
        print(
            f"{name}: {rows:,} rows; pandas {pandas:.2f} s, read in its layout {ours:.2f} s: {ours / pandas:.1f} times"
        )


if __name__ == "__main__":
    # pandas reads in pieces, of which some hold numbers and some texts: not what is measured
    warnings.simplefilter("ignore", pd.errors.DtypeWarning)
    measure()
