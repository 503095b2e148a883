"""What all page tests need: the shipped figures in a store of this run, and a collector that looks away."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def own_store(built: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A copy of the store that this test may publish into."""
    where = tmp_path / "store"
    shutil.copytree(built, where)
    monkeypatch.setenv("INDICATORS_STORE", str(where))
    return str(where)


@pytest.fixture(autouse=True)
def _shipped_figures(built: str) -> Iterator[None]:
    """The store is there, and what is loaded and kept by now is out of the garbage collector's sight.

    Streamlit collects garbage after every run of a page. The server freezes what it has loaded at its start;
    without that, these thousands of runs would take twice as long.
    """
    gc.freeze()
    yield
    gc.unfreeze()
