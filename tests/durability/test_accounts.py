"""The accounts tell what they are there to tell."""

import json
import signal
from itertools import pairwise
from pathlib import Path

import pytest

from indicators import store
from indicators.store import log
from tests.durability.accounts import Account, Held, table
from tests.durability.processes import Done, moments
from tests.harm import figures


@pytest.fixture
def where(tmp_path: Path) -> str:
    where = str(tmp_path / "store")
    publish(where, 1.0)
    publish(where, 2.0)
    return where


def publish(where: str, value: float) -> None:
    store.publish(where, figures("jobs", [2001], value), by="A", note=f"Of {value}", content=b"figures")


def told(where: str, before: Held, *, done: bool) -> dict[str, int]:
    """How many faults there are of each kind."""
    account = Account("kind")
    account.look(where, before, "Of 3.0", told=done)
    return {column: len(faults) for column, faults in account.faults.items()}


def test_what_was_told_and_is_there_is_no_fault(where: str) -> None:
    before = Held.at(where)
    assert told(where, before, done=False) == {}
    publish(where, 3.0)
    assert told(where, before, done=True) == told(where, before, done=False) == {}


def test_what_was_told_and_is_not_there_is_lost(where: str) -> None:
    assert told(where, Held.at(where), done=True) == {"lost": 1}


def test_what_was_there_before_and_is_not_is_lost(where: str) -> None:
    before = Held.at(where)
    for name in (log.name(1), log.HEAD):
        (Path(where) / name).unlink()
    assert told(where, before, done=False)["lost"] == 1


def test_what_came_twice_or_unasked_is_doubled(where: str) -> None:
    before = Held.at(where)
    for value in (3.0, 4.0, 3.0):
        publish(where, value)
    assert told(where, before, done=True) == {"doubled": 1}


def test_what_verify_finds_is_unsound(where: str) -> None:
    next((Path(where) / store.KEPT).iterdir()).write_bytes(b"other")
    account = Account("kind")
    account.verify(where)
    assert list(account.faults) == ["unsound"]


@pytest.mark.parametrize(
    ("code", "said", "refused", "is_told"),
    [
        (0, "Published.", False, False),
        (1, "Error: Somebody else published in the meantime.", True, True),
        (1, "Traceback (most recent call last):\nError: x", True, False),
        (1, "", True, False),
        (-signal.SIGABRT, "Error: x", True, False),
        (-signal.SIGKILL, "", False, False),
    ],
)
def test_a_refusal_is_a_sentence(code: int, said: str, refused: bool, is_told: bool) -> None:
    done, account = Done(code, said), Account("kind")
    account.done(done)
    assert (done.refused, done.told, account.refused) == (refused, is_told, refused)
    assert bool(account.faults) == (refused and not is_told)


def test_moments_are_spread_from_start_to_end() -> None:
    drawn = moments(50, seed=1)
    assert drawn == moments(50, seed=1) != moments(50, seed=2)
    for anchor in ("start", "writing"):
        shares = sorted(moment.share for moment in drawn if moment.anchor == anchor)
        assert len(shares) == 25
        assert shares[0] < 0.05
        assert 0.98 < shares[-1] <= 1.05
        assert max(later - earlier for earlier, later in pairwise(shares)) < 0.09


def test_an_account_with_a_fault_is_a_failure_and_stands_in_the_table() -> None:
    kept, account = list[str](), Account("a kind", tried=1200, killed=5, refused=3, remark="and more")
    account.fault("not told", "one")
    with pytest.raises(AssertionError):
        account.close(lambda _, value: kept.append(str(value)))
    *_, line, remark = table([json.loads(each) for each in kept])
    assert line == "| a kind | 1,200 | 5 | 0 | 2 | 0 | 0 | 1 | 0 | 0 |"
    assert remark == "a kind: and more."
