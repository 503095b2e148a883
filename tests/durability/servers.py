"""The server of the dashboard as a process that can be killed, and what a person does at its page of uploads."""

import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from indicators import store, tables
from tests.browser.serving import free_port
from tests.durability import work
from tests.durability.processes import Running
from tests.durability.visitor import Visitor

PATIENCE = 120  # seconds until it answers

#: A file's name and its bytes.
File = tuple[str, bytes]


@contextmanager
def serving(where: str, out: Path, *options: str) -> Iterator[tuple[str, Running]]:
    """The address of a server that answers, and its process, which is killed afterwards."""
    port = free_port()
    running = Running(work.serve, port, *options, store=where, out=out)
    address = f"http://127.0.0.1:{port}"
    try:
        _await_answer(address, running)
        yield address, running
    finally:
        running.process.kill()
        running.wait()


def _await_answer(address: str, running: Running) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.process.is_alive():
        with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
            return
        time.sleep(0.05)
    raise TimeoutError(f"The dashboard does not answer at {address}. It said:\n{running.said}")


def figures(where: str, slug: str, step: float) -> File:
    """A file of an indicator as it is held, the last figure larger by so much."""
    rows = store.read(where, indicators=[slug])
    rows.loc[rows.index[-1], "value"] += step
    return f"{slug}.csv", tables.tidy_csv(rows).encode()


def ready(visitor: Visitor, file: File, by: str, note: str) -> str:
    """Drop a file, acknowledge every warning and fill in who and why; the button's id. Empty where nothing would
    change."""
    visitor.open("upload")
    visitor.drop(*file)
    if "Nothing would change" in visitor.said:
        return ""
    visitor.tick_all()
    visitor.set("text_input", "Your name", string_value=by)
    visitor.set("text_input", "What is published, and why", string_value=note)
    return str(visitor.find("button", "Publish").id)


def received(visitor: Visitor) -> bool:
    """Whether the page says that it was published, once it has; not where the server is gone before."""
    with suppress(ConnectionClosed):
        visitor.receive()
        return published(visitor)
    return False


def published(visitor: Visitor) -> bool:
    """Whether the page says that it was published."""
    return any(each.body.startswith("Published as version ") for each in visitor.all("alert"))
