"""What all page tests need: the shipped figures in a store of this run, and pages that are compiled once."""

from collections.abc import Iterator

import pytest
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner


@pytest.fixture(scope="package", autouse=True)
def _compiled_once() -> Iterator[None]:
    """All runs share their compiled pages, as all sessions of a server do. AppTest would compile them for every run."""
    scripts = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: scripts)
        yield


@pytest.fixture(autouse=True)
def _shipped_figures(built: str) -> None:
    """The store is there."""
