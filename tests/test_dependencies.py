"""What is installed is known: every package is locked with its hashes, and the locks say the same as the pins."""

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
#: The first line of each package in a lock file; one that is locked twice is meant for different versions of Python.
PACKAGE = re.compile(r"^([a-z0-9].*?) \\$", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(*files: str) -> dict[str, str]:
    """The direct dependencies and their versions."""
    lines = [line for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    direct = [line for line in lines if line and not line.startswith(("#", "-r "))]
    return {normal(name): version for name, version in (line.split("==") for line in direct)}


def locked(file: str) -> dict[str, str]:
    """What a lock file names for this Python on this system, and its version."""
    named = map(Requirement, PACKAGE.findall((ROOT / file).read_text(encoding="utf-8")))
    meant = [each for each in named if each.marker is None or each.marker.evaluate()]
    return {normal(each.name): str(each.specifier).removeprefix("==") for each in meant}


LOCKS = {
    "requirements.lock": ("requirements.txt",),
    "requirements-dev.lock": ("requirements.txt", "requirements-dev.txt"),
    "requirements-s3.lock": ("requirements-s3.txt",),
}


@pytest.mark.parametrize(("lock", "direct"), LOCKS.items(), ids=list(LOCKS))
def test_a_lock_has_every_pin_and_what_it_brings(lock: str, direct: tuple[str, ...]) -> None:
    assert pins(*direct).items() <= locked(lock).items()
    assert len(locked(lock)) > len(pins(*direct))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes_and_no_registry_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PACKAGE.findall(text)) > len(LOCKS[lock])
    assert [block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)] == []
    assert not re.search(r"https?:|file:|index-url|find-links", text)


def test_the_tests_run_on_what_the_dashboard_runs_on() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {normal(found.metadata["Name"]): found.version for found in distributions()}
    others = {name: version for name, version in locked("requirements-dev.lock").items() if installed[name] != version}
    assert others == {}
