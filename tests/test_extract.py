"""The extracts of the sources in `tests/data/`: each says what it was made from, none is large."""

import csv
from hashlib import sha256

import pytest

from tests.extract import FOLDERS, makers
from tests.formats import cuts
from tests.sources import EXTRACTS, HEADINGS, LIST, held_to_sources, listed, name_of, needs_sources


def files() -> list[str]:
    paths = (path for folder in FOLDERS for path in (EXTRACTS / folder).rglob("*") if path.is_file())
    return sorted(map(name_of, paths))


def test_every_extract_is_made_and_listed_with_its_sources() -> None:
    with LIST.open(encoding="utf-8", newline="") as lines:
        heading, *rows = csv.reader(lines)
    assert tuple(heading) == HEADINGS
    assert rows == sorted(rows)
    assert sorted({extract for extract, _, _ in rows}) == files()
    assert sorted(map(name_of, makers())) == files()
    assert all(len(digest) == 64 and source for _, source, digest in rows)


def test_no_published_file_is_here_whole() -> None:
    for name in cuts.CUTS:
        ((_, digest),) = listed(cuts.extract(name)).items()
        assert sha256(cuts.extract(name).read_bytes()).hexdigest() != digest


def test_an_extract_is_small() -> None:
    sizes = {name: (EXTRACTS / name).stat().st_size for name in files()}
    assert {name: size for name, size in sizes.items() if size > 300_000} == {}
    assert sum(sizes.values()) < 2_000_000


@needs_sources
@pytest.mark.slow("reads the publishers' files")
def test_cuts_and_vectors_are_what_their_sources_give() -> None:
    for extract, make in makers().items():
        if extract.parent.name in ("releases", "vectors"):
            held_to_sources(extract, *make())
