"""Snapshots that the tests of the documents share."""

import pytest

from indicators.model import Catalogue
from indicators.snapshot import Snapshot

from .samples import drafted, trapped, unchanged


@pytest.fixture(scope="session")
def real(built: str, shipped_catalogue: Catalogue) -> Snapshot:
    """The second quarter of 2018, not signed."""
    return drafted("2018Q2", built, shipped_catalogue)


@pytest.fixture(scope="session")
def first(built: str, shipped_catalogue: Catalogue) -> Snapshot:
    """The first quarter of the strategy."""
    return drafted("2015Q3", built, shipped_catalogue)


@pytest.fixture(scope="session")
def running(built: str, shipped_catalogue: Catalogue) -> Snapshot:
    """The current quarter."""
    return drafted("2026Q4", built, shipped_catalogue)


@pytest.fixture(scope="session")
def hostile(real: Snapshot) -> Snapshot:
    """Signed, a correction, with texts that are traps."""
    return trapped(real)


@pytest.fixture(scope="session")
def quiet(real: Snapshot) -> Snapshot:
    """Without a change."""
    return unchanged(real)


@pytest.fixture(params=["real", "first", "running", "hostile", "quiet"])
def any_snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Each of them in turn."""
    found: Snapshot = request.getfixturevalue(request.param)
    return found
