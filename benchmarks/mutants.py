"""Whether the tests bite: `python -m benchmarks.mutants` changes one token of the code at a time and asks who notices.

200 mutants of statistics, assessment, screening, store and periods, the same ones for the same seed and the same code:
a comparison, an arithmetic sign, and/or/not, True/False, a number by one, a word that is a fact ("first", "last").
Each is put into a copy of the tree and held against the tests that pass over its line until one fails; before, all of
them pass without a mutant. `mutants_equivalent.toml` lists those that change nothing, which do
not count. Exits with 1 where fewer than 95% of the others are noticed. Linux only.
"""

import argparse
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.mutants_drawn import Mutant, draw
from benchmarks.mutants_tests import ROOT, Lines, failed, learn

EQUIVALENT = Path(__file__).with_name("mutants_equivalent.toml")
ROOMS = {
    "statistics": ("statistics/*.py",),
    "assessment": ("assessment/*.py", "lines.py"),
    "screening": ("screening/*.py",),
    "store": ("store/*.py", "changes.py"),
    "periods": ("periods.py", "period_kinds.py"),
}
TESTS = (
    *(
        "test_statistics*",
        "test_assessment*",
        "test_answer_words",
        "test_words_last",
        "test_lines",
        "test_views*",
        "test_period*",
    ),
    *("test_store*", "test_ledger", "test_changes*", "screening/test_*"),
)
SHARE = 0.95
SECONDS = 60.0  # processor time of the tests of one process, as they took it without a mutant: half of its LIMIT


def sources(tree: Path, room: str) -> list[Path]:
    """The modules of a room."""
    return [file for pattern in ROOMS[room] for file in sorted((tree / "indicators").glob(pattern))]


def prepare(folder: Path) -> Path:
    """A copy of the tree in the folder, and beside it the store of the shipped figures."""
    tree, store = folder / "tree", folder / "store"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "browser", "benchmarks"))
    shutil.rmtree(tree / "data" / "store", ignore_errors=True)
    shutil.rmtree(store, ignore_errors=True)
    environment = os.environ | {"INDICATORS_STORE": str(store)}
    subprocess.run([sys.executable, "-m", "indicators", "build"], cwd=tree, env=environment, check=True)
    return tree


def tests_for(
    mutant: Mutant, lines: Lines, texts: Mapping[str, list[str]], seconds: Mapping[str, float]
) -> Iterator[list[str]]:
    """The tests that pass over a mutant's line; where it runs on import, all of the modules whose tests pass over its
    file. First those that are quick and reach what few others do, such as the sentence about a fault that the mutant's
    function finds; one process after another, each with as many as SECONDS allow, and one at least."""
    here = lines[mutant.file]
    modules = {test.partition("::")[0] for tests in here.values() for test in tests}
    tests = here[mutant.line] or {test for test in seconds if test.partition("::")[0] in modules}
    near = [here[line] for line in mutant.near]
    if mutant.names:
        named = re.compile(rf"\b({'|'.join(mutant.names)})\b")
        near += [
            lines[file][place]
            for file, text in texts.items()
            for place, line in enumerate(text, 1)
            if named.search(line)
        ]
    rare: dict[str, int] = {}  # by the test's name, whatever it is given
    for reached in near:
        for name in {test.partition("[")[0] for test in reached}:
            rare[name] = min(rare.get(name, len(seconds)), len(reached))
    dear = {test: rare.get(test.partition("[")[0], len(seconds)) * seconds[test] for test in tests}
    together: list[str] = []
    spent = 0.0
    for test in sorted(tests, key=lambda test: (dear[test], test)):
        if together and spent + seconds[test] > SECONDS:
            yield together
            together, spent = [], 0.0
        together.append(test)
        spent += seconds[test]
    yield together


def noticed(mutant: Mutant, tree: Path, tests: Iterable[list[str]]) -> bool:
    """Whether any of the tests fails with the mutant in the tree; of each list in a process of its own."""
    file, whole = tree / mutant.file, tree.parent / "whole.py"
    shutil.copy2(file, whole)
    file.write_text(mutant.content, encoding="utf-8")
    try:
        return any(failed(tree, together) for together in tests)
    finally:
        shutil.copy2(whole, file)
        shutil.rmtree(tree / "data" / "store", ignore_errors=True)  # where the mutant may have published


def measure(folder: Path, seed: int, number: int, rooms: Iterable[str]) -> bool:
    """Print each mutant that nobody noticed, and the table. Whether enough of them were."""
    tree = prepare(folder)
    files = [file for room in ROOMS for file in sources(tree, room)]
    texts = {file.relative_to(tree).as_posix(): file.read_text(encoding="utf-8").splitlines() for file in files}
    seconds, lines = learn(
        tree, [file for name in TESTS for file in sorted((tree / "tests").glob(f"{name}.py"))], files
    )
    equivalent = known(texts)
    counts = {room: Counter[str]() for room in rooms}
    for room, count in counts.items():
        for mutant in draw(tree, sources(tree, room), number // len(ROOMS), random.Random(f"{seed} {room}")):
            tests = list(tests_for(mutant, lines, texts, seconds))
            if (mutant.file, mutant.was, mutant.becomes) in equivalent:
                count["equivalent"] += 1
            elif noticed(mutant, tree, tests):
                count["killed"] += 1
            else:
                count["survived"] += 1
                many = sum(map(len, tests))
                print(f"{mutant.file}:{mutant.line}, {many} tests", mutant.was, mutant.becomes, sep="\n  ")
                sys.stdout.flush()
    total = sum(counts.values(), Counter[str]())
    print(table(counts | {"all": total}))
    return share(total) >= SHARE


def known(texts: Mapping[str, list[str]]) -> set[tuple[str, str, str]]:
    """The mutants that change nothing: file, line as it was and as it becomes. RuntimeError where a line has gone."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    gone = [each for each in listed if each["was"] not in map(str.strip, texts.get(each["file"], []))]
    if gone:
        raise RuntimeError(f"{EQUIVALENT.name}, no longer there: {gone[0]['file']}, {gone[0]['was']}")
    return {(each["file"], each["was"], each["becomes"]) for each in listed}


def share(count: Counter[str]) -> float:
    """Of the mutants that change something, how many were noticed."""
    return count["killed"] / max(count["killed"] + count["survived"], 1)


def table(counts: Mapping[str, Counter[str]]) -> str:
    """The rooms and how their mutants fared, for the terminal."""
    lines = [f"{'room':<12}{'mutants':>9}{'equivalent':>12}{'killed':>8}{'survived':>10}{'killed, %':>11}"]
    for room, count in counts.items():
        told = f"{count['equivalent']:>12}{count['killed']:>8}{count['survived']:>10}{100 * share(count):>11.1f}"
        lines.append(f"{room:<12}{count.total():>9}{told}")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument("--room", choices=ROOMS, action="append", help="only this one; may be given several times")
    given = parser.parse_args()
    where = Path(tempfile.gettempdir()) / f"mutants-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
    where.mkdir(exist_ok=True)
    sys.exit(0 if measure(where, given.seed, given.mutants, given.room or ROOMS) else 1)
