"""A server that runs for long: memory stays level, and every session that ended gives back what it held."""

import os
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import mean

import pytest

from indicators import catalogue as catalogues
from indicators import store, views
from tests.durability.accounts import Account
from tests.durability.conftest import Keep, Share
from tests.durability.servers import serving
from tests.durability.visitor import visiting

pytestmark = [
    pytest.mark.slow("a server of its own"),
    pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="memory and handles are read from /proc"),
]

#: The last quarter of all reruns may hold so much more than the second did: what it holds moves up and down by as much.
LEVEL = 1.05
#: Seconds after which the server forgets a session that has ended, in place of two minutes.
FORGOTTEN = 1
PATIENCE = 60


def memory(process: int) -> float:
    """Resident megabytes."""
    (line,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def handles(process: int) -> int:
    """Open files and sockets."""
    return len(os.listdir(f"/proc/{process}/fd"))


def addresses(where: str, full: bool) -> list[tuple[str, str]]:
    """Every page, and every view of the indicators that are held; of a tenth those of one."""
    known = catalogues.load().indicators
    held = sorted(set(store.read(where)["indicator"]) & known.keys())
    pages = [(page, "") for page in ("", "theme", "snapshot", "upload", "revisions", "about")]
    shown = held if full else held[:1]
    return pages + [
        ("indicator", f"indicator={slug}&view={view}") for slug in shown for view in views.offered(known[slug])
    ]


def test_memory_is_level_and_no_handle_is_left(
    built: str, few: str, tmp_path: Path, share: Share, record_property: Keep
) -> None:
    where, account = built if share.full else few, Account("a server: reruns, then sessions")
    every = addresses(where, share.full)
    reruns, sessions = share.of(2000, tenth=60), share.of(300, tenth=6)
    with serving(where, tmp_path / "said", f"--server.disconnectedSessionTTL={FORGOTTEN}") as (address, running):
        process = running.process.pid
        measured = list[float]()
        with visiting(address) as visitor:
            for place, (page, query) in enumerate(islice(cycle(every), len(every) + reruns)):
                visitor.open(page, query)
                if visitor.refusals:
                    account.fault("not told", f"{page}?{query}: {visitor.refusals}")
                if place >= len(every):
                    measured.append(memory(process))
        quarter = reruns // 4
        early, late = mean(measured[quarter : 2 * quarter]), mean(measured[3 * quarter :])
        if late > early * LEVEL:
            account.fault("unsound", f"memory grew from {early:.0f} to {late:.0f} MB")

        before = settled(address, process, 0)
        for page, query in islice(cycle(every), sessions):
            with visiting(address) as visitor:
                visitor.open(page, query)
        after = settled(address, process, before)
        if after > before:
            account.fault("unsound", f"{after - before} handles are left of {sessions} sessions")
        grown = memory(process)
        if grown > late * LEVEL:
            account.fault("unsound", f"memory grew from {late:.0f} to {grown:.0f} MB with {sessions} sessions")
        if "Traceback" in running.said or not running.process.is_alive():
            account.fault("not told", running.said)
    account.tried = reruns + sessions
    account.remark = (
        f"{reruns:,} reruns of {len(every)} views and {sessions} sessions: memory {early:.0f} MB in the second quarter "
        f"of the reruns, {late:.0f} in the last, {grown:.0f} after the sessions; handles {before} and {after}"
    )
    account.close(record_property)


def settled(address: str, process: int, most: int) -> int:
    """How many handles there are when no session is remembered: as few as this, or as few as it gets."""
    until, found = time.monotonic() + (PATIENCE if most else 3 * FORGOTTEN), list[int]()
    while time.monotonic() < until and not (found and most and found[-1] <= most):
        time.sleep(FORGOTTEN)
        with visiting(address) as visitor:  # only who comes has the server look for whom to forget
            visitor.open()
        time.sleep(FORGOTTEN / 2)
        found.append(handles(process))
    return min(found)
