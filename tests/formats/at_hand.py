"""Files for the tests of layouts: fixtures, published files whole where at hand and cut, one figure of a reading."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from indicators import formats
from indicators.formats.files import File
from indicators.formats.reading import Reading
from tests.formats import cuts
from tests.sources import NOT_BESIDE, REAL_DATA

FIXTURES = Path(__file__).parents[1] / "data"
WELWYN_HATFIELD = "E07000241"
#: A published file by its name, whole or cut.
Named = Callable[[str], File]


def fixture(name: str) -> File:
    """A file of `tests/data`, such as "fingertips/26-columns.csv"."""
    return File(name, (FIXTURES / name).read_bytes())


def real(name: str) -> File:
    """A published file as it was found. The test is skipped where the folder is not at hand."""
    if not REAL_DATA.is_dir():
        pytest.skip(NOT_BESIDE)
    return File(name, (REAL_DATA / name).read_bytes())


def cut(name: str) -> File:
    """The headings and a few areas of a published file, which are always at hand."""
    return cuts.opened(name)


def written(text: str) -> File:
    """A file with this text."""
    return File("written.csv", text.encode())


def recognised_by(file: File) -> list[str]:
    """The modules of all layouts, registered or not, that recognise a file; the last resort where no other does."""
    modules = [import_module(f"{formats.__name__}.{found.name}") for found in iter_modules(formats.__path__)]
    layouts = [module for module in modules if hasattr(module, "TITLE") and hasattr(module, "recognises")]
    known = [layout for layout in layouts if not hasattr(layout, "LAST") and layout.recognises(file)]
    known = known or [layout for layout in layouts if hasattr(layout, "LAST") and layout.recognises(file)]
    return [layout.__name__.rpartition(".")[2] for layout in known]


def figures(
    reading: Reading, measure: Mapping[str, str], period: str, area: str = WELWYN_HATFIELD
) -> list[dict[str, Any]]:
    """The cells of an area and period whose measures have these descriptors, without the texts that are empty."""
    chosen = [place for place, found in enumerate(reading.measures) if measure.items() <= dict(found).items()]
    cells = reading.cells
    rows = cells[cells["measure"].isin(chosen) & cells["area_code"].eq(area) & cells["period"].eq(period)]
    return [{name: cell for name, cell in row.items() if cell != ""} for row in rows.to_dict("records")]


#: The tests of a release run on its cut everywhere and on the whole file where that is.
in_part_and_whole = pytest.mark.parametrize(
    "file", [cut, pytest.param(real, marks=pytest.mark.slow("a published file, read whole"))]
)


def checks(reading: Reading) -> list[tuple[str, int | None]]:
    """The checks and rows of the faults."""
    return [(fault.check, fault.row) for fault in reading.faults]
