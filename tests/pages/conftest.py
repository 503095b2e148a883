"""What all page tests need: the shipped figures in a store of this run, and a collector that looks away."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _shipped_figures(built: str) -> Iterator[None]:
    """The store is there, and what is loaded and kept by now is out of the garbage collector's sight.

    Streamlit collects garbage after every run of a page. The server freezes what it has loaded at its start;
    without that, these thousands of runs would take twice as long.
    """
    gc.freeze()
    yield
    gc.unfreeze()
