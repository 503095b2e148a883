"""What only a process of its own may read: files that nothing proves. A damaged one can end the program that reads it.

`python -m indicators.store.probe` takes questions as JSON, one a line, and answers each with a line.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

from indicators.store import commits, places, proving

_ROOT = Path(__file__).parents[2]


def ask(questions: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The answer to each question; None where there is none, because it cannot be read."""
    answers = _run(questions)
    while len(answers) < len(questions):  # the one that it stopped at ended the process
        answers += [None, *_run(questions[len(answers) + 1 :])]
    return answers


def _run(questions: Sequence[Mapping[str, Any]]) -> list[Any]:
    if not questions:
        return []
    command = [sys.executable, "-m", "indicators.store.probe"]
    told = b"\n".join(orjson.dumps(dict(question)) for question in questions)
    done = subprocess.run(
        command, input=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT, check=False
    )
    lines = [line for line in done.stdout.split(b"\n")[:-1] if line]
    return [orjson.loads(line) for line in lines]


def _files(where: str, version: int) -> dict[str, list[str]]:
    """The data files of a version, as deltalake reads the log."""
    return commits.files(DeltaTable(where, version=version))


def _rows(where: str, name: str) -> int:
    """How many rows a data file has."""
    return len(proving.decoded(name, places.at(where).read(name)))


def _checkpoint(where: str, name: str) -> int:
    """How many lines a checkpoint has."""
    return int(pq.ParquetFile(pa.BufferReader(places.at(where).read(name))).read().num_rows)


_KNOWN: Mapping[str, Callable[..., Any]] = {"files": _files, "rows": _rows, "checkpoint": _checkpoint}


def main() -> None:
    """Answer each question on standard input."""
    for line in sys.stdin.buffer:
        question = orjson.loads(line)
        try:
            answer = _KNOWN[question.pop("ask")](**question)
        except Exception:  # noqa: BLE001 - whatever it is, the file cannot be read
            answer = None
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
