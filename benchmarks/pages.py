"""What a rerun of each page costs the server, beside a bare Streamlit page with one Plotly chart.

`python -m benchmarks.pages` starts two servers, the dashboard and a bare page, and asks both for reruns over
Streamlit's own websocket, as a browser does after a click, in turns so that both meet the same machine. Counted
is the processor time of the server process, so a busy machine or a slow browser does not matter much. Linux only.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parents[1]
ROUNDS, RERUNS, WARM = 8, 15, 5
ALLOWED = 20  # milliseconds above the bare page
ALLOWED_SIGNED = 150  # milliseconds of a signed quarter, which is one long document
STREAMLIT = Subprotocol("streamlit")
WORN = "about, after {} other views"

BARE = """
    import plotly.graph_objects as go
    import streamlit as st

    def figure():
        return go.Figure(go.Scatter(x=list(range(2008, 2026)), y=[value % 7 for value in range(18)]), {"title": "Bare"})

    kept = st.cache_resource(figure)
    st.title("Bare")
    st.selectbox("Area", ["One", "Two"])
    st.plotly_chart(kept() if st.query_params.get("figure") == "kept" else figure())
"""
BARE_APP = """
    import gc
    from contextlib import asynccontextmanager

    import pandas
    import plotly.graph_objects
    import streamlit as st

    @asynccontextmanager
    async def lifespan(app):
        gc.collect()
        gc.freeze()
        yield

    app = st.App("page.py", lifespan=lifespan)
"""
#: Name -> page and query. The first is what the others are held against: its figure is kept, as ours are.
BARE_PAGES = {"bare, figure kept": ("", "figure=kept"), "bare, figure made anew": ("", "")}
PAGES = {
    "overview": ("", ""),
    "theme": ("theme", ""),
    "indicator, over time": ("indicator", "indicator=obesity-year-6"),
    "indicator, areas": ("indicator", "indicator=obesity-year-6&view=areas"),
    "indicator, breakdown": ("indicator", "indicator=life-expectancy-gap&view=breakdown"),
    "indicator, process chart": ("indicator", "indicator=average-house-price&view=process"),
    "indicator, table": ("indicator", "indicator=obesity-year-6&view=table"),
    "revisions": ("revisions", ""),
    "upload": ("upload", ""),
    "about": ("about", ""),
}
SIGNED = "snapshot, signed"
SNAPSHOTS = {SIGNED: ("snapshot", "quarter=2018Q2")}


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: where, and which process."""

    port: int
    process: int

    def seconds(self) -> float:
        """The processor time it has used so far, all threads, in user and kernel mode."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Session:
    """A browser's side of one page: asks for reruns and remembers what the server tells it to keep."""

    server: Server
    page: str
    query: str
    connection: ClientConnection
    page_hash: str = ""
    kept: set[str] = field(default_factory=set)

    def rerun(self) -> None:
        """Ask for a rerun and wait until the script is done. RuntimeError where it did not end well."""
        state = ClientState(
            query_string=self.query,
            page_name="" if self.page_hash else self.page,
            page_script_hash=self.page_hash,
            cached_message_hashes=sorted(self.kept),
            context_info=ContextInfo(color_scheme="light", url=f"http://127.0.0.1:{self.server.port}/{self.page}"),
        )
        self.connection.send(BackMsg(rerun_script=state).SerializeToString())
        while True:
            message = ForwardMsg.FromString(self.connection.recv(timeout=60))
            if message.metadata.cacheable:
                self.kept.add(message.hash)
            if message.WhichOneof("type") == "navigation":
                self.page_hash = message.navigation.page_script_hash
            if message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"/{self.page}?{self.query}: {message.delta.new_element.exception.message}")
            if message.WhichOneof("type") == "script_finished":
                return

    def milliseconds(self, times: int) -> float:
        """The server's processor time for one rerun, as the mean of so many."""
        before = self.server.seconds()
        for _ in range(times):
            self.rerun()
        return (self.server.seconds() - before) / times * 1000


@contextmanager
def serving(folder: Path, script: str, store: Path, **settings: str) -> Iterator[Server]:
    """A Streamlit server of a script in a folder, with settings of the environment, stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | {"INDICATORS_STORE": str(store)} | settings, stdout=subprocess.DEVNULL
    )
    try:
        _await_answer(f"http://127.0.0.1:{port}/_stcore/health")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def session(server: Server, page: str, query: str) -> Iterator[Session]:
    """A browser's side of a page of a server."""
    place, own = f"127.0.0.1:{server.port}", {"subprotocols": [STREAMLIT], "max_size": None}
    with connect(f"ws://{place}/_stcore/stream", origin=f"http://{place}", **own) as connection:
        yield Session(server, page, query, connection)


def _await_answer(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:  # refused, or too busy to answer yet
            time.sleep(0.1)
    raise TimeoutError(f"No answer from {address}.")


def bare(folder: Path) -> Path:
    """The bare page in a folder, with the dashboard's own settings of Streamlit."""
    (folder / "page.py").write_text(textwrap.dedent(BARE), encoding="utf-8")
    (folder / "app.py").write_text(textwrap.dedent(BARE_APP), encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    return folder


def measure() -> dict[str, float]:
    """Milliseconds of processor time per rerun: the median of all rounds, for the bare pages and each of ours."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # Built beforehand by the command line, which shows its progress there.
        environment = os.environ | {"INDICATORS_STORE": str(folder / "store")}
        subprocess.run([sys.executable, "-m", "indicators", "build"], cwd=ROOT, env=environment, check=True)
        sign(environment)
        theirs = stack.enter_context(serving(bare(folder), "app.py", folder / "store"))
        ours = stack.enter_context(serving(ROOT, "dashboard.py", folder / "store"))
        sessions = {}
        for server, pages in ((theirs, BARE_PAGES), (ours, PAGES | SNAPSHOTS)):
            for name, (page, query) in pages.items():
                sessions[name] = stack.enter_context(session(server, page, query))
                sessions[name].milliseconds(WARM)
        rounds = [{name: one.milliseconds(RERUNS) for name, one in sessions.items()} for _ in range(ROUNDS)]
        found = {name: statistics.median(one[name] for one in rounds) for name in sessions}
        views = wear(sessions["indicator, over time"])
        return found | {WORN.format(views): sessions["about"].milliseconds(ROUNDS * RERUNS)}


def sign(environment: dict[str, str]) -> None:
    """Signs off the quarter whose page is measured, with the comment that it needs."""
    comment = ["comment", "2018Q2", "social-contact-carers", "--by", "A", "--text", "Why."]
    for words in (comment, ["sign-off", "2018Q2", "--by", "A"]):
        subprocess.run([sys.executable, "-m", "indicators", *words], cwd=ROOT, env=environment, check=True)


def wear(session: Session) -> int:
    """The number of views looked at: every indicator for three areas. What is kept of them must cost nothing."""
    slugs = sorted(file.stem for file in (ROOT / "data" / "definitions").glob("*.toml"))
    queries = [f"indicator={slug}&area={area}" for area in ("E07000096", "E07000098", "E07000243") for slug in slugs]
    for session.query in queries:
        session.rerun()
    return len(queries)


def table(found: dict[str, float]) -> str:
    """The figures as a table for the terminal, each with whether it keeps its bound."""
    first = next(iter(found.values()))
    lines = [f"{'page':<26}{'ms per rerun':>14}{'above bare':>12}  within its bound"]
    for name, cost in found.items():
        within = cost <= (ALLOWED_SIGNED if name == SIGNED else first + ALLOWED)
        verdict = "" if name in BARE_PAGES else "yes" if within else "no"
        lines.append(f"{name:<26}{cost:>14.1f}{cost - first:>12.1f}  {verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
