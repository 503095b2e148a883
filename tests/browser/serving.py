"""The dashboard as a person starts it, on a port and with a store of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until the server answers: it imports, builds the store and warms its caches first


@dataclass(frozen=True)
class Server:
    """Where a running dashboard is, and the file that it writes what it has to say to."""

    address: str
    log: Path
    process: int


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A dashboard that answers, stopped afterwards. Its store is built in `folder`, from nothing."""
    port = free_port()
    server = Server(f"http://127.0.0.1:{port}", folder / "server.log", port)
    command = [sys.executable, "-m", "indicators", "serve", "--port", str(port)]
    environment = os.environ | {"INDICATORS_STORE": str(folder / "store")}
    with server.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _await_answer(server, process)
        yield Server(server.address, server.log, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        assert not _answers(port), "the command is stopped, and its server is not"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _await_answer(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return when the server says that it is well. TimeoutError with its log if it never does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=5):
                return
        except OSError:  # refused, or too busy to answer yet
            time.sleep(0.1)
    raise TimeoutError(f"The dashboard does not answer at {server.address}. It said:\n{server.log.read_text()}")
