"""A file that cannot be made: why is said below its button, or where the visitor is by then, once, to nobody else."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indicators.errors import UserError
from pages import _again as again
from tests.pages.visits import as_read, faults

Made = dict[str, Callable[[], bytes]]


def page() -> None:
    """A page with two files, of which one cannot be made, or with one file, or one that fails itself."""
    import streamlit

    from pages import _downloads
    from tests.pages.test_downloads import refused

    with _downloads.telling():
        streamlit.title("Above")
        if "elsewhere" not in streamlit.query_params:
            _downloads.button("the one", refused, "one *a*.csv")
        if "fails" in streamlit.query_params:
            raise KeyError("the page itself")
        _downloads.button("the other", lambda: b"x", "two.csv")


def refused() -> bytes:
    raise REFUSALS[0]()


REFUSALS: list[Callable[[], Exception]] = [partial(UserError, "Not *like* this.")]
ONE = "Download the one"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What makes each file, by the button's label, as Streamlit keeps it; and under its key, too."""
    kept: Made = {}

    def button(label: str, data: Callable[[], bytes], *_: object, key: str, **__: object) -> None:
        kept.update({label: data, key: data})

    monkeypatch.setattr(st, "download_button", button)
    return kept


class Session:
    """A visitor's, as the server has it: a run may be in progress when a file is asked for; the page that is asked to
    be drawn again is drawn at once."""

    def __init__(self, opened: AppTest, running: Callable[[], object] | None = None) -> None:
        self._opened, self._running, self._looks, self._client_state = opened, running, 0, object()
        self.drawn: list[object] = []

    @property
    def _scriptrunner(self) -> object | None:
        """Whether a run is in progress, which takes a few looks to end."""
        self._looks += 1
        if self._running and self._looks == 3:
            self._running()
        return object() if self._running and self._looks < 4 else None

    def request_rerun(self, state: object) -> None:
        self.drawn.append(state)
        self._opened.run()


def press(asked: Callable[[], bytes], session: Session | None) -> None:
    """The server asks for a file that cannot be made, and goes on when it is told so."""

    async def serve() -> None:
        again.served_by(asyncio.get_running_loop())
        with pytest.raises((UserError, KeyError)):
            await asyncio.to_thread(asked)

    with pytest.MonkeyPatch.context() as patch:
        server = SimpleNamespace(get_app_session=lambda _: session)
        patch.setattr(again, "runtime", SimpleNamespace(get_instance=lambda: server))
        patch.setattr(again, "_LOOP", [])
        patch.setattr(again, "SOON", 0)
        asyncio.run(serve())


def test_why_it_cannot_be_made_is_said_once_on_the_page_that_the_visitor_has_open(made: Made) -> None:
    opened = AppTest.from_function(page).run()
    assert faults(opened) == []
    session = Session(opened)
    press(made[ONE], session)
    assert session.drawn == [session._client_state]
    assert faults(opened) == ["Not *like* this."]
    assert [as_read(each.proto.title) for each in opened.error] == ["one *a*.csv cannot be downloaded"]
    assert made["Download the other"]() == b"x"
    assert faults(opened.run()) == []


def test_it_is_said_again_each_time_by_another_button(made: Made) -> None:
    """Streamlit's words, and its wheel, belong to the one that was pressed."""
    opened = AppTest.from_function(page).run()
    for times in (1, 2):
        before, session = set(made), Session(opened)
        press(made[ONE], session)
        assert len(session.drawn) == 1
        assert faults(opened) == ["Not *like* this."]
        assert set(made) - before == {f"the one-one *a*.csv-{times}"}
    before = set(made)
    opened.run()
    assert set(made) == before


def test_what_nobody_foresaw_has_a_reference(
    made: Made, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(globals(), "REFUSALS", [partial(KeyError, "a secret")])
    opened = AppTest.from_function(page).run()
    press(made[ONE], Session(opened))
    (told,) = faults(opened)
    assert "Reference" in told
    assert "secret" not in told
    assert [each.levelno for each in caplog.records if each.name == "indicators.errors"] == [logging.ERROR]


def test_it_is_said_to_the_visitor_who_asked_and_to_nobody_else(made: Made) -> None:
    mine = AppTest.from_function(page).run()
    asked_by_me = made[ONE]
    other = AppTest.from_function(page).run()
    session = Session(mine)
    session.request_rerun = lambda _: (other.run(), mine.run())  # type: ignore[method-assign,assignment,return-value]
    press(asked_by_me, session)
    assert faults(mine) == ["Not *like* this."]
    assert faults(other) == []


def test_who_does_not_see_the_button_any_more_is_told_above_the_page_and_not_again_beside_it(made: Made) -> None:
    opened = AppTest.from_function(page).run()
    asked = made[ONE]
    opened.query_params["elsewhere"] = "1"
    opened.run()
    press(asked, Session(opened))
    assert faults(opened) == ["Not *like* this."]
    first, *_ = opened.main
    assert [as_read(each.value) for each in first.error] == ["Not *like* this."]
    del opened.query_params["elsewhere"]
    assert faults(opened.run()) == []


def test_where_the_page_itself_fails_nothing_is_left_to_say_of_its_files(made: Made) -> None:
    opened = AppTest.from_function(page).run()
    opened.query_params["fails"] = "1"
    press(made[ONE], Session(opened))
    assert len(opened.exception) == 1
    del opened.query_params["fails"]
    assert faults(opened.run()) == []


def test_no_run_in_progress_is_ended_it_says_why_itself(made: Made) -> None:
    opened = AppTest.from_function(page).run()
    session = Session(opened, opened.run)
    press(made[ONE], session)
    assert faults(opened) == ["Not *like* this."]
    assert session.drawn == []


def test_where_a_run_that_said_it_was_ended_by_the_next_one_that_one_says_it(made: Made) -> None:
    """As where a visitor goes on in the same moment."""
    opened = AppTest.from_function(page).run()
    session = Session(opened, lambda: (opened.run(), opened.run()))
    press(made[ONE], session)
    assert faults(opened) == ["Not *like* this."]


def test_nobody_waits_for_a_visitor_who_has_left(made: Made) -> None:
    AppTest.from_function(page).run()
    press(made[ONE], None)
