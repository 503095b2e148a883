"""What is done in other processes. A module of its own, because the process that they are forked from imports it: it
starts nothing that a fork would lose, no thread of the store's engine above all."""

import json
import os
from multiprocessing.synchronize import Barrier
from pathlib import Path

import click
from streamlit.web import cli
from streamlit.web.server.starlette import starlette_server  # noqa: F401 - imported once for all servers

from indicators import store
from indicators.__main__ import main
from indicators.errors import PublishedMeanwhile
from indicators.snapshot import rendering  # noqa: F401 - imported once for all sign-offs
from pages import _signing, _upload  # noqa: F401 - imported once for all servers
from tests import harm

ROOT = Path(__file__).parents[2]
SHARED = range(2000, 2010)  # the years that everybody publishes at the same moment


def command(*words: str) -> None:
    """`python -m indicators` with these words."""
    main(list(words), prog_name="python -m indicators")


def serve(port: int, *options: str) -> None:
    """The server of the dashboard, as `python -m indicators serve` becomes it."""
    os.chdir(ROOT)
    cli.main(["run", str(ROOT / "dashboard.py"), f"--server.port={port}", "--server.address=127.0.0.1", *options])


def mark(worker: int, turn: int) -> int:
    """A number that tells who published, and in which turn. Years of their own start from here too."""
    return 3000 + 100 * worker + turn


def publish_in_turns(where: str, barrier: Barrier, worker: int, turns: int) -> None:
    """Publish the shared years and one of its own each turn, to the same indicator, until it has succeeded. Says the
    version of each, and each refusal."""
    barrier.wait(60)
    for turn in range(turns):
        number = mark(worker, turn)
        rows, content = harm.figures("obesity", [*SHARED, number], number), f"{number}".encode()
        release = None
        while release is None:
            try:
                release = store.publish(where, rows, by=f"worker {worker}", note=f"{number}", content=content)
            except PublishedMeanwhile as refused:
                click.echo(json.dumps({"refused": str(refused)}))
        click.echo(json.dumps({"version": release.version, "mark": release.note}))
