"""Many processes that publish the same rows at the same moment, held against what each was told."""

import json
from collections.abc import Mapping
from pathlib import Path

from indicators import store
from indicators.model import KEY
from tests.durability import work
from tests.durability.accounts import Account
from tests.durability.processes import FORKED, NOTHING, Running


def at_once(
    where: str, folder: Path, many: int, turns: int, account: Account, settings: Mapping[str, str] = NOTHING
) -> None:
    """So many processes publish in so many turns each, and each goes on until it has succeeded."""
    barrier = FORKED.Barrier(many)
    workers = [
        Running(
            work.publish_in_turns,
            where,
            barrier,
            worker,
            turns,
            store=where,
            out=folder / f"said-{worker}",
            settings=settings,
        )
        for worker in range(many)
    ]
    ended = [worker.wait() for worker in workers]
    assert [done.code for done in ended] == [0] * many, [done.said for done in ended]
    said = [json.loads(line) for done in ended for line in done.said.splitlines()]
    told = {each["version"]: each["mark"] for each in said if "version" in each}
    refusals = [each["refused"] for each in said if "refused" in each]
    account.tried += len(said)
    account.made += len(told)
    account.refused += len(refusals)
    assert all("Nothing was written" in refusal for refusal in refusals)

    releases = store.history(where)[::-1]
    marks = {f"{work.mark(worker, turn)}" for worker in range(many) for turn in range(turns)}
    assert {release.version: release.note for release in releases} == told
    assert sorted(release.note for release in releases) == sorted(marks)
    assert [(each.new, each.revised) for each in releases] == [(11, 0)] + [(1, 10)] * (len(marks) - 1)
    assert [store.kept(where, each.sha256).decode() for each in releases] == [each.note for each in releases]
    assert [len(store.read(where, each.version)) for each in releases] == [11 + each.version for each in releases]

    last, rows = float(releases[-1].note), store.read(where)
    assert not rows.duplicated(list(KEY)).any()
    assert dict(zip(rows["period_label"], rows["value"], strict=True)) == (
        {f"{year}": last for year in work.SHARED} | {mark: float(mark) for mark in marks}
    )
    found = account.verify(where)
    assert found["litter"] == []  # whoever was too late took their files away
