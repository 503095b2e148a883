"""What is published on the page: by a server that is killed meanwhile, and by two servers on one store."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indicators import publishing, store
from tests.durability import work
from tests.durability.accounts import Account, Held
from tests.durability.conftest import Keep, Share
from tests.durability.kinds import ACCEPTED
from tests.durability.processes import Lengths, Moment, Running, moments
from tests.durability.servers import File, figures, published, ready, received, serving
from tests.durability.visitor import Visitor, visiting

pytestmark = pytest.mark.slow("servers of their own")

#: After so many kills it is measured again how long an upload takes: on a busy machine now twice as long, now half.
MEASURED = 5


def pressed(where: str, folder: Path, file: File, mark: str, lengths: Lengths, moment: Moment | None) -> bool:
    """Publish on a page of a new server, which is killed at this moment after the button was pressed; whether the page
    says that it was published."""
    with (
        serving(where, folder / "server") as (address, running),
        visiting(address) as visitor,
        ThreadPoolExecutor(1) as waiting,
    ):
        button = ready(visitor, file, by="Analyst", note=mark)
        running.times.began = time.monotonic()
        visitor.send(button)
        answer = waiting.submit(received, visitor)
        if moment:
            running.kill(moment, lengths)
        else:
            answer.result()
            running.times.ended = time.monotonic()
            running.listen()
            lengths.add(running.times)
        return answer.result()


def test_a_server_that_is_killed_while_it_publishes(
    held: str, tmp_path: Path, share: Share, record_property: Keep
) -> None:
    account, lengths = Account("the page's upload, server killed"), Lengths()
    for number, moment in enumerate(moments(share.of(50, tenth=1), seed=12)):
        if number % MEASURED == 0:
            assert pressed(held, tmp_path, figures(held, "jobs", 1.0), f"Undisturbed {number}", lengths, None)
        before, file, mark = Held.at(held), figures(held, "jobs", 1.0), f"Upload {number}"
        told = pressed(held, tmp_path, file, mark, lengths, moment)
        landed = account.look(held, before, mark, told=told)
        account.tried += 1
        account.killed += not told
        account.made += landed * (not told)
        (tmp_path / file[0]).write_bytes(file[1])
        words = ["publish", str(tmp_path / file[0]), "--by", "Analyst", "--note", mark, *ACCEPTED]
        again = Running(work.command, *words, store=held, out=tmp_path / "said").wait()
        if again.code or landed != (publishing.NO_CHANGE in again.said):
            account.fault("lost", f"{mark}: landed {landed}, and then: {again.said}")
        account.look(held, before, mark, told=True)
    account.mend(held)
    account.close(record_property)


def test_two_servers_on_one_store(held: str, tmp_path: Path, share: Share, record_property: Keep) -> None:
    """Their visitors press at the same moment: of the same row one is published, of different rows both are."""
    account = Account("two servers, pressed at once")
    with (
        serving(held, tmp_path / "one") as (first, _),
        serving(held, tmp_path / "other") as (second, _),
        visiting(first) as one,
        visiting(second) as other,
        ThreadPoolExecutor(2) as both,
    ):
        for number in range(share.of(50, tenth=2)):
            slugs = ("jobs", "jobs") if number % 2 else ("jobs", "population")
            before, marks = Held.at(held), [f"One {number}", f"Other {number}"]
            files = [figures(held, slug, step) for slug, step in zip(slugs, (1.0, 2.0), strict=True)]
            buttons = [
                ready(visitor, file, by="Analyst", note=mark)
                for visitor, file, mark in zip((one, other), files, marks, strict=True)
            ]
            list(both.map(Visitor.run, (one, other), buttons))
            told = [mark for visitor, mark in zip((one, other), marks, strict=True) if published(visitor)]
            account.tried += 2
            account.refused += 2 - len(told)
            judge(account, held, before, told, [one, other], same=len(set(slugs)) == 1)
        for visitor in (one, other):
            visitor.open()
            assert f"Version {store.version(held)} of the figures" in visitor.said
    account.mend(held)
    account.close(record_property)


def judge(account: Account, where: str, before: Held, told: list[str], visitors: list[Visitor], *, same: bool) -> None:
    """What came is what was told, and whoever did not publish was told why."""
    after = Held.at(where)
    came = after.since(before)
    if sorted(came) != sorted(told):
        account.fault("doubled" if len(came) > len(told) else "lost", f"{told} was told, {came} came")
    if not after.begins_with(before):
        account.fault("lost", f"{told}: what was there before is not")
    if len(told) != (1 if same else 2):
        account.fault("lost", f"{told} was published: {[visitor.said for visitor in visitors]}")
    for visitor in visitors:
        if not published(visitor) and not any("in the meantime" in said for said in (*visitor.refusals, visitor.said)):
            account.fault("not told", visitor.said)
    account.verify(where)
