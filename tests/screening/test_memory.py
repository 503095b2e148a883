"""No upload takes more than a gigabyte: large files, and small ones that become large, each in a process of its own."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from indicators.formats import files
from indicators.screening.finding import IN_ALL, LONGEST
from tests.large import HARMFUL, LEGITIMATE
from tests.share import share

#: One after the other: two at a time would take two gigabytes.
pytestmark = pytest.mark.xdist_group("memory")

ROOT = Path(__file__).resolve().parents[2]
GIGABYTE = 1024
#: Seconds between two looks at what a process and those it has started hold at that moment.
BETWEEN = 0.02
#: A screening starts a process, and that one another for a workbook.
DEEP = 3


def screened(path: Path) -> dict[str, Any]:
    """What was found, and the most megabytes that were held at a time, by one process and by all together."""
    command = [sys.executable, "-W", "error", "-m", "tests.large", "screen", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        together = 0
        while process.poll() is None:
            together = max(together, held(process.pid))
            time.sleep(BETWEEN)
        assert process.returncode == 0
        assert process.stdout is not None
        told: dict[str, Any] = json.load(process.stdout)
    return told | {"megabytes": max(told["megabytes"], together)}


def held(process: int) -> int:
    """The megabytes that a process and all that it has started hold now."""
    each = {int(path.name): _status(path) for path in Path("/proc").glob("[0-9]*")}
    family = {process}
    for _ in range(DEEP):
        family |= {number for number, status in each.items() if int(status.get("PPid", "0")) in family}
    return sum(int(each.get(number, {}).get("VmRSS", "0").split()[0]) for number in family) // 1024


def _status(path: Path) -> dict[str, str]:
    try:
        lines = (path / "status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:  # it has ended meanwhile
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@pytest.fixture(name="built")
def _built(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is measured on Linux alone")
    path = tmp_path / request.param
    subprocess.run([sys.executable, "-m", "tests.large", "build", path.name, str(path)], cwd=ROOT, check=True)
    return path


@pytest.mark.slow("files of 127 MB, each screened in a process of its own")
@pytest.mark.parametrize("built", share(list(HARMFUL), 3), indirect=True)
def test_no_upload_takes_a_gigabyte(built: Path) -> None:
    told = screened(built)
    assert HARMFUL[built.name][0] in told["found"]
    assert told["megabytes"] < GIGABYTE
    assert told["longest"] < 3 * LONGEST
    assert told["listed"] <= len(told["found"]) * (IN_ALL + files.MAX_MEMBERS)


@pytest.mark.slow("files of 250,000 rows, each screened in a process of its own")
@pytest.mark.parametrize("built", LEGITIMATE, indirect=True)
def test_large_files_of_publishers_are_read(built: Path) -> None:
    told = screened(built)
    assert told["layouts"] == [LEGITIMATE[built.name][0]]
    assert told["rows"] > 0
    assert "too-large" not in told["found"]
    assert told["megabytes"] < GIGABYTE
