"""Bits that flip in data, logs, checkpoints, kept files and archives: `verify` finds each that changes a figure or the
history, no reader is given another figure, and nothing ends a program."""

import json
import shutil
from pathlib import Path

import pytest

from indicators import store
from indicators.store import commits
from tests import harm
from tests.durability.accounts import Account
from tests.durability.conftest import Keep, Share
from tests.durability.flipping import flip
from tests.durability.processes import Running
from tests.durability.servers import serving
from tests.durability.visitor import visiting

pytestmark = pytest.mark.slow("a store is looked at as a whole for each bit")

#: Bits that one process flips.
BATCH = 20
KINDS = {"kept", ".parquet", ".json", ".checkpoint.parquet", ".checkpoint.sha256", "_head.json", "_last_checkpoint"}
#: Beside the figures alone: what is kept, and what is known of the ledger.
ALONE = {"kept", "_said.json"}
#: A store for a tenth: releases, comments, and how many of either a checkpoint comes after.
SMALL = (7, 6, 4)


def test_flipped_bits(tmp_path: Path, share: Share, monkeypatch: pytest.MonkeyPatch, record_property: Keep) -> None:
    releases, comments, checkpoint = (23, 22, commits.CHECKPOINT) if share.full else SMALL
    monkeypatch.setattr(commits, "CHECKPOINT", checkpoint)
    where, account, kinds = harm.filled(str(tmp_path / "store"), releases, comments), Account("flipped bits"), set()
    for batch in range(share.of(1000, tenth=40) // BATCH):
        copy = str(tmp_path / "copy")
        shutil.copytree(where, copy)
        done = Running(flip, copy, BATCH, batch, store=copy, out=tmp_path / "said").wait()
        if done.code:
            account.fault("not told", f"batch {batch} ended with {done.code}: {done.said}")
        for line in done.said.splitlines():
            told = json.loads(line)
            kinds.add(told["kind"])
            account.tried += 1
            account.refused += bool(told["found"])
            if told["unlike"]:
                account.fault("lost", f"{told['what']}: {told['unlike']} are not as they were, and nobody is told")
            if told["refused"] and not told["found"]:
                account.fault("unsound", f"{told['what']}: readers are told, and verify finds nothing")
        shutil.rmtree(copy)
    assert kinds == KINDS | ALONE | {f"ledger {kind}" for kind in KINDS - ALONE}
    assert account.refused > 0
    account.close(record_property)


def test_a_server_outlives_flipped_bits(held: str, tmp_path: Path, share: Share, record_property: Keep) -> None:
    account = Account("flipped bits below a server")
    for number in range(3):
        rows = store.read(held, indicators=["jobs"])
        rows.loc[rows.index[-1], "value"] += 1
        store.publish(held, rows, by="Analyst", note=f"{number}", files=["jobs.csv"], content=f"{number}".encode())
    entry = store.Entry("comment", "2018Q2", "An officer", "jobs", "Because")
    store.record(held, entry, lambda entries: None)
    for path, place in harm.flips(held, share.of(40, tenth=1), seed=3):
        where = f"{path.relative_to(held)}, byte {place}"
        with serving(held, tmp_path / "said") as (address, running), visiting(address) as visitor:
            for page, query in (("", ""), ("revisions", "earlier=0&later=3"), ("snapshot", "quarter=2018Q2")):
                visitor.open(page, query)
                account.tried += 1
                account.refused += bool(visitor.refusals)
                if any(each.startswith("fault: ") for each in visitor.refusals):
                    account.fault("not told", f"{where}, {page}: {visitor.refusals}")
            if not running.process.is_alive() or "Traceback" in running.said:
                account.fault("not told", f"{where}: {running.said}")
    account.close(record_property)
