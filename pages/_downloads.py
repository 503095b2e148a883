"""The one button by which a page hands out a file: made when somebody presses it, the page stays as it is.

Where it cannot be made, Streamlit would say for five seconds that something failed. What, and what helps, is said by
us: the page is drawn again, says it below the button, and Streamlit's answer goes to a button that is not there any
more. Who has gone on to another page by then is told there.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from indicators.markup import markup
from pages import _again as again
from pages import _failed as failed

#: A file's name, the page with its button, and why it could not be made.
Fault = tuple[str, str, Exception]
#: Where a session has, by the button, why a file could not be made, as long as somebody waits for it; which of these
#: its last run has said; how often each could not be made; and which were said lately, since when.
FAULTS, TOLD, FAILED, LEFT = "faults-of-downloads", "told-of-downloads", "failed-downloads", "left-downloads"
#: Seconds for which another page says it, too: it may have been said at the very moment at which the visitor went on.
STAYS = 10.0


def button(what: str, content: bytes | Callable[[], bytes], name: str, mime: str | None = None) -> None:
    """ "Download CSV": `content` are the bytes, or what makes them; without `mime` the kind is told from the name."""
    label = markup("Download {}", what)
    mine = f"{what}-{name}"
    file = _making(content, mine, name) if callable(content) else content
    times = _failures()[mine]  # another button after each failure: the one before waits for its file, or says so
    key = f"{mine}-{times}" if times else mine
    st.download_button(label, file, name, mime, icon=":material/download:", on_click="ignore", key=key)
    if fault := _faults().get(mine):
        _tell(fault)


@contextmanager
def telling() -> Iterator[None]:
    """A run of a page, in which everything is said of files that could not be made: below their buttons; above the page
    where these are on another, or are not drawn any more; by the page itself where it cannot be shown."""
    above, faults, told = st.container(), _faults(), _told()
    told.clear()
    _tell_above(above, [fault for fault in [*faults.values(), *_gone_on()] if fault[1] != again.page()])
    try:
        yield
    except Exception:
        told += faults.values()
        raise
    _tell_above(above, [fault for fault in list(faults.values()) if fault not in told])


def _making(content: Callable[[], bytes], mine: str, name: str) -> Callable[[], bytes]:
    """What makes the file, and has a page say why where it cannot. Streamlit asks for it outside of any run."""
    page, faults, told, failures, draw_again = again.page(), _faults(), _told(), _failures(), again.drawing()

    def made() -> bytes:
        try:
            return content()
        except Exception as why:
            fault = name, page, why
            failures[mine] += 1
            faults[mine] = fault
            draw_again(lambda: fault in told)
            if faults.get(mine) is fault:
                del faults[mine]
            raise

    return made


def _tell_above(above: DeltaGenerator, faults: Iterable[Fault]) -> None:
    with above:
        for fault in faults:
            _tell(fault)


def _tell(fault: Fault) -> None:
    name, _, why = fault
    failed.show(why, markup("{} cannot be downloaded", name))
    _told().append(fault)
    if all(each is not fault for _, each in _left()):
        _left().append((time.monotonic(), fault))


def _gone_on() -> list[Fault]:
    """What was said lately, as long as a page that the visitor has gone on to is to say it."""
    now, waiting = time.monotonic(), list(_faults().values())
    _left()[:] = [(at, fault) for at, fault in _left() if now - at < STAYS]
    return [fault for _, fault in _left() if fault not in waiting]


def _left() -> list[tuple[float, Fault]]:
    left: list[tuple[float, Fault]] = st.session_state.setdefault(LEFT, [])
    return left


def _faults() -> dict[str, Fault]:
    faults: dict[str, Fault] = st.session_state.setdefault(FAULTS, {})
    return faults


def _told() -> list[Fault]:
    told: list[Fault] = st.session_state.setdefault(TOLD, [])
    return told


def _failures() -> Counter[str]:
    failures: Counter[str] = st.session_state.setdefault(FAILED, Counter())
    return failures
