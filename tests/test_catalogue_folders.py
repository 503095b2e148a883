"""A folder of one's own over the shipped `data/`: what is in it wins, file by file, and faults name both places."""

import shutil
from pathlib import Path

import pytest

from indicators import catalogue as catalogues
from indicators import shipped, store
from indicators.errors import CatalogueError

STRATEGY = (catalogues.DATA / "strategy.toml").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that lies over data/."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("INDICATORS_DATA", str(folder))
    monkeypatch.delenv("INDICATORS_STORE", raising=False)
    return folder


def test_an_empty_folder_changes_nothing(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over, figures = catalogues.load(), catalogues.figures()
    monkeypatch.delenv("INDICATORS_DATA")
    assert (over, figures) == (catalogues.load(), catalogues.figures())


def test_its_strategy_is_read_in_place_of_the_shipped_one(own: Path) -> None:
    (own / "strategy.toml").write_text(STRATEGY.replace('"Towards 2020"', '"Another"'), encoding="utf-8")
    over = catalogues.load()
    assert over.strategy.title == "Another"
    assert over.indicators.keys() == catalogues.load(catalogues.DATA).indicators.keys()
    assert over.hash != catalogues.load(catalogues.DATA).hash
    assert b'"Another"' in catalogues.files()["strategy.toml"]


def test_its_indicators_stand_beside_the_shipped_ones(own: Path) -> None:
    for folder, suffix in (("definitions", "toml"), ("published", "csv")):
        (own / folder).mkdir()
        text = (catalogues.DATA / folder / f"jobs.{suffix}").read_text(encoding="utf-8")
        (own / folder / f"own-jobs.{suffix}").write_text(text.replace("\njobs,", "\nown-jobs,"), encoding="utf-8")
    over = catalogues.load()
    assert over.indicators.keys() == {*catalogues.load(catalogues.DATA).indicators, "own-jobs"}
    rows = shipped.read(over)
    assert set(rows["indicator"].to_pylist()) >= {"jobs", "own-jobs"}


def test_its_figures_are_read_in_place_of_the_shipped_ones(own: Path) -> None:
    (own / "published").mkdir()
    header, first, *_ = (shipped.FOLDER / "jobs.csv").read_text(encoding="utf-8").splitlines()
    (own / "published" / "jobs.csv").write_text(f"{header}\n{first}\n", encoding="utf-8")
    assert shipped.read(catalogues.load())["indicator"].to_pylist().count("jobs") == 1


def test_its_store_is_its_own(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.location() == str(own.resolve() / "store")
    monkeypatch.setenv("INDICATORS_STORE", "elsewhere")
    assert store.location() == "elsewhere"


def test_a_wrong_key_is_told_with_both_places(own: Path) -> None:
    (own / "strategy.toml").write_text(STRATEGY.replace("vision =", "vison ="), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        catalogues.load()
    assert f"{own / 'strategy.toml'} (in place of data/strategy.toml): key 'vision' is missing." in str(raised.value)


def test_a_fault_of_one_more_file_says_where_it_is(own: Path) -> None:
    (own / "definitions").mkdir()
    (own / "definitions" / "own.toml").write_text("title = 1", encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        catalogues.load()
    assert f"{own / 'definitions' / 'own.toml'} (beside data/definitions/own.toml)" in str(raised.value)


def test_a_file_that_lies_over_nothing_is_told(own: Path) -> None:
    (own / "stratgy.toml").write_text(STRATEGY, encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        catalogues.load()
    assert str(own / "stratgy.toml") in str(raised.value)
    assert "no file of data/ is called so. Nearest: 'strategy.toml'." in str(raised.value)


def test_its_store_is_no_part_of_it(own: Path) -> None:
    (own / "store").mkdir()
    shutil.copy(shipped.FOLDER / "jobs.csv", own / "store")
    catalogues.load()


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(CatalogueError, match=r"INDICATORS_DATA names .*nowhere, and there is no such folder"):
        catalogues.load()
