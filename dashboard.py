"""The server: what happens once at start-up, and where the pages are.

Run it with `python -m indicators serve` or `streamlit run dashboard.py`.
"""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))  # so that pages find `indicators` and `pages._parts` wherever the server was started


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm the caches before the first visitor comes, then take what is loaded out of the garbage collector's sight.

    With pandas and Plotly loaded, looking through it all costs more than any page does, and objects that live as
    long as the server need not be looked at again. Streamlit's own collection after every run is switched off in
    .streamlit/config.toml: it took longer with every view that was kept.
    """
    from pages import _reads

    await anyio.to_thread.run_sync(_reads.warm)
    if not st.get_option("global.developmentMode") and st.get_option("server.fileWatcherType") == "none":
        gc.collect()
        gc.freeze()
    yield


app = st.App(ROOT / "pages" / "frame.py", lifespan=lifespan)
