"""A store that vanishes under a running server is told on every page; nothing is written, and it is served when it is
back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators import publishing, snapshot, store
from indicators.snapshot import rendering
from indicators.store import KEPT
from pages import _screened as screened
from tests import harm
from tests.pages import test_snapshot, test_upload
from tests.pages.visits import PAGES, faults, go, visit

GONE = "The store at {} is gone; it was at version {} at "


def away(where: str) -> None:
    """The share is not mounted any more."""
    Path(where).rename(f"{where}-away")
    Path(where).mkdir()


def back(where: str) -> None:
    Path(where).rmdir()
    Path(f"{where}-away").rename(where)


def is_gone(told: list[str], where: str, version: int = 0) -> bool:
    """Whether a page says that the store is gone, once or twice, and no more than that."""
    (sentence,) = set(told)
    return sentence.startswith(GONE.format(where, version)) and " UTC. Nothing is written. Bring back what" in sentence


@pytest.mark.slow("opens every page three times")
@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_is_gone_is_told_on_every_page_until_it_is_back(own_store: str, page: str) -> None:
    opened = visit(page)
    (title,) = opened.title
    away(own_store)
    opened.run()
    assert is_gone(faults(opened), own_store)
    assert not opened.title
    assert harm.files(own_store) == []
    back(own_store)
    opened.run()
    assert faults(opened) == []
    assert [found.value for found in opened.title] == [title.value]


@pytest.mark.slow("opens every page twice")
@pytest.mark.parametrize("page", PAGES)
def test_a_store_whose_figures_are_gone_is_told_on_every_page_though_they_are_remembered(
    own_store: str, page: str
) -> None:
    opened = visit(page)
    assert faults(opened) == []
    for folder in Path(own_store).glob("indicator=*"):
        shutil.rmtree(folder)
    before = harm.files(own_store)
    (told,) = set(faults(opened.run()))
    assert told.startswith(f"The figures of the store at {own_store} are gone, though its log is there; it was at")
    assert not opened.title
    assert harm.files(own_store) == before


def first(act: Callable[..., object], where: str) -> Callable[..., object]:
    """What a page does, with the store gone right before."""

    def gone(*given: object, **named: object) -> object:
        away(where)
        return act(*given, **named)

    return gone


@pytest.mark.slow("publishes from the page")
def test_nothing_is_published_into_a_store_that_vanishes_meanwhile(
    own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = test_upload.row(own_store, "2022")
    opened = test_upload.uploaded(test_upload.tidy(own_store, **{line: line.replace("81398", "81399")}))
    for tick in opened.checkbox:
        tick.check()
    opened.run()
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", first(publishing.publish, own_store))
        test_upload.published(opened)
    assert is_gone(faults(opened), own_store)
    assert harm.files(own_store) == []
    back(own_store)
    test_upload.published(opened)
    assert store.version(own_store) == 1


@pytest.mark.slow("screens on the page")
def test_nothing_is_compared_with_a_store_that_vanishes_meanwhile(
    own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = test_upload.row(own_store, "2022")
    monkeypatch.setattr(screened, "screen_files", first(screened.screen_files, own_store))
    opened = test_upload.uploaded(test_upload.tidy(own_store, **{line: line.replace("81398", "81399")}))
    assert is_gone(faults(opened), own_store)


@pytest.mark.slow("publishes, and goes back from the page")
def test_nobody_goes_back_in_a_store_that_vanishes_meanwhile(own_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = store.read(own_store, indicators=["jobs"]).tail(1)
    store.publish(own_store, rows.assign(value=1.0), by="A", note="n")
    opened = visit("revisions.py")
    opened.text_input(key="back-by").set_value("A")
    opened.text_input(key="back-reason").set_value("A slip")
    monkeypatch.setattr(publishing, "roll_back", first(publishing.roll_back, own_store))
    opened.button[0].click().run()
    assert is_gone(faults(opened), own_store, version=1)
    assert harm.files(own_store) == []


@pytest.mark.slow("puts a quarter together, and freezes it")
def test_nothing_is_said_or_signed_in_a_store_that_vanishes_meanwhile(
    own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = test_snapshot.opened(part="comments")
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "comment", first(snapshot.comment, own_store))
        test_snapshot.commented(page, "Two centres closed")
    assert is_gone(faults(page), own_store)
    assert harm.files(own_store) == []
    back(own_store)
    assert faults(test_snapshot.commented(page, "Two centres closed")) == []
    assert store.count(own_store) == 1
    kept = harm.files(f"{own_store}/{KEPT}")
    with monkeypatch.context() as patch:  # while the papers are made, which takes seconds
        patch.setattr(rendering, "documents", first(rendering.documents, own_store))
        test_snapshot.signed(page.run())
    assert is_gone(faults(page), own_store)
    assert harm.files(own_store) == []
    back(own_store)
    assert (store.count(own_store), harm.files(f"{own_store}/{KEPT}")) == (1, kept)


@pytest.mark.slow("puts a quarter together several times")
def test_a_ledger_that_is_gone_is_not_a_quarter_without_comments(own_store: str) -> None:
    page = test_snapshot.commented(test_snapshot.opened(part="comments"), "Two centres closed")
    assert store.count(own_store) == 1
    shutil.rmtree(Path(own_store) / "_ledger")
    for part in ("comments", "report"):
        (told,) = faults(go(page, quarter="2018Q2", part=part))
        assert told.startswith(
            f"The comments and signatures of the store at {own_store} are gone; there was 1 entry at"
        )
    assert not (Path(own_store) / "_ledger").exists()
