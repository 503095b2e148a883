"""What goes wrong behind the pages is told in a sentence, on every page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import catalogue as catalogues
from indicators.errors import CatalogueError, StoreError
from pages import _reads as reads

from .visits import PAGES, faults, visit

pytestmark = pytest.mark.slow("pages are drawn in every fault")


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Nothing kept from the tests before, nothing left for those after."""
    reads.catalogue.cache_clear()
    yield
    reads.catalogue.cache_clear()


@pytest.mark.parametrize("page", PAGES)
def test_a_broken_store_is_told_in_a_sentence(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "_delta_log"
    log.mkdir()
    (log / "00000000000000000000.json").write_text("not a commit", encoding="utf-8")
    monkeypatch.setenv("INDICATORS_STORE", str(tmp_path))
    opened = visit(page)
    assert not opened.exception
    assert [str(tmp_path) in found for found in faults(opened)] == [True]


@pytest.mark.parametrize("page", PAGES)
def test_a_fault_in_the_catalogue_is_told_in_a_sentence(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise CatalogueError(["strategy.toml: the area 'E00000000' is not in areas.csv."])

    monkeypatch.setattr(catalogues, "load", refuse)
    opened = visit(page)
    assert faults(opened) == ["strategy.toml: the area 'E00000000' is not in areas.csv."]
    assert not opened.exception


@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_is_not_there_is_told_and_never_built(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "store"
    monkeypatch.setenv("INDICATORS_STORE", str(where))
    told = f"There is no store at {where}. Build it with: python -m indicators build"
    assert faults(visit(page)) == [told]
    reads.unbuilt(StoreError("The disk is full."))
    assert faults(visit(page)) == [f"{told} The server could not build it when it started: The disk is full."]
    assert not where.exists()
