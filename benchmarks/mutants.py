"""Whether the tests bite: `python -m benchmarks.mutants` changes one token of the code at a time and asks who notices.

200 mutants of statistics, assessment, screening, store and periods, the same ones for the same seed and the same code:
a comparison, an arithmetic sign, and/or/not, True/False, a number by one, a word that is a fact ("first", "last").
Each is put into a copy of the tree and held against the tests that pass over its line, the quickest first, until one
fails. First, all these tests pass without a mutant, and which lines each passes over is kept in the temporary folder
for as long as neither the code nor the test changes. `mutants_equivalent.toml` lists survivors that change nothing.
Exits with 1 where fewer than 95% of the others are noticed. Linux only.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

# Imported here so that no mutant's process has to; nothing of ours, which every mutant's process imports anew.
import coverage
import deltalake  # noqa: F401
import hypothesis
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
import pyarrow.dataset  # noqa: F401
import pytest
import scipy.stats  # noqa: F401

from benchmarks.mutants_drawn import Mutant, draw

ROOT = Path(__file__).parents[1]
EQUIVALENT = Path(__file__).with_name("mutants_equivalent.toml")
ROOMS = {
    "statistics": ("indicators/statistics",),
    "assessment": ("indicators/assessment", "indicators/lines.py"),
    "screening": ("indicators/screening",),
    "store": ("indicators/store",),
    "periods": ("indicators/periods.py", "indicators/period_kinds.py"),
}
TESTS = ("statistics*", "assessment*", "views*", "periods", "store", "ledger")
#: Each takes as long as a hundred others.
SLOW = ("ten_districts", "half_a_million", "slow_twin", "test_mutations", "processes", "killed")
SHARE = 0.95
SECONDS = 20.0  # processor time of the tests that a mutant is held against, as they took it without one
LIMIT, PATIENCE = 120, 1800  # seconds of the processor and on the clock: what never ends counts as noticed

#: File -> line -> the tests that pass over it.
Lines = dict[str, dict[int, set[str]]]


class Runner:
    """What pytest is told: which tests in which order, where the built store is; and what is learnt from it."""

    def __init__(self, store: Path, tests: list[str] | None = None, tracer: coverage.Coverage | None = None) -> None:
        self.store, self.tests, self.tracer = store, tests, tracer
        self.seconds: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.tests is not None:
            place = {test: number for number, test in enumerate(self.tests)}
            items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if self.tracer:
            self.tracer.switch_context(item.nodeid)
        start = time.process_time()
        answer = yield
        self.seconds[item.nodeid] = time.process_time() - start
        return answer

    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> str | None:
        """The store of the shipped figures is built once, not by every mutant."""
        if fixturedef.argname != "built":
            return None
        where = str(shutil.copytree(self.store, request.getfixturevalue("where_tests_publish")))
        fixturedef.cached_result = (where, fixturedef.cache_key(request), None)
        return where


def forked(tree: Path, work: Callable[[], int], limit: int = LIMIT) -> int:
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
            hypothesis.settings.register_profile(
                "mutants", phases=phases, derandomize=True, database=None, deadline=None
            )
            hypothesis.settings.load_profile("mutants")
            os._exit(work())
        finally:
            os._exit(pytest.ExitCode.INTERNAL_ERROR)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not (ended := os.waitpid(child, os.WNOHANG))[0]:
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # and whatever processes a test has left behind
    return os.waitstatus_to_exitcode(ended[1] if ended[0] else os.waitpid(child, 0)[1])


def tests_of(folder: Path, files: Iterable[Path], runner: Runner, *more: str) -> int:
    """The exit code of pytest for test modules of the tree."""
    fixed = ("-q", "--assert=plain", "-p", "no:cacheprovider", f"--basetemp={folder / 'tests'}")
    return pytest.main([*fixed, *more, *map(str, files)], plugins=[runner])


def prepare(folder: Path) -> Path:
    """A copy of the tree in the folder, and the store of the shipped figures beside it."""
    tree, kept = folder / "tree", folder / "store"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "browser", "benchmarks"))
    shutil.rmtree(tree / "data" / "store", ignore_errors=True)
    if not kept.exists():
        environment = os.environ | {"INDICATORS_STORE": str(kept)}
        subprocess.run([sys.executable, "-m", "indicators", "build"], cwd=tree, env=environment, check=True)
    return tree


def digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]


def learn(folder: Path, tree: Path, module: Path) -> dict[str, Any]:
    """How long each test of a module takes and which lines it passes over; RuntimeError where one fails."""
    code = [*tree.glob("indicators/**/*.py"), *tree.glob("data/**/*.toml"), *tree.glob("tests/**/*.py")]
    others = [file for file in code if not file.name.startswith("test_")]
    kept = folder / f"{module.stem}-{digest([*others, module])}.json"
    if kept.exists():
        return dict(json.loads(kept.read_text()))

    def work() -> int:
        sources = [
            str(tree / place / "*" if (tree / place).is_dir() else tree / place)
            for places in ROOMS.values()
            for place in places
        ]
        tracer = coverage.Coverage(data_file=None, include=sources)
        runner = Runner(folder / "store", tracer=tracer)
        tracer.start()
        code = tests_of(folder, [module], runner, "-x", "-k", f"not ({' or '.join(SLOW)})")
        tracer.stop()
        data = tracer.get_data()
        lines = {
            Path(file).relative_to(tree).as_posix(): {
                line: sorted(filter(None, tests)) for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return int(code)
        kept.write_text(json.dumps({"seconds": runner.seconds, "lines": lines}))
        return 0

    print(f"Without a mutant: {module.relative_to(tree)}", flush=True)
    if forked(tree, work, resource.RLIM_INFINITY):
        raise RuntimeError((folder / "log.txt").read_text()[-4000:])
    return dict(json.loads(kept.read_text()))


def covering(mutant: Mutant, lines: Lines, texts: dict[str, list[str]]) -> set[str]:
    """The tests that pass over a mutant's line; else over its statement, over lines that name what it gives a value to,
    over its file."""
    here = lines.get(mutant.file, {})
    named = re.compile(rf"\b({'|'.join(mutant.names)})\b") if mutant.names else re.compile("(?!)")
    mentions = (
        lines.get(file, {}).get(number, set())
        for file, text in texts.items()
        for number, line in enumerate(text, 1)
        if named.search(line)
    )
    return (
        here.get(mutant.line, set())
        or set().union(*(here.get(line, set()) for line in mutant.lines))
        or set().union(*mentions)
        or set().union(*here.values())
    )


def survives(mutant: Mutant, tests: list[str], folder: Path, tree: Path) -> bool:
    """Whether all these tests pass with the mutant in the tree."""
    if not tests:
        return True
    files = dict.fromkeys(tree / test.partition("::")[0] for test in tests)

    def work() -> int:
        sys.dont_write_bytecode = True
        return int(tests_of(folder, files, Runner(folder / "store", tests), "-x"))

    file = tree / mutant.file
    file.write_bytes(mutant.content)
    try:
        code = forked(tree, work)
    finally:
        shutil.copy2(ROOT / mutant.file, file)
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RuntimeError((folder / "log.txt").read_text()[-4000:])
    return code == pytest.ExitCode.OK


def affordable(tests: Iterable[str], seconds: dict[str, float]) -> Iterator[str]:
    """The quickest tests first, as many as the time of one mutant allows, and one at least."""
    spent = 0.0
    for test in sorted(tests, key=lambda test: (seconds[test], test)):
        if spent and spent + seconds[test] > SECONDS:
            return
        spent += seconds[test]
        yield test


def sources(room: str, root: Path) -> list[Path]:
    """The modules of a room."""
    places = [root / place for place in ROOMS[room]]
    return [file for place in places for file in (sorted(place.glob("**/*.py")) if place.is_dir() else [place])]


def measure(folder: Path, seed: int, number: int, rooms: Iterable[str]) -> bool:
    """Print what became of each mutant that was not noticed, and the table. Whether enough were."""
    tree = prepare(folder)
    modules = [*(file for name in TESTS for file in sorted(tree.glob(f"tests/test_{name}.py")))]
    modules += sorted(tree.glob("tests/screening/test_*.py"))
    seconds: dict[str, float] = {}
    lines: Lines = defaultdict(lambda: defaultdict(set))
    for module in modules:
        learnt = learn(folder, tree, module)
        seconds |= learnt["seconds"]
        for file, of_file in learnt["lines"].items():
            for line, tests in of_file.items():
                lines[file][int(line)].update(tests)
    known = {(each["file"], each["was"], each["becomes"]) for each in tomllib.loads(EQUIVALENT.read_text())["mutant"]}
    texts = {
        file.relative_to(ROOT).as_posix(): file.read_text().splitlines()
        for room in ROOMS
        for file in sources(room, ROOT)
    }
    counts: dict[str, Counter[str]] = {}
    for room in rooms:
        counts[room] = Counter()
        for mutant in draw(ROOT, sources(room, ROOT), number // len(ROOMS), random.Random(f"{seed} {room}")):
            counts[room]["mutants"] += 1
            if (mutant.file, mutant.was, mutant.becomes) in known:
                counts[room]["equivalent"] += 1
                continue
            tests = list(affordable(covering(mutant, lines, texts), seconds))
            if survives(mutant, tests, folder, tree):
                print(
                    f"{mutant.file}:{mutant.line}, {len(tests)} tests\n  {mutant.was}\n  {mutant.becomes}", flush=True
                )
                counts[room]["survived"] += 1
            else:
                counts[room]["killed"] += 1
    total = sum(counts.values(), Counter())
    print(table(counts | {"all": total}))
    return total["killed"] >= SHARE * (total["killed"] + total["survived"])


def table(counts: dict[str, Counter[str]]) -> str:
    """The rooms and how their mutants fared, for the terminal."""
    columns = ("mutants", "equivalent", "killed", "survived")
    lines = [f"{'room':<12}" + "".join(f"{column:>12}" for column in columns) + f"{'killed, %':>12}"]
    for room, count in counts.items():
        share = 100 * count["killed"] / max(count["killed"] + count["survived"], 1)
        lines.append(f"{room:<12}" + "".join(f"{count[column]:>12}" for column in columns) + f"{share:>12.1f}")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument("--room", choices=ROOMS, action="append")
    given = parser.parse_args()
    where = Path(tempfile.gettempdir()) / f"mutants-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
    where.mkdir(exist_ok=True)
    sys.exit(0 if measure(where, given.seed, given.mutants, given.room or ROOMS) else 1)
