"""The server: what happens once at start-up, what every request passes, and where the pages are.

Run it with `python -m indicators serve` or `streamlit run dashboard.py`.
"""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))  # so that pages find `indicators` and `pages._parts` wherever the server was started

from indicators import door, shipped, store  # noqa: E402
from indicators.errors import UserError  # noqa: E402


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Build the store if there is none, and warm the caches before the first visitor comes; then take what is loaded
    out of the garbage collector's sight.

    With pandas and Plotly loaded, looking through it all costs more than any page does, and objects that live as
    long as the server need not be looked at again. Streamlit's own collection after every run is switched off in
    .streamlit/config.toml: it took longer with every view that was kept.
    """
    from pages import _again

    await anyio.to_thread.run_sync(prepare)
    _again.served_by(asyncio.get_running_loop())
    if not st.get_option("global.developmentMode") and st.get_option("server.fileWatcherType") == "none":
        gc.collect()
        gc.freeze()
    yield


def prepare() -> None:
    """The store, and what the first visitor will need. Where it cannot be built, the log and every page say why."""
    from pages import _reads

    try:
        shipped.begin(store.location(), _reads.catalogue())
    except UserError as error:
        logging.getLogger("indicators").error("%s", error)
        _reads.unbuilt(error)
    _reads.warm()


def failed(error: Exception) -> bool:
    """What a page says whose run has failed."""
    from pages import _failed

    return _failed.show(error)


try:
    door.listening(st.get_option("server.address"))
    middleware = door.middleware()
except UserError as refusal:
    sys.exit(str(refusal))

app = st.App(
    ROOT / "pages" / "frame.py",
    lifespan=lifespan,
    middleware=middleware,
    on_script_error=failed,
    exception_handlers={Exception: door.failed},
)
