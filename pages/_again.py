"""A visitor's page drawn again by what happens outside of any run of it, such as a file that cannot be made.

What is drawn is the page at which the visitor is by then. No run that is in progress is ended for it.
"""

import time
from asyncio import AbstractEventLoop
from collections.abc import Callable
from threading import Event

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

#: Seconds: how long a page may take that is drawn again, between two looks at it, and until a browser shows it.
PATIENCE, LOOK, SOON = 30.0, 0.05, 0.25
#: The loop of the server, in which pages are asked to be drawn again; none where no server runs.
_LOOP: list[AbstractEventLoop] = []


def served_by(loop: AbstractEventLoop) -> None:
    """Remember the loop of the server."""
    _LOOP[:] = [loop]


def page() -> str:
    """The page that this run draws, as Streamlit names it."""
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""


def drawing() -> Callable[[Callable[[], bool]], None]:
    """What has the page drawn again, once, at which the visitor of this run is by then, from any other thread. It
    returns when the last run has said what it is for, or when nobody waits for it any more."""
    context = get_script_run_ctx()
    visitor = context.session_id if context else ""

    def draw(told: Callable[[], bool]) -> None:
        until, asked, done = time.monotonic() + PATIENCE, Event(), Event()
        while _LOOP and not done.is_set() and time.monotonic() < until:
            _LOOP[0].call_soon_threadsafe(_look, visitor, told, asked, done)
            time.sleep(LOOK)
        time.sleep(SOON)

    return draw


def _look(visitor: str, told: Callable[[], bool], asked: Event, done: Event) -> None:
    """Look at a visitor's page, and run it again if need be, unless it is being run. It belongs to the server's loop,
    which also takes what visitors ask for, and does as Streamlit does where a file of the program has changed: nothing
    that is public says where a visitor is, with which colours and what was chosen."""
    session = runtime.get_instance().get_app_session(visitor)
    if session is None:
        done.set()
    elif session._scriptrunner is None:
        if told():
            done.set()
        elif not asked.is_set():
            asked.set()
            session.request_rerun(session._client_state)
