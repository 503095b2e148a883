"""How much is tried, the store that it is tried on, and the table of what came of it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from indicators import store
from tests.durability.accounts import table
from tests.share import WHOLE

Keep = Callable[[str, object], None]

#: Held in the store that commands are killed over: two with an aim, two of the background.
FEW = ("jobs", "population", "obesity-year-6", "homelessness-duty-owed")


@dataclass(frozen=True)
class Share:
    """How much of each is tried."""

    full: bool

    def of(self, many: int, tenth: int = 0) -> int:
        """So many, or a tenth of it; where a tenth takes long, as many as are said."""
        return many if self.full else tenth or many // 10


@pytest.fixture(scope="session")
def share() -> Share:
    """All of it where the whole is asked for, as `make durability` does."""
    return Share(WHOLE)


@pytest.fixture(scope="session")
def few(built: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the shipped figures of some indicators. To be read only."""
    where = str(tmp_path_factory.mktemp("few") / "store")
    store.publish(where, store.read(built, indicators=FEW), by="data/published", note="Some", kind="build")
    return where


@pytest.fixture
def held(few: str, tmp_path: Path) -> str:
    """A copy of it that this test may write into."""
    return str(shutil.copytree(few, tmp_path / "store"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What came of each kind, as a table."""
    ended = [report for each in ("passed", "failed") for report in terminalreporter.stats.get(each, ())]
    kept = [value for report in ended for name, value in report.user_properties if name == "durability"]
    if kept:
        terminalreporter.section("durability")
        terminalreporter.write("\n".join(table([json.loads(each) for each in kept])) + "\n")
