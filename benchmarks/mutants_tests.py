"""Tests of a copy of the tree, each time in a process that imports it anew: what they pass over, whether they fail.

pandas and the other libraries are imported once, here, and nothing of ours.
"""

import hashlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import coverage
import deltalake  # noqa: F401
import hypothesis
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
import pyarrow.dataset  # noqa: F401
import pytest
import scipy.stats  # noqa: F401

ROOT = Path(__file__).parents[1]
#: Parts of names of tests that take as long as a hundred others.
SLOW = ("ten_districts", "half_a_million", "slow_twin", "test_mutations", "processes", "killed")
LIMIT, PATIENCE = 120, 1800  # seconds of the processor and on the clock: what never ends counts as a failure
PASSED, NONE = pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED

#: File -> line -> the tests that pass over it.
Lines = dict[str, dict[int, set[str]]]


class Runner:
    """What pytest is told: the tests in their order, where the built store is. And what is learnt from it."""

    def __init__(self, store: Path, tests: Sequence[str], tracer: coverage.Coverage | None = None) -> None:
        self.store, self.tracer = store, tracer
        self.places = {test: place for place, test in enumerate(tests)}
        self.seconds: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.places:
            items[:] = [item for item in items if item.nodeid in self.places]
            items.sort(key=lambda item: self.places[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if self.tracer:
            self.tracer.switch_context(item.nodeid)
        start = time.process_time()
        answer = yield
        self.seconds[item.nodeid] = time.process_time() - start
        return answer

    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> str | None:
        """The store of the shipped figures is built once, not in every process."""
        if fixturedef.argname != "built":
            return None
        where = str(shutil.copytree(self.store, request.getfixturevalue("where_tests_publish")))
        fixturedef.cached_result = (where, fixturedef.cache_key(request), None)
        return where


def failed(tree: Path, tests: Sequence[str]) -> bool:
    """Whether any of these tests fails, the first ones tried first. RuntimeError where pytest itself does."""
    files = dict.fromkeys(tree / test.partition("::")[0] for test in tests)

    def work() -> int:
        sys.dont_write_bytecode = True
        return _pytest(tree, files, Runner(tree.parent / "store", tests))

    code = _forked(tree, work, LIMIT) if tests else PASSED
    if code in (NONE, pytest.ExitCode.INTERNAL_ERROR):
        raise RuntimeError(_log(tree))
    return code != PASSED


def learn(tree: Path, modules: Iterable[Path], measured: Sequence[Path]) -> tuple[dict[str, float], Lines]:
    """How long each test of these modules takes, and which pass over each line that is measured.

    Kept beside the tree for as long as neither the code nor the module changes. RuntimeError where a test fails.
    """
    seconds: dict[str, float] = {}
    lines: Lines = defaultdict(lambda: defaultdict(set))
    parts = [file for name in ("indicators", "data", "tests") for file in (tree / name).rglob("*") if file.is_file()]
    code = digest(measured) + digest(
        file for file in parts if file.suffix != ".pyc" and not file.name.startswith("test_")
    )
    for module in modules:
        kept = tree.parent / f"{module.stem}-{code}-{digest([module])}.json"
        if not kept.exists():
            print(f"Without a mutant: {module.relative_to(tree)}", flush=True)
            _learn(tree, module, measured, kept)
        learnt = json.loads(kept.read_text(encoding="utf-8"))
        seconds |= learnt["seconds"]
        for file, of_file in learnt["lines"].items():
            for line, tests in of_file.items():
                lines[file][int(line)].update(tests)
    return seconds, lines


def digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(files))).hexdigest()[:12]


def _learn(tree: Path, module: Path, measured: Sequence[Path], kept: Path) -> None:
    def work() -> int:
        tracer = coverage.Coverage(data_file=None, config_file=False, include=[str(file) for file in measured])
        runner = Runner(tree.parent / "store", (), tracer)
        tracer.start()
        code = _pytest(tree, [module], runner, "-k", f"not ({' or '.join(SLOW)})")
        tracer.stop()
        data = tracer.get_data()
        lines = {
            Path(file).relative_to(tree).as_posix(): {
                line: sorted(filter(None, tests)) for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        if code in (PASSED, NONE):
            kept.write_text(json.dumps({"seconds": runner.seconds, "lines": lines}), encoding="utf-8")
        return code

    if _forked(tree, work, resource.RLIM_INFINITY) not in (PASSED, NONE):
        raise RuntimeError(_log(tree))


def _pytest(tree: Path, files: Iterable[Path], runner: Runner, *more: str) -> int:
    fixed = ("-q", "-x", "--assert=plain", "-p", "no:cacheprovider", f"--basetemp={tree.parent / 'tests'}")
    return int(pytest.main([*fixed, *more, *map(str, files)], plugins=[runner]))


def _forked(tree: Path, work: Callable[[], int], limit: int) -> int:
    """The exit code of some work in a process of its own that imports from the tree; negative where it was stopped."""
    child = os.fork()
    if not child:
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            os.chdir(tree)
            sys.path[:] = [str(tree), *(place for place in sys.path if Path(place or ".").resolve() != ROOT)]
            log = os.open(tree.parent / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # what fails need not be made small
            hypothesis.settings.register_profile("m", phases=phases, derandomize=True, database=None, deadline=None)
            hypothesis.settings.load_profile("m")
            os._exit(work())
        finally:
            os._exit(pytest.ExitCode.INTERNAL_ERROR)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not (ended := os.waitpid(child, os.WNOHANG))[0]:
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # and whatever processes a test has left behind
    return os.waitstatus_to_exitcode(ended[1] if ended[0] else os.waitpid(child, 0)[1])


def _log(tree: Path) -> str:
    return (tree.parent / "log.txt").read_text(encoding="utf-8")[-4000:]
