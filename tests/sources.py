"""The sources beside this checkout, and which of them an extract in `tests/data/` was made from."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
REAL_DATA = SHARED / "real-data"
CASES = SHARED / "cases"
EXTRACTS = Path(__file__).parent / "data"
#: The extracts with the names of their sources, as they lie in ../shared, and the SHA-256 of these.
LIST = EXTRACTS / "sources.csv"
HEADINGS = ("extract", "source", "sha256")
#: Why a test is skipped that needs the published files whole. The end of a run counts the tests by it.
NOT_BESIDE = "../shared/real-data is not beside this checkout"

needs_sources = pytest.mark.skipif(not REAL_DATA.is_dir(), reason=NOT_BESIDE)
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=NOT_BESIDE)


class Folder:
    """The folder of the published files, which notes every file that is taken from it."""

    def __init__(self) -> None:
        self.taken: set[Path] = set()

    def __truediv__(self, name: str) -> Path:
        self.taken.add(REAL_DATA / name)
        return REAL_DATA / name

    def glob(self, pattern: str) -> Iterator[Path]:
        """The files whose names match, each noted."""
        return (self / path.name for path in REAL_DATA.glob(pattern))


@cache
def digest(source: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(source.read_bytes()).hexdigest()


def digests(sources: Iterable[Path]) -> dict[str, str]:
    """The names of these sources in ../shared and the SHA-256 that they have there."""
    return {source.relative_to(SHARED).as_posix(): digest(source) for source in sorted(sources)}


@cache
def _list() -> dict[str, dict[str, str]]:
    extracts: dict[str, dict[str, str]] = {}
    with LIST.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            extracts.setdefault(row["extract"], {})[row["source"]] = row["sha256"]
    return extracts


def name_of(extract: Path) -> str:
    """What an extract is called in the list: its place in `tests/data/`."""
    return extract.relative_to(EXTRACTS).as_posix()


def listed(extract: Path) -> dict[str, str]:
    """The sources of an extract and the SHA-256 that they had when it was made."""
    return _list()[name_of(extract)]


def held_to_sources(extract: Path, content: bytes, sources: Iterable[Path]) -> None:
    """Fails where an extract is not what was made of the sources now, or was made of others."""
    assert listed(extract) == digests(sources), "made from other files"
    assert extract.read_bytes() == content, "python -m tests.extract makes it anew"
