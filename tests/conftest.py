"""What all tests share: the shipped catalogue, a store built from the shipped figures, a guard round the real one."""

import gc
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

from indicators import catalogue as catalogues
from indicators import shipped, store
from indicators.model import Catalogue
from indicators.store import commits, places
from indicators.wording import count
from tests.sources import NOT_BESIDE

ROOT = Path(__file__).resolve().parents[1]
REAL_STORE = ROOT / "data" / "store"

#: For `make quick`. The examples that a test asks for by number, and all of `make test`, stay as they are.
settings.register_profile("quick", max_examples=15)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that is marked as slow without a reason."""
    silent = [item.nodeid for item in items for mark in item.iter_markers("slow") if not mark.args]
    if silent:
        raise pytest.UsageError(f'@pytest.mark.slow("why") asks for a reason: {silent[0]}')


def pytest_collection_finish() -> None:
    """What is imported by now is here to stay: the garbage collector need not look through it again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def where_tests_publish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The store of this run, in INDICATORS_STORE and empty until `built`. A write into data/store is refused."""
    folder = tmp_path_factory.mktemp("shipped") / "store"
    commit, write = commits.commit, places.Place.write_all

    def guarded(target: str, *given: Any, **named: Any) -> Any:
        assert not inside_the_real_store(target), f"a test writes into {target}"
        return commit(target, *given, **named)

    def guarded_files(place: places.Place, files: Mapping[str, bytes]) -> None:
        assert not inside_the_real_store(place.path("")), f"a test writes into {place.path('')}"
        write(place, files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_STORE", str(folder))
        patch.setattr(commits, "commit", guarded)
        patch.setattr(places.Place, "write_all", guarded_files)
        patch.setattr(places, "flush", lambda path: None)  # thousands of releases; what is flushed has tests of its own
        yield folder


def inside_the_real_store(address: str) -> bool:
    """Whether a path or a file:// address is data/store or lies in it."""
    return Path(address.removeprefix("file://")).resolve().is_relative_to(REAL_STORE)


@pytest.fixture(scope="session")
def shipped_catalogue() -> Catalogue:
    """The files in `data/` but the figures."""
    return catalogues.load()


@pytest.fixture(scope="session")
def built(where_tests_publish: Path, shipped_catalogue: Catalogue) -> str:
    """Where the store is that holds the shipped figures. To be read only: it serves the whole run."""
    shipped.build(str(where_tests_publish), shipped_catalogue)
    return str(where_tests_publish)


@pytest.fixture
def own_store(built: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A copy of the shipped store that this test may write into."""
    where = str(shutil.copytree(built, tmp_path / "store"))
    monkeypatch.setenv("INDICATORS_STORE", where)
    return where


@pytest.fixture(scope="session")
def shipped_rows(built: str) -> pd.DataFrame:
    """All shipped figures, as the store holds them."""
    return store.read(built)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests were skipped for want of the published files, in one line."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if NOT_BESIDE in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"{count(len(skipped), 'test')} of whole published files skipped, as {NOT_BESIDE}; "
            "tests/data holds extracts of these, which were read."
        )
