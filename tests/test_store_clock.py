"""A clock that went wrong is refused, whatever is written: a release, a rollback, a comment, a signature."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicators import clock, store
from indicators.errors import StoreError, WrongClock
from indicators.store import ledger, times
from tests import harm
from tests.harm import figures

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Set the clock."""
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store whose second release and whose comment were made at noon."""
    where = str(tmp_path / "store")
    at(monkeypatch, NOON)
    publish(where, 1.0)
    publish(where, 2.0)
    return where


def publish(where: str, value: float) -> store.Release | None:
    return store.publish(where, figures("jobs", [2001], value), by="A", note="n", content=str(value).encode())


def comment(where: str, said: datetime = ledger.UNSET) -> store.Entry:
    entry = store.Entry("comment", "2018Q2", "A", "jobs", "Why", at=said)
    return store.record(where, entry, lambda entries: None, b"kept")


def test_nothing_is_written_by_a_clock_that_went_back(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, datetime(2018, 6, 15, 12, 0, tzinfo=UTC))
    before = harm.files(where)
    for write in (
        lambda: publish(where, 3.0),
        lambda: store.roll_back(where, 0, by="A", reason="A slip"),
        lambda: comment(where),
    ):
        with pytest.raises(WrongClock) as refusal:
            write()
        assert str(refusal.value).startswith(
            "This computer's clock says 15 June 2018, 12:00 UTC; the last release was made on 30 November 2026, "
            "12:00 UTC. Nothing was written. Set the clock right, then try again."
        )
    assert harm.files(where) == before


def test_a_signature_does_not_go_back_behind_what_was_said_last(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOON + timedelta(days=2))
    comment(where)
    for write in (lambda: comment(where, NOON + timedelta(days=1)), lambda: publish(where, 3.0)):
        at(monkeypatch, NOON + timedelta(days=1))
        with pytest.raises(WrongClock, match=r"the last comment or signature was made on 2 December 2026, 12:00 UTC"):
            write()
    assert (store.version(where), store.count(where)) == (1, 1)


def test_clocks_that_differ_by_a_moment_keep_the_order(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOON - times.SLACK)
    made = publish(where, 3.0)
    assert made is not None
    assert made.at == NOON
    assert comment(where).at == NOON
    at(monkeypatch, NOON - times.SLACK - timedelta(seconds=1))
    with pytest.raises(StoreError, match="This computer's clock"):
        publish(where, 4.0)


def test_what_older_programs_wrote_counts_by_its_latest_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = harm.older(str(tmp_path / "old"), figures("jobs", [2001], 1.0), figures("jobs", [2001], 2.0))
    at(monkeypatch, datetime.now(tz=UTC) - timedelta(days=1))
    with pytest.raises(WrongClock, match="the last release was made on"):
        publish(where, 3.0)
    at(monkeypatch, datetime.now(tz=UTC) + timedelta(days=1))
    assert publish(where, 3.0) is not None
